"""The program of every kind of rule and of every kind of row, as LP text one can read.

After a change that is meant, run with CBA_GOLDEN=write and read the difference.
"""

from __future__ import annotations

import os
import pathlib
import re
import typing

import numpy as np
import pytest

from cba.allocation.problem import Amounts, Kind, Option, Overlap, Problem, Rule, Segment
from cba.allocation.program import Program, build
from tests.allocation.instances import WORDS, option

GOLDEN = pathlib.Path(__file__).parent / "golden"
A, B, C = option("a", 2e6, 5e6), option("b", 3e6, 6e6), option("c", 4e6, 7e6)
START = Amounts(0.0, -5e5, 5e5, {(2026, "kommune"): 5e5})
STEPS = option("s", 6e6, 9e6, largest=5.0, smallest=2.0, fixed=START)
SHARE = option("d", 6e6, 9e6, step=None, smallest=0.2, fixed=START)
FALLING = (Segment(0.5, 1.0, 1.0), Segment(1.0, 0.6, 1.1))
CHEAPER = (Segment(0.5, 1.0, 1.0), Segment(1.0, 1.0, 0.8))


def _rule(kind: str, **more: object) -> Problem:
    return Problem((A, B, STEPS), (Rule(kind, WORDS, kind, **more),))  # type: ignore[arg-type]


def _drawn(known: Option, *values: float) -> Option:
    full = Amounts(5e6, -2e6, 2e6, draws=np.array(values), variants=values[:2])
    return Option(known.id, {}, known.id, full=full)


RULES: dict[str, Problem] = {
    "budget": Problem((A, B, STEPS), budget=6e6),
    "budget_year": _rule("budget_year", year=2026, upper=3e6, unit="kr"),
    "budget_payer": _rule("budget_payer", payer="stat", upper=3e6, unit="kr"),
    "at_most": _rule("at_most", on={"a": 1.0, "b": 1.0}, upper=1.0),
    "at_least": _rule("at_least", on={"a": 1.0, "s": 1.0}, lower=1.0),
    "exactly": _rule("exactly", on={"a": 1.0, "b": 1.0}, lower=1.0, upper=1.0),
    "require": _rule("require", on={"a": 1.0, "b": -1.0}, upper=0.0),
    "share": _rule("share", cost={"a": 1.0, "s": 1.0}, lower=1e6, upper=4e6, unit="kr"),
    "capacity": _rule("capacity", resource="people", year=2026, upper=8.0, unit="people"),
    "lock": _rule("lock", on={"a": 1.0}, lower=1.0, upper=1.0),
}
ROWS: dict[str, Problem] = {
    "steps_when_on": Problem((STEPS,)),
    "part_when_on smallest": Problem((SHARE,)),
    "part_when_on scale_in_steps": Problem(
        (option("s", 6e6, 9e6, largest=4.0, fixed=START, segments=FALLING),)
    ),
    "full_before only_after": Problem((option("t", 6e6, 9e6, step=None, segments=CHEAPER),)),
    "both_on": Problem((A, B), overlaps=(Overlap("a", "b", 1e6),)),
    "both_needs_first both_needs_second": Problem((A, B), overlaps=(Overlap("a", "b", -1e6),)),
    "worst_of": Problem((_drawn(A, 1e6, 2e6), _drawn(B, 3e6, -1e6)), worst_of=("low", "high")),
    "risk": Problem((_drawn(A, 1e6, 2e6), _drawn(B, 3e6, -1e6)), risk=(0.5, 0.3)),
}


def text_of(problem: Problem) -> str:
    """LP format with the program's own names; kroner in the rows' own units."""
    program = build(problem)
    m, names = program.matrices, program.columns.names
    lines = ["maximize", f" value: {_sum(dict(enumerate(m.costs)), names)}", "subject to"]
    for row, name in enumerate(program.row_names):
        where = slice(m.starts[row], m.starts[row + 1])
        left = _sum(dict(zip(m.indices[where], m.values[where], strict=True)), names)
        lines.append(f" {name}: {left} {_limit(m.row_lower[row], m.row_upper[row])}")
    lines += ["bounds", *(f" {m.lower[c]:g} <= {name} <= {m.upper[c]:g}" for c, name in enumerate(names))]
    lines += ["general", *(f" {name}" for c, name in enumerate(names) if m.whole[c]), "end"]
    return "\n".join([*_units(program), *lines]) + "\n"


def _units(program: Program) -> list[str]:
    rows = [f"\\ rule[{name}] in {unit:g}" for name, unit in program.units.items()]
    return [f"\\ value in {program.unit:g}", *rows]


def _sum(terms: dict[int, float], names: list[str]) -> str:
    return " ".join(f"{weight:+.10g} {names[column]}" for column, weight in sorted(terms.items()) if weight)


def _limit(lower: float, upper: float) -> str:
    if lower == upper:
        return f"= {lower:.10g}"
    return f"<= {upper:.10g}" if np.isfinite(upper) else f">= {lower:.10g}"


@pytest.mark.parametrize("name", [*RULES, *ROWS])
def test_the_program_is_the_one_on_file(name: str) -> None:
    path = GOLDEN / f"{name.replace(' ', '-')}.lp"
    text = text_of((RULES | ROWS)[name])
    if os.environ.get("CBA_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_kind_of_rule_has_a_program_on_file() -> None:
    assert set(typing.get_args(Kind)) == set(RULES)


def test_every_kind_of_row_has_a_program_on_file() -> None:
    root = pathlib.Path(__file__).parents[2] / "cba" / "allocation"
    source = "".join((root / f"{name}.py").read_text("utf-8") for name in ("columns", "program"))
    added = re.findall(r'(?<!add\()f"(\w+(?:_\{which\})?)\[\{', source)
    rows = {row.replace("{which}", which) for row in added for which in ("first", "second")} - {"rule"}
    assert {"steps_when_on", "both_needs_second", "worst_of"} <= rows
    assert rows <= {family for names in ROWS for family in names.split()}
    for names, problem in ROWS.items():
        text = text_of(problem)
        assert all(f" {family}[" in text for family in names.split() if family != "risk"), names
