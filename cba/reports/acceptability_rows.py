"""Which option is best, and how surely: rows and sentences for terminal and page."""

from __future__ import annotations

from collections.abc import Mapping

from cba.reports.facts import Document
from cba.reports.language import N_, Language
from cba.reports.number_words import money

NOTHING = "_nothing"

_HURDLES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0)
"""Multiples of the costs that stand in the table; the curve has more."""


def option_name(lang: Language, document: Document, name: str) -> str:
    """Return an option's readable name."""
    if name == NOTHING:
        return lang.say("None of them")
    return lang.text(document["option_titles"][name])


def unit_name(lang: Language, document: Document) -> str:
    """Return what one unit of the outcome is called, as avoided or gained."""
    names = document["outcome_names"]
    message = N_("%(unit)s avoided") if names["better"] == "fewer" else N_("%(unit)s gained")
    return lang.say(message, unit=lang.text(names["unit"]))


def acceptability_rows(lang: Language, document: Document, most: int | None = None) -> list[tuple[str, ...]]:
    """Return value of a unit, then each option's chance of being best, then which is best on average."""
    thresholds = document["thresholds"]
    places = _thinned(len(thresholds), most)
    return [
        (
            money(lang, thresholds[n]),
            *(lang.chance(document["ceac"][name][n]) for name in document["options"]),
            option_name(lang, document, document["frontier"][n]["best"]),
        )
        for n in places
    ]


def hurdle_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return each multiple of the costs, then each option's chance that benefits reach it."""
    found: Mapping[str, list[float]] = document["hurdle"]["probability"]
    return [
        (lang.trimmed(multiple, 1), *(lang.chance(line[n]) for line in found.values()))
        for n, multiple in enumerate(document["hurdle"]["multiples"])
        if multiple in _HURDLES
    ]


def has_tables(document: Document) -> bool:
    """Return whether chances can be shown: one draw of something uncertain has none."""
    return not document["uncertain"] or document["draws"] > 1


def sentences(lang: Language, document: Document) -> list[str]:
    """Return which option is best on average at nothing more than what is priced, and where that changes."""
    if not has_tables(document):
        return [lang.say("One recalculation shows no chances: ask for more draws.")]
    frontier = document["frontier"]
    first = frontier[0]
    found = [
        lang.say(
            "Counting what is priced and nothing more, the best on average is: %(option)s. It is the best in "
            "%(chance)s of the recalculations.",
            option=option_name(lang, document, first["best"]),
            chance=lang.chance(first["probability"]),
        )
    ]
    if document["outcome"] is None:
        return [*found, lang.say("No outcome is shared, so only money counts.")]
    before = first["best"]
    for row in frontier[1:]:
        if row["best"] != before:
            found.append(
                lang.say(
                    "From about %(amount)s for each %(unit)s, on top of what is priced, it is: %(option)s "
                    "(%(chance)s).",
                    amount=lang.headline(row["threshold"]), unit=unit_name(lang, document),
                    option=option_name(lang, document, row["best"]), chance=lang.chance(row["probability"]),
                )
            )  # fmt: skip
            before = row["best"]
    if len(found) == 1:
        found.append(
            lang.say(
                "That holds as long as each %(unit)s is worth at most %(amount)s.",
                amount=lang.headline(frontier[-1]["threshold"]), unit=unit_name(lang, document),
            )
        )  # fmt: skip
    return found


def basis(lang: Language, document: Document) -> str:
    """Return what the chances rest on."""
    if not document["uncertain"]:
        return lang.say("No assumption has an interval, so every chance is 0 or 100 per cent.")
    if not has_tables(document):
        return ""
    largest = max((max(line) for line in (document["ceac_se"] or {}).values()), default=None)
    if largest is None:
        return ""
    return lang.say(
        "From %(draws)s common recalculations; no chance in the first table has a standard error above "
        "%(points)s percentage points.",
        draws=lang.number(document["draws"]), points=lang.trimmed(100 * largest, 2),
    )  # fmt: skip


def _thinned(count: int, most: int | None) -> list[int]:
    if most is None or count <= most:
        return list(range(count))
    return sorted({round(n * (count - 1) / (most - 1)) for n in range(most)})
