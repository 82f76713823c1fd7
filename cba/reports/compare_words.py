"""Options side by side: what is said of them in sentences."""

from __future__ import annotations

from cba.reports import story
from cba.reports.compare_names import option_name, payer_name
from cba.reports.facts import ROUNDING, Document
from cba.reports.frequency import how_often
from cba.reports.language import N_, Language

_DOUBTS = {
    "start": N_("They begin in different years: %(values)s. Present values are at each one's own start."),
    "horizon": N_(
        "They count different numbers of years: %(values)s. A longer one has room for more benefits."
    ),
    "place": N_("They are about different places: %(values)s."),
    "price_year": N_("They are in prices of different years: %(values)s. They are not ranked together."),
    "engine": N_("They were calculated by different versions of the engine: %(values)s."),
    "model": N_(
        "They go through different models: %(values)s. What the models count differs, so a difference "
        "between them is no gain or loss, and they are not ranked together."
    ),
}


_LEAST_POINTS = 0.005
"""Percentage points; a smaller standard error is printed as nothing."""


def sentences(lang: Language, document: Document) -> list[str]:
    """Return which option is best in each group, how surely, and where a ratio would say otherwise."""
    said = []
    for group in document["groups"]:
        said += _of_group(lang, document, group, len(document["groups"]) > 1)
    return said


def _of_group(lang: Language, document: Document, group: Document, named: bool) -> list[str]:
    model, year = lang.text(group["model"]["title"]), group["price_year"]
    prices = lang.say("%(year)s prices", year=year)
    ahead = f"{model}, {prices}: " if named else ""
    if document["payer"] is not None:
        ahead += f"{payer_name(lang, document, document['payer'])}: "
    found = group["robustness"]
    said = []
    if not found:
        first = group["league"][0]
        amount = document["options"][first]["measures"]["npv"]
        message = lang.say(
            "First in the table is: %(option)s (%(amount)s).",
            option=option_name(lang, document, first, group["league"]), amount=lang.headline(amount),
        )  # fmt: skip
        said.append(ahead + message)
    else:
        best = found["best_on_average"]
        message = lang.say(
            "The best on average is: %(option)s. It is the best %(often)s.",
            option=option_name(lang, document, best, group["league"]),
            often=how_often(lang, found["best"][best], found["draws"]),
        )
        said.append(ahead + message)
        most = max(found["best"], key=lambda name: (found["best"][name], -list(found["best"]).index(name)))
        if most != best:
            said.append(
                lang.say(
                    "Most often the best is another one: %(option)s (%(often)s).",
                    option=option_name(lang, document, most, group["league"]),
                    often=how_often(lang, found["best"][most], found["draws"]),
                )
            )
    return [*said, *_by_ratio(lang, document, group), *_losers(lang, document, group)]


def _by_ratio(lang: Language, document: Document, group: Document) -> list[str]:
    """Say when the order by ratio is another than by net result, which it is when sizes differ."""
    options = document["options"]
    rated = [name for name in group["league"] if options[name]["measures"]["bcr"] is not None]
    if len(rated) < 2:
        return []
    by_value = max(rated, key=lambda name: options[name]["measures"]["npv"])
    by_ratio = max(rated, key=lambda name: options[name]["measures"]["bcr"])
    if by_value == by_ratio:
        return []
    return [
        lang.say(
            "The highest ratio has: %(ratio)s; the highest net result: %(value)s. A ratio says nothing of "
            "size, so the table is never to be read by it alone.",
            ratio=option_name(lang, document, by_ratio, group["league"]),
            value=option_name(lang, document, by_value, group["league"]),
        )
    ]  # fmt: skip


def _losers(lang: Language, document: Document, group: Document) -> list[str]:
    """Say who loses where the whole gains: the line that decides in a council."""
    said = []
    for name in group["league"]:
        option = document["options"][name]
        losers = [p for p, r in option["by_payer"].items() if r["npv"] <= -ROUNDING]
        if option["measures"]["npv"] > ROUNDING and losers:
            said.append(
                lang.say(
                    "%(option)s gains in all, but with a loss for %(payers)s.",
                    option=option_name(lang, document, name, group["league"]),
                    payers=lang.listed(
                        story.payer_name(lang, document, payer, first=False) for payer in losers
                    ),
                )
            )
    return said


def doubts(lang: Language, document: Document) -> list[str]:
    """Return what makes the options less alike than the table shows them."""
    said = [*_without_effect(lang, document)]
    for doubt in document["doubts"]:
        values = lang.listed(str(value) for value in doubt["values"] if value is not None)
        if doubt["about"] == "draws":
            names = lang.listed(option_name(lang, document, name) for name in doubt["values"])
            said.append(
                lang.say(
                    "No draws were saved with: %(options)s. Who is best in how many recalculations is "
                    "counted without; `cba run --save-draws npz` saves them.",
                    options=names,
                )
            )
        else:
            message = _DOUBTS[doubt["about"]]
            said.append(lang.say(message, values=values))
    return said


def _without_effect(lang: Language, document: Document) -> list[str]:
    found = [id for option in document["options"].values() for id in option["evidence"]["without_effect"]]
    names = [lang.text(document["titles"].get(id)) or id for id in dict.fromkeys(found)]
    if not names:
        return []
    return [
        lang.say(
            "Of these only the costs are counted, because no effect is stated: %(interventions)s. Their "
            "place in the table is no verdict on them.",
            interventions=lang.listed(names),
        )
    ]


def basis(lang: Language, group: Document) -> str:
    """Return what the chances rest on."""
    found = group["robustness"]
    if not found or not found["best_se"]:
        return ""
    said = lang.say(
        "From %(draws)s common recalculations: a number that several options use has the same value in all "
        "of them.",
        draws=lang.number(found["draws"]),
    )
    largest = 100 * max(found["best_se"].values())
    if largest < _LEAST_POINTS:
        return said
    return f"{said} " + lang.say(
        "No share of best has a standard error above %(points)s percentage points.",
        points=lang.trimmed(largest, 2),
    )
