"""`cba report DIR|results.json`: papers from results that exist, without calculating anything again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cba.commands.shared import LOOK_OPTIONS, look_of, with_options

KINDS = ("factsheet", "policy", "eu-grant", "eu-appraisal", "foundation", "outcome-contract")
FORMATS = ("html", "pdf", "xlsx")


def _formats(context: click.Context, parameter: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Split `html,pdf`."""
    from cba.errors import unknown

    names = [name.strip() for part in value for name in part.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise click.BadParameter(unknown("format", name, FORMATS))
    return tuple(dict.fromkeys(names))


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Which paper; repeatable; all if not named.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(["da", "en"]),
    help="Language of the papers; repeatable; both if not named.",
)
@click.option("--formats", multiple=True, default=["html"], callback=_formats, help="html, pdf, xlsx.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the papers; beside the results if not named."
)
@with_options(*LOOK_OPTIONS)
@click.option("--force", is_flag=True, help="Replace papers, or with --out a folder, that exist.")
@click.option("--quiet", is_flag=True, help="Print nothing but problems.")
def report(
    results: Path,
    kinds: tuple[str, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    number_style: str,
    brand: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Write papers from RESULTS, a folder that `cba run` or `cba allocate` made or its results.json.

    Fact sheet, policy paper, and annexes to applications: EU grant, economic appraisal, foundation, outcome
    investment. What the scenario does not say under `funding` is listed as to be filled in. Nothing is
    calculated again.
    """
    from cba.errors import InputError, Problem
    from cba.reports.papers.files import file_names, render_papers
    from cba.reports.reopening import read_results, results_file

    look = look_of(number_style, brand)
    source = results_file(results)
    folder = out or source.parent
    chosen = (kinds or KINDS, languages or ("da", "en"), formats or ("html",))
    names = list(file_names(*chosen))
    if not names:
        message = "the fact sheet has no workbook of its own; `cba run` writes results.xlsx"
        raise InputError([Problem(None, "--formats", message)])
    beside = folder.resolve() == source.parent.resolve()
    _refuse(folder, names, beside, force)
    files = render_papers(read_results(source), *chosen, look=look)
    for path in _write(files, folder, beside, force):
        if not quiet:
            click.echo(str(path))


def _refuse(folder: Path, names: Sequence[str], beside: bool, force: bool) -> None:
    """Raise before anything is made when the files may not be written."""
    from cba.reports.atomic import refuse_existing
    from cba.reports.beside import refuse_files

    if beside:
        refuse_files(folder, names, force=force)
    else:
        refuse_existing(folder, force=force)


def _write(files: dict[str, bytes], folder: Path, beside: bool, force: bool) -> list[Path]:
    """Add the files to the results' own folder, or make them a folder of their own."""
    from cba.reports.atomic import replaced_folder
    from cba.reports.beside import add_files

    if beside:
        return add_files(files, folder, force=force)
    with replaced_folder(folder, force=force) as draft:
        for name, content in files.items():
            (draft / name).write_bytes(content)
    return [folder / name for name in files]
