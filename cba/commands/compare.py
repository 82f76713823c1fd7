"""`cba compare A B …`: options side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Output, answers, print_json, with_options

if TYPE_CHECKING:
    from cba.runs import Run
    from cba.uncertainty.draws import Sampler


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="A [B]...")
@with_options(
    click.option(
        "--variant", "variants", multiple=True, help="Each scenario as it stands, and this variant."
    ),
    click.option("--model", "models", multiple=True, help="Model of every scenario; several side by side."),
    click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Override a value in all."),
    click.option("--interventions", is_flag=True, help="Every intervention is an option of its own."),
    click.option(
        "--across",
        multiple=True,
        metavar="PLACE",
        help="One scenario in these places: names, or kommuner, landsdele, regioner; repeatable.",
    ),
    click.option(
        "--rank",
        type=click.Choice(["npv", "chance", "bcr"]),
        default="npv",
        show_default=True,
        help="What the table is ordered by; the net result always stands beside it.",
    ),
    click.option("--payer", help="Whose net result ranks; that of all together if not named."),
    click.option("--draws", type=click.IntRange(1, 2**22), help="Number of draws; else the first one's."),
    click.option("--seed", type=click.IntRange(0), help="Seed of the draws; else the first one's."),
    click.option(
        "--sampler", type=click.Choice(["lhs", "random"]), default="lhs", help="Latin hypercube or random."
    ),
)
@answers
def compare(
    runs: tuple[str, ...],
    variants: tuple[str, ...],
    models: tuple[str, ...],
    settings: tuple[str, ...],
    interventions: bool,
    across: tuple[str, ...],
    rank: str,
    payer: str | None,
    draws: int | None,
    seed: int | None,
    sampler: Sampler,
    output: Output,
) -> None:
    """Set options side by side: what they are worth, to whom, how surely, and on what evidence.

    A and B are scenario files, `scenario.yaml@variant`, or result folders of `cba run`. One scenario alone is
    compared by its interventions. Options share their draws: a number of the same name has the same value in
    all of them. Earlier results take part in that when they were saved with `--save-draws npz`.
    """
    from cba.reports.compare_page import OPTIONS, PLACES
    from cba.reports.workbook.comparison import build_comparison

    output.refuse_taken("comparison", ["comparison.xlsx"])
    drawn = {"draws": draws, "seed": seed, "sampler": sampler}
    if across:
        document = _places(runs, variants, models, settings, across, drawn)
    else:
        found = _runs(runs, variants, models, settings)
        document = _options(found, rank, payer, interventions, drawn)
    book = {"comparison.xlsx": build_comparison(document, output.pages[0])} if output.out else {}
    files = output.write("comparison", document, PLACES if across else OPTIONS, book)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.compare_terminal import print_comparison

    print_comparison(document, output.language, Console(highlight=False))
    for file in files:
        click.echo(str(file))


def _runs(
    words: Sequence[str], variants: Sequence[str], models: Sequence[str], settings: Sequence[str]
) -> list[Run]:
    """Return all runs that are named; all that is wrong with any of them at once."""
    from cba.errors import InputError, Problem
    from cba.runs import read_runs

    found: list[Run] = []
    problems: list[Problem] = []
    for word in words:
        try:
            found += read_runs(
                word, variants=(None, *variants), models=tuple(models) or (None,), settings=settings
            )
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _options(
    runs: Sequence[Run], rank: str, payer: str | None, interventions: bool, drawn: dict[str, Any]
) -> dict[str, Any]:
    """Return the document: options side by side."""
    from cba.comparing.document import comparison
    from cba.comparing.members import options_of
    from cba.errors import InputError, Problem, unknown
    from cba.reports.heading import headed

    for run in runs:
        payers = run.document["model"]["payers"]
        if payer is not None and payer not in payers:
            raise InputError([Problem(None, f"--payer ({run.said})", unknown("payer", payer, payers))])
    options = options_of(runs, by_intervention=interventions, **drawn)
    if len(options) < 2:
        message = "has one intervention; name something to compare it with, such as --variant or --model"
        raise InputError([Problem(None, runs[0].said, message)])
    first = headed(runs[0].document, {"kind": "options"} | comparison(options, rank=rank, payer=payer))
    documents = [run.document for run in runs]
    return {
        **first,
        "titles": {id: i["title"] for d in documents for id, i in d["interventions"].items()},
        "names": {
            key: {id: name for d in documents for id, name in d["names"].get(key, {}).items()}
            for key in ("payers", "outcomes")
        },
    }


def _places(
    words: Sequence[str],
    variants: Sequence[str],
    models: Sequence[str],
    settings: Sequence[str],
    across: Sequence[str],
    drawn: dict[str, Any],
) -> dict[str, Any]:
    """Return the document: one scenario in several places."""
    from cba.commands.progress import progress_bar
    from cba.commands.shared import results_of
    from cba.comparing.across import across as calculate
    from cba.comparing.across import elsewhere, places_named
    from cba.errors import InputError, Problem
    from cba.reports.heading import headed
    from cba.runs import named

    what = named(words[0])
    variant = what.variant or (variants[0] if variants else None)
    if len(words) > 1 or len(variants) > 1 or len(models) > 1 or not what.is_scenario:
        message = "takes one scenario file, in one variant and one model"
        raise InputError([Problem(None, "--across", message)])
    places, lenient = places_named(across)
    with progress_bar(f"{len(places)} places") as tell:
        there = elsewhere(
            what.path,
            places,
            variant=variant,
            model=models[0] if models else None,
            settings=settings,
            lenient=lenient,
            tell=tell,
        )
    first = next(iter(there.scenarios.values()))
    count = drawn["draws"] or first.file.draws
    seed = first.file.seed if drawn["seed"] is None else drawn["seed"]
    content = calculate(there, draws=count, seed=seed, sampler=drawn["sampler"])
    return headed(results_of(first), {"kind": "places"} | content)
