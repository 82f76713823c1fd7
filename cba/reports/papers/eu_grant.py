"""The annex to an application for a grant of the European Union."""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.language import Language
from cba.reports.papers import application, budget_tables
from cba.reports.papers.funding_facts import budget, stated
from cba.reports.papers.method_section import method, not_counted
from cba.reports.papers.paper import Cell, Figure, Paper, Section, Table, missing, present


def eu_grant(lang: Language, document: Document) -> Paper:
    """Return the grant annex of a results document."""
    sections = [
        _project(lang, document),
        _need(lang, document),
        application.logic(lang, document),
        application.packages(lang, document),
        _budget(lang, document),
        application.risks(lang, document),
        _criteria(lang, document),
        application.value(lang, document),
        not_counted(lang, document),
        method(lang, document),
    ]
    return Paper(
        "eu-grant", lang.say("Annex to an EU grant application"), document["scenario"]["title"], sections
    )


def _project(lang: Language, document: Document) -> Section:
    said, programme = stated(document), document["funding"]["programme"]
    rows: list[list[Cell]] = [
        [item["name"], item["role"] or "–", item["country"] or "–"] for item in said["partners"]
    ]
    table = Table(
        "partners-table",
        lang.say("Partners"),
        [lang.say("Partner"), lang.say("Role"), lang.say("Country")],
        rows,
    )
    applicant = lang.text(said["applicant"])
    text = [
        lang.say("Programme: %(name)s.", name=lang.text(programme["title"])) if programme else "",
        lang.say("Applicant: %(name)s.", name=applicant) if applicant else "",
    ]
    gaps = missing(
        [
            (programme, lang.say("The programme applied to")),
            (said["applicant"], lang.say("The applicant")),
            (said["partners"], lang.say("Partners with role and country")),
        ]
    )
    return Section(
        "project", lang.say("The project"), text=present(text), tables=[table] if rows else [], gaps=gaps
    )


def _need(lang: Language, document: Document) -> Section:
    said = stated(document)
    return Section(
        "need",
        lang.say("The problem and who is reached"),
        text=present([said["need"]]),
        points=[*application.sizes(lang, document), *application.reached(lang, document)],
        gaps=missing([(said["need"], lang.say("The problem in the applicant's own words"))]),
    )


def _budget(lang: Language, document: Document) -> Section:
    found = budget(document)
    tables = [budget_tables.by_package(lang, document), budget_tables.by_partner(lang, document)]
    if found.direct:
        tables.append(_sums(lang, document))
    programme = document["funding"]["programme"]
    source = ""
    if programme and programme["source"] and found.indirect_rate == programme["indirect"]["rate"]:
        source = lang.say("Source of the rate of indirect costs: %(source)s.", source=programme["source"])
    gaps = missing(
        [
            (found.direct or None, lang.say("The budget, by work package, partner and line")),
            (found.indirect_rate, lang.say("The rate of indirect costs, as the call says")),
            (found.share, lang.say("The share that the grant pays, as the call says")),
        ]
    )
    currency = lang.say(
        "Amounts are in kroner. The application form is in euro: convert with the rate that "
        "the call prescribes."
    )
    return Section(
        "budget",
        lang.say("Budget and co-financing"),
        text=present([currency, source]),
        tables=[table for table in tables if table],
        gaps=gaps,
    )


def _sums(lang: Language, document: Document) -> Table:
    found, rules = budget(document), document["funding"]["rules"]
    to_fill = lang.say("to be filled in")
    own = None if found.granted is None or found.total is None else found.total - found.granted
    rate, share = found.indirect_rate, found.share
    rows: list[list[Cell]] = [
        [lang.say("Direct costs"), "", Figure(found.direct)],
        [
            lang.text(rules["indirect"]),
            ""
            if rate is None
            else lang.say(
                "%(rate)s of %(base)s", rate=lang.percent(rate, 2), base=lang.headline(found.indirect_base)
            ),
            Figure(found.indirect, absent=to_fill),
        ],
        [lang.say("All costs"), "", Figure(found.total, absent=to_fill)],
        [
            lang.say("Grant"),
            "" if share is None else lang.percent(share, 1),
            Figure(found.granted, absent=to_fill),
        ],
        [lang.say("Own and other financing"), "", Figure(own, absent=to_fill)],
    ]
    headings = [lang.say("Sum"), lang.say("How"), lang.say("Amount")]
    return Table("sums-table", lang.say("Costs and financing"), headings, rows, total=2)


def _criteria(lang: Language, document: Document) -> Section:
    said, rules, programme = stated(document), document["funding"]["rules"], document["funding"]["programme"]
    grant = said["grant"] or {}
    answers = grant.get("criteria") or {}
    rows: list[list[Cell]] = [
        [title, answers.get(key) or lang.say("to be filled in")] for key, title in rules["criteria"].items()
    ]
    priority = programme["priority"] if programme else None
    if priority:
        rows.insert(0, [priority, grant.get("priority") or lang.say("to be filled in")])
    table = Table(
        "criteria-table",
        lang.say("Priority and award criteria"),
        [lang.say("Criterion"), lang.say("How the project meets it")],
        rows,
        note=lang.say("Source of the award criteria: %(source)s.", source=rules["criteria_source"]),
    )
    gaps = missing(
        [
            (
                grant.get("priority"),
                lang.text(priority) if priority else lang.say("The priority that the project answers"),
            ),
            *(
                (answers.get(key), lang.say("Criterion: %(name)s", name=lang.text(title).lower()))
                for key, title in rules["criteria"].items()
            ),
        ]
    )
    return Section("criteria", lang.say("Priority and award criteria"), tables=[table], gaps=gaps)
