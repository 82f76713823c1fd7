"""Options side by side: names, rows and sentences for terminal, page and workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import ROUNDING, Document
from cba.reports.frequency import how_often, per_hundred
from cba.reports.language import N_, Language, Scale

NOTHING = "_nothing"

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
_RANKS = {
    "npv": N_("ordered by net result"),
    "chance": N_("ordered by the chance of a gain"),
    "bcr": N_("ordered by benefits per krone of cost; read it with the net result beside it"),
}


@dataclass(frozen=True)
class LeagueRow:
    """One option in the league table."""

    rank: str
    name: str
    npv: str
    span: str
    chance: str
    ratio: str
    best: str
    grade: str


def option_name(lang: Language, document: Document, name: str, among: Sequence[str] | None = None) -> str:
    """Return what an option is called: what tells it from the others, or from those of its table."""
    if name == NOTHING:
        return lang.say("None of them")
    if "options" not in document:
        return lang.text(document["titles"].get(name)) or name
    options = {other: o for other, o in document["options"].items() if among is None or other in among}
    parts = _parts(lang, options[name])
    differ = [n for n in range(len(parts)) if len({_parts(lang, o)[n] for o in options.values()}) > 1]
    shown = [parts[n] for n in differ if parts[n]] or [parts[0]]
    label = ", ".join(shown)
    same = [other for other, o in options.items() if _parts(lang, o) == parts]
    return label if len(same) == 1 else f"{label} ({options[name]['said']})"


def _parts(lang: Language, option: Document) -> tuple[str, str, str, str]:
    scenario = option["scenario"]
    variant = scenario["variant"] or lang.say("as it stands")
    place = scenario["place"] or ""
    title = lang.text(option["title"])
    return (title, variant, lang.text(option["model"]["title"]), place)


def league_title(lang: Language, document: Document, group: Document) -> str:
    """Return what the league table shows: the order, whose money, unit and prices."""
    message = _RANKS[document["rank"]]
    order = lang.say(message)
    if document["payer"] is not None:
        order = lang.say(
            "ordered by the net result of %(payer)s", payer=payer_name(lang, document, document["payer"])
        )
    return lang.say(
        "%(model)s, %(year)s prices, %(unit)s; %(order)s",
        model=lang.text(group["model"]["title"]), year=group["price_year"],
        unit=scale_of(lang, document).label, order=order,
    )  # fmt: skip


def payer_name(lang: Language, document: Document, payer: str) -> str:
    """Return a payer's name."""
    return lang.text(document["names"]["payers"].get(payer)) or payer


def scale_of(lang: Language, document: Document) -> Scale:
    """Return one unit for all amounts."""
    amounts: list[float] = []
    for option in document["options"].values():
        amounts.append(option["measures"]["npv"])
        if option["uncertainty"]:
            amounts += [option["uncertainty"]["npv"][key] for key in ("p05", "p95")]
    return lang.scale(amounts)


def league_rows(lang: Language, document: Document, group: Document) -> list[LeagueRow]:
    """Return the options of a group, best first, with everything that keeps a ratio from being read alone."""
    scale = scale_of(lang, document)
    return [
        _league_row(lang, document, group, name, number, scale)
        for number, name in enumerate(group["league"], 1)
    ]


def _league_row(
    lang: Language, document: Document, group: Document, name: str, number: int, scale: Scale
) -> LeagueRow:
    option = document["options"][name]
    measures, outlook, payer = option["measures"], option["uncertainty"], document["payer"]
    npv = measures["npv"] if payer is None else option["by_payer"].get(payer, {"npv": 0.0})["npv"]
    return LeagueRow(
        lang.number(number),
        option_name(lang, document, name, group["league"]),
        lang.scaled(npv, scale),
        _span(lang, outlook, payer, scale),
        _chance(lang, outlook, payer),
        "–" if measures["bcr"] is None else lang.trimmed(measures["bcr"], 2),
        _best(lang, group, name),
        option["evidence"]["weakest"] or "–",
    )


def _span(lang: Language, outlook: Document | None, payer: str | None, scale: Scale) -> str:
    found = outlook and (outlook["npv"] if payer is None else outlook["by_payer"].get(payer))
    if not found:
        return "–"
    low, high = (lang.scaled(found[key], scale) for key in ("p05", "p95"))
    return lang.say("%(low)s to %(high)s", low=low, high=high)


def _chance(lang: Language, outlook: Document | None, payer: str | None) -> str:
    if not outlook:
        return "–"
    if payer is None:
        return lang.chance(outlook["prob_npv_positive"])
    return lang.chance(outlook["prob_npv_positive_by_payer"].get(payer, 0.0))


def _best(lang: Language, group: Document, name: str) -> str:
    found = group["robustness"]
    if not found or name not in found["best"]:
        return "–"
    return per_hundred(lang, found["best"][name])


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
                    "%(option)s gains in all, but these lose: %(payers)s.",
                    option=option_name(lang, document, name, group["league"]),
                    payers=lang.listed(payer_name(lang, document, payer) for payer in losers),
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


def touched(document: Document) -> list[str]:
    """Return the payers for whom money moves in some option."""
    return [
        payer
        for payer in dict.fromkeys(p for option in document["options"].values() for p in option["by_payer"])
        if any(_moves(option["by_payer"].get(payer)) for option in document["options"].values())
    ]


def _moves(found: Document | None) -> bool:
    keys = ("npv", "pv_benefits", "pv_costs")
    return found is not None and any(abs(found[key]) >= ROUNDING for key in keys)


def payer_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return the net result of each option by payer; a dash where the model does not count the payer."""
    scale, payers = scale_of(lang, document), touched(document)
    return [
        (
            option_name(lang, document, name),
            *(
                lang.scaled(option["by_payer"][p]["npv"], scale) if p in option["by_payer"] else "–"
                for p in payers
            ),
        )
        for name, option in document["options"].items()
    ]


def measure_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return benefits, costs, participants, net per participant and payback of each option."""
    scale = scale_of(lang, document)
    rows: list[tuple[str, ...]] = []
    for name, option in document["options"].items():
        measures = option["measures"]
        people = measures["participants"]
        rows.append(
            (
                option_name(lang, document, name),
                lang.scaled(measures["pv_benefits"], scale),
                lang.scaled(measures["pv_costs"], scale),
                lang.number(people) if people else "–",
                lang.number(measures["npv_per_participant"]) if people else "–",
                str(measures["payback_year"] or lang.say("never")),
            )
        )
    return rows


def evidence_rows(lang: Language, document: Document) -> list[tuple[str, ...]]:
    """Return weakest grade, how many effects, how many foreign, what has no effect, and DKR goals."""
    rows: list[tuple[str, ...]] = []
    for name, option in document["options"].items():
        found = option["evidence"]
        rows.append(
            (
                option_name(lang, document, name),
                found["weakest"] or "–",
                lang.number(len(found["effects"])),
                lang.number(found["foreign"]),
                lang.number(len(found["without_effect"])),
                ", ".join(map(str, option["dkr_goals"])) or "–",
            )
        )
    return rows


def outcome_rows(lang: Language, document: Document) -> list[tuple[str, str, str, str]]:
    """Return what each option avoids or gains: option, outcome, units, cost per unit."""
    rows = []
    for name, option in document["options"].items():
        for id, found in option["outcomes"].items():
            title = lang.text(document["names"]["outcomes"].get(id, {}).get("title")) or id
            cost = found["cost_per_avoided"]
            rows.append(
                (
                    option_name(lang, document, name),
                    title,
                    lang.about(found["avoided"]),
                    "–" if cost is None else lang.headline(cost),
                )
            )
    return rows


def beats_rows(lang: Language, document: Document, group: Document, most: int) -> list[tuple[str, ...]]:
    """Return in how many of 100 draws each option is above each other; none with too many options."""
    found = group["robustness"]
    if not found or not 2 <= len(found["members"]) <= most:
        return []
    return [
        (
            option_name(lang, document, name, group["league"]),
            *(
                "" if other == name else per_hundred(lang, found["beats"][name][other])
                for other in found["members"]
            ),
        )
        for name in found["members"]
    ]


def losses(lang: Language, document: Document, group: Document) -> list[tuple[str, str, str]]:
    """Return each option, doing nothing among them: best in how many of 100, and expected loss."""
    found = group["robustness"]
    if not found:
        return []
    scale = scale_of(lang, document)
    return [
        (
            option_name(lang, document, name, group["league"]),
            per_hundred(lang, found["best"][name]),
            lang.scaled(found["expected_loss"][name], scale),
        )
        for name in found["best"]
    ]


def basis(lang: Language, group: Document) -> str:
    """Return what the chances rest on."""
    found = group["robustness"]
    if not found or not found["best_se"]:
        return ""
    return lang.say(
        "From %(draws)s common recalculations: a number that several options use has the same value in all "
        "of them. No share of best has a standard error above %(points)s percentage points.",
        draws=lang.number(found["draws"]), points=lang.trimmed(100 * max(found["best_se"].values()), 2),
    )  # fmt: skip


def chart_rows(lang: Language, document: Document, group: Document) -> list[tuple[str, float, Any]]:
    """Return name, net result and range of each option of a group, in the table's order."""
    rows = []
    for name in group["league"]:
        option = document["options"][name]
        outlook = option["uncertainty"]
        span = (outlook["npv"]["p05"], outlook["npv"]["p95"]) if outlook else None
        title = option_name(lang, document, name, group["league"])
        rows.append((title, option["measures"]["npv"], span))
    return rows


def joined(lines: Iterable[Sequence[str]]) -> str:
    """Return rows as one text, for a chart's description."""
    return " ".join(": ".join(row[:2]) + "." for row in lines)


def effect_rows(lang: Language, document: Document) -> list[tuple[str, str, str, str, str, str]]:
    """Return every effect once: intervention, outcome, grade, where it was studied, share used, source."""
    found: dict[tuple[str, str, str, str, str, str], None] = {}
    for option in document["options"].values():
        for effect in option["evidence"]["effects"]:
            outcome = document["names"]["outcomes"].get(effect["outcome"], {})
            row = (
                lang.text(document["titles"].get(effect["intervention"])) or effect["intervention"],
                lang.text(outcome.get("title")) or effect["outcome"],
                effect["grade"] or "–",
                effect["countries"] or "–",
                lang.percent(effect["transfer"]),
                effect["source"] or lang.say("source not stated"),
            )
            found[row] = None
    return list(found)
