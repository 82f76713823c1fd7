"""`cba review SCENARIO`: a checklist with the machine's answers, and who reviewed which inputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cba.commands.shared import Asked, Output, asks, print_json, with_options

if TYPE_CHECKING:
    from cba.linking import Scenario
    from cba.uncertainty.draws import Sampler


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@with_options(
    click.option("--sign", "signer", metavar="NAME", help="Record that NAME reviewed exactly these inputs."),
    click.option("--remark", help="What is to be read with the signature."),
    click.option("--notes", is_flag=True, help="Print what is only good to know too."),
)
@asks
def review(
    scenario: Path,
    signer: str | None,
    remark: str | None,
    notes: bool,
    asked: Asked,
    output: Output,
) -> None:
    """Go through SCENARIO as a second pair of eyes would: what does not fit, where, and what to do.

    Signatures are kept beside the scenario, in NAME.review.json, with the fingerprints of its files and the
    value of every input; each later review says whether they still hold.
    """
    from cba.reports.review_page import PAGE

    output.refuse_taken("review")
    _check(signer, remark, asked.settings)
    item = asked.load(scenario)
    document = _document(item, scenario, asked.sampler, signer, remark)
    files = output.write("review", document, PAGE)
    if output.as_json:
        print_json(document)
        return
    from rich.console import Console

    from cba.reports.review_terminal import print_review

    print_review(document, output.language, Console(highlight=False), notes=notes)
    for file in files:
        click.echo(str(file))


def _check(signer: str | None, remark: str | None, settings: tuple[str, ...]) -> None:
    from cba.errors import InputError, Problem

    problems = []
    if signer is not None and not signer.strip():
        problems.append(Problem(None, "--sign", "needs a name"))
    if signer is not None and settings:
        problems.append(
            Problem(None, "--sign", "signs what the files say; write the value of --set into them")
        )
    if remark is not None and signer is None:
        problems.append(Problem(None, "--remark", "goes with --sign"))
    if problems:
        raise InputError(problems)


def _document(
    item: Scenario, path: Path, sampler: Sampler, signer: str | None, remark: str | None
) -> dict[str, Any]:
    """Return the checklist with its signatures; a new one is written down first."""
    from cba.commands.shared import results_of
    from cba.reports.beside import add_files
    from cba.reports.heading import headed
    from cba.review.checklist import checklist
    from cba.review.signature import file_with, read_signatures, review_file, sign, standing

    file = review_file(path)
    signed = read_signatures(file)
    found = checklist(item, sampler=sampler)
    if signer is not None:
        signed.append(sign(item, path, signer.strip(), found, remark))
        add_files({file.name: file_with(signed)}, file.parent, force=True)
    records = [standing(item, path, record, found["npv"]) for record in signed]
    names = dict.fromkeys([*item.inputs, *(name for record in records for name in record["inputs"])])
    return headed(results_of(item), found | {"signatures": records}, names)
