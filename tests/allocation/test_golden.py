"""The program of every kind of rule and of every kind of row, as LP text one can read.

After a change that is meant, run with CBA_GOLDEN=write and read the difference.
"""

from __future__ import annotations

import os
import pathlib
import re
import typing
from dataclasses import replace

import highspy
import numpy as np
import pytest

from cba.allocation.problem import Amounts, Kind, Option, Overlap, Problem, Rule, Segment
from cba.allocation.program import Program, build
from cba.allocation.solving import solve
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


def _second(known: Option, millions: float) -> Option:
    return replace(known, full=replace(known.full, second=millions * 1e6, second_cost=-known.full.cost))


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
}
DIVIDED = option("d", 6e6, 9e6, step=None)
HARMFUL = option("h", 6e6, -3e6, largest=4.0, segments=FALLING)
OBJECTIVES: dict[str, Problem] = {
    "risk": Problem((_drawn(A, 1e6, 2e6), _drawn(B, 3e6, -1e6)), risk=(0.5, 0.3)),
    "risk worst_of": Problem(
        (_drawn(A, 1e6, 2e6), _drawn(B, 3e6, -1e6)), risk=(0.5, 0.3), worst_of=("low", "high")
    ),
    "then": Problem((_second(A, 3.0), _second(B, -1.0), _second(STEPS, 2.0)), budget=6e6, then="cost"),
    "diminishing in order": Problem((option("t", 6e6, 9e6, step=None, segments=FALLING),)),
    "diminishing harmful": Problem((HARMFUL,)),
    "diminishing paid to spend": Problem(
        (option("t", 6e6, 9e6, step=None, segments=FALLING),),
        (Rule("floor", WORDS, "budget_payer", payer="stat", lower=1e6, unit="kr"),),
    ),
    "divisible": Problem((DIVIDED, A), budget=4e6),
    "steps": Problem((option("s", 6e6, 9e6, largest=4.0), A), budget=4e6),
    "payer in a year": _rule("budget_payer", payer="kommune", year=2026, upper=3e6, unit="kr"),
    "capacity of scales": _rule("capacity", scale={"a": 1.0, "s": 1.0}, upper=1.5, unit="places"),
    "places and starts": Problem(
        tuple(replace(A, id=f"a.odense.{y}", place="Odense", start=y) for y in (2026, 2027)),
        (Rule("starts.a", WORDS, "at_most", on={"a.odense.2026": 1.0, "a.odense.2027": 1.0}, upper=1.0),),
    ),
}
"""What changes the program without a kind of rule or row of its own."""
EVERY = RULES | ROWS | OBJECTIVES


def text_of(problem: Problem) -> str:
    """LP format with the program's own names; kroner in the rows' own units."""
    program = build(problem)
    m, names = program.matrices, program.columns.names
    lines = ["maximize", f" value: {_sum(dict(enumerate(m.costs)), names)}", "subject to"]
    if problem.then is not None:
        then = f"\\ then, in {program.second_unit:g}: {_sum(dict(enumerate(program.second)), names)}"
        lines.insert(0, then)
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


def path_of(name: str) -> pathlib.Path:
    return GOLDEN / f"{name.replace(' ', '-')}.lp"


@pytest.mark.parametrize("name", EVERY)
def test_the_program_is_the_one_on_file(name: str) -> None:
    text = text_of(EVERY[name])
    if os.environ.get("CBA_GOLDEN") == "write":
        path_of(name).write_text(text, encoding="utf-8")
    assert text == path_of(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in EVERY if not EVERY[name].risk])
def test_the_text_on_file_has_the_same_best_plan(name: str, tmp_path: pathlib.Path) -> None:
    """Read by HiGHS itself, in its own way."""
    plain = tmp_path / "plain.lp"
    plain.write_text(re.sub(r"[\[\],]", "_", path_of(name).read_text(encoding="utf-8")), encoding="utf-8")
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(plain)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    best = highs.getInfo().objective_function_value * build(EVERY[name]).unit
    assert solve(EVERY[name]).objective == pytest.approx(best, abs=0.01)


def test_no_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {path_of(name).name for name in EVERY}


def test_every_kind_of_rule_has_a_program_on_file() -> None:
    assert set(typing.get_args(Kind)) == set(RULES)
    for kind, problem in RULES.items():
        assert {rule.kind for rule in problem.all_rules()} == {kind}
        name = "budget.total" if kind == "budget" else f"rule[{kind}]"
        assert name in path_of(kind).read_text(encoding="utf-8")


def made_by_the_program(pattern: str) -> set[str]:
    """Names of rows or columns that the source writes, without what is in brackets."""
    root = pathlib.Path(__file__).parents[2] / "cba" / "allocation"
    source = "".join((root / f"{name}.py").read_text("utf-8") for name in ("columns", "program"))
    found = {
        row.replace("{which}", which) for row in re.findall(pattern, source) for which in ("first", "second")
    }
    return found - {"rule"}


def test_every_kind_of_row_has_a_program_on_file() -> None:
    rows = made_by_the_program(r'(?<!add\()f"(\w+(?:_\{which\})?)\[\{')
    assert {"steps_when_on", "both_needs_second", "worst_of"} <= rows
    assert rows <= {family for names in ROWS for family in names.split()}
    for names in ROWS:
        text = path_of(names).read_text(encoding="utf-8")
        assert all(f" {family}[" in text for family in names.split()), names


def test_every_kind_of_column_is_on_file() -> None:
    columns = made_by_the_program(r'add\(f?"(\w+)')
    assert {"on", "steps", "part", "full", "both", "worst", "worst_draws"} <= columns
    bounds = "".join(path.read_text("utf-8").split("bounds")[1] for path in GOLDEN.iterdir())
    assert all(re.search(rf"<= {family}(\[| )", bounds) for family in columns)
