"""What following up says, in sentences."""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.follow_rows import cost_rows, light_text, outcome_rows, people_rows
from cba.reports.language import Language


def verdict(lang: Language, document: Document) -> str:
    """Return the light of the whole and the chance behind it."""
    item = document["forecast"]["portfolio"]
    return lang.say(
        "%(light)s: the chance that it pays is %(now)s; when it was promised it was %(then)s.",
        light=_capital(light_text(lang, item["light"])),
        now=lang.chance(item["pays"]),
        then=lang.chance(item["pays_promised"]),
    )


def sentences(lang: Language, document: Document) -> list[str]:
    """Return what is expected now, whether going on pays, and what to act on."""
    item = document["forecast"]["portfolio"]
    found = [
        lang.say(
            "Expected net result: %(now)s over the whole period; %(then)s was promised. In nine of ten "
            "recalculations it is between %(low)s and %(high)s.",
            now=lang.headline(item["now"]["mean"]), then=lang.headline(item["promised"]["mean"]),
            low=lang.headline(item["now"]["p05"]), high=lang.headline(item["now"]["p95"]),
        )
    ]  # fmt: skip
    if item["onward_pays"] is not None:
        found.append(
            lang.say(
                "What is spent is spent: seen from %(year)s, going on as planned is worth %(amount)s on "
                "average against stopping, and pays in %(chance)s of the recalculations.",
                year=document["last_year"] + 1,
                amount=lang.headline(item["onward"]["mean"]),
                chance=lang.chance(item["onward_pays"]),
            )
        )
    found.append(_to_act_on(lang, document))
    return found


def _to_act_on(lang: Language, document: Document) -> str:
    found = (people_rows(lang, document), cost_rows(lang, document), outcome_rows(lang, document))
    named = [f"{row.what} ({row.year})" for rows in found for row in rows if row.light == "act"]
    if not named:
        return lang.say("No single figure calls for action by itself.")
    return lang.say("Act on: %(what)s.", what=lang.listed(named))


def rules(lang: Language, document: Document) -> str:
    """Return what the lights mean."""
    limits = document["limits"]
    return lang.say(
        "People: on course from %(good)s of the promise, act below %(bad)s. Money: the same upwards, per "
        "participant where they are known. Outcomes and completion: act where a figure as bad or worse would "
        "come by chance in less than %(rare)s of the cases if the promise were true, on course from "
        "%(often)s. The whole: on course from %(sure)s chance to pay, act below %(even)s.",
        good=lang.percent(limits["shares"][0]), bad=lang.percent(limits["shares"][1]),
        often=lang.percent(limits["chances"][0]), rare=lang.percent(limits["chances"][1]),
        sure=lang.percent(limits["pays"][0]), even=lang.percent(limits["pays"][1]),
    )  # fmt: skip


def method(lang: Language, document: Document) -> str:
    """Return what the forecast rests on."""
    text = lang.say(
        "The scenario's own intervals are what was believed before; what was seen moves them. Years that "
        "have passed stand as they were, later years as planned, at the planned prices. %(draws)s "
        "recalculations.",
        draws=lang.number(document["draws"]),
    )
    if document["effective_draws"] < document["draws"]:
        text += " " + lang.say(
            "What could not be calculated exactly was weighted; the weighted recalculations are worth "
            "%(effective)s even ones.",
            effective=lang.about(document["effective_draws"]),
        )
    return text


def cautions(lang: Language) -> str:
    """Return what following up cannot tell."""
    return lang.say(
        "Without a comparison group a better or worse figure may be due to other people taking part, or to a "
        "general rise or fall: the update takes the baseline of the scenario as what would have happened."
    )


def chart_text(lang: Language, document: Document) -> str:
    """Return the chart in words."""
    then, now = (document["by_year"][key][-1] for key in ("promised", "forecast"))
    return lang.say(
        "The running total ends in %(year)s at %(then)s as promised and at %(now)s as it looks now, in the "
        "middle of the recalculations; nine of ten lie between %(low)s and %(high)s.",
        year=now["year"],
        then=lang.headline(then["cumulative_discounted"]["p50"]),
        now=lang.headline(now["cumulative_discounted"]["p50"]),
        low=lang.headline(now["cumulative_discounted"]["p05"]),
        high=lang.headline(now["cumulative_discounted"]["p95"]),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
