"""`cba catalogue`: look up what scenarios can refer to."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("kind", required=False)
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON.")
@click.option(
    "--registers",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="An overlay with own figures; repeatable, the last on top.",
)
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
def catalogue(
    kind: str | None, words: tuple[str, ...], as_json: bool, folders: tuple[Path, ...], language: str
) -> None:
    """Look up prices, evidence, places, outcomes, targets, sources and figures.

    WORDS keep the rows in which all of them occur, in any column. One row alone is shown in full.
    """
    from cba.catalogue import KINDS, entries, matching, nearest_ids
    from cba.commands.catalogue_table import none_found, overview, print_record, print_table
    from cba.errors import unknown
    from cba.register_layers import read_layer
    from cba.registers import load_registers

    registers = load_registers(overlays=tuple(read_layer(folder) for folder in folders))
    if kind is None:
        counts = {name: len(entries(name, registers, language)) for name in KINDS}
        click.echo(json.dumps(counts) if as_json else overview(counts, language))
        return
    if kind not in KINDS:
        raise click.UsageError(unknown("kind", kind, KINDS))
    rows = entries(kind, registers, language)
    found = matching(rows, words)
    if as_json:
        click.echo(json.dumps([row.data for row in found], ensure_ascii=False, indent=2))
    elif not found:
        click.echo(none_found(kind, words, nearest_ids(rows, words), language))
    elif len(found) == 1:
        print_record(found[0].data, language)
    else:
        print_table(kind, found, language)
