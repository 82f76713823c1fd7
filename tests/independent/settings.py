"""The two models of the method text, and a scenario's assumptions laid over one of them."""

from typing import Any

from .plain import Plain, number

FEWER = [
    "reconviction", "burglary", "violence", "theft", "vandalism", "drugs", "weapons", "total",
    "out_of_home_placement", "gang_membership", "bullying", "unsafe",
]  # fmt: skip
MORE = ["no_new_crime", "employment", "school_completion"]
BETTER = {outcome: "fewer" for outcome in FEWER} | {outcome: "more" for outcome in MORE}
PUBLIC = ("kommune", "region", "stat")

MODELS: dict[str, Plain] = {
    "soem": {"lens": "budget", "payers": list(PUBLIC), "guide": 2023},
    "samfundsoekonomi": {
        "lens": "welfare",
        "payers": [*PUBLIC, "borger", "offer", "erhverv", "oevrige"],
        "guide": 2023,
        "net_tax_factor": 1.28,
    },
}


def guide_rates(guide: int, start: int) -> list[Plain]:
    """The Finance Ministry's rates of the guide's year."""
    if guide == 2023:
        spans = [(0, 0.035), (36, 0.025), (71, 0.015)]
    elif start < 2021:
        spans = [(0, 0.04), (36, 0.03), (71, 0.02)]
    else:
        spans = [(0, 0.035), (36, 0.025)]
    return [{"from": first, "rate": rate} for first, rate in spans]


def settle(scenario: Plain, model: Plain) -> Plain:
    """What holds for this scenario in this model; an explicit assumption wins over a guide's value."""
    own = scenario.get("assumptions", {})
    guide = own.get("guide", model["guide"])
    discounting = own.get("discounting", {})
    if "rate" in discounting:
        rates: Any = [{"from": 0, "rate": discounting["rate"]}]
    else:
        rates = discounting.get("rates", guide_rates(guide, int(scenario["start"])))
    return {
        "lens": model["lens"],
        "payers": own.get("payers", model["payers"]),
        "rates": rates,
        "timing": discounting.get("timing", "start"),
        "net_tax_factor": number(own.get("net_tax_factor", model.get("net_tax_factor", 1.0))),
        "tax_distortion": number(own.get("tax_distortion", 1.1 if guide == 2017 else 1.0)),
        "evidence_adjustment": own.get("evidence_adjustment", {}),
        "exchange": own.get("exchange", "market"),
        "prices": own.get("prices", {}),
        "place": scenario.get("place"),
    }


def rate_of_year(rates: list[Plain], n: int) -> float:
    """The rate of the latest span that has begun."""
    begun = [span for span in rates if int(span["from"]) <= n]
    return number(max(begun, key=lambda span: int(span["from"]))["rate"])


def discount_factors(settings: Plain, horizon: int) -> list[float]:
    """DF[n] for n = 0 … H−1 under the timing convention."""
    factors = []
    for n in range(horizon):
        factor = 1.0
        for m in range(1, n + 1):
            factor /= 1.0 + rate_of_year(settings["rates"], m)
        next_year = 1.0 / (1.0 + rate_of_year(settings["rates"], n + 1))
        if settings["timing"] == "end":
            factor *= next_year
        elif settings["timing"] == "mid":
            factor *= next_year**0.5
        factors.append(factor)
    return factors
