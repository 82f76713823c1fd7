"""`cba allocate SCENARIO|OPTIONS.csv|.xlsx`: what to buy first under a budget and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import (
    OUT_OPTION,
    RESULT_OPTIONS,
    SCENARIO_OPTIONS,
    SETTING_OPTIONS,
    look_of,
    with_options,
)

if TYPE_CHECKING:
    from cba.allocation.from_scenario import Case
    from cba.allocation.problem import Problem
    from cba.allocation.results import Answer
    from cba.linking import Scenario

TABLES = (".csv", ".xlsx", ".xlsm")
NO_PLAN = 3


def _amount(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
    return None if value is None else _number(value)


def _number(text: str) -> float:
    """Read a number as a scenario file has it: `10_000_000`."""
    from pydantic_core import PydanticCustomError

    from cba.errors import InputError
    from cba.reading.composing import read_text
    from cba.reading.numbers import read_number

    try:
        number = float(read_number(read_text(text, "")))
    except InputError as error:
        raise click.BadParameter(error.problems[0].message) from None
    except PydanticCustomError as error:
        raise click.BadParameter(error.message()) from None
    if number < 0:
        raise click.BadParameter(f"must not be negative, got {text}")
    return number


def _limits(context: click.Context, parameter: click.Parameter, value: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in value:
        name, equals, number = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"must be NAME=NUMBER, found '{text}'")
        found[name.strip()] = _number(number)
    return found


OPTIONS = (
    click.option("--budget", callback=_amount, help="What all costs together may be, in kroner."),
    click.option(
        "--limit",
        "limits",
        multiple=True,
        callback=_limits,
        metavar="NAME=NUMBER",
        help="A resource's limit.",
    ),
    click.option("--objective", help="npv, npv:<payer>, outcome:<id>, goal:<n> …; else the scenario's."),
    *SCENARIO_OPTIONS,
    *SETTING_OPTIONS,
    OUT_OPTION,
    *RESULT_OPTIONS,
    click.option("--time-limit", type=click.FloatRange(0.1), default=60.0, help="Seconds at most."),
    click.option("--gap", type=click.FloatRange(0.0, 1.0), help="Relative gap that counts as solved."),
)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@with_options(*OPTIONS)
@click.pass_context
def allocate(
    context: click.Context,
    /,
    source: Path,
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    out: Path | None,
    number_style: str,
    brand: Path | None,
    force: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Choose the best plan from SOURCE, a scenario or a table of options (.csv, .xlsx).

    A table has the columns id, cost and value; optional title, min, max, divisible, start_cost, group,
    requires, and one for each --limit. Exit status 3: no plan keeps all rules.
    """
    from cba.allocation.solving import NoPlanInTime
    from cba.reports.atomic import refuse_existing
    from cba.reports.folder import write_reports
    from cba.reports.plan_reasons import with_reasons

    look = look_of(number_style, brand)
    table = source.suffix.lower() in TABLES
    prepare = _of_table if table else _of_scenario
    chosen = languages or ("da", "en")
    if out is not None:
        refuse_existing(out, force=force)
    try:
        document, seconds = prepare(source, **given)
    except NoPlanInTime as error:
        click.echo(str(error), err=True)
        context.exit(NO_PLAN)
    document["allocation"] = with_reasons(document["allocation"], chosen[0])
    folder = out or Path("results") / (source.stem if table else document["scenario"]["id"])
    files = write_reports(document, folder, formats=formats, languages=chosen, look=look, force=force)
    if not quiet:
        _print(document, files, chosen[0] if languages else "en", seconds)
    if document["allocation"]["status"] == "infeasible":
        context.exit(NO_PLAN)


def _of_table(
    path: Path, budget: float | None, limits: Mapping[str, float], **given: Any
) -> tuple[dict[str, Any], float]:
    """Return the document of a table's plan, and the seconds it took to solve."""
    from cba.allocation.table import read_table
    from cba.allocation.table_document import table_document
    from cba.errors import InputError, Problem

    strange = [key for key in ("settings", "variant", "model", "draws") if given[key]]
    problems = [
        Problem(None, "--" + ("set" if key == "settings" else key), "goes with a scenario, not with a table")
        for key in strange
    ]
    if given["objective"] not in (None, "value"):
        problems.append(Problem(None, "--objective", "a table's objective is its column `value`"))
    if budget is None and not limits:
        problems.append(Problem(None, "--budget", "is missing: how much may the plan cost?"))
    if problems:
        raise InputError(problems)
    table = read_table(path, limits, budget)
    found = _solved(table.problem, given)
    return table_document(path, table, found), found.plan.seconds


def _of_scenario(
    path: Path, budget: float | None, limits: Mapping[str, float], **given: Any
) -> tuple[dict[str, Any], float]:
    """Return the results document of a scenario with its plan, and the seconds it took to solve."""
    from cba.allocation.document import allocation_block
    from cba.allocation.from_scenario import with_limits
    from cba.appraisal import appraise
    from cba.uncertainty.outlook import outlook
    from cba.uncertainty.simulation import simulate

    scenario, case = _case(path, budget, given)
    problem = with_limits(case.problem, limits)
    found = _solved(problem, given, case)
    document = appraise(scenario).to_dict(outlook(simulate(scenario)))
    return {**document, "allocation": allocation_block(found)}, found.plan.seconds


def _case(path: Path, budget: float | None, given: Mapping[str, Any]) -> tuple[Scenario, Case]:
    from cba.allocation.from_scenario import case_of
    from cba.linking import load

    settings = [*given["settings"]]
    if budget is not None:
        settings.append(f"{_budget_key(path)}={budget!r}")
    for key in ("objective", "draws", "seed"):
        if given[key] is not None:
            settings.append(f"{'allocation.' if key == 'objective' else ''}{key}={given[key]}")
    scenario = load(path, variant=given["variant"], settings=settings, model=given["model"])
    worst = scenario.file.allocation.worst_of if scenario.file.allocation else []
    variants = {name: load(path, variant=name, settings=settings, model=given["model"]) for name in worst}
    return scenario, case_of(scenario, variants)


def _budget_key(path: Path) -> str:
    """Return where the total stands: budgets by year and payer stay."""
    from cba.loading import read_scenario

    allocation = read_scenario(path).root.get("allocation")
    budget = allocation.get("budget") if isinstance(allocation, Mapping) else None
    return "allocation.budget.total" if isinstance(budget, Mapping) else "allocation.budget"


def _solved(problem: Problem, given: Mapping[str, Any], case: Case | None = None) -> Answer:
    import dataclasses

    from cba.allocation.results import answer

    asked = dataclasses.replace(problem, seconds=given["time_limit"], gap=given["gap"])
    if given["seed"] is not None:
        asked = dataclasses.replace(asked, seed=given["seed"])
    return answer(asked, case)


def _print(document: Mapping[str, Any], files: Sequence[Path], language: str, seconds: float) -> None:
    from rich.console import Console

    from cba.reports.plan_table import print_plan

    print_plan(document, language, Console(highlight=False), seconds)
    for warning in document["warnings"]:
        click.echo(f"warning: {warning['where']}: {warning['message']}", err=True)
    for file in files:
        click.echo(str(file))
