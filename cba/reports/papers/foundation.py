"""The annex to an application to a foundation."""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers import application, budget_tables
from cba.reports.papers.evaluation_section import evaluation
from cba.reports.papers.funding_facts import budget, stated
from cba.reports.papers.method_section import method, not_counted
from cba.reports.papers.paper import Cell, Figure, Paper, Section, Table, missing, present


def foundation(lang: Language, document: Document) -> Paper:
    """Return the foundation annex of a results document."""
    said, say = stated(document), lang.say
    sections = [
        _need(lang, document),
        application.said_section(
            lang,
            "change",
            say("Why it should work"),
            said["theory_of_change"],
            say("The theory of change: why the activities should lead to the results"),
        ),
        application.packages(lang, document),
        application.logic(lang, document),
        _evaluation(lang, document),
        _budget(lang, document),
        application.said_section(
            lang,
            "anchoring",
            say("After the grant"),
            said["anchoring"],
            say("How the work is carried on, and who pays, when the grant ends"),
        ),
        application.value(lang, document),
        application.said_section(
            lang,
            "dissemination",
            say("Sharing what is learned"),
            said["dissemination"],
            say("How others hear of the results"),
        ),
        application.risks(lang, document),
        not_counted(lang, document),
        method(lang, document),
    ]
    return Paper("foundation", say("Annex to a foundation"), document["scenario"]["title"], sections)


def _need(lang: Language, document: Document) -> Section:
    said, number = stated(document), application.citizens(document)
    reach = (
        lang.count(
            "The project reaches %(number)s citizen.", "The project reaches %(number)s citizens.", number
        )
        if number
        else ""
    )
    applicant = lang.text(said["applicant"])
    return Section(
        "need",
        lang.say("The problem and who is reached"),
        lead=present([reach]),
        text=present([lang.say("Applicant: %(name)s.", name=applicant) if applicant else "", said["need"]]),
        points=[*application.sizes(lang, document), *application.reached(lang, document)],
        gaps=missing(
            [
                (said["applicant"], lang.say("The applicant")),
                (said["need"], lang.say("The problem in the applicant's own words")),
                (number, lang.say("How many citizens are reached")),
            ]
        ),
    )


def _evaluation(lang: Language, document: Document) -> Section:
    said = stated(document)["evaluation"]
    found = evaluation(lang, document, said)
    gap = lang.say("How it is evaluated, and by whom")
    return Section(
        found.id,
        found.heading,
        text=found.text,
        points=found.points,
        tables=found.tables,
        gaps=missing([(said, gap)]),
    )


def _budget(lang: Language, document: Document) -> Section:
    found, said = budget(document), stated(document)
    own = said["own_financing"]
    tables = [budget_tables.by_package(lang, document)]
    if found.direct:
        to_fill = lang.say("to be filled in")
        applied = None if own is None else found.direct - own
        rows: list[list[Cell]] = [
            [lang.say("All costs"), Figure(found.direct)],
            [lang.say("Own and other financing"), Figure(own, absent=to_fill)],
            [lang.say("Applied for"), Figure(applied, absent=to_fill)],
        ]
        tables.append(
            Table(
                "sums-table",
                lang.say("Costs and financing"),
                [lang.say("Sum"), lang.say("Amount")],
                rows,
                total=1,
            )
        )
    gaps = missing(
        [
            (found.direct or None, lang.say("The budget, by activity and line")),
            (own, lang.say("What the applicant and partners pay themselves")),
        ]
    )
    return Section(
        "budget",
        lang.say("Budget by activity"),
        text=present([application.beside_the_calculation(lang, document)]),
        tables=[t for t in tables if t],
        gaps=gaps,
    )
