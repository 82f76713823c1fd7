"""The annex for an outcome investment (effektinvestering)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cba.inputs import Array
from cba.reports import story
from cba.reports.curve_charts import curve_chart
from cba.reports.effect_rows import outcome_names
from cba.reports.facts import Document
from cba.reports.frequency import how_often
from cba.reports.language import Language
from cba.reports.papers import application, public_section
from cba.reports.papers.contract_facts import Contract, contract
from cba.reports.papers.method_section import method, not_counted
from cba.reports.papers.paper import Cell, Curves, Paper, Section, Table, missing, present

_PERCENTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def outcome_contract(lang: Language, document: Document) -> Paper:
    """Return the outcome-investment annex of a results document."""
    found = contract(document)
    sections = [_terms(lang, document, found)]
    if found:
        sections += [_investor(lang, document, found), public_section.public(lang, document, found)]
    sections += [
        application.value(lang, document),
        not_counted(lang, document),
        method(lang, document, [_limits(lang)]),
    ]
    return Paper(
        "outcome-contract", lang.say("Annex, outcome investment"), document["scenario"]["title"], sections
    )


def _limits(lang: Language) -> str:
    return lang.say(
        "The contract is settled in each of the sampled recalculations. They vary what is "
        "uncertain about the effect; chance in a small group comes on top, so a real contract"
        " varies more. Outcomes are counted by whole years."
    )


def _terms(lang: Language, document: Document, found: Contract | None) -> Section:
    heading, say = lang.say("The terms"), lang.say
    if found is None:
        gap = say(
            "The contract: which intervention and outcome, unit payment, months, cap, "
            "threshold, guarantee, shares"
        )
        return Section("terms", heading, text=[_principle(lang)], gaps=[gap])
    said = found.said
    rows: list[list[Cell]] = [
        [say("Intervention"), document["interventions"][found.intervention]["title"]],
        [say("Outcome paid for"), outcome_names(document, found.outcome)["title"]],
        [say("Investor"), said["investor"] or "–"],
        [say("Payment per outcome"), _amount(lang, said["unit_payment"])],
        [
            say("Measured, months after start"),
            lang.listed(str(m) for m in said["months"]) if said["months"] else "–",
        ],
        [say("Most that is repaid in all"), _amount(lang, said["cap"])],
        [say("Threshold, share of the expected outcomes"), _share(lang, said["threshold"])],
        [say("First-loss guarantee, share of the investment"), _share(lang, said["guarantee"])],
        [say("Guarantor"), said["guarantor"] or "–"],
        [say("Who repays"), _shares(lang, document, said["shares"])],
    ]
    table = Table("terms-table", say("Terms of the contract"), [say("Term"), say("Agreed")], rows)
    gaps = missing(
        [
            (said["investor"], say("The investor")),
            (said["unit_payment"], say("The payment per outcome")),
            (said["months"], say("When outcomes are measured")),
            (said["cap"], say("The most that is repaid in all")),
            (said["threshold"], say("The threshold below which nothing is repaid, or 0 %%")),
            (said["guarantee"], say("The first-loss guarantee, or 0 %%")),
            (said["shares"], say("Which public payers repay which share")),
        ]
    )
    return Section("terms", heading, text=[_principle(lang)], tables=[table], gaps=gaps)


def _principle(lang: Language) -> str:
    return lang.say(
        "An investor pays for the intervention. Public payers repay per outcome that is "
        "achieved and measured; where there is no outcome, there is no payment."
    )


def _amount(lang: Language, value: float | None) -> str:
    return "–" if value is None else lang.headline(value) if value >= 10**6 else lang.headline(value)


def _share(lang: Language, value: float | None) -> str:
    return "–" if value is None else lang.percent(value, 1)


def _shares(lang: Language, document: Document, shares: Mapping[str, float] | None) -> str:
    if not shares:
        return "–"
    return lang.listed(
        f"{story.payer_name(lang, document, payer, first=False)} ({lang.percent(share, 1)})"
        for payer, share in shares.items()
    )


def _investor(lang: Language, document: Document, found: Contract) -> Section:
    heading = lang.say("The investor: return and chance of repayment")
    if found.settlement is None:
        return Section("investor", heading, text=[_why_not(lang, found)])
    settled, total = found.settlement, float(found.invested.sum())
    lead = lang.say(
        "The investor puts in %(total)s and gets it back from public payments %(repaid)s, with "
        "the guarantee %(whole)s.",
        total=lang.headline(total),
        repaid=how_often(lang, settled.repaid_in_full, settled.returns.size),
        whole=how_often(lang, settled.whole, settled.returns.size),
    )
    known = settled.returns[np.isfinite(settled.returns)]
    text = [_break_even(lang, found), _undefined(lang, known.size, settled.returns.size)]
    if not known.size:
        return Section("investor", heading, lead=[lead], text=present(text))
    rows: list[list[Cell]] = [
        [_percentile(lang, share), lang.percent(float(np.quantile(known, share)), 1)]
        for share in _PERCENTILES
    ]
    rows.append([lang.say("Mean payment received, per krone invested"), lang.number(_multiple(found), 2)])
    table = Table(
        "returns-table",
        lang.say("The investor's yearly return"),
        [lang.say("Among the recalculations"), lang.say("Return")],
        rows,
        note=lang.say("Internal rate of return, real; −100 per cent when nothing comes back."),
    )
    return Section(
        "investor",
        heading,
        lead=[lead],
        text=present(text),
        tables=[table],
        curves=_returns_curve(lang, known),
    )


def _percentile(lang: Language, share: float) -> str:
    if share == 0.5:
        return lang.say("the middle one")
    if share < 0.5:
        return lang.say("%(number)s of 100 are lower", number=lang.number(100 * share))
    return lang.say("%(number)s of 100 are higher", number=lang.number(100 * (1 - share)))


def _multiple(found: Contract) -> float:
    assert found.settlement is not None
    back = (found.settlement.repaid + found.settlement.guaranteed).sum(axis=1).mean()
    return float(back / found.invested.sum())


def _undefined(lang: Language, known: int, all_draws: int) -> str:
    if known == all_draws:
        return ""
    return lang.say(
        "In %(share)s of the recalculations the return is not defined.",
        share=lang.percent(1.0 - known / all_draws),
    )


def _why_not(lang: Language, found: Contract) -> str:
    if found.expected <= 0.0:
        return lang.say(
            "At the best estimates there are no outcomes to pay for, so there is nothing to invest in."
        )
    if found.terms is None:
        each = float(found.invested.sum()) / found.expected
        return lang.say(
            "The terms are not complete, so the contract cannot be settled. For the investor "
            "to get the money back at the best estimates, an outcome must be paid with at "
            "least %(amount)s.",
            amount=lang.headline(each),
        )
    return lang.say("There are no draws in the results, so the contract cannot be settled.")


def _break_even(lang: Language, found: Contract) -> str:
    share = found.break_even
    if share is None:
        return lang.say(
            "The investment is never repaid by public payments alone: the cap or the outcomes are too low."
        )
    number = share * float(found.measured[-1])
    return lang.say(
        "The investment is repaid when at least %(share)s of the expected outcomes are "
        "achieved: %(number)s of %(all)s.",
        share=lang.percent(share),
        number=lang.trimmed(number, 1),
        all=lang.trimmed(float(found.measured[-1]), 1),
    )


def _returns_curve(lang: Language, known: Array) -> list[Curves]:
    ordered = np.quantile(known, np.linspace(0.0, 1.0, 41))
    if float(np.ptp(ordered)) < 1e-6:
        return []
    title = lang.say("How the investor's return is distributed")
    name = lang.say("share of the recalculations at or below")
    shares = np.linspace(0.0, 1.0, 41).tolist()
    chart = curve_chart(ordered.tolist(), {name: shares}, lang.percent, lang.percent, shares=True)
    text = lang.say(
        "Half of the recalculations give a return of %(middle)s or less.",
        middle=lang.percent(float(np.median(known)), 1),
    )
    return [Curves("returns", title, text, chart)]
