"""Evidence rows: what can be used, what is kept as a gap, and the rule behind the grade."""

import pytest

from cba.evidence import EvidenceRow
from cba.register_rows import USABLE_MEASURES
from cba.registers import Registers, load_registers

COMPARED = ("quasi-experiment", "natural experiment", "within-individual cohort", "cohort-longitudinal")


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers()


def graded(row: EvidenceRow) -> str | None:
    """Grade a row again, by the words of the registers' README."""
    if row.estimate is None:
        return None
    design = row.design or ""
    steps = 3
    if design.startswith(("RCT", "meta-analysis")):
        steps = 0
    elif design.startswith(COMPARED) or design.startswith("time series with"):
        steps = 1
    steps += row.se is None and (row.low is None or row.high is None)
    steps += row.n_participants is not None and row.n_participants < 200
    steps += "subgroup" in (row.quality or "")
    return "ABCD"[min(steps, 3)]


def test_the_grade_is_the_rule(registers: Registers) -> None:
    for row in registers.evidence.values():
        assert row.grade == graded(row), row.id


def test_a_row_carries_what_was_published(registers: Registers) -> None:
    row = registers.evidence["cbt_juv"]
    assert (row.measure, row.direction) == ("odds_ratio", "lower_is_better")
    assert (row.estimate, row.low, row.high, row.se) == (0.636, 0.521, 0.775, 0.1012)
    assert (row.n_studies, row.n_participants, row.follow_up_months) == (17, 6653, 12.0)
    assert (row.outcome, row.measured_outcome, row.grade) == ("reconviction", "reoffending", "A")
    assert row.unusable is None
    assert row.foreign
    assert not row.small
    source = registers.reference(row.source)
    assert source is not None
    assert source.year == 2005


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("konfliktraad_dk", "no supported estimate is known"),
        ("adhd_med_no", "measured as 'number_needed_to_treat'"),
        ("bar_hours_rate", "measured as 'rate_difference'"),
        ("fast_track_violent", "measured as 'standardised_estimate'"),
        ("boot_camps", "its direction is unclear"),
    ],
)
def test_what_cannot_be_used_says_why(registers: Registers, name: str, told: str) -> None:
    assert told in (registers.evidence[name].unusable or "")


def test_gaps_are_kept_as_gaps(registers: Registers) -> None:
    gaps = [row for row in registers.evidence.values() if row.estimate is None]
    assert len(gaps) == 75
    assert all(row.low is None and row.high is None and row.se is None and row.grade is None for row in gaps)


def test_usable_rows_have_a_measure_and_a_direction(registers: Registers) -> None:
    usable = [row for row in registers.evidence.values() if row.unusable is None]
    assert len(usable) == 98 + 1 - 4
    assert all(row.measure in USABLE_MEASURES for row in usable)


def test_only_itt_where_the_source_says_so(registers: Registers) -> None:
    said = {row.id: row.analysis for row in registers.evidence.values() if row.analysis}
    assert said == {
        "property_marking_dk": "itt",
        "property_marking_dk_2022": "itt",
        "em_dk_education": "treated",
    }


@pytest.mark.parametrize(
    ("name", "foreign", "small"),
    [
        ("property_marking_dk", False, False),
        ("mentor_primus_motor", False, True),
        ("perry", True, True),
        ("em_no_recid24", True, True),
        ("nfp_elmira_girls", True, False),
        ("bullying_vict_meta", True, False),
    ],
)
def test_foreign_and_small(registers: Registers, name: str, foreign: bool, small: bool) -> None:
    row = registers.evidence[name]
    assert (row.foreign, row.small) == (foreign, small)


def test_doubtful_rows_say_so(registers: Registers) -> None:
    for name in ("bar_hours_rate", "bar_hours_pct"):
        row = registers.evidence[name]
        assert row.estimate is not None
        assert row.estimate > 0
        assert "an assumption" in (row.note or "")
    assert "SUBGROUP" in (registers.evidence["mentor_primus_motor"].note or "")
    assert registers.evidence["mentor_primus_motor"].grade == "D"
