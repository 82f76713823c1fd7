"""`cba new DIR`: a commented tutorial project that runs."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a tutorial project into FOLDER: a commented scenario that runs as it is."""
    import shutil

    from cba.errors import InputError, Problem
    from cba.resources import data_path

    if folder.is_symlink() or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise InputError([Problem(None, str(folder), "exists already; name a new or empty folder")])
    shutil.copytree(data_path("scenarios") / "tutorial", folder, dirs_exist_ok=True)
    click.echo(f"Wrote {folder}. Now:\n")
    click.echo(f"  cba check {folder / 'scenario.yaml'}")
    click.echo(f"  cba run {folder / 'scenario.yaml'} --out {folder / 'result'}")
