"""The same interventions in several places: rows and sentences."""

from __future__ import annotations

from cba.reports.compare_names import option_name
from cba.reports.facts import Document
from cba.reports.frequency import per_hundred
from cba.reports.language import NBSP, Language, Scale


def scale_of(lang: Language, document: Document) -> Scale:
    """Return one unit for all amounts."""
    places = document["places"]
    return lang.scale(v for row in places for v in (row["npv"], row["uncertainty"]["npv"]["p05"]))


def ordered(document: Document) -> list[Document]:
    """Return the places, highest net result first."""
    return sorted(document["places"], key=lambda row: -row["npv"])


def outcomes(document: Document) -> list[str]:
    """Return the outcomes whose reported incidents follow the place."""
    return list(dict.fromkeys(id for row in document["places"] for id in row["incidents"]))


def sentences(lang: Language, document: Document) -> list[str]:
    """Return in how many places it pays, where most and least, and what does not follow the place."""
    rows = ordered(document)
    gains = sum(row["npv"] > 0 for row in rows)
    said = [
        lang.say(
            "At the estimates it pays in %(gains)s of %(all)s places. Highest: %(first)s (%(high)s); lowest: "
            "%(last)s (%(low)s).",
            gains=lang.number(gains), all=lang.number(len(rows)), first=rows[0]["place"],
            high=lang.headline(rows[0]["npv"]), last=rows[-1]["place"], low=lang.headline(rows[-1]["npv"]),
        )
    ]  # fmt: skip
    if document["stays"]:
        names = lang.listed(lang.text(document["titles"].get(id)) or id for id in document["stays"])
        said.append(
            lang.say(
                "Nothing of these follows the place, so they are the same everywhere: %(interventions)s.",
                interventions=names,
            )
        )
    said.append(
        lang.say(
            "Only reported crime follows the place. Participants, numbers of homes and costs are as the "
            "scenario states them, in small places and large."
        )
    )
    if document["left_out"]:
        names = lang.listed(document["left_out"])
        said.append(
            lang.say("Left out, because the register has no figures for them: %(places)s.", places=names)
        )
    return said


def labels(lang: Language, document: Document) -> list[str]:
    """Return the headings of the table of places."""
    names, reported = document["names"]["outcomes"], lang.say("reported a year")
    return [
        lang.say("Place"),
        lang.say("Inhabitants"),
        *(f"{lang.text(names.get(id, {}).get('title')) or id}, {reported}" for id in outcomes(document)),
        lang.say("Net result"),
        lang.say("90%% interval"),
        lang.say("DKK per inhabitant"),
        lang.say("Chance of a gain"),
        lang.say("Best intervention"),
        lang.say("… in so many of 100"),
    ]


def place_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return one row for each place, highest net result first."""
    scale = scale_of(lang, document)
    return [
        (
            row["place"],
            lang.number(row["population"]),
            *(lang.number(row["incidents"].get(id, 0.0)) for id in outcomes(document)),
            lang.scaled(row["npv"], scale),
            lang.say(
                "%(low)s to %(high)s",
                low=lang.scaled(row["uncertainty"]["npv"]["p05"], scale),
                high=lang.scaled(row["uncertainty"]["npv"]["p95"], scale),
            ).replace(" ", NBSP),
            lang.number(row["npv"] / row["population"], 1),
            lang.chance(row["uncertainty"]["prob_npv_positive"]),
            option_name(lang, {"titles": document["titles"]}, row["best"]),
            per_hundred(lang, row["best_share"]),
        )
        for row in ordered(document)
    ]
