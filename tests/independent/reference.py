"""The whole computation for one scenario in one model, in the words of the method text."""

import copy
from dataclasses import dataclass
from typing import Any

from . import measures
from .bookings import Booking, cost_bookings, effect_bookings, flow_bookings
from .effects import Change, change_of
from .money import kroner
from .overlaps import Edges, factors
from .plain import Plain, by_year, number
from .settings import BETTER, discount_factors, settle


@dataclass
class Case:
    """A scenario's interventions as changes and bookings, before any lens."""

    scenario: Plain
    settings: Plain
    factors: list[float]
    changes: list[Change]
    own: list[Booking]  # each intervention by itself
    together: list[Booking]  # overlap counted
    scale: dict[tuple[str, str], list[float]]


def starters_of(intervention: Plain, scenario: Plain) -> list[float]:
    """Participants who start in each year n."""
    start, horizon = int(scenario["start"]), int(scenario["horizon"])
    given = intervention.get("participants")
    if given is None:
        return [0.0] * horizon
    if isinstance(given, (list, dict)):
        return by_year(given, start, horizon)
    return by_year([given] * int(intervention.get("years", 1)), start, horizon)


def operating_years(intervention: Plain, starters: list[float]) -> list[int]:
    """The years with participants, else `years` from the start."""
    with_people = [n for n, people in enumerate(starters) if people > 0]
    return with_people or list(range(int(intervention.get("years", 1))))


def edges_of(scenario: Plain) -> Edges:
    """`overlaps_with` works both ways."""
    return {
        frozenset((one["id"], other))
        for one in scenario["interventions"]
        for other in one.get("overlaps_with", [])
    }


def changes_of(intervention: Plain, scenario: Plain, settings: Plain) -> list[Change]:
    """What every effect of the intervention changes, by itself."""
    starters = starters_of(intervention, scenario)
    years = operating_years(intervention, starters)
    result = []
    for effect in intervention.get("effects", []):
        head = {
            "id": intervention["id"],
            "completion": number(intervention.get("completion", 1)),
            "better": BETTER[effect["outcome"]],
        }
        change = change_of(effect, head, starters, years, settings, int(scenario["horizon"]))
        change.consequences = effect.get("consequences", [])
        result.append(change)
    return result


def work_out(scenario: Plain, model: Plain) -> Case:
    """Changes and bookings of every intervention, alone and together."""
    settings = settle(scenario, model)
    horizon, exchange = int(scenario["horizon"]), settings["exchange"]
    changes: list[Change] = []
    own: list[Booking] = []
    for intervention in scenario["interventions"]:
        starters = starters_of(intervention, scenario)
        years = operating_years(intervention, starters)
        own += cost_bookings(intervention, starters, years, scenario, exchange)
        own += flow_bookings(intervention, scenario, exchange)
        changes += changes_of(intervention, scenario, settings)
    together = list(own)
    scale = factors(changes, edges_of(scenario), horizon)
    for change in changes:
        alone = [1.0] * horizon
        own += effect_bookings(change, alone, settings["prices"], scenario, exchange)
        left = scale[change.intervention, change.outcome]
        together += effect_bookings(change, left, settings["prices"], scenario, exchange)
    return Case(scenario, settings, discount_factors(settings, horizon), changes, own, together, scale)


def select(case: Case, intervention: str | None) -> list[Booking]:
    """One intervention alone, or all together with overlap."""
    if intervention is None:
        return case.together
    return [booking for booking in case.own if booking.intervention == intervention]


def outcomes_of(case: Case, intervention: str | None, pv_costs: float) -> Plain:
    """Avoided: fewer of a bad or more of a good outcome; for a success rate, successes."""
    result: Plain = {}
    for change in case.changes:
        if intervention not in (None, change.intervention):
            continue
        good = 1.0 if change.kind == "success" or BETTER[change.outcome] == "more" else -1.0
        left = case.scale[change.intervention, change.outcome]
        found = result.setdefault(change.outcome, {"by_year": [0.0] * len(case.factors)})
        for n, events in enumerate(change.events):
            found["by_year"][n] += good * events * (left[n] if intervention is None else 1.0)
    for found in result.values():
        found["avoided"] = sum(found["by_year"])
        found["cost_per_avoided"] = pv_costs / found["avoided"] if found["avoided"] > 0 else None
    return result


def overlap_loss(case: Case) -> Plain:
    """Units of each outcome that the portfolio has less than its interventions each alone."""
    alone: Plain = {}
    for intervention in case.scenario["interventions"]:
        for outcome, found in outcomes_of(case, intervention["id"], 0.0).items():
            alone[outcome] = alone.get(outcome, 0.0) + found["avoided"]
    together = outcomes_of(case, None, 0.0)
    return {outcome: alone[outcome] - together[outcome]["avoided"] for outcome in together}


def zero_of(at_zero: float, at_one: float, gross: float) -> float | None:
    """Where a straight line through (0, at_zero) and (1, at_one) crosses zero; null if it is level."""
    slope = measures.tidy(at_one - at_zero, gross)
    return -at_zero / slope if slope != 0.0 else None


def worth(case: Case, bookings: list[Booking]) -> float:
    return measures.net_present_value(bookings, case.settings, case.factors)


def turnover(case: Case, bookings: list[Booking]) -> float:
    """What a rounding error is measured against."""
    years = measures.yearly(measures.counted(bookings, case.settings), len(case.factors))
    return measures.present_value(years["gross"], case.factors)


def switching_of(case: Case, intervention: str | None, model: Plain) -> Plain:
    """Values at which the net present value would be zero, all else fixed."""
    every = select(case, intervention)
    npv, gross = worth(case, every), turnover(case, every)
    main = measures.counted(every, case.settings)
    effects = [b for b in every if b.origin == "effect"]
    others = [b for b in every if b.origin != "effect"]
    gains = measures.yearly(measures.counted(effects, case.settings), len(case.factors))
    pv = measures.present_values(gains, case.factors)
    pv_costs = measures.present_values(measures.yearly(main, len(case.factors)), case.factors)["pv_costs"]
    benefits = [b for b in every if b.side == "benefit"]
    prices = {}
    for price in sorted({b.price for b in every if b.price}):
        without = worth(case, [b for b in every if b.price != price])
        only = worth(case, [b for b in every if b.price == price])
        share = -without / only if only != 0.0 else None
        prices[price] = None if share is None else share * price_in_kroner(case, price)
    return {
        "effect_share": zero_of(worth(case, others), npv, gross) if pv["pv_benefits"] > 0 else None,
        "cost_factor": zero_of(worth(case, benefits), npv, gross) if pv_costs > 0 else None,
        "success_rate": switching_success(case, intervention, model),
        "prices": prices,
    }


def price_in_kroner(case: Case, price: str) -> float:
    return kroner(case.settings["prices"][price], "estimate", case.scenario, case.settings["exchange"])


def switching_success(case: Case, intervention: str | None, model: Plain) -> float | None:
    """The `with` rate, or the share, found by working the case out again at 0 and at 1."""
    found = [c for c in case.changes if c.kind == "success" and intervention in (None, c.intervention)]
    if len(found) != 1:
        return None
    values: list[float] = []
    gross: float = 0.0
    rate: Any = None
    for net in (0.0, 1.0):
        scenario = copy.deepcopy(case.scenario)
        for one in scenario["interventions"]:
            for effect in one.get("effects", []):
                if one["id"] == found[0].intervention and "success_rate" in effect:
                    rate = effect["success_rate"]
                    effect["success_rate"] = net
        other = work_out(scenario, model)
        values.append(worth(other, select(other, intervention)))
        gross = turnover(other, select(other, intervention))
    share = zero_of(values[0], values[1], gross)
    if share is None:
        return None
    return share + (number(rate["without"]) if isinstance(rate, dict) and "without" in rate else 0.0)


def results_of(case: Case, intervention: str | None, participants: float, model: Plain) -> Plain:
    """Every computed key of one intervention, or of the portfolio."""
    start = int(case.scenario["start"])
    rows = measures.counted(select(case, intervention), case.settings)
    main = measures.main_measures(rows, participants, case.factors, start)
    return {
        "measures": main,
        "by_payer": measures.by_payer(rows, case.settings, case.factors, start),
        "by_area": measures.by_area(rows, case.factors),
        "by_year": measures.by_year(rows, case.settings, case.factors, start),
        "outcomes": outcomes_of(case, intervention, main["pv_costs"]),
        "switching": switching_of(case, intervention, model),
    }


def reference(scenario: Plain, model: Plain) -> Plain:
    """All results of a plain scenario in one of the models of `settings.MODELS`."""
    case = work_out(scenario, model)
    people = {one["id"]: sum(starters_of(one, scenario)) for one in scenario["interventions"]}
    portfolio = results_of(case, None, sum(people.values()), model)
    portfolio["overlap_loss"] = overlap_loss(case)
    return {
        "interventions": {name: results_of(case, name, people[name], model) for name in people},
        "portfolio": portfolio,
    }
