"""Who wins and who pays, and the smallest transfers that leave nobody worse off."""

from __future__ import annotations

from cba.cofinancing import Proposal
from cba.reports.curve_charts import curve_chart
from cba.reports.facts import ROUNDING, Document, payer_results, tax_factor
from cba.reports.frequency import how_often
from cba.reports.language import Language
from cba.reports.papers.paper import Cell, Curves, Figure, Section, Table, present, total_row
from cba.reports.papers.transfers import PROBABILITY, Cofinancing, proposed
from cba.reports.story import count_of, payer_name
from cba.statements import PUBLIC_PAYERS

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
    if _of_plan(document):
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
        return f"{pays} {_paid_out(lang, document, found)} {leaves}".replace("  ", " ")
    return f"{pays} {_paid_out(lang, document, found)} {_outside(lang, document, found)}".strip()


def _paid_out(lang: Language, document: Document, found: Proposal) -> str:
    """Return what changes hands where a public krone counts as more than one; else nothing."""
    factor = tax_factor(document)
    public = {payer for t in found.transfers for payer in (t.giver, t.receiver)} <= set(PUBLIC_PAYERS)
    if factor == 1.0 or not found.transfers or not public:
        return ""
    return lang.say(
        "That is counted with the net tax factor; %(amount)s is to be paid.",
        amount=lang.headline(found.total / factor),
    )


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
    """Return each payer's net result before and after; of a plan, how it follows from what is granted."""
    rows: list[list[Cell]] = []
    for payer, net in item.net.items():
        gets = item.proposal.received(payer) - item.proposal.outside.get(payer, 0.0)
        behind = _behind(document, payer)
        if max(abs(number) for number in (*behind, net, gets)) >= ROUNDING:
            name = lang.text(document["names"]["payers"][payer])
            rows.append([name, *map(Figure, (*behind, net, gets, net + gets))])
    rows.append(total_row(lang, rows))
    headings = [lang.say("Receives (pays)"), lang.say("After")]
    if _of_plan(document):
        caption = lang.say("The plan: from what is granted to the net result, and after the transfers")
        words = (lang.say("To be granted"), lang.say("Costs"), lang.say("Benefits"), lang.say("Net result"))
        headings = [lang.say("Payer"), *words, *headings]
    else:
        caption = lang.say(
            "%(what)s: net result before and after the transfers", what=_name(lang, document, item)
        )
        headings = [lang.say("Payer"), lang.say("Before"), *headings]
    note = _basis(lang, document)
    return Table("transfers", caption, headings, rows, total=1, summed=True, note=note)


def _of_plan(document: Document) -> Document | None:
    """Return what the plan is worth payer by payer; None where there is no plan."""
    plan = document.get("allocation")
    return plan["result"] if plan else None


def _behind(document: Document, payer: str) -> tuple[float, ...]:
    """Return what a payer is to grant in a plan, and its costs and benefits; nothing without a plan."""
    result = _of_plan(document)
    if result is None:
        return ()
    plan, found = document["allocation"], result["by_payer"][payer]
    return plan["spent_by_payer"].get(payer, 0.0), found["pv_costs"], found["pv_benefits"]


def _basis(lang: Language, document: Document) -> str:
    """Return whether the numbers are best estimates, or means, which differ a little from those elsewhere."""
    if _of_plan(document):
        factor = tax_factor(document)
        basis = lang.say("At the best estimates. To be granted: not discounted.")
        if factor == 1.0:
            return basis
        return f"{basis} " + lang.say(
            "Costs: present value, with %(factor)s for each public krone.", factor=lang.trimmed(factor, 2)
        )
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
