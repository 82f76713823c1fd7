"""Fact sheets of every kind, by name, for what must hold of each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import cba
from cba.reports.factsheet import render_factsheet

from ..reports.uncertain import uncertain

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
KINDS = {
    "portfolio with a loss": ("odense-tryg-ungdom", "soem"),
    "society, seven payers": ("odense-tryg-ungdom", "samfundsoekonomi"),
    "places": ("aarhus-indbrud", "samfundsoekonomi"),
    "a gain": ("mentor-recidiv-dk", "soem"),
    "harm": ("scared-straight", "soem"),
    "amounts only": ("kommunal-businesscase", "soem"),
}


@lru_cache
def results(name: str, model: str) -> dict[str, Any]:
    """The results document of a scenario of the toolkit, with how sure it is."""
    return uncertain(cba.appraise(cba.load(SCENARIOS / f"{name}.yaml", model=model)).to_dict())


@lru_cache
def fact_sheet(kind: str, language: str) -> str:
    """The fact sheet of one kind."""
    return render_factsheet(results(*KINDS[kind]), language)
