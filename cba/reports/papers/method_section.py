"""What every paper ends with: what is not counted, and how it was calculated."""

from __future__ import annotations

from collections.abc import Sequence

from cba.reports import basis_block, certainty, story
from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers.paper import Section, Text, present


def method(lang: Language, document: Document, more: Sequence[Text] = ()) -> Section:
    """Return the method annex; `more` are points of the paper's own."""
    basis = basis_block.context(lang, document)
    points: list[Text] = [
        lang.say(
            "Model: %(model)s. Counted: %(payers)s. Discount rate: %(rate)s. Period: %(years)s.",
            model=lang.text(document["model"]["title"]),
            payers=basis["counted"],
            rate=basis["discounting"],
            years=story.span(lang, document),
        ),
        certainty.basis(lang, document),
        basis["shrinkage"],
        *more,
        basis["warnings"],
        lang.say(
            "Every number with its source is in results.json and the workbook; the same file, model and seed "
            "give the same result."
        ),
    ]
    return Section("method", lang.say("Method"), points=present(points))


def not_counted(lang: Language, document: Document) -> Section:
    """Return what is not counted in kroner, with the direction it pulls in where the scenario says so."""
    points = document["scenario"]["not_included"]
    text = (
        lang.say("Benefits left out make the result too low; drawbacks left out make it too high.")
        if points
        else lang.say(
            "The scenario does not say what is left out. That does not mean that everything is counted."
        )
    )
    return Section("not-priced", lang.say("Not counted in kroner"), points=points, after=[text])
