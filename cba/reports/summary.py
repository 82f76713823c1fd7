"""The result in a terminal: who wins and who loses first, then each intervention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cba.reports import certainty, story
from cba.reports.certainty import PayerChance
from cba.reports.facts import payer_results
from cba.reports.frequency import per_hundred
from cba.reports.language import Language, language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_SIGNS = {"gains": "▲", "loses": "▼", "even": "="}
_NAME_WIDTH = 14
"""Room for the longest ordinary word of a name, so that headings wrap before names break."""


def print_summary(document: Mapping[str, Any], language_code: str, console: Console) -> None:
    """Print the answer, the payers and the interventions.

    Args:
        document: a results document.
        language_code: `da` or `en`.
        console: where to print; its width decides what is wrapped.

    Raises:
        InputError: the language is unknown.
    """
    lang = language(language_code)
    split = story.split(lang, document)
    say = lang.say
    _line(console, lang.text(document["scenario"]["question"] or document["scenario"]["title"]), "bold")
    _line(console, story.verdict(lang, document), "")
    which = story.which_pay(lang, document)
    if which:
        _line(console, which, "")
    for sentence in split.losses:
        _line(console, f"▼ {sentence}", "bold")
    for sentence in split.gains:
        _line(console, f"▲ {sentence}", "")
    if split.rest:
        _line(console, split.rest, "")
    _sure(lang, document, console)
    unit = lang.scale(_amounts(document)).label
    prices = say("%(year)s prices", year=document["scenario"]["price_year"])
    _line(console, ", ".join((unit, prices, say("present value"))), "dim")
    console.print(_payers(lang, document))
    console.print(_interventions(lang, document))


def _sure(lang: Language, document: Mapping[str, Any], console: Console) -> None:
    """Print how sure the result is: range and chance, payers that most likely lose first, drivers, draws."""
    chances = certainty.payers(document)
    about = (certainty.interval(lang, document), certainty.paid_back(lang, document))
    _line(console, " ".join(text for text in about if text), "")
    if len(chances) > 1:
        for chance in certainty.worst_first(chances):
            loses = chance.likely == "loses"
            sentence = certainty.payer_sentence(lang, document, chance)
            where = "" if chance.fixed else f" {_interval(lang, chance)}"
            _line(console, f"{_SIGNS[chance.likely]} {sentence}{where}", "bold" if loses else "")
    for text in (
        certainty.driver_sentence(lang, document),
        f"{certainty.basis(lang, document)} {certainty.standard_errors(lang, document)}".strip(),
    ):
        if text:
            _line(console, text, "")


def _interval(lang: Language, chance: PayerChance) -> str:
    ends = lang.say("%(low)s to %(high)s", low=lang.headline(chance.low), high=lang.headline(chance.high))
    return f"{lang.say('90%% interval')}: {ends}"


def _line(console: Console, text: str, style: str) -> None:
    """Print text as it is: brackets in a user's title are not markup."""
    console.print(text, style=style or None, markup=False, highlight=False)


def _amounts(document: Mapping[str, Any]) -> list[float]:
    payers = payer_results(document["portfolio"], document["model"]["payers"])
    return [amount for p in payers for amount in (p.npv, p.pv_benefits, p.pv_costs)]


def _table(*labels: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, label in enumerate(labels):
        if number:
            table.add_column(_plain(label.replace(" ", "\n", 1)), justify="right")
        else:
            table.add_column(_plain(label), overflow="fold", min_width=_NAME_WIDTH)
    return table


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text)


def _payers(lang: Language, document: Mapping[str, Any]) -> Table:
    say, scale = lang.say, lang.scale(_amounts(document))
    table = _table(say("Payer"), say("Benefits"), say("Costs"), say("Net"), say("Paid back"), "")
    words = {"gains": "▲ " + say("gains"), "loses": "▼ " + say("loses"), "even": "= " + say("breaks even")}
    for p in payer_results(document["portfolio"], document["model"]["payers"]):
        if p.touched:
            table.add_row(
                _plain(lang.text(document["names"]["payers"].get(p.id)) or p.id),
                lang.scaled(p.pv_benefits, scale),
                lang.scaled(p.pv_costs, scale),
                lang.scaled(p.npv, scale),
                str(p.payback_year or "–"),
                words[p.standing],
            )
    return table


def _interventions(lang: Language, document: Mapping[str, Any]) -> Table:
    say, scale = lang.say, lang.scale(_amounts(document))
    labels = (say("Net"), say("Benefits"), say("Costs"), say("Per krone"))
    known = document["portfolio"].get("uncertainty")
    chance = [say("Gains of 100")] if known else []
    table = _table(say("Intervention"), *labels, say("Paid back"), *chance)
    parts = [(i["title"], i) for i in document["interventions"].values()]
    if len(parts) > 1:
        parts.append((say("All together"), document["portfolio"]))
    for number, (title, result) in enumerate(parts):
        measures = result["measures"]
        table.add_row(
            _plain(lang.text(title)),
            lang.scaled(measures["npv"], scale),
            lang.scaled(measures["pv_benefits"], scale),
            lang.scaled(measures["pv_costs"], scale),
            lang.number(measures["bcr"], 2) if measures["bcr"] is not None else "–",
            str(measures["payback_year"] or "–"),
            *([_chance(lang, result)] if known else []),
            end_section=number == len(parts) - 2,
        )
    return table


def _chance(lang: Language, result: Mapping[str, Any]) -> str:
    found = result.get("uncertainty")
    return per_hundred(lang, found["prob_npv_positive"]) if found else "–"
