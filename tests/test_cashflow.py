"""Booking through a lens: who pays, who gains, and that the rows always sum to the total."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.cashflow import Lens, Stream, book, cost_streams
from cba.inputs import Array, Input, at_estimates
from cba.interventions import Cost, Intervention
from cba.statements import PUBLIC_PAYERS
from cba.yearly import Yearly

EVERYBODY = ("kommune", "region", "stat", "borger", "offer", "erhverv", "oevrige")
CASH = frozenset({"resource", "transfer", "tax"})
BUDGET = Lens(PUBLIC_PAYERS, CASH)
WELFARE = Lens(EVERYBODY, CASH | {"intangible"}, net_tax_factor=1.28, tax_distortion=1.1)
YEARS = 4


def stream(
    *amounts: float,
    kind: str = "cost",
    nature: str = "resource",
    counterpart: str = "borger",
    area: str = "andet",
    **shares: float,
) -> Stream:
    padded = np.array([*amounts, *[0.0] * (YEARS - len(amounts))])
    return Stream(Yearly(1.0, padded), kind, shares or {"stat": 1.0}, nature, counterpart, area)  # type: ignore[arg-type]


def by_payer(lens: Lens, *streams: Stream) -> dict[str, list[float]]:
    """The net of each payer who has any."""
    net = book(streams, lens, YEARS).net
    return {payer: row.tolist() for payer, row in zip(lens.payers, net, strict=True) if row.any()}


def test_budget_counts_public_cash_only() -> None:
    split = stream(100, kommune=0.5, stat=0.25, borger=0.25)
    assert by_payer(BUDGET, split) == {"kommune": [-50, 0, 0, 0], "stat": [-25, 0, 0, 0]}
    assert by_payer(BUDGET, stream(9, nature="intangible")) == {}


def test_budget_books_a_transfer_on_the_payer_alone() -> None:
    assert by_payer(BUDGET, stream(9, nature="transfer", kommune=1.0)) == {"kommune": [-9, 0, 0, 0]}


@pytest.mark.parametrize("nature", ["transfer", "tax"])
def test_welfare_books_a_transfer_twice_and_it_nets_out(nature: str) -> None:
    undistorted = Lens(EVERYBODY, WELFARE.natures, net_tax_factor=1.28)
    rows = by_payer(undistorted, stream(9, nature=nature, kommune=1.0, counterpart="offer"))
    assert rows == {"kommune": [-9, 0, 0, 0], "offer": [9, 0, 0, 0]}


def test_a_transfer_between_public_payers_is_no_net_outlay() -> None:
    ledger = book([stream(9, nature="transfer", kommune=1.0, counterpart="stat")], WELFARE, YEARS)
    assert not ledger.costs[EVERYBODY.index("oevrige")].any()
    assert ledger.net.sum() == 0.0


def test_the_net_tax_factor_is_on_public_resources_alone() -> None:
    resource = stream(100, kommune=0.5, erhverv=0.5)
    assert by_payer(Lens(EVERYBODY, CASH, net_tax_factor=1.28), resource) == {
        "kommune": [-64, 0, 0, 0],
        "erhverv": [-50, 0, 0, 0],
    }
    saving = stream(100, kind="benefit", stat=1.0)
    assert by_payer(Lens(EVERYBODY, CASH, net_tax_factor=1.28), saving) == {"stat": [128, 0, 0, 0]}


def test_tax_distortion_is_a_cost_of_others_on_net_outlay_before_the_tax_factor() -> None:
    ledger = book([stream(100, 100), stream(30, 150, kind="benefit")], WELFARE, YEARS)
    others = EVERYBODY.index("oevrige")
    assert ledger.costs[others].tolist() == pytest.approx([7, -5, 0, 0])
    assert not ledger.benefits[others].any()


def test_outlay_counts_transfers_and_taxes_too() -> None:
    ledger = book([stream(100, nature="transfer"), stream(40, nature="tax", kind="benefit")], WELFARE, YEARS)
    assert ledger.costs[EVERYBODY.index("oevrige")].tolist() == pytest.approx([6, 0, 0, 0])


def test_private_money_is_no_public_outlay() -> None:
    ledger = book([stream(100, erhverv=1.0)], WELFARE, YEARS)
    assert not ledger.costs[EVERYBODY.index("oevrige")].any()


def test_only_benefits_have_areas() -> None:
    saved = stream(8, kind="benefit", area="sundhed", stat=0.5, borger=0.5)
    ledger = book([saved, saved, stream(5, area="social")], BUDGET, YEARS)
    assert {area: amounts.tolist() for area, amounts in ledger.areas.items()} == {"sundhed": [8, 0, 0, 0]}


SHARES = st.lists(st.integers(0, 10), min_size=7, max_size=7).filter(any)
STREAMS = st.lists(
    st.builds(
        lambda amounts, kind, nature, counterpart, parts: Stream(
            Yearly(1.0, np.array(amounts)),
            kind,
            {payer: part / sum(parts) for payer, part in zip(EVERYBODY, parts, strict=True) if part},
            nature,
            counterpart,
            "andet",
        ),
        st.lists(st.floats(-1e6, 1e6), min_size=YEARS, max_size=YEARS),
        st.sampled_from(["cost", "benefit"]),
        st.sampled_from(["resource", "transfer", "tax", "intangible"]),
        st.sampled_from(EVERYBODY),
        SHARES,
    ),
    min_size=1,
    max_size=6,
)


@given(STREAMS)
def test_transfers_never_change_the_welfare_of_all_together(streams: list[Stream]) -> None:
    undistorted = Lens(EVERYBODY, WELFARE.natures, net_tax_factor=1.28)
    others = [s for s in streams if s.nature not in ("transfer", "tax")]
    together, without = (book(part, undistorted, YEARS).net.sum(axis=0) for part in (streams, others))
    assert together == pytest.approx(without, abs=1e-6)


@given(STREAMS, st.floats(-3, 3))
def test_booking_is_linear(streams: list[Stream], factor: float) -> None:
    scaled = [
        Stream(s.yearly * factor, s.kind, s.shares, s.nature, s.counterpart, s.area, s.price) for s in streams
    ]
    for lens in (BUDGET, WELFARE):
        assert book(scaled, lens, YEARS).net == pytest.approx(
            factor * book(streams, lens, YEARS).net, abs=1e-6
        )


@given(STREAMS)
def test_a_benefit_is_a_negative_cost_to_everybody(streams: list[Stream]) -> None:
    turned = [
        Stream(
            -s.yearly,
            "cost" if s.kind == "benefit" else "benefit",
            s.shares,
            s.nature,
            s.counterpart,
            s.area,
        )
        for s in streams
    ]
    for lens in (BUDGET, WELFARE):
        assert book(turned, lens, YEARS).net == pytest.approx(book(streams, lens, YEARS).net, abs=1e-6)


@given(STREAMS)
def test_areas_sum_to_benefits(streams: list[Stream]) -> None:
    for lens in (BUDGET, WELFARE):
        ledger = book(streams, lens, YEARS)
        total: Array = sum(ledger.areas.values(), np.zeros(YEARS))
        assert total == pytest.approx(ledger.benefits.sum(axis=0), abs=1e-6)


def number(value: float) -> Input:
    return Input("x", value, "number")


@pytest.mark.parametrize(
    ("per", "amounts"),
    [
        ("start", [0, 5, 0, 0]),
        ("year", [0, 5, 0, 5]),
        ("participant", [0, 50, 0, 100]),
        ("completer", [0, 40, 0, 80]),
    ],
)
def test_costs_fall_when_and_for_whom_they_say(per: str, amounts: list[float]) -> None:
    cost = Cost(
        {"da": "C", "en": "C"},
        per,  # type: ignore[arg-type]
        number(5.0),
        {"stat": 1.0},
        "resource",
        "borger",
        False,
        2025,
        "DKK",
        True,
    )
    intervention = Intervention(
        id="a",
        participants=(None, number(10), number(0), number(20)),
        operating=(False, True, False, True),
        completion=number(0.8),
        costs=(cost,),
        effects=(),
        flows=(),
        overlaps_with=frozenset(),
    )
    (found,) = cost_streams(intervention, at_estimates)
    assert found.yearly.amounts.tolist() == pytest.approx(amounts)
    assert found.kind == "cost"
