"""Results documents to make reports of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cba

from . import scenarios

ROOT = Path(__file__).resolve().parents[2]

Document = dict[str, Any]


@pytest.fixture
def odense() -> Document:
    """A portfolio of four, as a municipality would write it."""
    return cba.appraise(cba.load(ROOT / "scenarios" / "odense-tryg-ungdom.yaml")).to_dict()


@pytest.fixture
def welfare() -> Document:
    """The same portfolio for society as a whole, where seven payers count."""
    path = ROOT / "scenarios" / "odense-tryg-ungdom.yaml"
    return cba.appraise(cba.load(path, model="samfundsoekonomi")).to_dict()


@pytest.fixture
def divided(appraise: Callable[..., cba.Appraisal]) -> Callable[..., Document]:
    """One intervention that the municipality pays and the state gains from."""
    return lambda *amounts: appraise(scenarios.divided(*amounts)).to_dict()
