"""The sheets and columns of the template: one list for writing it and for reading it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cba.reports.effect_rows import MEASURES
from cba.reports.language import N_

YEARS = 12
"""Columns for years on the sheet of amounts."""

EXAMPLES = ("eksempel", "example")
"""What the first cell of a row begins with that is not read."""


@dataclass(frozen=True)
class Column:
    """A column to fill in.

    Attributes:
        key: the key of the scenario file.
        label: its heading, a message id.
        kind: text, id, number, share, money, year, whole, or the name of a list of words.
        note: what to write, a message id.
        width: in characters.
    """

    key: str
    label: str
    kind: str
    note: str
    width: float = 16


@dataclass(frozen=True)
class Layout:
    """A sheet of rows to fill in.

    Attributes:
        key: where its rows go: interventions, costs, effects or flows.
        title: the sheet's title, a message id.
        example: the values of the example row, in the order of the columns.
    """

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    example: tuple[Any, ...]


_WHO = Column(
    "intervention",
    N_("Intervention (short name)"),
    "id",
    N_("the short name from the sheet of interventions"),
    24,
)
_YEAR = Column(
    "price_year",
    N_("Price year"),
    "year",
    N_("the year in whose prices the amount is; empty: the scenario's"),
    11,
)
_SOURCE = Column(
    "source",
    N_("Source"),
    "text",
    N_("where the number comes from, in words or as an id of the registers"),
    34,
)
_GRADE = Column(
    "grade",
    N_("Grade"),
    "grade",
    N_("A official, B study, C secondary source, D derived or own assumption"),
    9,
)
_NOTE = Column("note", N_("Note"), "text", N_("a remark that follows the number"), 34)
_PAYER = Column("payer", N_("Payer"), "payer", N_("who pays or gains"), 14)

HEADER = (
    Column("id", N_("Short name"), "id", N_("small letters, digits, - and _; becomes the name of the file")),
    Column("title", N_("Title"), "text", N_("as it stands on the pages")),
    Column("question", N_("Question"), "text", N_("what the decision-makers ask")),
    Column("author", N_("Author"), "text", N_("who made the calculation")),
    Column("model", N_("Model"), "model", N_("soem: public budgets; samfundsoekonomi: society as a whole")),
    Column("place", N_("Place"), "place", N_("a municipality, landsdel or region, or Danmark")),
    Column("price_year", N_("Price year"), "year", N_("the year in whose prices all results are stated")),
    Column("start", N_("First year"), "year", N_("the year of the first costs")),
    Column("horizon", N_("Number of years"), "whole", N_("how many years are counted")),
)
"""The lines of the sheet about the scenario."""

SHEETS = (
    Layout(
        "interventions",
        N_("Interventions"),
        N_("One row for each intervention. Rows that begin with example are not read."),
        (
            Column("id", N_("Intervention (short name)"), "id", N_("small letters, digits, - and _"), 24),
            Column("title", N_("Title"), "text", N_("as it stands on the pages"), 34),
            Column("description", N_("Description"), "text", N_("what, for whom, how long"), 44),
            Column(
                "target_group",
                N_("Target group"),
                "target_group",
                N_("gives the starting point; may be empty"),
                24,
            ),
            Column(
                "participants",
                N_("Participants a year"),
                "number",
                N_("who start each year; empty for a place"),
                13,
            ),
            Column("years", N_("Operating years"), "whole", N_("how many years it runs"), 11),
            Column(
                "completion",
                N_("Completion"),
                "share",
                N_("share of those who start that complete; empty: all"),
                12,
            ),
        ),
        ("eksempel-mentor", "Mentor", "", "high_risk_released", 10, 3, 0.8),
    ),
    Layout(
        "costs",
        N_("Costs"),
        N_("One row for each cost of an intervention."),
        (
            _WHO,
            Column("what", N_("What"), "text", N_("what is paid for; each its own name"), 34),
            Column(
                "amount",
                N_("Amount, kroner"),
                "money",
                N_("kroner for each start, year or participant; negative is saved"),
                14,
            ),
            Column("per", N_("Per"), "per", N_("once at the start, each year, or for each participant"), 13),
            _PAYER,
            _YEAR,
            Column("low", N_("Low"), "money", N_("lowest plausible amount; may be empty"), 12),
            Column("high", N_("High"), "money", N_("highest plausible amount; may be empty"), 12),
            _SOURCE,
            _GRADE,
            _NOTE,
        ),
        ("eksempel-mentor", "Koordinator", 50000, "participant", "kommune", 2024, 30000, 70000, "", "D", ""),
    ),
    Layout(
        "effects",
        N_("Effects"),
        N_("One row for each outcome: evidence, or an estimate with its measure, or two success rates."),
        (
            _WHO,
            Column("outcome", N_("Outcome"), "outcome", N_("what changes; ids on the sheet of lists"), 20),
            Column(
                "evidence",
                N_("Evidence"),
                "evidence",
                N_("a row of the evidence register; ids on the sheet of lists"),
                26,
            ),
            Column("measure", N_("Measure"), "measure", N_("how an own estimate is stated"), 20),
            Column(
                "estimate",
                N_("Estimate"),
                "number",
                N_("the effect; percentages as whole numbers, such as -20"),
                11,
            ),
            Column("low", N_("Low"), "number", N_("lower end of the interval"), 10),
            Column("high", N_("High"), "number", N_("upper end of the interval"), 10),
            Column(
                "direction",
                N_("Direction"),
                "direction",
                N_("which way is better; needed with an own estimate"),
                18,
            ),
            Column(
                "baseline.share",
                N_("Share without the intervention"),
                "share",
                N_("share of people, or share of the place covered"),
                14,
            ),
            Column(
                "baseline.within",
                N_("Within months"),
                "number",
                N_("over how many months the share is counted"),
                10,
            ),
            Column(
                "baseline.incidents",
                N_("Incidents a year in the place"),
                "incidents",
                N_("a number, or place: the reported ones"),
                14,
            ),
            Column(
                "success_rate.with",
                N_("Success rate with"),
                "share",
                N_("SØM's way: share that succeeds with"),
                11,
            ),
            Column(
                "success_rate.without",
                N_("Success rate without"),
                "share",
                N_("and without the intervention"),
                11,
            ),
            Column(
                "duration", N_("Duration, years"), "number", N_("how long the effect lasts; may be empty"), 10
            ),
            Column(
                "fade", N_("Fade a year"), "share", N_("share of the remaining effect lost each year"), 10
            ),
            Column(
                "transfer.estimate",
                N_("Transferability"),
                "share",
                N_("share of the studied effect expected here"),
                13,
            ),
            Column("transfer.low", N_("Transferability, low"), "share", N_("may be empty"), 11),
            Column("transfer.high", N_("Transferability, high"), "share", N_("may be empty"), 11),
            Column("reason", N_("Reason"), "text", N_("why that much"), 34),
            _SOURCE,
            _GRADE,
        ),
        (
            "eksempel-mentor",
            "reconviction",
            "mentor_primus_motor",
            "",
            None,
            None,
            None,
            "",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            0.5,
            0,
            1,
            "",
            "",
            "",
        ),
    ),
    Layout(
        "flows",
        N_("Yearly amounts"),
        N_("Amounts year by year: any business case. One row for each cost or benefit."),
        (
            _WHO,
            Column("what", N_("What"), "text", N_("what it is; each its own name"), 34),
            Column("kind", N_("Kind"), "kind", N_("a cost lowers the result, a benefit raises it"), 13),
            _PAYER,
            Column("area", N_("Area"), "area", N_("the area of a benefit; may be empty"), 22),
            _YEAR,
            _SOURCE,
            _GRADE,
            _NOTE,
        ),
        ("eksempel-mentor", "Hus", "cost", "kommune", "", "", "", "D", ""),
    ),
)

WORDS = {
    "per": {
        "start": N_("at the start"),
        "year": N_("each year"),
        "participant": N_("participant"),
        "completer": N_("completer"),
    },
    "kind": {"cost": N_("Cost"), "benefit": N_("Benefit")},
    # what a study estimates; success rates and numbers a year are not typed into the template
    "measure": {key: words for key, words in MEASURES.items() if key not in ("success_rate", "change")},
    "direction": {
        "lower_is_better": N_("lower is better"),
        "higher_is_better": N_("higher is better"),
    },
    "model": {"soem": "soem", "samfundsoekonomi": "samfundsoekonomi"},
    "grade": {grade: grade for grade in "ABCD"},
}
"""Words for the values of some keys; both languages' words and the values themselves are read."""
