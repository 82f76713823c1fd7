"""What changed between two results, in sentences."""

from __future__ import annotations

from cba.reports.diff_names import cause_name
from cba.reports.facts import ROUNDING, Document
from cba.reports.language import N_, Language


def sentences(lang: Language, document: Document) -> list[str]:
    """Return by how much the net result moved, what carries most of it, and whether the sign turned."""
    ends = _ends(document)
    if ends[0] is None or ends[1] is None:
        return [lang.say("One of the two has no such result.")]
    change = ends[1] - ends[0]
    if abs(change) < ROUNDING:
        said = [lang.say("The net result is the same: %(amount)s.", amount=lang.headline(ends[1]))]
    else:
        said = [_moved(lang, ends[0], ends[1])]
    if ends[0] > 0 >= ends[1] or ends[1] > 0 >= ends[0]:
        said.append(lang.say("The sign turns: the conclusion is another one."))
    return [*said, *_carried(lang, document, change), *_unsplit(lang, document)]


def _moved(lang: Language, first: float, second: float) -> str:
    """Return from what to what; in as many digits as it takes to see that the two differ."""
    rounded = [lang.headline(value) for value in (abs(second - first), first, second)]
    if rounded[1] == rounded[2]:
        rounded[1:] = [lang.kroner(value) for value in (first, second)]
    message = (
        N_("The net result rises by %(change)s, from %(first)s to %(second)s.")
        if second > first
        else N_("The net result falls by %(change)s, from %(first)s to %(second)s.")
    )
    return lang.say(message, change=rounded[0], first=rounded[1], second=rounded[2])


def _ends(document: Document) -> tuple[float | None, float | None]:
    results = document["changes"]["results"]
    found = results["npv"] if document["of"] == "portfolio" else results["interventions"][document["of"]]
    return found["first"], found["second"]


def _carried(lang: Language, document: Document, change: float) -> list[str]:
    causes = document["attribution"]["causes"]
    if not causes or abs(causes[0]["share"]["total"]) < ROUNDING:
        return []
    first = causes[0]
    amount = lang.headline(first["share"]["total"], plus=True)
    name = cause_name(lang, document, first)
    if len(causes) == 1:
        return [lang.say("One thing changed: %(cause)s (%(amount)s).", cause=name, amount=amount)]
    said = [
        lang.say(
            "Of %(number)s changes, this carries most: %(cause)s (%(amount)s).",
            number=lang.number(len(causes)), cause=name, amount=amount,
        )
    ]  # fmt: skip
    pulls = sum(cause["share"]["total"] for cause in causes if cause["share"]["total"] * change < 0)
    if abs(pulls) > abs(change):
        said.append(
            lang.say(
                "Large changes cancel: those that pull the other way make up %(amount)s.",
                amount=lang.headline(pulls, plus=True),
            )
        )
    return said


def _unsplit(lang: Language, document: Document) -> list[str]:
    found = document["attribution"]
    if found["reason"] == "gone":
        return [
            lang.say(
                "The change cannot be split: neither result can be calculated again, because the files have "
                "moved or changed since. Name the scenario file for one of the two."
            )
        ]
    if found["reason"] == "apart":
        return [
            lang.say(
                "One scenario does not go with the settings of the other; nothing can be split (%(detail)s).",
                detail=found["detail"],
            )
        ]
    return []


def method(lang: Language, document: Document) -> str:
    """Return how the shares were found."""
    found = document["attribution"]
    if found["method"] is None or not found["causes"]:
        return ""
    if found["method"] == "exact":
        return lang.say(
            "The shares are Shapley values: what each change adds, averaged over all orders in which the "
            "changes can be made. They do not depend on the order, and they sum to the whole change."
        )
    return lang.say(
        "The shares are Shapley values from %(orders)s orders in which the changes can be made, drawn with "
        "their reverses; ± is the standard error. They sum to the whole change.",
        orders=lang.number(found["orders"]),
    )  # fmt: skip
