"""Knowledge gaps: rows and sentences for terminal, page and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import Document
from cba.reports.language import N_, Language, Scale

KINDS = {
    "effect_missing": N_("effect not known"),
    "effect_unusable": N_("effect in a measure that cannot be used"),
    "effect_own": N_("effect is an own number"),
    "interval_missing": N_("interval of the effect not known"),
    "danish_missing": N_("no Danish study"),
    "study_small": N_("one small study"),
    "follow_up_short": N_("not followed long enough"),
    "carry_over": N_("share of the effect expected here"),
    "baseline_missing": N_("starting point not known"),
    "baseline_own": N_("starting point is an own number"),
    "price_missing": N_("price not known"),
    "price_old": N_("price is old"),
    "price_weak": N_("price is derived or assumed"),
    "not_priced": N_("has no price"),
    "cost_unsure": N_("cost is an own number"),
    "delivery_unsure": N_("share that completes"),
}

_DETAILS = {
    "effect_missing": N_("Measured: %(measured)s"),
    "effect_unusable": N_("Measure: %(measure)s"),
    "effect_own": N_("%(outcome)s"),
    "interval_missing": N_("Estimate without interval: %(estimate)s"),
    "danish_missing": N_("%(outcome)s; studied in %(countries)s"),
    "study_small": N_("%(studies)s"),
    "follow_up_short": N_("%(outcome)s; lasts %(years)s years, followed up %(months)s months"),
    "carry_over": N_("%(outcome)s; %(share)s is assumed"),
    "baseline_own": N_("%(outcome)s; %(written)s is assumed"),
    "price_missing": N_("Missing: %(missing)s"),
    "price_old": N_("%(year)s prices"),
    "price_weak": N_("Grade %(grade)s"),
    "not_priced": N_("%(what)s"),
    "cost_unsure": N_("%(what)s"),
}
_MISSING = {"value": N_("value"), "price_year": N_("price year"), "payer": N_("payer")}
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_START_OF_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class GapRow:
    """One gap: its number, what is not known, of what, details, and what it is worth."""

    number: str
    kind: str
    about: str
    detail: str
    goals: str
    worth: str
    error: str
    swing: str
    where: str


def scale_of(lang: Language, document: Document) -> Scale:
    """Return one unit for all amounts."""
    return lang.scale(gap[key] for gap in document["gaps"] for key in ("worth", "swing"))


def gap_rows(lang: Language, document: Document) -> list[GapRow]:
    """Return the gaps in their order."""
    scale = scale_of(lang, document)
    return [_row(lang, gap, number, scale) for number, gap in enumerate(document["gaps"], 1)]


def _row(lang: Language, gap: Document, number: int, scale: Scale) -> GapRow:
    kind = KINDS[gap["kind"]]
    return GapRow(
        lang.number(number),
        lang.say(kind),
        lang.text(gap["about"]),
        _detail(lang, gap),
        ", ".join(map(str, gap["dkr_goals"])),
        _worth(lang, gap, scale),
        "" if gap["se"] is None else lang.scaled(gap["se"], scale),
        "" if gap["swing"] is None else lang.scaled(gap["swing"], scale),
        gap["where"],
    )


def _worth(lang: Language, gap: Document, scale: Scale) -> str:
    if gap["worth"] is not None:
        return lang.scaled(gap["worth"], scale)
    return lang.say("not known") if gap["inputs"] else ""


def _detail(lang: Language, gap: Document) -> str:
    message = _DETAILS.get(gap["kind"])
    if message is None or not gap["detail"] or set(map(str, gap["detail"].values())) == {"?"}:
        return ""
    found = lang.say(message, **{key: _shown(lang, key, value) for key, value in gap["detail"].items()})
    return "" if found == lang.text(gap["about"]) else found


def _shown(lang: Language, key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return lang.text(value)
    if isinstance(value, list):
        names = [_MISSING[name] for name in value]
        return lang.listed(map(lang.say, names))
    if key == "share":
        return lang.percent(value)
    if key == "year":
        return str(value)
    if key == "written" and (share := _PERCENT.fullmatch(str(value))):
        return lang.percent(float(share[1]) / 100, 2)
    return lang.trimmed(value, 2) if isinstance(value, (int, float)) else str(value)


def sentences(lang: Language, document: Document) -> list[str]:
    """Return how many gaps there are, of which kinds, and which one is worth most to fill."""
    gaps = document["gaps"]
    if not gaps:
        return [lang.say("No gaps were found.")]
    if document["of"] == "register":
        return _by_kind(lang, gaps)
    first = gaps[0]
    said = []
    if first["worth"]:
        kind = KINDS[first["kind"]]
        said.append(
            lang.say(
                "Worth most to know before deciding: %(about)s – %(kind)s. Certainty there is worth at most "
                "%(amount)s.",
                about=lang.text(first["about"]), kind=lang.say(kind), amount=lang.headline(first["worth"]),
            )
        )  # fmt: skip
    else:
        said.append(lang.say("No gap that has an interval would change what is chosen now."))
    unknown = sum(gap["worth"] is None and bool(gap["inputs"]) for gap in gaps)
    if unknown:
        said.append(
            lang.count(
                "The worth of %(number)s gap is not known, because no interval is stated; how much hangs on "
                "it is shown by a shift of a tenth.",
                "The worth of %(number)s gaps is not known, because no interval is stated; how much hangs on "
                "them is shown by a shift of a tenth.",
                unknown,
            )
        )
    return said


def _by_kind(lang: Language, gaps: Any) -> list[str]:
    """Return how many gaps there are, and of which kinds, the most frequent first."""
    parts = []
    for id, count in Counter(gap["kind"] for gap in gaps).most_common():
        kind = KINDS[id]
        parts.append(f"{lang.say(kind)} ({lang.number(count)})")
    return [
        lang.count("%(number)s knowledge gap.", "%(number)s knowledge gaps.", len(gaps)),
        lang.say("By kind: %(kinds)s.", kinds=lang.listed(parts)),
    ]


def labels(lang: Language, document: Document) -> list[str]:
    """Return the headings of all columns."""
    unit = scale_of(lang, document).label
    return [
        lang.say("Gap"),
        lang.say("Of what"),
        lang.say("Details"),
        lang.say("DKR goals"),
        f"{lang.say('Certainty is worth')}, {unit}",
        "±",
        f"{lang.say('A tenth more or less')}, {unit}",
        lang.say("Where"),
    ]


def to_csv(lang: Language, document: Document) -> bytes:
    """Return the gaps as a file that a spreadsheet in this language opens by itself.

    Amounts are whole kroner. A text that a spreadsheet would take for a formula gets an apostrophe.
    """
    semicolon = lang.code == "da"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    writer.writerow([*_headings(lang), "kind", "id", "inputs"])
    for gap, row in zip(document["gaps"], gap_rows(lang, document), strict=True):
        amounts = ["" if gap[key] is None else str(round(gap[key])) for key in ("worth", "se", "swing")]
        cells = [row.kind, row.about, row.detail, row.goals, *amounts, row.where]
        writer.writerow(map(_as_text, [*cells, gap["kind"], gap["id"], " ".join(gap["inputs"])]))
    return text.getvalue().encode("utf-8-sig")


def _headings(lang: Language) -> list[str]:
    return [
        lang.say("Gap"), lang.say("Of what"), lang.say("Details"), lang.say("DKR goals"),
        lang.say("Certainty is worth"), "±", lang.say("A tenth more or less"), lang.say("Where"),
    ]  # fmt: skip


def _as_text(cell: str) -> str:
    number = cell.removeprefix("-").isdigit()
    return f"'{cell}" if cell.startswith(_START_OF_FORMULA) and not number else cell
