"""The registers as shipped: nothing left out, nothing invented, every reference right."""

import re

import pytest

from cba.registers import Registers, load_registers
from cba.resources import data_path

SHIPPED = data_path("models") / "registers"


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers()


def evaluated(formula: str) -> float:
    """Compute the last part of a derivation such as `a / b = 1,000 / 5, rounded to 200`."""
    sum_of_numbers = formula.split("=")[-1].split(", rounded")[0].replace("x", "*").replace(",", "")
    assert re.fullmatch(r"[\d.()+*/ ]+", sum_of_numbers), formula
    return float(eval(sum_of_numbers, {"__builtins__": {}}))


def test_every_table_is_right_as_shipped(registers: Registers) -> None:
    registers.check()


def test_the_same_registers_are_read_once() -> None:
    assert load_registers() is load_registers()
    assert load_registers().prices is load_registers().prices


def test_nothing_that_was_collected_is_left_out(registers: Registers) -> None:
    ours = [row for row in registers.prices.values() if row.value is None or "kontanthjaelp_" in row.id]
    own = len(ours) + len(["prison_day", "violence_personal_per_victim_derived"])
    assert len(registers.prices) - own + len(registers.figures) == 252
    own_evidence = ["property_marking_dk_2022"]
    assert len(registers.evidence) - len(own_evidence) == 173
    assert sum(row.estimate is not None for row in registers.evidence.values()) == 98 + 1
    assert sum(row.has_interval for row in registers.evidence.values()) == 42 + 1
    assert len(registers.foreign_costs) == 188
    assert len(registers.places.municipalities) == 99
    assert len(registers.places.crime) == 980


def test_a_price_carries_its_passport(registers: Registers) -> None:
    day = registers.prices["prison_day"]
    assert (day.value, day.price_year, day.payers, day.nature) == (1469.0, 2015, {"stat": 1.0}, "resource")
    assert (day.basis, day.area, day.derivation) == ("average", "kriminalforsorg", "prison_average_2015")
    assert day.value == registers.prices["prison_average_2015"].value
    assert day.missing == ()
    assert day.unit == {"da": "kr. pr. døgn", "en": "DKK per day"}
    source = registers.reference(day.source)
    assert source is not None
    assert source.publisher == "Direktoratet for Kriminalforsorgen"
    lines = (SHIPPED / "prices.csv").read_text(encoding="utf-8").splitlines()
    assert lines[day.where.line - 1].startswith("prison_day,")
    assert str(day.where).startswith("models/registers/prices.csv:")


@pytest.mark.parametrize(
    "price",
    [
        *("police_case", "court_case", "probation_month", "community_service_order", "hospital_bed_day"),
        *("psychiatric_bed_day", "kontanthjaelp_month_2025", "su_month_2025", "value_of_life_year"),
    ],
)
def test_a_price_nobody_found_is_missing_not_invented(registers: Registers, price: str) -> None:
    row = registers.prices[price]
    assert row.value is None
    assert "value" in row.missing
    assert row.note is not None
    assert row.note.startswith("Not known.")


def test_a_payer_split_is_what_the_source_says(registers: Registers) -> None:
    assert registers.prices["crisis_centre_day_silkeborg_2017"].payers == {"kommune": 0.5, "stat": 0.5}
    assert registers.prices["benefit_kthj_30p_other_2023"].payers is None
    ladder = registers.figures["refund_ladder_mean52_derived"].value
    shared = registers.prices["kontanthjaelp_30p_year_one_2023"].payers
    assert ladder is not None
    assert shared is not None
    assert shared["stat"] == pytest.approx(ladder / 100, abs=1e-9)
    assert sum(shared.values()) == pytest.approx(1.0)


def derivations(registers: Registers) -> dict[str, tuple[float | None, str | None, str]]:
    found = {row.id: (row.value, row.grade, row.derivation or "") for row in registers.prices.values()}
    found |= {row.id: (row.value, row.grade, row.derivation or "") for row in registers.figures.values()}
    return {name: row for name, row in found.items() if row[2]}


def test_derived_values_follow_from_their_formulas(registers: Registers) -> None:
    rows = {
        name: (value, formula)
        for name, (value, _, formula) in derivations(registers).items()
        if "=" in formula
    }
    assert len(rows) == 16
    for name, (value, formula) in rows.items():
        assert value == pytest.approx(evaluated(formula), rel=2e-3), name


def test_what_is_graded_as_derived_says_how(registers: Registers) -> None:
    told = derivations(registers)
    for row in registers.prices.values():
        assert row.grade != "D" or row.id in told
    for figure in registers.figures.values():
        assert figure.grade != "D" or figure.id in told


def test_ids_in_formulas_are_rows(registers: Registers) -> None:
    known = {*registers.prices, *registers.figures}
    for name, (_, _, formula) in derivations(registers).items():
        for word in re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", formula):
            assert word in known, f"{name}: {word}"


def test_the_seven_gang_items_sum_to_the_total(registers: Registers) -> None:
    items = [
        row.value or 0
        for name, row in registers.figures.items()
        if name.startswith("gang_cost_") and name != "gang_cost_total_2016"
    ]
    assert len(items) == 7
    assert sum(items) == 314_751_672 == registers.figures["gang_cost_total_2016"].value


def test_every_consequence_has_a_usable_price(registers: Registers) -> None:
    used = [item for row in registers.outcomes.values() for item in row.consequences or ()]
    assert len(used) >= 8
    assert all(registers.prices[item.price].missing == () for item in used)
    reconviction = registers.outcomes["reconviction"].consequences
    assert reconviction is not None
    assert reconviction[0].quantity is not None
    assert (reconviction[0].price, float(reconviction[0].quantity.estimate), reconviction[0].spread) == (
        "prison_day",
        245.0,
        10,
    )


def test_target_groups_repeat_their_figures(registers: Registers) -> None:
    for name, group in registers.target_groups.items():
        baseline = group.baselines["reconviction"]
        assert baseline.share is not None
        assert baseline.within is not None
        assert float(baseline.within) == 24.0
        figure = registers.figures[baseline.source or ""]
        assert 100 * baseline.share.estimate == pytest.approx(figure.value), name


def test_guides_repeat_their_figures(registers: Registers) -> None:
    new, old = registers.guides[2023], registers.guides[2017]
    assert [(step.from_, step.rate) for step in new.rates] == [(0, 0.035), (36, 0.025), (71, 0.015)]
    assert (new.net_tax_factor, new.tax_distortion) == (1.28, 1.0)
    assert [step.rate for step in old.rates_for(2020)] == [0.04, 0.03, 0.02]
    assert [step.rate for step in old.rates_for(2021)] == [0.035, 0.025]
    assert (old.net_tax_factor, old.tax_distortion) == (None, 1.1)
    for step in (*new.rates, *old.rates, *(old.rates_from_2021 or ())):
        assert registers.figures[step.figure].value == pytest.approx(100 * step.rate)


def test_goals_payers_and_areas(registers: Registers) -> None:
    assert [(goal.number, goal.value) for goal in registers.goals.values()] == [
        *((1, 0.0044), (2, 0.12), (3, 0.05), (4, None), (5, 0.10), (6, None))
    ]
    assert list(registers.payers) == ["kommune", "region", "stat", "borger", "offer", "erhverv", "oevrige"]
    assert registers.areas["kriminalforsorg"].names == {"da": "Kriminalforsorg", "en": "Prison and probation"}


def test_the_price_index_marks_the_forecast(registers: Registers) -> None:
    index = registers.price_index
    assert [year for year, row in index.items() if row.status == "forecast"] == [2025]
    before, forecast = index[2024].consumer_prices["dk"], index[2025].consumer_prices["dk"]
    assumed = registers.figures["state_pl_cpi_2025"].value
    assert assumed is not None
    assert forecast == pytest.approx(before * (1 + assumed / 100), abs=0.01)
    assert index[2026].consumer_prices == {}
    assert index[2026].exchange_months == 6
    assert index[2023].exchange["SEK"] == pytest.approx(0.64989)
    assert index[2023].parities["us"] == 1.0


def test_a_source_is_found_through_a_figure(registers: Registers) -> None:
    direct = registers.reference(registers.figures["dsi_days_avoided"].source)
    assert registers.reference("dsi_days_avoided") is direct
    assert direct is not None
    assert direct.text.endswith("(2022)")
    assert registers.reference("nobody") is None
    assert registers.reference(None) is None
