"""The plan at this budget and around it: what is chosen, spent and left, the weights, the rules."""

from __future__ import annotations

from cba.reports import plan_names, plan_rows, plan_words
from cba.reports.facts import ROUNDING, Document
from cba.reports.language import Language
from cba.reports.papers.paper import Cell, Figure, Section, Table, of_hundred, present

AROUND = (0.75, 1.0, 1.25)
_MOST_RULES = 3


def plan(lang: Language, document: Document) -> Section | None:
    """Return the plan at the budget and at a quarter less and more; None where no plan was asked for."""
    heading = lang.say("The plan at this budget and around it")
    found = document.get("allocation")
    if not found:
        return None
    if found["status"] == "infeasible":
        first, *rest = plan_words.infeasible(lang, found)
        return Section("plan", heading, text=[first], points=rest)
    around = _around(lang, found)
    said = [
        _weights(lang, document),
        _spending(lang, document),
        plan_words.left(lang, found),
        _costly_rules(lang, found),
    ]
    missing = lang.say("What a quarter less or more would give has not been calculated.")
    return Section(
        "plan",
        heading,
        text=present([*said, "" if around else missing]),
        tables=[table for table in (_options(lang, found), around) if table],
    )


def _spending(lang: Language, document: Document) -> str:
    """Return what is spent by year and by payer, and that each payer must agree to its own part."""
    found, names = document["allocation"], document["names"]["payers"]
    payers = {payer: amount for payer, amount in found["spent_by_payer"].items() if amount}
    if not payers:
        return ""
    by_year = [
        lang.say("%(amount)s in %(year)s", amount=lang.headline(amount), year=year)
        for year, amount in found["spent_by_year"].items()
    ]
    by_payer = [
        f"{lang.text(names.get(payer)) or payer} {lang.headline(amount)}"
        for payer, amount in sorted(payers.items(), key=lambda item: -item[1])
    ]
    granted = lang.say(
        "To be granted: %(years)s, in all %(total)s. In present value, as the budget is counted, it is "
        "%(spent)s.",
        years=lang.listed(by_year),
        total=lang.headline(sum(found["spent_by_year"].values())),
        spent=lang.headline(found["spent"]),
    )
    if len(payers) == 1:
        return f"{granted} " + lang.say("Payer: %(payers)s.", payers=by_payer[0])
    return f"{granted} " + lang.say(
        "By payer: %(payers)s. Each must agree to its own part.",
        payers=lang.listed(by_payer),
    )


def decision(lang: Language, document: Document) -> str:
    """Return what is put to those who decide; it stands above the list of what is chosen."""
    found = document["allocation"]
    chosen = sum(option["chosen"] for option in found["options"].values())
    years = [int(year) for year in found["spent_by_year"]]
    if not chosen or not years:
        return ""
    words = {
        "chosen": lang.number(chosen),
        "years": lang.span(min(years), max(years)),
        "total": lang.headline(sum(found["spent_by_year"].values())),
    }
    if plan_names.is_weighted(found):
        return lang.say(
            "Proposed decision: that the %(chosen)s interventions below are carried out in %(years)s, that "
            "%(total)s is granted for them, shared among years and payers as stated in the next section, and "
            "that the weights stated there are taken as a basis.",
            **words,
        )
    return lang.say(
        "Proposed decision: that the %(chosen)s interventions below are carried out in %(years)s, and that "
        "%(total)s is granted for them, shared among years and payers as stated in the next section.",
        **words,
    )


def _costly_rules(lang: Language, found: Document) -> str:
    """Return what the rules that were chosen cost; that one thing requires another is no choice."""
    rules = [r for r in found["rules"] if r["kind"] != "require" and (r["gain_without"] or 0.0) > ROUNDING]
    rules.sort(key=lambda rule: -rule["gain_without"])
    told = (found["unspent_because"] or {}).get("rules") or ()

    def words(rule: Document) -> str:
        whole = lang.text(rule["words"])
        # what it is about stands in brackets, and was listed with the rules that leave money
        return whole.partition(" (")[0] if rule["name"] in told else whole

    parts = [
        lang.say("“%(what)s”", what=words(rule)) + f" ({plan_names.worth(lang, found, rule['gain_without'])})"
        for rule in rules[:_MOST_RULES]
    ]
    if not parts:
        return ""
    return lang.say("The plan would be worth more without the rules %(rules)s.", rules=lang.listed(parts))


def _options(lang: Language, found: Document) -> Table:
    """Return what is chosen, what each takes from the others, and what it comes to."""
    chosen = [found["options"][name] for name in plan_rows.ranked(found)]
    rows: list[list[Cell]] = [
        [
            lang.text(option["title"]),
            scale(lang, option),
            Figure(option["cost"]),
            _worth(found, option["value"]),
            _worth(found, option["replacement_loss"]),
            of_hundred(lang, option["chosen_share_of_draws"]) if found["draws"] else Figure(None),
        ]
        for option in chosen
        if option["chosen"]
    ]
    value = lang.say("Value with weights") if plan_names.is_weighted(found) else lang.say("Value")
    headings = [
        lang.say("Intervention"),
        lang.say("Scale"),
        lang.say("To be spent"),
        value,
        lang.say("Lost without it"),
        lang.say("In the best plan, of 100"),
    ]
    taken = (found["interaction"] or {}).get("true") or 0.0
    if abs(taken) >= ROUNDING:
        words = lang.say("Taken from each other: the same people or places")
        rows.append([words, "", "", _worth(found, -taken), "", ""])
    rows.append([lang.say("In total"), "", Figure(found["spent"]), _worth(found, found["objective"]), "", ""])
    note = lang.say(
        "To be spent: present value. Lost without it: how much less the best plan without it is worth, where "
        "others take its place. In the best plan: how many of 100 recalculations."
    )
    return Table("plan-table", lang.say("The plan"), headings, rows, total=1, note=note)


def scale(lang: Language, option: Document) -> str:
    """Return how much of an option is chosen: all of it, a share, or so many participants a year."""
    if option["max"] <= 1.0:
        return lang.say("whole") if option["scale"] == option["max"] else lang.percent(option["scale"])
    return lang.say("%(number)s participants a year", number=lang.trimmed(option["scale"], 1))


def _weights(lang: Language, document: Document) -> str:
    """Return what the plan's value counts for each case avoided, beyond money."""
    if not plan_names.is_weighted(document["allocation"]):
        return ""
    parts = [
        lang.say("%(amount)s for each %(unit)s", amount=lang.headline(weight), unit=lang.text(unit))
        for unit, weight in plan_names.weights(document)
    ]
    if not parts:
        return ""
    return lang.say(
        "On top of the money, the plan's value counts what is avoided: %(weights)s. These weights are a "
        "political choice stated in the scenario, not a finding.",
        weights="; ".join(parts),
    )


def _worth(found: Document, value: float | None) -> Figure:
    """Return a value of the plan: kroner, or whatever else it is to get the most of."""
    return Figure(value) if found["objective_unit"] == "kr" else Figure(value, "number", 1)


def around_in_words(lang: Language, found: Document) -> str:
    """Return what a quarter more and a quarter less money would change; empty where it is not known."""
    less, here, more = _values_around(found) or (None, None, None)
    if less is None or here is None or more is None:
        return ""
    return lang.say(
        "With a quarter more money the best plan is worth %(gain)s more, with a quarter less it is worth "
        "%(loss)s less.",
        gain=plan_names.worth(lang, found, more - here),
        loss=plan_names.worth(lang, found, here - less),
    )


def _values_around(found: Document) -> list[float | None] | None:
    """Return the best value at three budgets: of the largest budget tried that is not above each."""
    budget, frontier = found["budget"], found["frontier"]
    if budget is None or not frontier:
        return None
    values: list[float | None] = []
    for share in AROUND:
        within = [p["value"] for p in frontier if p["budget"] <= share * budget * (1 + 1e-9)]
        best = max((value for value in within if value is not None), default=None)
        values.append(found["objective"] if share == 1.0 else best)
    return values


def _around(lang: Language, found: Document) -> Table | None:
    values = _values_around(found)
    if values is None:
        return None
    rows: list[list[Cell]] = [
        [lang.percent(share), Figure(share * found["budget"]), _worth(found, value)]
        for share, value in zip(AROUND, values, strict=True)
    ]
    note = lang.say("– where no plan keeps all the rules.") if any(_empty(row[2]) for row in rows) else ""
    return Table(
        "around-table",
        lang.say("The best value at this budget, a quarter less and a quarter more"),
        [lang.say("Share of the budget"), lang.say("Budget"), lang.say("Value")],
        rows,
        note=note,
    )


def _empty(cell: Cell) -> bool:
    return isinstance(cell, Figure) and cell.value is None
