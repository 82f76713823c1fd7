"""The problem as a mixed-integer program: built in Pyomo, compiled once to matrices.

Options stand in order of their ids whatever order they came in, one thread solves and the seed is
fixed: of several plans that are equally good the same one is found each time. Objective and rules are
each scaled by a power of ten such that their largest coefficient lies between 10 and 100 (kroner become
millions when the largest is of that size): solvers need that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cba.allocation import columns as layout
from cba.allocation.columns import Columns, OptionColumns, Terms
from cba.allocation.compiling import Matrices, Row, compiled
from cba.allocation.problem import Array, Option, Problem, Rule


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled problem, and the way back from columns and rows to options and rules."""

    problem: Problem
    options: tuple[Option, ...]
    """In the order of the columns: by id."""
    columns: Columns
    matrices: Matrices
    row_names: tuple[str, ...]
    rule_rows: Mapping[str, tuple[int, ...]]
    """Rows of each rule; two when it has two different limits."""
    units: Mapping[str, float]
    """Kroner (or what the rule counts) that one unit of the rule's row is."""
    unit: float
    """Kroner (or what is maximised) that one unit of the objective is."""
    second: Array
    """The second objective by column, in units of its own."""
    second_unit: float
    risk_column: int | None
    """The column of the mean of the worst draws, held down by cuts."""
    products: tuple[int, ...]
    """Columns that are 1 when both options of an overlap are on."""

    def value_terms(self, index: int, option: OptionColumns) -> Terms:
        """The value of an option at the estimates."""
        return _value_terms(self.options[index], option)

    def scales(self, x: Array) -> dict[str, float]:
        """The scale of each option in its own unit, whole where it must be."""
        return {
            option.id: _scale(option, place, x, self.columns.whole)
            for option, place in zip(self.options, self.columns.options, strict=True)
        }


def _scale(option: Option, place: OptionColumns, x: Array, whole: list[bool]) -> float:
    if place.on is not None and round(x[place.on]) == 0:
        return 0.0
    if option.step is not None:
        reached = sum(x[c] * w for part in place.parts for c, w in part.terms) * option.largest
        if reached < option.least() / 2:
            return 0.0
        steps = round((reached - option.least()) / option.step)
        return float(option.least() + steps * option.step)
    share = float(sum(x[c] * w for part in place.parts for c, w in part.terms))
    share = min(1.0, 0.0 if share < 1e-9 else share)
    if place.on is not None:
        share = max(share, option.least() / option.largest)
    return share * option.largest


def build(problem: Problem, switches: bool = False) -> Program:
    """Build and compile the program of a problem; with `switches`, every option has its on or off."""
    options = tuple(sorted(problem.options, key=lambda option: option.id))
    found = layout.of_options(problem, options, switches)
    places = {option.id: index for index, option in enumerate(options)}
    products = _overlaps(problem, found, places)
    pairs = list(zip(options, found.options, strict=True))
    unit = unit_of(weight for option, place in pairs for _, weight in _value_terms(option, place))
    extra, value, risk_column = _objective(problem, pairs, found, products, unit)
    second, second_unit = _second(options, found)
    rows: list[Row] = [*found.rows, *_scaled(extra, unit)]
    by_rule, units = _rule_rows(problem, options, found, rows)
    matrices = compiled(found, rows, _dense(value, len(found.names)) / unit)
    names = tuple(row[0] for row in rows)
    return Program(
        problem,
        options,
        found,
        matrices,
        names,
        by_rule,
        units,
        unit,
        second,
        second_unit,
        risk_column,
        products,
    )


def _rule_rows(
    problem: Problem, options: tuple[Option, ...], found: Columns, rows: list[Row]
) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Add the rows of the rules; which rows are whose, and each rule's unit."""
    places = {option.id: index for index, option in enumerate(options)}
    by_rule: dict[str, tuple[int, ...]] = {}
    units: dict[str, float] = {}
    for rule in problem.all_rules():
        terms = rule_terms(rule, options, found, places)
        units[rule.name] = unit_of(weight for _, weight in terms)
        first = len(rows)
        for name, lower, upper in _sides(rule):
            rows.append((name, *_divided(terms, lower, upper, units[rule.name])))
        by_rule[rule.name] = tuple(range(first, len(rows)))
    return by_rule, units


def unit_of(weights: Iterable[float]) -> float:
    """The power of ten that brings the largest weight between 10 and 100."""
    largest = max((abs(weight) for weight in weights), default=0.0)
    return 10.0 ** (math.floor(math.log10(largest)) - 1) if largest > 0 else 1.0


def _sides(rule: Rule) -> list[tuple[str, float | None, float | None]]:
    if rule.lower is None or rule.upper is None or rule.lower == rule.upper:
        return [(f"rule[{rule.name}]", rule.lower, rule.upper)]
    return [(f"rule[{rule.name}].low", rule.lower, None), (f"rule[{rule.name}].high", None, rule.upper)]


def _divided(
    terms: Terms, lower: float | None, upper: float | None, unit: float
) -> tuple[Terms, float | None, float | None]:
    scaled = [(column, weight / unit) for column, weight in terms]
    return scaled, None if lower is None else lower / unit, None if upper is None else upper / unit


def _scaled(rows: list[Row], unit: float) -> Iterator[Row]:
    for name, terms, lower, upper in rows:
        yield name, *_divided(terms, lower, upper, unit)


def rule_terms(rule: Rule, options: tuple[Option, ...], found: Columns, places: Mapping[str, int]) -> Terms:
    """The left side of a rule."""
    terms: Terms = []
    for name, weight in rule.on.items():
        terms += found.options[places[name]].terms(fixed=weight)
    for name, weight in rule.scale.items():
        terms += found.options[places[name]].terms(plain=weight)
    for name, weight in rule.cost.items():
        option = options[places[name]]
        place = found.options[places[name]]
        terms += place.terms(fixed=weight * option.fixed.cost, cost=weight * option.full.cost)
    return _merged(terms + _implied(rule, options, found))


def _implied(rule: Rule, options: tuple[Option, ...], found: Columns) -> Terms:
    """What a budget or a capacity counts of every option."""
    terms: Terms = []
    if not rule.counts_all():
        return terms
    for option, place in zip(options, found.options, strict=True):
        if rule.kind == "budget":
            terms += place.terms(fixed=option.fixed.cost, cost=option.full.cost)
        elif rule.kind in ("budget_year", "budget_payer"):
            fixed, full = _spent(rule, option.fixed.spend), _spent(rule, option.full.spend)
            terms += place.terms(fixed=fixed, cost=full)
        elif rule.kind == "capacity" and rule.resource is not None and rule.year is not None:
            key = (rule.resource, rule.year)
            fixed, full = option.fixed.resources.get(key, 0.0), option.full.resources.get(key, 0.0)
            terms += place.terms(fixed=fixed, plain=full)
    return terms


def _spent(rule: Rule, spend: Mapping[tuple[int, str], float]) -> float:
    return sum(
        amount
        for (year, payer), amount in spend.items()
        if rule.year in (None, year) and rule.payer in (None, payer)
    )


def _merged(terms: Terms) -> Terms:
    found: dict[int, float] = {}
    for column, weight in terms:
        found[column] = found.get(column, 0.0) + weight
    return [(column, weight) for column, weight in found.items() if weight]


def _dense(terms: Terms, count: int) -> Array:
    found = np.zeros(count)
    for column, weight in terms:
        found[column] += weight
    return found


def _overlaps(problem: Problem, found: Columns, places: Mapping[str, int]) -> tuple[int, ...]:
    """Columns z·z between options: continuous, as they are whole by themselves when the options are."""
    products = []
    for overlap in problem.overlaps:
        name = f"{overlap.first},{overlap.second}"
        first, second = (found.options[places[o]].on for o in (overlap.first, overlap.second))
        assert first is not None
        assert second is not None
        both = found.add(f"both[{name}]", 1.0)
        products.append(both)
        if overlap.loss > 0:  # held down by the objective, so only held up here
            found.rows.append((f"both_on[{name}]", [(first, 1.0), (second, 1.0), (both, -1.0)], None, 1.0))
            continue
        for which, on in (("first", first), ("second", second)):
            found.rows.append((f"both_needs_{which}[{name}]", [(both, 1.0), (on, -1.0)], None, 0.0))
    return tuple(products)


def _value_terms(option: Option, place: OptionColumns) -> Terms:
    return place.terms(option.fixed.value, option.full.benefit, option.full.cost_value)


def _objective(
    problem: Problem,
    pairs: list[tuple[Option, OptionColumns]],
    found: Columns,
    products: tuple[int, ...],
    unit: float,
) -> tuple[list[Row], Terms, int | None]:
    """Rows that hold the worst case down, the terms to maximise, and the column of the worst draws."""
    lost = [(both, -overlap.loss) for both, overlap in zip(products, problem.overlaps, strict=True)]
    rows: list[Row] = []
    weight = problem.risk[1] if problem.risk else 0.0
    if problem.worst_of:
        worst = found.add("worst", None, lower=None)
        for number, name in enumerate(problem.worst_of):
            terms = [t for option, place in pairs for t in variant_terms(option, place, number)]
            rows.append((f"worst_of[{name}]", [*terms, *lost, (worst, -unit)], 0.0, None))
        value: Terms = [(worst, (1.0 - weight) * unit)]
    else:
        mean = _mean_terms if problem.risk else _value_terms
        value = [t for option, place in pairs for t in mean(option, place)] + lost
        value = [(column, amount * (1.0 - weight)) for column, amount in value]
    if problem.risk is None or weight == 0.0:
        return rows, value, None
    held = found.add("worst_draws", None, lower=None)
    return rows, [*value, (held, weight * unit)], held


def variant_terms(option: Option, place: OptionColumns, number: int) -> Terms:
    """The value of an option in a variant; its costs are those of the estimate when scaled."""
    fixed = option.fixed.variants[number] if option.fixed.variants else option.fixed.value
    full = option.full.variants[number] if option.full.variants else option.full.value
    return place.terms(fixed, full - option.full.cost_value, option.full.cost_value)


def _mean_terms(option: Option, place: OptionColumns) -> Terms:
    fixed = option.fixed.value if option.fixed.draws is None else float(option.fixed.draws.mean())
    full = option.full.value if option.full.draws is None else float(option.full.draws.mean())
    return place.terms(fixed, full - option.full.cost_value, option.full.cost_value)


def _second(options: tuple[Option, ...], found: Columns) -> tuple[Array, float]:
    pairs = zip(options, found.options, strict=True)
    terms = [
        term
        for option, place in pairs
        for term in place.terms(
            option.fixed.second + option.fixed.second_cost, option.full.second, option.full.second_cost
        )
    ]
    unit = unit_of(weight for _, weight in terms)
    return _dense(terms, len(found.names)) / unit, unit
