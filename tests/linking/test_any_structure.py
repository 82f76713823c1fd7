"""Whatever stands in a scenario file: results or named problems, never another exception."""

import contextlib
import copy
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cba
from cba.errors import InputError

GOOD: dict[str, Any] = yaml.safe_load("""
scenario: {id: x, title: {da: T, en: T}}
model: samfundsoekonomi
place: Odense
price_year: 2025
start: 2026
horizon: 6
assumptions:
  discounting: {rates: [{from: 0, rate: 0.03}, {from: 3, rate: 0.02}], timing: mid}
  prices: {foo: {estimate: 5, low: 4, high: 6, payer: {stat: 0.5, kommune: 0.5}, price_year: 2015}}
interventions:
  - id: a
    target_group: youth_reconvicted
    participants: {2026: 10, 2027: 20}
    completion: {estimate: 0.8, low: 0.7, high: 0.9, distribution: pert}
    costs: [{what: C, amount: 3, per: participant, payer: kommune, price_year: 2018, currency: USD}]
    effects:
      - {outcome: reconviction, evidence: cbt_juv, baseline: {share: 0.4, within: 12}, transfer: 0.5, lag: 1}
      - {outcome: theft, measure: relative_risk, estimate: 0.8, direction: lower_is_better, fade: 0.1,
         duration: 2.5, baseline: {events: 0.3}, consequences: [{price: foo, quantity: 3, spread: 2}]}
      - {outcome: no_new_crime, success_rate: {with: 0.7, without: 0.3}}
      - {outcome: bullying, change: {by_year: [-1, -2]}}
  - id: b
    years: 3
    overlaps_with: [c]
    effects:
      - {outcome: burglary, measure: odds_ratio, estimate: 0.8, direction: lower_is_better, displacement: 0.1,
         reporting_rate: 0.9, baseline: {incidents: place, share: 0.3, years: [2023, 2024]}}
  - id: c
    flows: [{what: F, payer: stat, kind: benefit, nature: tax, counterpart: erhverv, amounts: [1, 2]}]
    participants: 4
    effects: [{outcome: violence, measure: percentage_points, estimate: -5, direction: lower_is_better}]
""")

LEAVES = st.sampled_from(
    [
        *(
            0,
            3,
            -1,
            0.5,
            1.5,
            1e20,
            1e-300,
            2026,
            10**400,
            None,
            True,
            "",
            "x",
            "15 %",
            "-5 %",
            "2026",
            "1,5",
            "280000 kr",
        )
    ]
    + [
        *(
            "place",
            "kommune",
            "reconviction",
            "prison_day",
            "vsl_2017",
            "cbt_juv",
            "mst_dk_kora",
            "odds_ratio",
            "b",
        )
    ]
    + [
        *(
            "hazard_ratio",
            "standardised_mean_difference",
            "percentage_change",
            "higher_is_better",
            "DKK",
            "EUR",
            "2015/16",
        )
    ]
)
KEYS = st.sampled_from(
    [
        "id",
        "estimate",
        "share",
        "within",
        "events",
        "incidents",
        "years",
        "2026",
        "with",
        "net",
        "low",
        "by_year",
        "da",
    ]
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2), max_leaves=4
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with one of its keys."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield value, key
        yield from places(item)


NUMBER_OF_PLACES = len(list(places(GOOD)))
CHANGES = st.lists(
    st.tuples(st.integers(0, NUMBER_OF_PLACES - 1), VALUES, st.booleans()), min_size=1, max_size=3
)


def loads(document: Any) -> cba.Appraisal:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        return cba.appraise(cba.load(path))


def test_the_scenario_to_break_is_whole() -> None:
    assert loads(GOOD).portfolio.npv


@given(CHANGES)
@settings(max_examples=80)
@example([(0, {}, False)])
def test_no_change_breaks_the_engine(changes: list[tuple[int, Any, bool]]) -> None:
    document = copy.deepcopy(GOOD)
    for index, value, drop in changes:
        found = list(places(document))
        holder, key = found[index % len(found)] if found else (document, "scenario")
        if drop:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(value)
    with contextlib.suppress(InputError):
        assert loads(document).to_dict()
