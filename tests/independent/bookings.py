"""Every krone as one booking: who, for what, which year, cost or benefit."""

from dataclasses import dataclass
from typing import Any

from .effects import Change
from .money import kroner, unit_factor
from .plain import Plain, by_year, number, payer_shares


@dataclass
class Booking:
    """One amount of one payer in one year; a cost is positive on the side `cost`."""

    intervention: str
    side: str  # benefit | cost
    origin: str  # effect | flow | cost | distortion
    payer: str
    area: str
    nature: str
    n: int
    amount: float
    price: str | None = None
    success: bool = False


def book(template: Plain, item: Plain, yearly: list[float]) -> list[Booking]:
    """Split over payers; a transfer or tax a second time, with opposite sign, on its counterpart."""
    nature = item.get("nature", "resource")
    result = []
    for n, amount in enumerate(yearly):
        if amount == 0.0:
            continue
        for payer, share in payer_shares(item["payer"]).items():
            result.append(Booking(**template, payer=payer, nature=nature, n=n, amount=amount * share))
        if nature in ("transfer", "tax"):
            other = item.get("counterpart", "borger")
            result.append(Booking(**template, payer=other, nature=nature, n=n, amount=-amount))
    return result


def units_of_cost(cost: Plain, starters: list[float], years: list[int], completion: float) -> list[float]:
    """How many of what the cost is per, in each year."""
    units = [0.0] * len(starters)
    if cost["per"] == "start":
        units[years[0]] = 1.0
    elif cost["per"] == "year":
        for year in years:
            units[year] = 1.0
    else:
        share = completion if cost["per"] == "completer" else 1.0
        units = [people * share for people in starters]
    return units


def cost_bookings(
    intervention: Plain, starters: list[float], years: list[int], scenario: Plain, exchange: str
) -> list[Booking]:
    """Costs per start, year, participant and completer."""
    completion = number(intervention.get("completion", 1))
    result = []
    for cost in intervention.get("costs", []):
        unit = kroner(cost, "amount", scenario, exchange)
        yearly = [unit * units for units in units_of_cost(cost, starters, years, completion)]
        template = {"intervention": intervention["id"], "side": "cost", "origin": "cost", "area": ""}
        result += book(template, cost, yearly)
    return result


def flow_bookings(intervention: Plain, scenario: Plain, exchange: str) -> list[Booking]:
    """Explicit yearly amounts."""
    result = []
    for flow in intervention.get("flows", []):
        factor = unit_factor(flow, None, scenario, exchange)
        given = by_year(flow["amounts"], int(scenario["start"]), int(scenario["horizon"]))
        template = {
            "intervention": intervention["id"],
            "side": flow["kind"],
            "origin": "flow",
            "area": flow.get("area", "andet"),
        }
        result += book(template, flow, [amount * factor for amount in given])
    return result


def use_per_unit(consequence: Plain, horizon: int) -> list[float]:
    """Units of the priced quantity at lag 0, 1, 2 … for one unit of the outcome."""
    if "by_year" in consequence:
        given = [number(units) for units in consequence["by_year"]]
    else:
        spread = int(consequence.get("spread", 1))
        given = [number(consequence["quantity"]) / spread] * spread
    return (given + [0.0] * horizon)[:horizon]


def effect_bookings(
    change: Change, scale: list[float], prices: dict[str, Plain], scenario: Plain, exchange: str
) -> list[Booking]:
    """A fall in a costly quantity is a benefit; `scale` is what overlap leaves of each year."""
    horizon = len(change.events)
    result = []
    for consequence in change.consequences:
        use = use_per_unit(consequence, horizon)
        price = prices[consequence["price"]]
        unit = kroner(price, "estimate", scenario, exchange)
        yearly = [0.0] * horizon
        for n in range(horizon):
            for m in range(n + 1):
                yearly[n] -= change.events[m] * scale[m] * use[n - m] * unit
        template: dict[str, Any] = {
            "intervention": change.intervention,
            "side": "benefit",
            "origin": "effect",
            "area": price.get("area", "andet"),
            "price": consequence["price"],
            "success": change.kind == "success",
        }
        result += book(template, price, yearly)
    return result
