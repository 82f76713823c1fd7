"""`cba follow SCENARIO ACTUALS.csv`: what was promised, what was achieved, and whether it still pays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Asked, Output, asks, print_json

if TYPE_CHECKING:
    from cba.following.following import Followed


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("actuals", type=click.Path(path_type=Path), metavar="ACTUALS")
@asks
def follow(scenario: Path, actuals: Path, asked: Asked, output: Output) -> None:
    """Set what was achieved beside what SCENARIO promised, and calculate the forecast again.

    ACTUALS is a table (.csv or .xlsx) with one figure a row: year, intervention, measure, value; outcome, of,
    price_year, payer, source and note where they apply. Measures: participants, completed, cost, events,
    successes, incidents, effect. The scenario's own distributions are the priors of a Bayesian update.
    """
    from cba.following.actuals import read_actuals
    from cba.following.following import follow as follow_up
    from cba.reports.follow_page import PAGE

    output.refuse_taken("follow")
    item = asked.load(scenario)
    document = _document(follow_up(item, read_actuals(actuals, item), asked.sampler), actuals)
    files = output.write("follow", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.follow_terminal import print_follow

    print_follow(document, output.language, Console(highlight=False))
    for file in files:
        click.echo(str(file))


def _document(found: Followed, actuals: Path) -> dict[str, Any]:
    """Return the document: who and what, readable names, and what following up says."""
    from cba.commands.shared import results_of
    from cba.following.document import followed_document
    from cba.loading import fingerprint
    from cba.reports.heading import headed

    content = followed_document(found)
    names = dict.fromkeys(name for update in content["updates"] for name in update["names"])
    results = results_of(found.promised.scenario)
    known = [name for name in names if name in results["trace"]]
    table = {"path": str(actuals), "sha256": fingerprint(actuals)}
    scenario = {**results["scenario"], "files": [*results["scenario"]["files"], table]}
    return headed({**results, "scenario": scenario}, content, known)
