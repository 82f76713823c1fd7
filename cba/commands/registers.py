"""`cba registers`: keep the figures current, and see what that moves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import print_json, with_options

if TYPE_CHECKING:
    from cba.errors import Problem
    from cba.updating.importing import Prepared

_INTO = (
    click.option(
        "--into", required=True, type=click.Path(path_type=Path), help="The overlay's folder; made if new."
    ),
    click.option(
        "--vintage", help="When the figures were taken out: 2026, 2026-11 or 2026-11-29; else today."
    ),
    click.option("--dry-run", is_flag=True, help="Say what would move; write nothing."),
    click.option("--json", "as_json", is_flag=True, help="Print everything as JSON in place of tables."),
    click.option("--language", type=click.Choice(["da", "en"]), default="en", show_default=True),
    click.option("--top", type=click.IntRange(1), default=15, show_default=True, help="Rows of a table."),
)


@click.group()
def registers() -> None:
    """Keep prices and figures current, in a folder of your own that scenarios name."""


@registers.group("import")
def import_() -> None:
    """Read figures into an overlay of the registers: a folder that a scenario names under `registers:`."""


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@with_options(
    click.option("--table", help="STRAF11, FOLK1A, RECIDIV, STRAFFO or PRIS; else by name and columns."),
    click.option("--pick", "picks", multiple=True, metavar="DIM=CODE", help="The value of a dimension."),
    *_INTO,
)  # fmt: skip
def statbank(
    files: tuple[Path, ...],
    table: str | None,
    picks: tuple[str, ...],
    into: Path,
    vintage: str | None,
    **how: Any,
) -> None:
    """Read exports of Statistics Denmark's StatBank (semicolons, codes or codes and text).

    Reported crime (STRAF11) of a new year needs the population (FOLK1A): name both files at once.
    """
    from cba.document import created
    from cba.updating.importing import import_statbank

    today = created()
    chosen = _vintage(vintage, today)
    prepared = import_statbank(files, into, table=table, picks=_picks(picks), vintage=chosen, imported=today)
    _finish(prepared, into, chosen, **how)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_options(
    click.option("--publisher", required=True, help="Whose prices they are, such as a municipality."),
    click.option("--title", help="What the list is called; else the file's name."),
    *_INTO,
)
def prices(
    file: Path, publisher: str, title: str | None, into: Path, vintage: str | None, **how: Any
) -> None:
    """Read your own price list (.csv or .xlsx).

    Columns id, value and price_year; a new id also needs name, unit and payer.
    """
    from cba.document import created
    from cba.updating.importing import import_prices

    today = created()
    chosen = _vintage(vintage, today)
    prepared = import_prices(file, into, publisher=publisher, title=title, vintage=chosen, imported=today)
    _finish(prepared, into, chosen, **how)


def _vintage(vintage: str | None, today: str) -> str:
    from cba.errors import InputError, Problem
    from cba.updating.checking import last_day

    chosen = vintage or today[:10]
    if last_day(chosen) is None:
        message = f"must be a year, month or day such as 2026, 2026-11 or 2026-11-29, found '{chosen}'"
        raise InputError([Problem(None, "--vintage", message)])
    return chosen


def _picks(texts: tuple[str, ...]) -> dict[str, str]:
    from cba.errors import InputError, Problem

    pairs = [text.partition("=") for text in texts]
    wrong = [name for name, equals, code in pairs if not (name and equals and code)]
    if wrong:
        raise InputError([Problem(None, "--pick", f"must be DIM=CODE, found '{name}'") for name in wrong])
    return {name.strip().upper(): code.strip() for name, _, code in pairs}


def _finish(
    prepared: Prepared, into: Path, vintage: str, dry_run: bool, as_json: bool, language: str, top: int
) -> None:
    """Write an import and say what it moved; raise when nothing could be imported."""
    from cba.errors import InputError, Problem
    from cba.reports.beside import add_files
    from cba.reports.language import language as language_of
    from cba.reports.registers_document import import_document
    from cba.reports.registers_terminal import print_import, said

    document = import_document(prepared, str(into), vintage)
    if not prepared.files:
        lang = language_of(language)
        reasons = [said(lang, note) for note in document["left"]]
        raise InputError([Problem(None, str(into), reason) for reason in reasons or ["there is nothing new"]])
    files = [] if dry_run else add_files(prepared.files, into, force=True)
    if as_json:
        print_json(document)
        return
    from rich.console import Console

    print_import(document, language, Console(highlight=False), top)
    for file in files:
        click.echo(str(file))


@registers.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[OVERLAY|SCENARIO]...")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON in place of tables.")
@click.option("--language", type=click.Choice(["da", "en"]), default="en", show_default=True)
@click.option("--top", type=click.IntRange(1), default=15, show_default=True, help="Rows of a table.")
def check(paths: tuple[Path, ...], as_json: bool, language: str, top: int) -> None:
    """Check the registers with overlays on top; say what is old, what hangs loose and which scenarios move.

    Folders are overlays, the last on top; files are scenarios.
    """
    from cba.errors import InputError
    from cba.register_layers import read_layer
    from cba.registers import load_registers
    from cba.reports.registers_document import check_document
    from cba.reports.registers_terminal import print_check

    problems: list[Problem] = []
    layers = []
    for folder in (path for path in paths if path.suffix.lower() not in (".yaml", ".yml")):
        try:
            layers.append(read_layer(folder))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    found = load_registers(overlays=tuple(layers))
    found.check()
    scenarios = [path for path in paths if path.suffix.lower() in (".yaml", ".yml")]
    document = check_document(found, layers, scenarios)
    if as_json:
        print_json(document)
        return
    from rich.console import Console

    print_check(document, language, Console(highlight=False), top)
