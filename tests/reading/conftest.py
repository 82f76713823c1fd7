"""A file that others lie on."""

from collections.abc import Callable
from typing import Any

import pytest

import cba
from cba.errors import InputError
from cba.loading import Merged, read_scenario

from ..conftest import Write

BASE = """\
scenario: {id: base, title: {da: Grund, en: Base}}
price_year: 2025
start: 2026
horizon: 5
interventions:
  - id: a
    participants: [5, 6]
    costs:
      - {what: Løn, amount: 100, per: year, payer: kommune, grade: D}
      - {what: "Dr. No", amount: 50, per: start, payer: stat, grade: D}
    effects:
      - {outcome: no_new_crime, success_rate: 30 %, grade: D}
  - id: b
    flows: [{what: F, payer: stat, kind: cost, amounts: [1, 2], grade: D}]
variants:
  low: {interventions: {a: {effects: {no_new_crime: {success_rate: 10 %}}}}}
  bad: {interventions: {a: {effects: {no_new_crime: {success_rate: 110 %}}}}}
  wrong: {interventions: {c: {years: 1}}}
  flat: 3
"""

Read = Callable[..., Merged]


@pytest.fixture
def over(write: Write) -> Read:
    """Read a file that lies on the base."""

    def read(text: str = "", **how: Any) -> Merged:
        write(BASE, "common/base.yaml")
        return read_scenario(write(f"extends: [common/base.yaml]\n{text}"), **how)

    return read


@pytest.fixture
def over_problems(over: Read) -> Callable[..., list[str]]:
    """Load a bad file that lies on the base; the headline of each problem."""

    def headlines(text: str = "", **how: Any) -> list[str]:
        over(text)
        with pytest.raises(InputError) as caught:
            cba.load("scenario.yaml", **how)
        return [problem.headline() for problem in caught.value.problems]

    return headlines


def intervention(merged: Merged, index: int = 0) -> Any:
    return merged.root["interventions"][index]
