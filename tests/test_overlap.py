"""Overlap: reductions multiply, never add up; who overlaps whom; and that order does not matter."""

import tempfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cba

from .conftest import Load
from .snippets import TOP

Appraise = Callable[..., cba.Appraisal]

ODENSE = TOP + "place: Odense\n"


def burglary(
    id: str, ratio: float, more: str = "", baseline: str = "incidents: place", head: str = ""
) -> str:
    return (
        f"  - id: {id}\n{head}    effects:\n      - {{outcome: burglary, "
        f"measure: relative_risk, estimate: {ratio}, direction: lower_is_better, "
        "grade: D, consequences: [{price: foo, quantity: 1}], "
        f"baseline: {{{baseline}}}{more}}}\n"
    )


def people(id: str, rate: float, number: object, head: str = "", more: str = "") -> str:
    return (
        f"  - id: {id}\n{head}    participants: {number}\n    effects:\n      - {{outcome: reconviction, "
        f"success_rate: {rate}, grade: D, consequences: [{{price: foo, quantity: -1}}]{more}}}\n"
    )


def scenario(*interventions: str, first: str = ODENSE) -> str:
    price = "assumptions: {prices: {foo: {estimate: 1000, payer: stat, grade: D}}}\n"
    return f"{first}{price}interventions:\n{''.join(interventions)}"


def avoided(appraisal: cba.Appraisal, outcome: str = "burglary") -> list[float]:
    return [float(x) for x in appraisal.portfolio.outcomes[outcome].by_year]


def reported(load: Load) -> float:
    places = load(scenario(burglary("a", 0.8))).registers.places
    return places.reported(places.resolve("Odense"), "burglary")


def test_a_place_counts_what_is_left_by_the_other(appraise: Appraise, load: Load) -> None:
    found = appraise(scenario(burglary("a", 0.8), burglary("b", 0.7)))
    total = reported(load)
    assert avoided(found)[0] == pytest.approx(total * (1 - 0.8 * 0.7))
    assert found.interventions["a"].outcomes["burglary"].avoided == pytest.approx(total * 0.2)
    assert found.interventions["b"].outcomes["burglary"].avoided == pytest.approx(total * 0.3)
    assert found.overlap_loss == {"burglary": pytest.approx(total * 0.06)}


def test_shares_transfer_and_displacement_count_in_the_reduction(appraise: Appraise, load: Load) -> None:
    found = appraise(
        scenario(
            burglary("a", 0.8, ", transfer: 50 %, displacement: 10 %", "incidents: place, share: 40 %"),
            burglary("b", 0.7, "", "incidents: place, share: 60 %"),
        )
    )
    one, other = 0.4 * 0.2 * 0.5 * 0.9, 0.6 * 0.3
    assert avoided(found)[0] == pytest.approx(reported(load) * (1 - (1 - one) * (1 - other)))


def test_three_in_one_place(appraise: Appraise, load: Load) -> None:
    found = appraise(scenario(*(burglary(id, ratio) for id, ratio in (("a", 0.9), ("b", 0.8), ("c", 0.5)))))
    assert avoided(found)[0] == pytest.approx(reported(load) * (1 - 0.9 * 0.8 * 0.5))


def test_each_gives_up_the_same_share(appraise: Appraise) -> None:
    """Each intervention's own change is scaled by combined ÷ Σ own, with its own prices."""
    dear = burglary("b", 0.7).replace("price: foo, quantity: 1", "price: foo, quantity: 10")
    found = appraise(scenario(burglary("a", 0.8), dear))
    factor = (1 - 0.8 * 0.7) / (0.2 + 0.3)
    alone = found.interventions["a"].pv_benefits + found.interventions["b"].pv_benefits
    assert found.portfolio.pv_benefits == pytest.approx(alone * factor)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (burglary("a", 0.8), burglary("b", 0.7, head="    place: Svendborg\n")),
        (burglary("a", 0.8), burglary("b", 0.7).replace("outcome: burglary", "outcome: theft")),
        (burglary("a", 0.8, baseline="incidents: 500"), burglary("b", 0.7, baseline="incidents: 500")),
        (burglary("a", 0.8), burglary("b", 0.7, baseline="incidents: place, years: [2020]")),
    ],
)
def test_what_does_not_overlap_adds_up(one: str, other: str, appraise: Appraise) -> None:
    found = appraise(scenario(one, other))
    alone = sum(result.npv for result in found.interventions.values())
    assert found.portfolio.npv == pytest.approx(alone)
    assert sum(found.overlap_loss.values()) == 0.0


def test_numbers_of_incidents_overlap_when_they_say_so(appraise: Appraise) -> None:
    text = scenario(
        burglary("a", 0.8, baseline="incidents: 500", head="    overlaps_with: [b]\n"),
        burglary("b", 0.7, baseline="incidents: 500"),
    )
    assert avoided(appraise(text))[0] == pytest.approx(500 * (1 - 0.8 * 0.7))


def test_years_overlap_only_where_both_work(appraise: Appraise, load: Load) -> None:
    total = reported(load)
    found = appraise(scenario(burglary("a", 0.8, ", duration: 2"), burglary("b", 0.7, ", lag: 1")))
    assert avoided(found)[:3] == pytest.approx([total * 0.2, total * (1 - 0.8 * 0.7), 0])


def test_different_people_add_up(appraise: Appraise) -> None:
    found = appraise(scenario(people("a", 0.2, 10), people("b", 0.3, 10)))
    assert avoided(found, "reconviction")[0] == pytest.approx(5)


@pytest.mark.parametrize("says", ["a", "b", "both"])
def test_the_smaller_number_of_people_gets_both(says: str, appraise: Appraise) -> None:
    heads = {
        id: f"    overlaps_with: [{other}]\n" if says in (id, "both") else "" for id, other in ("ab", "ba")
    }
    text = scenario(people("a", 0.2, [10, 4], heads["a"]), people("b", 0.3, [6, 8], heads["b"]))
    combined = [6 * (1 - 0.8 * 0.7) + 4 * 0.2, 4 * (1 - 0.8 * 0.7) + 4 * 0.3]
    assert avoided(appraise(text), "reconviction")[:2] == pytest.approx(combined)


def test_overlap_is_of_the_same_outcome_only(appraise: Appraise) -> None:
    other = people("b", 0.3, 10).replace("reconviction", "gang_membership")
    found = appraise(scenario(people("a", 0.2, 10, "    overlaps_with: [b]\n"), other))
    assert found.portfolio.npv == pytest.approx(sum(result.npv for result in found.interventions.values()))


@given(
    ratios=st.lists(st.floats(0.05, 1.0), min_size=2, max_size=4),
    shares=st.lists(st.integers(1, 100), min_size=4, max_size=4),
)
@settings(max_examples=15)
def test_together_between_the_largest_and_the_sum(ratios: list[float], shares: list[int]) -> None:
    rows = [
        burglary(f"i{n}", ratio, baseline=f"incidents: place, share: {shares[n]} %")
        for n, ratio in enumerate(ratios)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_text(scenario(*rows))
        found = cba.appraise(cba.load(path))
    own = [result.outcomes["burglary"].avoided for result in found.interventions.values()]
    together = found.portfolio.outcomes["burglary"].avoided
    assert max(own) - 1e-9 <= together <= sum(own) + 1e-9
    assert found.overlap_loss["burglary"] == pytest.approx(sum(own) - together, abs=1e-9)


def test_the_order_of_interventions_changes_nothing(appraise: Appraise) -> None:
    rows = [
        burglary("a", 0.8, baseline="incidents: place, share: 30 %"),
        burglary("b", 0.7),
        people("c", 0.2, 10, "    overlaps_with: [d]\n"),
        people("d", 0.3, 6),
    ]
    found = [appraise(scenario(*order)).portfolio for order in permutations(rows)]
    for result in found[1:]:
        assert result.npv == pytest.approx(found[0].npv, rel=1e-12)
        assert result.by_area == pytest.approx(found[0].by_area, rel=1e-12)


def test_harm_is_not_undone_by_help(appraise: Appraise, load: Load) -> None:
    found = appraise(scenario(burglary("a", 1.2), burglary("b", 0.5)))
    assert avoided(found)[0] == pytest.approx(reported(load) * (1 - 1.2 * 0.5))


def three(*links: tuple[str, str], sizes: tuple[int, int, int] = (10, 6, 4)) -> str:
    rows = []
    for id, rate, size in zip("abc", (0.2, 0.3, 0.5), sizes, strict=True):
        partners = [other for one, other in links if one == id]
        rows.append(
            people(id, rate, size, f"    overlaps_with: [{', '.join(partners)}]\n" if partners else "")
        )
    return scenario(*rows)


def test_three_who_all_overlap(appraise: Appraise) -> None:
    """Four people get all three, two more the first two, four more the first alone."""
    expected = 4 * (1 - 0.8 * 0.7 * 0.5) + 2 * (1 - 0.8 * 0.7) + 4 * 0.2
    found = appraise(three(("a", "b"), ("a", "c"), ("b", "c")))
    assert avoided(found, "reconviction")[0] == pytest.approx(expected)


def test_a_chain_overlaps_in_its_links_only(appraise: Appraise) -> None:
    """b shares people with a and with c; a and c have none in common."""
    expected = 10 * 0.2 + 6 * 0.3 + 4 * 0.5 - 6 * 0.2 * 0.3 - 4 * 0.3 * 0.5
    assert avoided(appraise(three(("a", "b"), ("b", "c"))), "reconviction")[0] == pytest.approx(expected)


def test_relative_effects_on_the_same_people(appraise: Appraise) -> None:
    """Reductions of the same risk multiply year by year."""
    window = "baseline: {share: 40 %, within: 24 months}"
    relative = f"measure: relative_risk, estimate: RR, direction: lower_is_better, {window}"
    rows = [
        people(id, 0, 10, "    overlaps_with: [b]\n" if id == "a" else "").replace(
            "success_rate: 0", relative.replace("RR", str(ratio))
        )
        for id, ratio in (("a", 0.8), ("b", 0.7))
    ]
    found = appraise(scenario(*rows).replace("quantity: -1", "quantity: 1"))
    yearly = 10 * 0.2 * (1 - 0.8 * 0.7)
    assert avoided(found, "reconviction")[:3] == pytest.approx([yearly, yearly, 0])
