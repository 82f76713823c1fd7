"""`cba explain FILE PATH`: the story of one value."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("path", required=False)
@click.option("--variant", help="Variant of the scenario.")
@click.option("--model", help="Model id or file, in place of the scenario's.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Override a value; repeatable.")
def explain(
    file: Path, path: str | None, variant: str | None, model: str | None, settings: tuple[str, ...]
) -> None:
    """Show where the value at PATH in FILE comes from.

    PATH is as for --set (interventions.mst.effects.reconviction.transfer) or the name of an input
    (price.prison_day, evidence.cbt_juv). Shows where it was written, what it overrode, its source and grade,
    and each conversion with its factor.
    """
    from cba.explaining import explain as stories
    from cba.explaining import paths
    from cba.linking import load

    scenario = load(file, variant=variant, settings=settings, model=model)
    if path is None:
        click.echo("\n".join(paths(scenario)))
        return
    for number, story in enumerate(stories(scenario, path)):
        if number:
            click.echo()
        click.echo(click.style(story.path, bold=True))
        for what, text in story.lines:
            click.echo(f"  {what:<10} {text}")
