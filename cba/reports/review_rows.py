"""The checklist: rows and sentences for terminal and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cba.reports import story
from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.review_words import FINDINGS, LEVELS, QUESTIONS, STATES

_WHOLE = ("year", "last", "end")


@dataclass(frozen=True)
class Line:
    """One finding: how serious, what, what to do, where."""

    level: str
    mark: str
    about: str
    text: str
    do: str
    where: str


@dataclass(frozen=True)
class Point:
    """One point of the checklist."""

    number: str
    question: str
    answer: str
    mark: str
    lines: tuple[Line, ...]


def points(lang: Language, document: Document) -> list[Point]:
    """Return the points with their findings, the most serious first."""
    order = list(LEVELS)
    found = []
    for number, point in enumerate(document["points"], 1):
        findings = sorted(point["findings"], key=lambda finding: order.index(finding["level"]))
        question, answer = QUESTIONS[point["id"]], LEVELS[point["answer"]]
        lines = tuple(_line(lang, document, finding) for finding in findings)
        found.append(Point(lang.number(number), lang.say(question), lang.say(answer), point["answer"], lines))
    return found


def _line(lang: Language, document: Document, finding: Document) -> Line:
    text, do = FINDINGS[finding["code"]]
    level = LEVELS[finding["level"]]
    values = {key: _shown(lang, document, key, value) for key, value in finding["values"].items()}
    about = lang.text(document["titles"].get(finding["intervention"] or "")) or ""
    if not about and "payer" in finding["values"]:
        about = lang.say("All together")
    return Line(
        finding["level"], lang.say(level), about, lang.say(text, **values), lang.say(do), finding["where"]
    )


def _shown(lang: Language, document: Document, key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return lang.text(value).removesuffix(".")
    if key == "names":
        return lang.listed(lang.text(document["titles"].get(id)) or id for id in value)
    if isinstance(value, (int, float)):
        return _number(lang, key, value)
    named = {
        "of": document["titles"],
        "other": document["titles"],
        "area": document["names"]["areas"],
        "input": document["labels"],
    }
    if key == "payer":
        return story.payer_name(lang, document, value, first=False)
    if key == "of" and value not in document["titles"]:
        return lang.say("All together")
    return lang.text(named.get(key, {}).get(value)) or str(value)


def _number(lang: Language, key: str, value: float) -> str:
    if key == "share":
        return lang.chance(value)
    if key in ("amount", "total", "loss"):
        return lang.headline(-value if key == "loss" else value)
    return str(value) if key in _WHOLE else lang.trimmed(value, 1)


def sentences(lang: Language, document: Document) -> list[str]:
    """Return how many points ask for something, and what to do first."""
    answers = document["answers"]
    message = (
        N_(
            "Of %(all)s points, %(stop)s must be mended and %(look)s need an answer; in %(ok)s nothing was "
            "found. %(hand)s hold something that only a person can read."
        )
        if answers["stop"]
        else N_(
            "None of %(all)s points must be mended, and %(look)s need an answer; in %(ok)s nothing was "
            "found. %(hand)s hold something that only a person can read."
        )
    )
    by_hand = sum(any(f["level"] == "hand" for f in point["findings"]) for point in document["points"])
    said = [
        lang.say(
            message,
            all=lang.number(len(document["points"])), hand=lang.number(by_hand),
            **{key: lang.number(answers[key]) for key in ("stop", "look", "ok")},
        )
    ]  # fmt: skip
    said.append(
        lang.say(
            "The machine finds what is missing or does not fit. Whether the people, the usual offer and the "
            "reasons are right only a person can say: those points are marked “read”."
        )
    )
    return said


def signatures(lang: Language, document: Document) -> list[tuple[str, str, str, str]]:
    """Return each signature: who, when, whether it holds, and what changed since."""
    rows = []
    for record in document["signatures"]:
        state = STATES[record["state"]]
        rows.append(
            (record["name"], lang.day(record["signed"]), lang.say(state), _since(lang, document, record))
        )
    return rows


def _since(lang: Language, document: Document, record: Document) -> str:
    said = []
    if record["remark"]:
        said.append(lang.say("“%(what)s”", what=record["remark"]))
    if record["state"] == "other":
        said.append(", ".join(part for part in (record["model"], record["variant"]) if part))
        return "; ".join(said)
    if record["inputs"]:
        names = [lang.text(document["labels"].get(name)) or name for name in record["inputs"][:_MOST_NAMED]]
        more = len(record["inputs"]) - len(names)
        rest = [lang.say("%(number)s more", number=lang.number(more))] if more else []
        said.append(lang.say("changed: %(names)s", names=lang.listed([*names, *rest])))
    if record["files"]:
        said.append(lang.say("files: %(names)s", names=lang.listed(record["files"])))
    if record["engine"]:
        said.append(lang.say("calculated then by version %(version)s", version=record["engine"]))
    npv = record["npv"]
    if abs(npv["now"] - npv["signed"]) >= _LEAST:
        ends = {key: lang.headline(value) for key, value in npv.items()}
        said.append(lang.say("net result %(signed)s then, %(now)s now", **ends))
    return "; ".join(said)


_MOST_NAMED = 3
_LEAST = 0.5
