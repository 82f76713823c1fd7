"""`cba excel`: a workbook to fill in, and workbooks into scenarios."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def excel() -> None:
    """Work with a spreadsheet: a template to fill in, and workbooks into scenario files."""


@excel.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The workbook to write.")
@click.option(
    "--language", type=click.Choice(["da", "en"]), default="da", show_default=True, help="Of the workbook."
)
@click.option("--force", is_flag=True, help="Replace the file.")
def template(out: Path, language: str, force: bool) -> None:
    """Write a workbook to fill in: drop-downs from the registers, units, notes and an example row."""
    from cba.reports.beside import add_files
    from cba.reports.template import build_template

    _refuse_name(out, ".xlsx")
    add_files({out.name: build_template(language)}, out.parent, force=force)
    click.echo(f"Wrote {out}. Fill it in, then: cba excel import {out} --out scenario.yaml")


@excel.command("import")
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The scenario file to write.")
@click.option("--mapping", type=click.Path(path_type=Path), help="How to read a table of your own (YAML).")
@click.option("--suggest", is_flag=True, help="Write a mapping for the table to --out instead of a scenario.")
@click.option("--force", is_flag=True, help="Replace the file.")
def import_(workbook: Path, out: Path, mapping: Path | None, suggest: bool, force: bool) -> None:
    """Read a filled template, an edited results workbook or a table of your own into a scenario file."""
    from cba.excel.reading import import_workbook, suggest_mapping
    from cba.reports.beside import add_files, refuse_files

    _refuse_name(out, ".yaml", ".yml")
    refuse_files(out.parent, [out.name], force=force)
    if suggest:
        add_files({out.name: suggest_mapping(workbook).encode()}, out.parent, force=force)
        click.echo(
            f"Wrote {out}. Correct it, then: cba excel import {workbook} --mapping {out} --out scenario.yaml"
        )
        return
    found = import_workbook(workbook, mapping)
    add_files({out.name: found.text.encode()}, out.parent, force=force)
    for line in found.changes:
        click.echo(line)
    for line in found.warnings:
        click.echo(f"warning: {line}", err=True)
    click.echo(f"Wrote {out}. Now: cba run {out} --out result")


def _refuse_name(out: Path, *endings: str) -> None:
    from cba.errors import InputError, Problem

    if out.suffix.lower() not in endings:
        raise InputError([Problem(None, "--out", f"must end in {' or '.join(endings)}, got {out.name}")])
