"""The number forms: what is read, and how each wrong spelling is told the right one."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from cba.reading.composing import read_text
from cba.reading.numbers import Months, NumberField, PriceYear, Whole, Years

from ..conftest import Load
from ..snippets import TOP, cost, effect, flow, intervention

NUMBER, WHOLE = TypeAdapter(NumberField), TypeAdapter(Whole)
YEARS, MONTHS, PRICE_YEAR = TypeAdapter(Years), TypeAdapter(Months), TypeAdapter(PriceYear)


def written(text: str) -> Any:
    return read_text(f"a: {text}", "x.yaml")["a"]


def told(kind: TypeAdapter[Any], text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        kind.validate_python(written(text))
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1,5", "write 1.5"),
        ("1,5 %", "write 1.5 %"),
        ("-0,25", "write -0.25"),
        ("1.234.567,8", "write 1234567.8"),
        ("1.234,5", "write 1234.5"),
        ("1.000.000", "write 1000000"),
        ("280000 kr", "write 280000 alone"),
        ("280000 kr.", "write 280000 alone"),
        ("280000 DKK", "write 280000 alone"),
        ("1.5 mio.", "write 1.5 alone"),
        ("85 pct.", "write 85 %"),
        ('"280000"', "without quotation marks"),
        ("'15 %'", "without quotation marks"),
        ("1 000 000", "'1 000 000' has spaces between thousands; write 1000000"),
        ("٣٠", "digits 0–9"),
        ("３０", "digits 0–9"),
        ("0x1F", "must be a decimal number, found 0x1F"),
        ("0b11", "must be a decimal number"),
        (".nan", "must be a finite number, found .nan"),
        (".NaN", "must be a finite number"),
        ("-.inf", "must be a finite number, found -.inf"),
        ("inf", "must be a finite number"),
        ("1e999", "1e999 is too large for a number"),
        ("-1e999", "too large"),
        ("1:30", "must be a number, found '1:30'"),
        ("2026-01-01", "must be a number"),
        ("abc", "must be a number, found 'abc'"),
        ("true", "must be a number, found true"),
        ("~", "must be a number, found nothing"),
        ("[1]", "must be a number, found a list"),
        ("{a: 1}", "must be a number, found a mapping"),
    ],
)
def test_the_right_spelling_is_told(text: str, right: str) -> None:
    assert right in told(NUMBER, text)


@given(st.text(alphabet="0123456789.,_ -+%eExkr", min_size=1, max_size=12))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        value = NUMBER.validate_python(written(f"'{text}'"))
    except ValidationError:
        return
    assert math.isfinite(value)


@pytest.mark.parametrize("text", ["3.5", "3.0", "300 %", "1e2", "'3'", "3 kr"])
def test_whole_numbers_are_written_whole(text: str) -> None:
    assert told(WHOLE, text)


@pytest.mark.parametrize("text", ["2026-01-01", "2026-01", "2026-01-01T10:00:00Z"])
def test_dates_are_no_years(text: str) -> None:
    assert told(WHOLE, text) == f"must be a year such as 2026, found the date {text}"


@pytest.mark.parametrize(
    ("text", "months", "years"),
    [
        ("24", 24, 24),
        ("24 months", 24, 2),
        ("1 month", 1, 1 / 12),
        ("2 years", 24, 2),
        ("1 year", 12, 1),
        ("18 måneder", 18, 1.5),
        ("1 måned", 1, 1 / 12),
        ("6 mdr.", 6, 0.5),
        ("6 mdr", 6, 0.5),
        ("3 år", 36, 3),
        ("1.5 år", 18, 1.5),
    ],
)
def test_spans_of_time(text: str, months: float, years: float) -> None:
    assert MONTHS.validate_python(written(text)) == pytest.approx(months)
    assert YEARS.validate_python(written(text)) == pytest.approx(years)


@pytest.mark.parametrize(
    "text", ["24 weeks", "two years", "24 %", "'24'", "２４ months", "1,5 år", "-1 months", "true"]
)
def test_spans_that_are_none(text: str) -> None:
    assert told(MONTHS, text)
    assert told(YEARS, text)


@pytest.mark.parametrize(("text", "year"), [("2015", 2015), ("2015/16", 2015)])
def test_price_years(text: str, year: int) -> None:
    assert PRICE_YEAR.validate_python(written(text)) == year


@pytest.mark.parametrize(
    "text", ["2015-16", "15/16", "1066", "3000", "2015.5", "2015/99", "２０１５/１６", "'2015'"]
)
def test_price_years_that_are_none(text: str) -> None:
    assert told(PRICE_YEAR, text)


# in a scenario


def test_a_mapping_carries_the_numbers_passport(load: Load) -> None:
    text = intervention(
        "completion: {estimate: 85 %, low: 70 %, high: 90 %, distribution: pert, note: skøn, grade: C}"
    )
    (only,) = load(text).interventions
    completion = only.completion
    assert (completion.estimate, completion.low, completion.high) == (0.85, 0.70, 0.90)
    assert (completion.distribution, completion.passport.note, completion.passport.grade) == (
        "pert",
        "skøn",
        "C",
    )
    assert str(completion.passport.where) == "scenario.yaml:8:17"


def test_an_amount_may_have_its_own_year_and_currency(load: Load) -> None:
    stated = cost("what: C, amount: 3, per: year, payer: stat, grade: D, price_year: 2018, currency: USD")
    inside = cost(
        "what: C, amount: {estimate: 3, price_year: 2018, currency: USD}, per: year, payer: stat, grade: D"
    )
    values = [load(text).interventions[0].costs[0].amount.value for text in (stated, inside)]
    assert values[0] == values[1] > 3 * 6


@pytest.mark.parametrize("text", ["amounts: [0, 4]", "amounts: {2027: 4}", "amounts: [0, {estimate: 4}]"])
def test_series_are_lists_or_years(text: str, load: Load) -> None:
    flows = load(flow(f"what: x, payer: stat, kind: cost, grade: D, {text}")).interventions[0].flows
    stated = [item.value if item else 0 for item in flows[0].amounts]
    assert stated[:3] == [0, 4, 0]


def test_a_decimal_comma_in_braces_is_explained(problems: Any) -> None:
    (only,) = problems(cost("what: C, amount: 1,5, per: year, payer: stat, grade: D"))
    assert only == "scenario.yaml:8:27: '1,5' has a decimal comma; write 1.5"


def test_the_start_and_the_horizon_are_whole(problems: Any) -> None:
    found = problems(intervention("years: 1", TOP.replace("2026", "2026.5").replace(": 10", ": 10.5")))
    assert [line.split(": ", 2)[1] for line in found] == ["start", "horizon"]


def test_a_percentage_counts_per_cent_once(load: Load) -> None:
    from cba.inputs import at_estimates
    from cba.interventions import change

    for size in ("-20", "-20 %"):
        text = effect(
            f"outcome: theft, measure: percentage_change, estimate: {size}, direction: lower_is_better, "
            "baseline: {events: 1}, grade: D, consequences: []"
        )
        (only,) = load(text).interventions
        assert change(only, only.effects[0], at_estimates).amounts[0] == pytest.approx(-2.0)
