"""Sums over bookings: what a model counts, and every measure of it."""

from dataclasses import replace

from .bookings import Booking
from .plain import Plain
from .rates_of_return import rates_of_return
from .settings import PUBLIC

# A sum this small beside what was added up is rounding, not money.
NOISE = 1e-11


def counted(bookings: list[Booking], settings: Plain) -> list[Booking]:
    """What the lens counts, with its two tax corrections."""
    if settings["lens"] == "budget":
        cash = [b for b in bookings if b.nature in ("resource", "transfer", "tax")]
        return [b for b in cash if b.payer in settings["payers"]]
    result = []
    for booking in bookings:
        amount = booking.amount
        if booking.payer in PUBLIC and booking.nature == "resource":
            amount *= settings["net_tax_factor"]
        result.append(replace(booking, amount=amount))
        if booking.payer in PUBLIC:
            outlay = booking.amount if booking.side == "cost" else -booking.amount
            distortion = (settings["tax_distortion"] - 1.0) * outlay
            result.append(
                replace(
                    booking,
                    side="cost",
                    origin="distortion",
                    payer="oevrige",
                    nature="resource",
                    area="",
                    amount=distortion,
                    price=None,
                )
            )
    return [b for b in result if b.payer in settings["payers"]]


def tidy(total: float, gross: float) -> float:
    """Zero where only rounding is left."""
    return 0.0 if abs(total) <= NOISE * gross else total


def yearly(bookings: list[Booking], horizon: int) -> Plain:
    """Costs, benefits and net of every year."""
    costs, benefits, gross = [0.0] * horizon, [0.0] * horizon, [0.0] * horizon
    for booking in bookings:
        side = costs if booking.side == "cost" else benefits
        side[booking.n] += booking.amount
        gross[booking.n] += abs(booking.amount)
    net = [tidy(benefits[n] - costs[n], gross[n]) for n in range(horizon)]
    return {"costs": costs, "benefits": benefits, "net": net, "gross": gross}


def present_value(amounts: list[float], factors: list[float]) -> float:
    total = 0.0
    for n, amount in enumerate(amounts):
        total += amount * factors[n]
    return total


def net_present_value(bookings: list[Booking], settings: Plain, factors: list[float]) -> float:
    years = yearly(counted(bookings, settings), len(factors))
    return tidy(present_value(years["net"], factors), present_value(years["gross"], factors))


def payback(net: list[float], gross: list[float], start: int) -> int | None:
    """The first year from which the cumulative net stays at or above zero to the horizon."""
    cumulative, run, turnover = [], 0.0, 0.0
    for n, amount in enumerate(net):
        run += amount
        turnover += gross[n]
        cumulative.append(tidy(run, turnover))
    for n in range(len(net)):
        if all(value >= 0.0 for value in cumulative[n:]):
            return start + n
    return None


def paybacks(years: Plain, factors: list[float], start: int) -> Plain:
    net, gross = years["net"], years["gross"]
    later = [net[n] * factors[n] for n in range(len(net))]
    later_gross = [gross[n] * factors[n] for n in range(len(net))]
    return {
        "payback_year": payback(net, gross, start),
        "discounted_payback_year": payback(later, later_gross, start),
    }


def present_values(years: Plain, factors: list[float]) -> Plain:
    gross = present_value(years["gross"], factors)
    benefits = tidy(present_value(years["benefits"], factors), gross)
    costs = tidy(present_value(years["costs"], factors), gross)
    return {"npv": tidy(benefits - costs, gross), "pv_benefits": benefits, "pv_costs": costs}


def main_measures(bookings: list[Booking], participants: float, factors: list[float], start: int) -> Plain:
    """`measures` of results.json, from bookings the lens has already counted."""
    years = yearly(bookings, len(factors))
    result = present_values(years, factors) | paybacks(years, factors, start)
    costs = result["pv_costs"]
    result["bcr"] = result["pv_benefits"] / costs if costs > 0 else None
    roots = rates_of_return(years["net"])
    result["irr_status"] = ("none", "one")[len(roots)] if len(roots) < 2 else "several"
    result["irr"] = roots[0] if len(roots) == 1 else None
    result["participants"] = participants
    result["npv_per_participant"] = result["npv"] / participants if participants > 0 else None
    result["equivalent_yearly"] = result["npv"] / sum(factors)
    return result


def by_payer(bookings: list[Booking], settings: Plain, factors: list[float], start: int) -> Plain:
    result = {}
    for payer in settings["payers"]:
        years = yearly([b for b in bookings if b.payer == payer], len(factors))
        result[payer] = present_values(years, factors) | paybacks(years, factors, start)
    return result


def by_area(bookings: list[Booking], factors: list[float]) -> Plain:
    """Benefits only."""
    result: Plain = {}
    for area in sorted({b.area for b in bookings if b.side == "benefit"}):
        years = yearly([b for b in bookings if b.side == "benefit" and b.area == area], len(factors))
        result[area] = {"pv_benefits": present_values(years, factors)["pv_benefits"]}
    return result


def by_year(bookings: list[Booking], settings: Plain, factors: list[float], start: int) -> list[Plain]:
    years = yearly(bookings, len(factors))
    payers = {
        payer: yearly([b for b in bookings if b.payer == payer], len(factors))["net"]
        for payer in settings["payers"]
    }
    rows, run, discounted = [], 0.0, 0.0
    for n, factor in enumerate(factors):
        run += years["net"][n]
        discounted += years["net"][n] * factor
        rows.append(
            {
                "year": start + n,
                "n": n,
                "discount_factor": factor,
                "costs": years["costs"][n],
                "benefits": years["benefits"][n],
                "net": years["net"][n],
                "net_by_payer": {payer: net[n] for payer, net in payers.items()},
                "cumulative": run,
                "cumulative_discounted": discounted,
            }
        )
    return rows
