"""What a value is, where it was written, what it overrode, its source and grade, and every conversion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cba.effects import PeopleBaseline, Points, Relative, relative_risk
from cba.errors import InputError, Position, Problem, Source, nearest
from cba.inputs import Input, at_estimates, inputs_in
from cba.interventions import Effect, people_rate
from cba.linking import Scenario
from cba.reading.merging import identity
from cba.reading.positions import Mapping, Sequence
from cba.reading.statement import describe

_KEYS = ("id", "outcome", "what")
_IN_PER_CENT = ("share", "rate", "difference")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One value: its path, and lines of (what, text) that tell its story."""

    path: str
    lines: tuple[tuple[str, str], ...]


def explain(scenario: Scenario, path: str) -> list[Explanation]:
    """Return the story of everything a path names.

    Args:
        scenario: from `cba.load`.
        path: an input's name (`price.prison_day`, `evidence.cbt_juv`), or a path as for `--set`; a path to a
            group, such as an effect, explains all that is in it.

    Raises:
        InputError: nothing has that path; the message names the nearest.
    """
    known = scenario.inputs
    found = [_of_input(scenario, item) for item in _matching(scenario, path)]
    written = _written(scenario, path)
    names = {item.path for item in found}
    if written is not None and written.path not in names:
        found.insert(0, written)
    if not found:
        near = nearest(path, [*known, *_paths(scenario.file.raw)])
        ending = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        at = Position(Source("PATH", (path,)), 1, 1)
        raise InputError([Problem(at, "", f"nothing is called '{path}'{ending}")])
    return found


def paths(scenario: Scenario) -> list[str]:
    """Return the names of all inputs, which `explain` takes as paths."""
    return list(scenario.inputs)


def _matching(scenario: Scenario, path: str) -> list[Input]:
    """Return the inputs of that name or below it, and those that an effect at the path uses."""
    wanted = [item for name, item in scenario.inputs.items() if name == path or name.startswith(f"{path}.")]
    for intervention in scenario.interventions:
        for effect in intervention.effects:
            here = f"interventions.{intervention.id}.effects.{effect.outcome.id}"
            if path in (here, f"{here}.estimate", f"{here}.evidence", f"{here}.baseline"):
                wanted += _of_effect(effect, path.removeprefix(here))
    return list(dict.fromkeys(wanted))


def _of_effect(effect: Effect, part: str) -> list[Input]:
    form = effect.statement
    if not isinstance(form, (Relative, Points)):
        return []
    baseline = form.baseline
    rates = (
        [baseline.share, baseline.events] if isinstance(baseline, PeopleBaseline) else [baseline.incidents]
    )
    stated = [item for item in rates if item is not None]
    if part == ".baseline":
        return stated
    return [form.size] if part else [form.size, *stated, *inputs_in(effect.consequences)]


def _of_input(scenario: Scenario, item: Input) -> Explanation:
    passport = item.passport
    lines = [("value", _value(scenario, item))]
    if passport.where is not None:
        lines.append(("written", f"{passport.written or item.estimate} at {passport.where}"))
    elif passport.note == "default":
        lines.append(("written", "nowhere: the convention's default"))
    if item.low is not None and item.high is not None:
        shape = f" ({item.distribution})" if item.distribution else ""
        percent = 100.0 if item.kind in _IN_PER_CENT else 1.0
        unit = " %" if item.kind in _IN_PER_CENT else ""
        lines.append(("interval", f"{item.low * percent:g}{unit} to {item.high * percent:g}{unit}{shape}"))
    lines += [("overrode", f"{text} at {place}") for text, place in passport.overrides]
    if passport.register:
        lines.append(("register", passport.register))
    if passport.source:
        row = scenario.registers.reference(passport.source)
        lines.append(("source", f"{passport.source}: {row.text}" if row else passport.source))
        if row and row.url:
            lines.append(("link", row.url))
    lines.append(("grade", passport.grade or "not graded"))
    if passport.note and passport.note != "default":
        lines.append(("note", passport.note))
    if passport.pool:
        lines.append(("studies", passport.pool.shares))
    for step in item.conversions:
        lines.append(("converted", f"× {step.factor:.6g}  {step.step} ({step.before} → {step.after})"))
    lines += list(_relative_risks(scenario, item))
    return Explanation(item.name, tuple(lines))


def _value(scenario: Scenario, item: Input) -> str:
    if item.kind in _IN_PER_CENT:
        return f"{item.value * 100:.6g} %"
    if item.kind == "money":
        return f"{item.value:,.2f} DKK in {scenario.price_year} prices"
    unit = " % (percentage change)" if item.kind == "percentage_change" else ""
    return f"{item.value:.6g}{unit}" + (
        f" ({item.kind.replace('_', ' ')})" if "_" in item.kind and not unit else ""
    )


def _relative_risks(scenario: Scenario, item: Input) -> Iterator[tuple[str, str]]:
    """Say how an effect measure becomes a change in the outcome, wherever the input is used."""
    for intervention in scenario.interventions:
        for effect in intervention.effects:
            form = effect.statement
            if isinstance(form, Relative) and form.size.name == item.name:
                yield "converted", _story(intervention.id, effect, form)


def _story(id: str, effect: Effect, form: Relative) -> str:
    turned = " turned round" if form.turned else ""
    name = form.measure.replace("_", " ")
    baseline = form.baseline
    here = effect.expected_here(at_estimates)
    if isinstance(baseline, PeopleBaseline) and baseline.share is not None:
        p0 = baseline.share.value
        risk = relative_risk(form.measure, form.size.value, p0, turned=form.turned)
        within = f" within {baseline.months:g} months" if baseline.months else ""
        rate = people_rate(effect, at_estimates)
        after = f"{name}{turned} at a baseline of {p0 * 100:g} %{within} → relative risk {risk:.6g}"
        yearly = f"; × {rate:.6g} events a year × {here:g} expected here" if rate is not None else ""
        return f"in {id}: {after}{yearly}"
    ratio = 1.0 - form.reduction(at_estimates)
    return f"in {id}: {name}{turned} → rate ratio {ratio:.6g} × {here:g} expected here"


def _written(scenario: Scenario, path: str) -> Explanation | None:
    """Return the story of what stands at a path of the merged files, whatever it is."""
    here: Any = scenario.file.raw
    lines: list[tuple[str, str]] = []
    for step in path.split("."):
        if isinstance(here, Mapping) and step in here:
            overrode = here.earlier.get(step, ())
            lines = [("written", f"{_short(here[step])} at {here.value_at[step]}")]
            lines += [("overrode", f"{_short(value)} at {place}") for value, place in overrode]
            here = here[step]
        elif isinstance(here, Sequence):
            found = _item(here, step)
            if found is None:
                return None
            lines = [("written", f"{_short(here[found])} at {here.value_at[found]}")]
            here = here[found]
        else:
            return None
    return Explanation(path, tuple(lines))


def _item(items: Sequence, step: str) -> int | None:
    for index, item in enumerate(items):
        if any(identity(item, key) == step for key in _KEYS):
            return index
    return int(step) if step.isdigit() and int(step) < len(items) else None


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"a mapping with {', '.join(value)}"
    return f"a list of {len(value)}" if isinstance(value, Sequence) else describe(value)


def _paths(value: Any, under: str = "") -> Iterator[str]:
    """Yield the paths of everything written, list items by their identity."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            path = f"{under}.{key}" if under else key
            yield path
            yield from _paths(item, path)
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            name = next(
                (n for key in _KEYS if (n := identity(item, key)) and isinstance(item, Mapping)), str(index)
            )
            yield f"{under}.{name}"
            yield from _paths(item, f"{under}.{name}")
