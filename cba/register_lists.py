"""The registers that are YAML: payers, areas, goals, guides, outcomes and target groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cba.errors import Position, Problem, unknown
from cba.places import CRIME_COLUMNS
from cba.reading import positions

if TYPE_CHECKING:
    from cba.register_rows import PriceRow
    from cba.statements import Consequence, OutcomeStatement, TargetGroupStatement


@dataclass(frozen=True, slots=True)
class Named:
    """A payer or an area: an id and its names in Danish and English."""

    where: Position
    id: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a goal is measured by.

    Attributes:
        target: a share.
        series: the beginning of the ids of the figures; the year follows.
        same: whether the figures are known to be what the goal measures.
    """

    names: Mapping[str, str]
    target: float
    series: str
    same: bool
    note: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the Danish Crime Prevention Council to 2028; `value` is a share where it is a number."""

    where: Position
    number: int
    names: Mapping[str, str]
    target: Mapping[str, str]
    value: float | None
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class RateRow:
    """A yearly real discount rate from year n on, and the figure it is taken from."""

    from_: int
    rate: float
    figure: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide of the Finance Ministry.

    Attributes:
        rates: discount rates; of the 2017 guide those in force before 2021.
        rates_from_2021: the rates that replaced them, where the guide has seen two sets.
        net_tax_factor, tax_distortion: factors; None where no value is known.
        figures: the figure behind each factor, if any.
    """

    where: Position
    year: int
    names: Mapping[str, str]
    source: str
    rates: tuple[RateRow, ...]
    rates_from_2021: tuple[RateRow, ...] | None
    net_tax_factor: float | None
    tax_distortion: float | None
    figures: Mapping[str, str | None]

    def rates_for(self, start: int) -> tuple[RateRow, ...]:
        """Return the discount rates for a calculation that starts in a year."""
        return self.rates_from_2021 if self.rates_from_2021 and start >= 2021 else self.rates


def texts(mapping: positions.Mapping, key: str, problems: list[Problem]) -> dict[str, str]:
    """Return a text in Danish and English; a text that is missing is a problem."""
    value = mapping.get(key)
    found = {language: value.get(language) if isinstance(value, dict) else None for language in ("da", "en")}
    if not all(isinstance(text, str) and text for text in found.values()):
        problems.append(mapping.problem(key, "must be a text in Danish and English: {da: …, en: …}"))
    return {language: str(text or "") for language, text in found.items()}


def read_named(root: positions.Mapping, problems: list[Problem]) -> dict[str, Named]:
    """Read payers or areas."""
    return {key: Named(root.key_at[key], key, texts(item, "title", problems)) for key, item in root.items()}


def read_goals(root: positions.Mapping, problems: list[Problem]) -> dict[int, Goal]:
    """Read the goals, by number."""
    return {
        int(key): Goal(
            root.key_at[key],
            int(key),
            texts(item, "title", problems),
            texts(item, "target", problems),
            _number(item),
            tuple(_indicator(found, problems) for found in item.get("indicators") or ()),
        )
        for key, item in root.items()
    }


def _indicator(item: positions.Mapping, problems: list[Problem]) -> Indicator:
    return Indicator(
        texts(item, "title", problems),
        float(item["target"]),
        str(item["series"]),
        item.get("same") is not False,
        texts(item, "note", problems) if "note" in item else None,
    )


def read_guides(
    root: positions.Mapping, figures: Collection[str], sources: Collection[str], problems: list[Problem]
) -> dict[int, Guide]:
    """Read the guides, by year."""
    found = {}
    for key, item in root.items():
        _known(item, "source", "source", sources, problems)
        first = "rates" if "rates" in item else "rates_before_2021"
        later = item.get("rates_from_2021")
        net_tax, distortion = item["net_tax_factor"], item["tax_distortion"]
        for factor in (net_tax, distortion):
            _known(factor, "figure", "figure", figures, problems)
        found[int(key)] = Guide(
            root.key_at[key],
            int(key),
            texts(item, "title", problems),
            str(item.get("source")),
            _rates(item[first], figures, problems),
            _rates(later, figures, problems) if later is not None else None,
            _number(net_tax),
            _number(distortion),
            {"net_tax_factor": net_tax.get("figure"), "tax_distortion": distortion.get("figure")},
        )
    return found


def _rates(
    steps: positions.Sequence, figures: Collection[str], problems: list[Problem]
) -> tuple[RateRow, ...]:
    for step in steps:
        _known(step, "figure", "figure", figures, problems)
    return tuple(RateRow(int(step["from"]), float(step["rate"]), str(step.get("figure"))) for step in steps)


def _number(item: positions.Mapping) -> float | None:
    return None if item["value"] is None else float(item["value"])


def _known(
    mapping: positions.Mapping, key: str, what: str, names: Collection[str], problems: list[Problem]
) -> None:
    value: Any = mapping.get(key)
    if value is not None and value not in names:
        problems.append(mapping.problem(key, unknown(what, str(value), names)))


def check_outcomes(
    outcomes: Mapping[str, OutcomeStatement],
    prices: Mapping[str, PriceRow],
    references: Collection[str],
    problems: list[Problem],
) -> None:
    """Check what outcomes refer to: every consequence needs a usable price, and a source or an assumption."""
    for outcome in outcomes.values():
        column = outcome.reported_crime
        if column is not None and column not in CRIME_COLUMNS:
            message = unknown("kind of reported crime", column, CRIME_COLUMNS)
            problems.append(outcome.problem("reported_crime", message))
        for key in ("title", "unit", "better"):
            if getattr(outcome, key) is None:
                problems.append(Problem(outcome.at(), outcome.raw.path, f"`{key}` is missing"))
        for consequence in outcome.consequences or ():
            _check_consequence(consequence, prices, references, problems)


def _check_consequence(
    consequence: Consequence,
    prices: Mapping[str, PriceRow],
    references: Collection[str],
    problems: list[Problem],
) -> None:
    price = prices.get(consequence.price)
    if price is None:
        problems.append(consequence.problem("price", unknown("price", consequence.price, prices)))
    elif price.missing:
        message = f"'{price.id}' cannot be used: its {' and '.join(price.missing)} is not known"
        problems.append(consequence.problem("price", message))
    if consequence.source is not None and consequence.source not in references:
        problems.append(consequence.problem("source", unknown("source", consequence.source, references)))
    if consequence.source is None and consequence.assumption is None:
        message = "state a `source` or an `assumption`"
        problems.append(Problem(consequence.at(), consequence.raw.path, message))


def check_target_groups(
    groups: Mapping[str, TargetGroupStatement],
    outcomes: Collection[str],
    references: Collection[str],
    problems: list[Problem],
) -> None:
    """Check what target groups refer to: known outcomes, and a source for each baseline."""
    for group in groups.values():
        for outcome, baseline in group.baselines.items():
            if outcome not in outcomes:
                message = unknown("outcome", outcome, outcomes)
                problems.append(Problem(baseline.at(), baseline.raw.path, message))
            if baseline.source not in references:
                found = unknown("source", baseline.source or "", references)
                problems.append(baseline.problem("source", found))
