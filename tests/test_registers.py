"""The registers as shipped, and what is said about broken copies of them."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cba.errors import InputError
from cba.registers import Registers, load_registers
from cba.resources import data_path

SHIPPED = data_path("models") / "registers"


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "registers"))


def set_cell(path: Path, row: str, column: str, value: str) -> tuple[int, int]:
    """Write one cell of the first row of that id; return its line and the column where it begins."""
    with path.open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))
    place = cells[0].index(column)
    index = next(number for number, line in enumerate(cells) if line[0] == row)
    cells[index][place] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(cells)
    before = io.StringIO()
    csv.writer(before, lineterminator=",").writerow(cells[index][:place])
    return index + 1, len(before.getvalue()) + 1 if place else 1


def complaints(copy: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_registers(copy).check()
    return [problem.headline().removeprefix(str(copy) + "/") for problem in caught.value.problems]


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
    assert len(registers.evidence) == 173
    assert sum(row.estimate is not None for row in registers.evidence.values()) == 98
    assert sum(row.has_interval for row in registers.evidence.values()) == 42
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


BROKEN_CELLS = [
    ("prices.csv", "prison_day", "payer", "staat", "unknown payer 'staat'; did you mean 'stat'?"),
    ("prices.csv", "prison_day", "payer", "kommune:50 %;stat:60 %", "must sum to 100 %, found 110 %"),
    (
        "prices.csv",
        "prison_day",
        "payer",
        "kommune:half;stat:50 %",
        "a share must be such as 50 %, found 'half'",
    ),
    (
        "prices.csv",
        "prison_day",
        "nature",
        "ressource",
        "unknown nature 'ressource'; did you mean 'resource'?",
    ),
    ("prices.csv", "prison_day", "basis", "mean", "unknown basis 'mean'; allowed: average, marginal"),
    ("prices.csv", "prison_day", "area", "prison", "unknown area 'prison'"),
    ("prices.csv", "prison_day", "value", "1469 kr", "must be a number, found '1469 kr'"),
    ("prices.csv", "prison_day", "value", "inf", "must be a number, found 'inf'"),
    ("prices.csv", "prison_day", "value", "1469,50", "must be a number, found '1469,50'; write 1469.50"),
    ("prices.csv", "prison_day", "price_year", "15", "must be a year such as 2025, found 15"),
    ("prices.csv", "prison_day", "name_da", "", "must not be empty"),
    (
        "prices.csv",
        "mst_per_family_2018",
        "low",
        "151000",
        "must not be less than low (151000), found 150000",
    ),
    ("prices.csv", "prison_day", "id", "prison_tag_2015", "the id 'prison_tag_2015' is already on line"),
    (
        "figures.csv",
        "naf_2023",
        "id",
        "NAF 2023",
        "small letters a–z, digits, - and _ only, found 'NAF 2023'",
    ),
    ("figures.csv", "naf_2023", "grade", "E", "unknown grade 'E'; allowed: A, B, C, D"),
    ("figures.csv", "naf_2023", "source", "fm_2023", "unknown source 'fm_2023'"),
    ("evidence.csv", "cbt_juv", "outcome", "reconvictions", "unknown outcome 'reconvictions'; did you mean"),
    ("evidence.csv", "cbt_juv", "measure", "odds", "unknown measure 'odds'"),
    ("evidence.csv", "cbt_juv", "high", "0.6", "must not be less than estimate (0.636), found 0.6"),
    ("evidence.csv", "cbt_juv", "n_studies", "17.5", "must be a whole number, found '17.5'"),
    ("evidence.csv", "cbt_juv", "dkr_goals", "1;7", "unknown DKR goal '7'; allowed: 1, 2, 3, 4, 5, 6"),
    ("municipalities.csv", "461", "name", "", "must not be empty"),
    ("reported_crime.csv", "461", "code", "462", "unknown municipality '462'; did you mean"),
    ("reported_crime.csv", "461", "burglary", "-3", "must not be negative, got -3"),
    ("reported_crime.csv", "461", "burglary", "", "must not be empty"),
    (
        "price_index.csv",
        "2024",
        "status",
        "guessed",
        "unknown status 'guessed'; allowed: published, forecast",
    ),
    ("price_index.csv", "2024", "dkk_per_usd", "0", "must be more than 0, got 0"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "told"), BROKEN_CELLS)
def test_a_broken_cell_is_told_with_its_place(
    copy: Path, table: str, row: str, column: str, value: str, told: str
) -> None:
    line, at = set_cell(copy / table, row, column, value)
    found = complaints(copy)
    # a low above the value is told at the value, and a name used twice at its line
    shown = f"{table}:{line}:" if column in ("low", "id") else f"{table}:{line}:{at}: {column}: "
    assert any(told in complaint and complaint.startswith(shown) for complaint in found), found


BROKEN_LISTS = [
    (
        "outcomes.yaml",
        "- price: vandalism_mean_2008",
        "- price: vandalism_mean_2009",
        "did you mean 'vandalism_mean",
    ),
    (
        "outcomes.yaml",
        "- price: vandalism_mean_2008",
        "- price: police_case",
        "its value and price_year and payer",
    ),
    ("outcomes.yaml", "reported_crime: theft", "reported_crime: thefts", "did you mean 'theft'?"),
    ("outcomes.yaml", "better: fewer\n  dkr_goal: 5", "better: less\n  dkr_goal: 5", "unknown value 'less'"),
    (
        "target_groups.yaml",
        "source: recid_women_2020",
        "source: recid_woman_2020",
        "did you mean 'recid_women_2020'",
    ),
    ("guides.yaml", "figure: naf_2023", "figure: naf_2024", "did you mean 'naf_2023'"),
    ("areas.yaml", "{da: Sundhed, en: Health}", "{da: Sundhed}", "must be a text in Danish and English"),
]


@pytest.mark.parametrize(("table", "old", "new", "told"), BROKEN_LISTS)
def test_a_broken_list_is_told_with_its_place(copy: Path, table: str, old: str, new: str, told: str) -> None:
    text = (copy / table).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / table).write_text(text.replace(old, new), encoding="utf-8")
    found = complaints(copy)
    line = text[: text.index(old)].count("\n") + 1
    assert any(told in complaint and complaint.startswith(f"{table}:{line}:") for complaint in found), found


def test_all_problems_of_all_tables_come_at_once(copy: Path) -> None:
    set_cell(copy / "prices.csv", "prison_day", "value", "many")
    set_cell(copy / "prices.csv", "prison_tag_2015", "payer", "nobody")
    set_cell(copy / "figures.csv", "naf_2023", "value", "much")
    told = complaints(copy)
    assert len([line for line in told if "many" in line or "nobody" in line or "much" in line]) == 3


def test_a_problem_shows_the_line_and_points_at_the_field(copy: Path) -> None:
    set_cell(copy / "prices.csv", "prison_day", "price_year", "soon")
    with pytest.raises(InputError) as caught:
        _ = load_registers(copy).prices
    _, line, caret = str(caught.value.problems[0]).splitlines()
    # the caret stands under the first letter of the field
    assert line[caret.index("^") :].startswith("soon,")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("nature,basis", "natur,basis", 1), "the column 'nature' is missing"),
        (lambda text: text.replace("nature,basis", "natur,basis", 1), "unknown column 'natur'; did you mean"),
        (lambda text: text.replace("nature,basis", "nature,nature", 1), "the column 'nature' is there twice"),
        (
            lambda text: text.replace("\nprison_day,", "\nprison_day,,", 1),
            "must be one line of 18 fields, found 19",
        ),
        (lambda text: text.replace("\nprison_day,", '\nprison_day,"two\nlines",', 1), "must be one line of"),
    ],
)
def test_a_table_of_the_wrong_shape_is_told(copy: Path, change: Callable[[str], str], told: str) -> None:
    path = copy / "prices.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any(told in complaint for complaint in complaints(copy))


def test_a_table_that_cannot_be_read_is_told(copy: Path) -> None:
    (copy / "figures.csv").unlink()
    (copy / "sources.csv").write_bytes(b"id,title\n\xff\xfe\n")
    told = complaints(copy)
    assert any("figures.csv: No such file" in line for line in told)
    assert any("sources.csv: not UTF-8 text" in line for line in told)


def test_a_table_is_read_only_when_asked_for(copy: Path) -> None:
    set_cell(copy / "evidence.csv", "cbt_juv", "estimate", "much")
    broken = load_registers(copy)
    assert broken.prices["prison_day"].value == 1469
    with pytest.raises(InputError):
        _ = broken.evidence
