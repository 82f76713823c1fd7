"""How far a value is from its estimate, read by somebody who does not know which sign an effect has."""

import pytest

from cba.reports.language import language
from cba.reports.number_words import distance_text

EN, DA = language("en"), language("da")


@pytest.mark.parametrize(
    ("kind", "value", "estimate", "said"),
    [
        ("share", 0.3849, 0.5, "−23%"),
        ("money", 120.0, 100.0, "+20%"),
        ("money", -5.0, 100.0, "the opposite sign"),
        ("number", 2168.0, 100.0, "22 times as large"),
        # a negative number nearer to zero is smaller, not 23 % more
        ("number", -188.65, -245.0, "23% smaller"),
        ("money", -300.0, -245.0, "22% larger"),
        ("number", 10.0, -245.0, "the opposite sign"),
        # effects below zero: nearer to zero is less effect
        ("percentage_points", -29.26, -38.0, "effect 23% smaller"),
        ("standardised_mean_difference", -0.3, -0.2, "effect 50% larger"),
        ("percentage_change", 4.0, -20.0, "the opposite effect"),
        ("difference", 0.12, 0.1, "effect 20% larger"),
        # ratios: the effect is the distance from 1
        ("odds_ratio", 0.8, 0.6, "effect 50% smaller"),
        ("odds_ratio", 1.5, 1.25, "effect 100% larger"),
        ("relative_risk", 1.1, 0.8, "the opposite effect"),
        ("relative_risk", 1.0, 0.8, "no effect"),
        ("odds_ratio", 0.5, 1.0, ""),
        ("money", 3.0, 0.0, ""),
    ],
)
def test_distance(kind: str, value: float, estimate: float, said: str) -> None:
    assert distance_text(EN, kind, value, estimate) == said


def test_danish() -> None:
    assert distance_text(DA, "percentage_points", -29.26, -38.0) == "effekten 23\u00a0pct. mindre"
