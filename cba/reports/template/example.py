"""A worked example for the template: mentors for released prisoners, and a house with yearly amounts."""

from __future__ import annotations

from typing import Any

EXAMPLE: dict[str, Any] = {
    "scenario": {
        "id": "mentor-og-vaerested",
        "title": "Mentor og værested",
        "question": "Kan det betale sig for kommunen at tilbyde løsladte en mentor?",
        "author": "Eksempel",
        "model": "soem",
        "place": "Randers",
        "price_year": 2025,
        "start": 2027,
        "horizon": 11,
    },
    "interventions": [
        ("mentor", "Mentor for løsladte", "En frivillig mentor i et år", "high_risk_released", 10, 3, 0.9),
        ("vaerested", "Værested", "Et sted at være om aftenen", "", None, 3, None),
    ],
    "costs": [
        ("mentor", "Koordinering og uddannelse", 50000, "participant", "kommune", 2024, 30000, 70000, "", "D",
         "Egen antagelse – erstat med jeres tal"),
    ],
    "effects": [
        ("mentor", "reconviction", "mentor_primus_motor", "", None, None, None, "", None, None, None,
         None, None, None, None, 0.5, 0, 1, "En lille undergruppe i ét dansk forsøg", "", ""),
    ],
    "flows": [
        ("vaerested", "Drift", "cost", "kommune", "", 2025, "", "D", "Egen antagelse – erstat med jeres tal",
         600000, 600000, 600000),
        ("vaerested", "Mindre hærværk", "benefit", "kommune", "andet", 2025, "", "D",
         "Egen antagelse – erstat med jeres tal", 0, 100000, 150000, 150000),
    ],
}  # fmt: skip
