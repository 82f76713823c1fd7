"""Who wins and who pays, and the smallest transfers that leave nobody worse off."""

from __future__ import annotations

from cba.cofinancing import Proposal
from cba.reports.curve_charts import curve_chart
from cba.reports.facts import ROUNDING, Document, payer_results
from cba.reports.frequency import how_often
from cba.reports.language import Language
from cba.reports.papers.paper import Cell, Curves, Figure, Section, Table, present
from cba.reports.papers.transfers import PROBABILITY, Cofinancing, proposed
from cba.reports.story import count_of, payer_name

_FLAT = 0.1
"""A chance that changes less over the years needs no chart."""


def cofinancing(lang: Language, document: Document) -> Section:
    """Return the proposal for what pays, and for all interventions together."""
    found = proposed(document)
    return Section(
        "payers",
        lang.say("Who wins, who pays, and a proposal for sharing the bill"),
        text=present(_sentences(lang, document, found)),
        tables=[_table(lang, document, found)],
        curves=_paid_back(lang, document, found),
    )


def _name(lang: Language, document: Document, item: Cofinancing) -> str:
    if document.get("allocation"):
        return lang.say("The plan")
    if len(item.ids) == len(document["interventions"]) > 1:
        return lang.say("All interventions together")
    return lang.listed(lang.text(document["interventions"][id]["title"]) for id in item.ids)


def _sentences(lang: Language, document: Document, item: Cofinancing) -> list[str]:
    average = _average(lang, document, item)
    parts = [average]
    if len(item.ids) < len(document["interventions"]):
        parts = [f"{_name(lang, document, item)}: {average}"]
    if item.proposal.transfers and not item.proposal.outside:
        parts += [_chances(lang, item), _safe(lang, document, item)]
    return [part for part in parts if part]


def _average(lang: Language, document: Document, item: Cofinancing) -> str:
    """Return who must pay whom on average, and what no payer can cover."""
    found = item.proposal
    if not found.transfers and not found.outside:
        return lang.say("On average no payer loses, so nobody needs to pay anybody.")
    given = [
        lang.count(
            "%(giver)s pays %(amount)s to %(receiver)s",
            "%(giver)s pay %(amount)s to %(receiver)s",
            count_of(t.giver),
            giver=payer_name(lang, document, t.giver, first=n == 0),
            receiver=payer_name(lang, document, t.receiver, first=False),
            amount=lang.headline(t.amount),
        )
        for n, t in enumerate(found.transfers)
    ]
    pays = f"{lang.listed(given)}." if given else ""
    if not found.outside:
        leaves = lang.say(
            "That is the smallest amount that leaves no payer with a loss on average; spread "
            "over %(years)s, with interest, it is %(yearly)s a year.",
            years=lang.span(item.years[0], item.years[-1]) if item.years else "–",
            yearly=lang.headline(found.total * item.yearly_factor),
        )
        return f"{pays} {leaves}"
    return f"{pays} {_outside(lang, document, found)}".strip()


def _outside(lang: Language, document: Document, found: Proposal) -> str:
    names = {payer: payer_name(lang, document, payer, first=False) for payer in found.outside}
    several = len(names) > 1
    lacking = lang.listed(
        f"{names[payer]} ({lang.headline(amount)})" if several else names[payer]
        for payer, amount in found.outside.items()
    )
    if not found.transfers:
        return lang.say(
            "No public payer gains enough to pay others. Without loss to anybody it takes "
            "%(amount)s from outside, for %(payers)s.",
            amount=lang.headline(found.missing),
            payers=lacking,
        )
    return lang.say(
        "No transfers between payers are enough: together they lose. Even so %(amount)s is "
        "lacking, for %(payers)s. It must be found elsewhere, or the loss be accepted.",
        amount=lang.headline(found.missing),
        payers=lacking,
    )


def _chances(lang: Language, item: Cofinancing) -> str:
    share = item.together[0]
    if share is None:
        return ""
    return lang.say(
        "With fixed amounts nobody loses %(often)s, since gains vary and the amounts do not.",
        often=how_often(lang, share, item.draws),
    )


def _safe(lang: Language, document: Document, item: Cofinancing) -> str:
    """Return what it takes for each payer to be without loss in nine of ten draws."""
    found = item.safe
    if found is None:
        return ""
    likely = how_often(lang, PROBABILITY, item.draws)
    if found.missing >= ROUNDING:
        return lang.say(
            "If no payer may lose %(likely)s, another %(amount)s from outside is needed.",
            likely=likely,
            amount=lang.headline(found.missing),
        )
    return lang.say(
        "Transfers of %(amount)s in all would leave each payer without loss %(likely)s.",
        likely=likely,
        amount=lang.headline(found.total),
    )


def _table(lang: Language, document: Document, item: Cofinancing) -> Table:
    rows: list[list[Cell]] = []
    for payer, net in item.net.items():
        gets = item.proposal.received(payer) - item.proposal.outside.get(payer, 0.0)
        if max(abs(net), abs(gets)) < ROUNDING:
            continue
        name = lang.text(document["names"]["payers"][payer])
        rows.append([name, Figure(net), Figure(gets), Figure(net + gets)])
    total = [
        Figure(sum(c.value or 0.0 for c in column if isinstance(c, Figure)))
        for column in zip(*rows, strict=True)
    ][1:]
    rows.append([lang.say("In total"), *total])
    return Table(
        "transfers",
        lang.say("%(what)s: net result before and after the transfers", what=_name(lang, document, item)),
        [lang.say("Payer"), lang.say("Before"), lang.say("Receives (pays)"), lang.say("After")],
        rows,
        total=1,
        summed=True,
        note=_basis(lang, document),
    )


def _basis(lang: Language, document: Document) -> str:
    """Return whether the results are means, which differ a little from the best estimates elsewhere."""
    if document.get("allocation"):
        return lang.say("At the best estimates.")
    if not document["portfolio"].get("uncertainty"):
        return ""
    return lang.say(
        "Averages of the recalculations. The table of the alternatives has the best estimates, which differ "
        "a little."
    )


def _paid_back(lang: Language, document: Document, item: Cofinancing) -> list[Curves]:
    """Return by when each payer has its money back; nothing where no year changes the answer."""
    drawn = document["portfolio"].get("uncertainty")
    touched = [p for p in payer_results(document["portfolio"], document["model"]["payers"]) if p.touched]
    if not drawn or len(touched) < 2 or set(item.ids) != set(document["interventions"]):
        return []
    names = document["names"]["payers"]
    back = drawn["prob_paid_back"]
    series = {lang.text(names[p.id]): [row["probability"] for row in back[p.id]] for p in touched}
    series[lang.say("All together")] = [row["probability"] for row in back["all"]]
    if all(max(line) - min(line) < _FLAT for line in series.values()):
        return []
    years = [row["year"] for row in back["all"]]
    ends = [f"{name}: {lang.chance(line[-1])}" for name, line in series.items()]
    title = lang.say("Chance that the money is back by each year, all interventions")
    text = lang.say("By %(year)s: %(chances)s.", year=years[-1], chances=lang.listed(ends))
    chart = curve_chart(years, series, lambda year: str(round(year)), lang.percent, shares=True)
    return [Curves("paid-back", title, text, chart)]
