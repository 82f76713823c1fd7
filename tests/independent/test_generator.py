"""The drawn scenarios together use the whole language, so that agreement means something."""

import random
from typing import Any

import pytest
import yaml

from .generator import random_scenario
from .reference import reference
from .settings import MODELS

SEEDS = range(150)
KEYS = [
    "rate", "rates", "timing", "guide", "net_tax_factor", "tax_distortion", "evidence_adjustment", "exchange",
    "payers", "prices", "participants", "years", "completion", "costs", "effects", "flows", "overlaps_with",
    "in_kind", "nature", "counterpart", "price_year", "currency", "country", "baseline", "within",
    "follow_up", "events", "incidents", "share", "reporting_rate", "displacement", "lag", "duration", "fade",
    "transfer", "grade", "applies_to", "success_rate", "change", "consequences", "spread", "by_year",
]  # fmt: skip
WORDS = [
    "odds_ratio", "relative_risk", "incidence_rate_ratio", "hazard_ratio", "standardised_mean_difference",
    "percentage_change", "percentage_points", "lower_is_better", "higher_is_better", "starters", "completers",
    "start", "mid", "end", "participant", "completer", "year", "ppp", "market", "USD", "GBP", "SEK",
    "NOK", "EUR", "transfer", "tax", "intangible", "place",
]  # fmt: skip


def gather(value: Any, keys: set[str], words: set[str]) -> None:
    """Every key and every text of a document."""
    if isinstance(value, dict):
        keys.update(str(key) for key in value)
        for inner in value.values():
            gather(inner, keys, words)
    elif isinstance(value, list):
        for inner in value:
            gather(inner, keys, words)
    elif isinstance(value, str):
        words.add(value)


@pytest.fixture(scope="module")
def drawn() -> list[Any]:
    return [yaml.safe_load(random_scenario(random.Random(seed))) for seed in SEEDS]


def test_every_key_and_word_is_drawn(drawn: list[Any]) -> None:
    keys: set[str] = set()
    words: set[str] = set()
    gather(drawn, keys, words)
    assert not set(KEYS) - keys
    assert not set(WORDS) - words


def test_overlap_several_roots_and_switching_occur(drawn: list[Any]) -> None:
    results = [reference(plain, MODELS["samfundsoekonomi"])["portfolio"] for plain in drawn]
    assert sum(any(abs(loss) > 0.01 for loss in one["overlap_loss"].values()) for one in results) > 10
    assert {one["measures"]["irr_status"] for one in results} == {"none", "one", "several"}
    assert sum(one["switching"]["success_rate"] is not None for one in results) > 10
    assert sum(one["switching"]["effect_share"] is not None for one in results) > 50


def test_the_same_seed_draws_the_same_scenario() -> None:
    assert random_scenario(random.Random(7)) == random_scenario(random.Random(7))
