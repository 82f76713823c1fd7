"""`cba run SCENARIO`: from a scenario file to a folder of results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import (
    DRAWING_OPTIONS,
    OUT_OPTION,
    RESULT_OPTIONS,
    drawing_settings,
    look_of,
    with_options,
)

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.reports.look import Look
    from cba.uncertainty.audit import DrawsFormat
    from cba.uncertainty.draws import Sampler


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@with_options(OUT_OPTION)
@click.option("--model", "models", multiple=True, help="Model id or file; several are compared side by side.")
@click.option("--variant", "variants", multiple=True, help="Variant of the scenario; repeatable.")
@with_options(*DRAWING_OPTIONS)
@click.option(
    "--save-draws", type=click.Choice(["npz", "parquet"]), help="Write all draws of inputs and results too."
)
@with_options(*RESULT_OPTIONS)
def run(
    scenario: Path,
    out: Path | None,
    models: tuple[str, ...],
    variants: tuple[str, ...],
    settings: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    sampler: Sampler,
    save_draws: DrawsFormat | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    number_style: str,
    brand: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Calculate SCENARIO and write results, workbook and fact sheets.

    Prints a short table, who gains and who pays, and where the files are.
    """
    from cba.reports.atomic import refuse_existing
    from cba.uncertainty.audit import check_writable

    if save_draws:
        check_writable(save_draws)
    overrides = (*settings, *drawing_settings(draws, seed))
    look = look_of(number_style, brand)
    runs = _loaded(scenario, models or (None,), variants or (None,), overrides)
    folder = out or Path("results") / next(iter(runs.values())).id
    refuse_existing(folder, force=force)
    documents: dict[str, dict[str, Any]] = {}
    attachments: dict[str, bytes] = {}
    for name, item in runs.items():
        documents[name], drawn = _calculated(item, sampler, save_draws)
        attachments |= {f"{name}/{file}" if len(runs) > 1 else file: data for file, data in drawn.items()}
    chosen = languages or ("da", "en")
    files = _write(documents, folder, formats, chosen, look, attachments, force)
    if not quiet:
        _print(documents, files, chosen[0] if languages else "en")


def _loaded(
    path: Path, models: Sequence[str | None], variants: Sequence[str | None], settings: Sequence[str]
) -> dict[str, Scenario]:
    """Load every pairing of model and variant; all problems of all of them at once."""
    from cba.errors import InputError, Problem
    from cba.linking import load

    runs: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for model in models:
        for variant in variants:
            try:
                item = load(path, variant=variant, settings=settings, model=model)
            except InputError as error:
                problems += error.problems
            else:
                runs[f"{item.model.id}.{variant}" if variant else item.model.id] = item
    if problems:
        raise InputError(problems)
    return runs


def _calculated(
    scenario: Scenario, sampler: Sampler, save_draws: DrawsFormat | None
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the results document, and the file of all draws where it is wanted."""
    from cba.appraisal import appraise
    from cba.commands.progress import progress_bar
    from cba.uncertainty.audit import draws_file
    from cba.uncertainty.outlook import outlook
    from cba.uncertainty.simulation import simulate

    with progress_bar(f"{scenario.id}: {scenario.file.draws:,} draws") as progress:
        simulation = simulate(scenario, sampler=sampler, progress=progress)
    document = appraise(scenario).to_dict(outlook(simulation))
    drawn = {f"draws.{save_draws}": draws_file(simulation, save_draws)} if save_draws else {}
    return document, drawn


def _write(
    documents: dict[str, dict[str, Any]],
    folder: Path,
    formats: Sequence[str],
    languages: Sequence[str],
    look: Look,
    attachments: dict[str, bytes],
    force: bool,
) -> list[Path]:
    """Write one run into the folder, several into a folder each beside compare.json."""
    from cba.reports.folder import write_comparison, write_reports

    first, *others = documents.values()
    write = partial(write_comparison, documents) if others else partial(write_reports, first)
    return write(
        folder,
        formats=formats,
        languages=languages,
        look=look,
        attachments=attachments,
        force=force,
    )


def _print(documents: dict[str, dict[str, Any]], files: Sequence[Path], language: str) -> None:
    from rich.console import Console

    from cba.reports.side_by_side import print_side_by_side
    from cba.reports.summary import print_summary

    console = Console(highlight=False)
    for name, document in documents.items():
        if len(documents) > 1:
            console.rule(name, align="left")
        print_summary(document, language, console)
    if len(documents) > 1:
        print_side_by_side(documents, language, console)
    warnings = {w["where"] + w["message"]: w for d in documents.values() for w in d["warnings"]}
    for warning in warnings.values():
        click.echo(f"warning: {warning['where']}: {warning['message']}", err=True)
    for file in files:
        click.echo(str(file))
