"""`cba diff A B`: what changed between two results, and what carries the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Output, answers, print_json, with_options

if TYPE_CHECKING:
    from cba.runs import Run


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@with_options(
    click.option("--of", default="portfolio", show_default=True, help="An intervention, or portfolio."),
    click.option(
        "--by",
        type=click.Choice(["input", "kind"]),
        default="input",
        show_default=True,
        help="Each changed number by itself, or the numbers of a kind together.",
    ),
    click.option("--model", "models", multiple=True, help="Model of both; or twice: of A, then of B."),
    click.option(
        "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Override a value in B; repeatable."
    ),
    click.option("--top", type=click.IntRange(1), default=12, show_default=True, help="Rows of a table."),
)
@answers
def diff(
    first: str,
    second: str,
    of: str,
    by: str,
    models: tuple[str, ...],
    settings: tuple[str, ...],
    top: int,
    output: Output,
) -> None:
    """Say what changed from A to B, and how much of the change in net value each change carries.

    A and B are scenario files, `scenario.yaml@variant`, result folders of `cba run` or their results.json.
    The shares do not depend on the order of the changes (Shapley values): exact up to twelve changes, beyond
    that from drawn orders with a standard error.
    """
    from cba.reports.diff_page import PAGE

    output.refuse_taken("diff")
    document = _document(*_runs(first, second, models, settings), of, by)
    files = output.write("diff", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.diff_terminal import print_diff

    print_diff(document, output.language, Console(highlight=False), top)
    for file in files:
        click.echo(str(file))


def _runs(first: str, second: str, models: tuple[str, ...], settings: tuple[str, ...]) -> tuple[Run, Run]:
    """Return both sides; all that is wrong with either at once."""
    from cba.errors import InputError, Problem
    from cba.runs import read_runs

    if len(models) > 2:
        raise InputError([Problem(None, "--model", f"names at most two models, got {len(models)}")])
    found: list[Run] = []
    problems: list[Problem] = []
    sides = ((first, models[:1], ()), (second, models[-1:], settings))
    for said, model, overrides in sides:
        try:
            runs = read_runs(said, models=model or (None,), settings=overrides)
        except InputError as error:
            problems += error.problems
            continue
        if len(runs) > 1:
            names = ", ".join(str(run.folder) for run in runs)
            problems.append(Problem(None, said, f"holds {len(runs)} results; name one of them: {names}"))
        elif runs[0].folder is not None and overrides:
            problems.append(Problem(None, "--set", f"{said} is an earlier result; it stays as it is"))
        found += runs
    if problems:
        raise InputError(problems)
    return found[0], found[1]


def _document(first: Run, second: Run, of: str, by: str) -> dict[str, Any]:
    """Return the document: who and what, readable names, and the difference."""
    from cba.difference.document import difference
    from cba.errors import InputError, Problem, unknown
    from cba.reports.heading import headed

    a, b = first.document, second.document
    known = ["portfolio", *dict.fromkeys([*a["interventions"], *b["interventions"]])]
    if of not in known:
        raise InputError([Problem(None, "--of", unknown("intervention", of, known))])
    found = difference(first, second, of=of, by=by)
    names = [
        *(cause["name"] for cause in found["attribution"]["causes"] if cause["sort"] == "input"),
        *(item["name"] for item in found["changes"]["inputs"]),
    ]
    before, after = headed(a, {}, names), headed(b, {}, names)
    labels = {
        name: before["labels"][name] if name not in b["trace"] else after["labels"][name] for name in names
    }
    return {
        **after,
        "titles": before["titles"] | after["titles"],
        "names": {
            key: a["names"].get(key, {}) | b["names"].get(key, {}) for key in ("payers", "outcomes", "areas")
        },
        "labels": labels,
        "kinds": {name: (b["trace"].get(name) or a["trace"][name])["kind"] for name in names},
        "price_names": {id: price["name"] for d in (a, b) for id, price in d["prices"].items()},
        **found,
    }
