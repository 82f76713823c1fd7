"""The number forms of a file: `0.15`, `15 %`, `1_000_000`, `{estimate, low, high …}`, `24 months`."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, PlainValidator, Tag, WithJsonSchema

from cba.errors import Problem
from cba.reading.positions import Number
from cba.reading.statement import Statement, describe, refuse

MAX_AMOUNT = 1e15

Distribution = Literal["fixed", "normal", "lognormal", "beta", "pert", "triangular", "uniform", "gamma"]
Grade = Literal["A", "B", "C", "D"]

_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+(\s*%)?")
_THOUSAND_POINTS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?(\s*%)?")
_WITH_UNIT = re.compile(r"([-+]?[\d_.]+)\s*(kr\.?|dkk|mio\.?|€|eur)", re.IGNORECASE)
_IN_PER_CENT = re.compile(r"([-+]?[\d_.]+)\s*(pct\.?|per ?cent|procent)", re.IGNORECASE)
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(months?|måneder|måned|mdr\.?|years?|år)")


def read_number(value: Any) -> Number:
    """Return a number as written, or refuse with the right spelling."""
    if isinstance(value, Number):
        if not math.isfinite(value):
            raise refuse(f"{value.written} is too large for a number")
        return value
    if isinstance(value, str):
        raise refuse(_mend(value))
    raise refuse(f"must be a number, found {describe(value)}")


def _mend(text: str) -> str:
    """Say how a text that was meant as a number should be written."""
    if re.fullmatch(r"[-+]?\.?(nan|inf|infinity)", text, re.IGNORECASE):
        return f"must be a finite number, found {text}"
    if (
        _THOUSAND_POINTS.fullmatch(text)
        and text.count(".") > 1
        or _THOUSAND_POINTS.fullmatch(text)
        and "," in text
    ):
        plain = text.replace(".", "").replace(",", ".")
        return f"'{text}' has points between thousands; write {plain}"
    if _DECIMAL_COMMA.fullmatch(text):
        return f"'{text}' has a decimal comma; write {text.replace(',', '.')}"
    if found := _IN_PER_CENT.fullmatch(text):
        return f"'{text}' is in per cent; write {found[1]} %"
    if found := _WITH_UNIT.fullmatch(text):
        return f"'{text}' is a number with a unit; write {found[1]} alone (the unit has a key of its own)"
    if re.fullmatch(r"0[xob][0-9a-f]+", text, re.IGNORECASE):
        return f"must be a decimal number, found {text}"
    if re.fullmatch(r"[-+]?\d{1,3}([ \u00a0]\d{3})+", text, re.ASCII):
        return f"'{text}' has spaces between thousands; write {re.sub(r'[^0-9+-]', '', text)}"
    if re.fullmatch(r"[-+]?[\d_. ]+%?", text):
        return (
            f"must be a number, found the text '{text}'; write it with digits 0–9 and without quotation marks"
        )
    return f"must be a number, found '{text}'"


def read_whole(value: Any) -> int:
    """Return a whole number, or refuse."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?.*", value):
        raise refuse(f"must be a year such as {value[:4]}, found the date {value}")
    number = read_number(value)
    if not number.whole:
        raise refuse(f"must be a whole number, found {number.written}")
    return int(number)


def _years_span(value: Any) -> Number:
    return _span(value, months_in=12.0, bare=1.0)


def _months_span(value: Any) -> Number:
    return _span(value, months_in=1.0, bare=1.0)


def _span(value: Any, months_in: float, bare: float) -> Number:
    """Read `24 months`, `2 years` or a bare number; `months_in` is how many months the result's unit has."""
    if isinstance(value, str) and (found := _SPAN.fullmatch(value.strip())):
        months = float(found[1]) * (12.0 if found[2].startswith(("year", "år")) else 1.0)
        return plain_number(months / months_in)
    if isinstance(value, str):
        raise refuse(f"must be a number or a span such as `24 months`, found '{value}'")
    number = read_number(value)
    if number.percent:
        raise refuse(f"must be a span of time, found {number.written}")
    return number if bare == 1.0 else plain_number(number * bare)


def plain_number(value: float) -> Number:
    """Return a number that was computed, not written in a file."""
    result = Number(value)
    result.written, result.percent, result.number = f"{value:g}", False, value
    result.whole = float(value).is_integer()
    return result


NUMBER_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?[0-9_.]+ ?%$"}]
}
_SPAN_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _SPAN.pattern}]}
_BEGINS_AS_YEAR = re.compile(r"[0-9]{4}")

NumberField = Annotated[Number, PlainValidator(read_number), WithJsonSchema(NUMBER_SCHEMA)]
Whole = Annotated[int, BeforeValidator(read_whole)]
Years = Annotated[Number, PlainValidator(_years_span), WithJsonSchema(_SPAN_SCHEMA)]
Months = Annotated[Number, PlainValidator(_months_span), WithJsonSchema(_SPAN_SCHEMA)]


def read_price_year(value: Any) -> int:
    """Return a price year; `2015/16` is 2015."""
    if isinstance(value, str) and (found := re.fullmatch(r"([0-9]{4})/([0-9]{2})", value)):
        if (int(found[1]) + 1) % 100 == int(found[2]):
            return int(found[1])
        raise refuse(f"must be a year and the next, such as 2015/16, found {value}")
    year = read_whole(value)
    if not 1900 <= year <= 2200:
        raise refuse(f"must be a year such as 2025, found {year}")
    return year


PriceYear = Annotated[
    int,
    BeforeValidator(read_price_year),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d{4}/\d{2}$"}]}),
]


class Estimate(Statement):
    """A number, or a number with its interval and where it comes from.

    A bare number is the estimate. `low` and `high` are a 95 % interval for estimates from studies and the
    limits for expert ranges (`pert`, `triangular`, `uniform`).
    """

    estimate: NumberField
    """The best estimate."""
    low: NumberField | None = None
    """Lower end of the interval."""
    high: NumberField | None = None
    """Upper end of the interval."""
    se: NumberField | None = None
    """Standard error, in place of an interval (of a ratio: on the log scale)."""
    distribution: Distribution | None = None
    """Shape of the uncertainty; chosen by the kind of number when an interval is given and none is named."""
    source: str | None = None
    """Where the number comes from: an id of the registers or a reference in words."""
    note: str | None = None
    """A remark that follows the number."""
    grade: Grade | None = None
    """A official, B study, C secondary source, D derived or assumed."""

    @classmethod
    def _expand(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"estimate": data}

    @classmethod
    def _short_form(cls) -> dict[str, Any]:
        return NUMBER_SCHEMA

    def _check(self, problems: list[Problem]) -> None:
        problems += interval_problems(self, "estimate", self.estimate, self.low, self.high)


class Quantity(Estimate):
    """An estimate with its unit, price year and currency, within the limits of its kind."""

    LOWEST: ClassVar[float] = -MAX_AMOUNT
    HIGHEST: ClassVar[float] = MAX_AMOUNT
    KIND: ClassVar[str] = "number"

    unit: str | None = None
    """What the number counts."""
    price_year: PriceYear | None = None
    """The year in whose prices it is stated; the scenario's price year when absent."""
    currency: str | None = None
    """Currency code; DKK when absent."""

    def _check(self, problems: list[Problem]) -> None:
        super()._check(problems)
        for key in ("estimate", "low", "high"):
            problems += limit_problems(self, key, getattr(self, key), self.LOWEST, self.HIGHEST)


def interval_problems(
    statement: Statement, key: str, estimate: Number, low: Number | None, high: Number | None
) -> list[Problem]:
    """Return what is wrong with an interval: one end missing, or the ends not around the estimate."""
    if low is None and high is None:
        return []
    if low is None or high is None:
        missing, given = ("low", "high") if low is None else ("high", "low")
        return [statement.problem(given, f"`{given}` needs `{missing}` beside it", lacking=True)]
    if not low <= estimate <= high:
        found = f"low {low.written}, {key} {estimate.written}, high {high.written}"
        return [statement.problem("low", f"must be low ≤ {key} ≤ high, found {found}")]
    return []


def limit_problems(
    statement: Statement, key: str, value: Number | None, lowest: float, highest: float
) -> list[Problem]:
    """Return a problem when a number is outside its limits."""
    if value is None or lowest <= value <= highest:
        return []
    return [statement.problem(key, limits_message(value, lowest, highest))]


def limits_message(value: Number, lowest: float, highest: float) -> str:
    """Say which numbers are allowed and which was found, in per cent for shares and rates."""
    if highest <= 1.0:
        found = value.written
        ends = f"{_percent(lowest)} and {_percent(highest)}"
        meant = f"; did you mean {found} %?" if not value.percent and 1 < value <= 100 else ""
        return f"must be between {ends}, got {found}{meant}"
    if lowest == 0.0:
        return (
            f"must not be negative, got {value.written}"
            if value < 0
            else f"must be at most {highest:g}, got {value.written}"
        )
    return f"must be between {lowest:g} and {highest:g}, got {value.written}"


def _percent(share: float) -> str:
    return f"{share * 100:g} %"


class Share(Quantity):
    """A share between 0 % and 100 %, such as `85 %` or `0.85`."""

    LOWEST: ClassVar[float] = 0.0
    HIGHEST: ClassVar[float] = 1.0
    KIND: ClassVar[str] = "share"


class Count(Quantity):
    """A number of people, households, incidents or events; not negative."""

    LOWEST: ClassVar[float] = 0.0
    KIND: ClassVar[str] = "count"


class Money(Quantity):
    """An amount of money; negative amounts are allowed where they lower a cost."""

    KIND: ClassVar[str] = "money"

    def _check(self, problems: list[Problem]) -> None:
        super()._check(problems)
        for key in ("estimate", "low", "high"):
            value = getattr(self, key)
            if value is not None and value.percent:
                problems.append(self.problem(key, f"must be an amount, found {value.written}"))


class Rate(Quantity):
    """A yearly real discount rate between -10 % and 30 %, and so is its interval.

    Rates used in cost-benefit analysis are from about 0 % (long horizons) to 12 % (development banks); a
    municipality's real borrowing rate has been a little below 0 %. Beyond these limits is a slip of the pen,
    and near -100 % one draw outweighs all others.
    """

    LOWEST: ClassVar[float] = -0.1
    HIGHEST: ClassVar[float] = 0.3
    KIND: ClassVar[str] = "rate"


def form_of(value: Any) -> str:
    """Tell a number from a list and from a mapping of years."""
    if isinstance(value, list):
        return "<list>"
    if isinstance(value, dict) and any(_BEGINS_AS_YEAR.match(str(key)) for key in value):
        return "<years>"
    return "<number>"


CountSeries = Annotated[
    Annotated[Count, Tag("<number>")]
    | Annotated[list[Count], Tag("<list>")]
    | Annotated[dict[str, Count], Tag("<years>")],
    Discriminator(form_of),
]
MoneySeries = Annotated[
    Annotated[list[Money], Tag("<list>")] | Annotated[dict[str, Money], Tag("<years>")],
    Discriminator(
        form_of,
        custom_error_type="refused",
        custom_error_message="must be a list of amounts, one a year, or `{2026: 1000000}`",
    ),
]
