"""Random prices, costs and flows, at home and abroad."""

import random
from typing import TYPE_CHECKING, Any

from .plain import Plain

if TYPE_CHECKING:
    from .generated_effects import World

PAYERS = ["kommune", "kommune", "region", "stat", "stat", "borger", "offer", "erhverv", "oevrige"]
NATURES = ["resource", "resource", "resource", "transfer", "tax", "intangible"]
AREAS = [
    "politi_retsvaesen", "kriminalforsorg", "overfoersler", "sundhed", "social", "uddannelse",
    "beskaeftigelse", "offer_og_ejendom", "andet",
]  # fmt: skip
LAST_INDEX = {"USD": 2024, "GBP": 2024, "SEK": 2024, "NOK": 2024, "EUR": 2023}


def random_payer(rng: random.Random) -> Any:
    """One payer, or a split that sums to 100 %."""
    if rng.random() < 0.6:
        return rng.choice(PAYERS)
    names = rng.sample(sorted(set(PAYERS)), rng.choice([2, 3]))
    if len(names) == 2:
        first = rng.randint(5, 95)
        return {names[0]: f"{first} %", names[1]: f"{100 - first} %"}
    return {names[0]: "50 %", names[1]: 0.3, names[2]: "20 %"}


def random_nature(rng: random.Random, payer: Any) -> Plain:
    """Nature, and for transfers and taxes now and then a named counterpart."""
    result: Plain = {}
    if rng.random() < 0.6:
        result["nature"] = rng.choice(NATURES)
    if result.get("nature") in ("transfer", "tax"):
        free = [name for name in PAYERS if name not in ([payer] if isinstance(payer, str) else payer)]
        taken = payer == "borger" or (isinstance(payer, dict) and "borger" in payer)
        if taken or rng.random() < 0.4:
            result["counterpart"] = rng.choice(free)
    return result


def random_origin(rng: random.Random, world: "World") -> Plain:
    """Price year, currency and country of an amount; {} is kroner of the scenario's year."""
    way = rng.randrange(4)
    if way == 0:
        return {}
    if way == 1:
        year = rng.randint(1995, 2025)
        return {"price_year": f"{year}/{(year + 1) % 100:02d}" if rng.random() < 0.2 else year}
    currency = rng.choice(sorted(LAST_INDEX))
    result: Plain = {"price_year": rng.randint(1999, LAST_INDEX[currency]), "currency": currency}
    if currency == "EUR" and (world.exchange == "ppp" or rng.random() < 0.5):
        result["country"] = rng.choice(["de", "nl"] if world.exchange == "ppp" else ["de", "nl", "fi"])
    elif currency == "SEK" and rng.random() < 0.2:
        result["country"] = "se"
    return result


def random_amount(rng: random.Random, largest: int) -> Any:
    """A whole or broken amount, bare or with limits."""
    amount = rng.randint(100, largest)
    way = rng.randrange(4)
    if way == 0:
        return {"estimate": amount, "low": amount - 50, "high": amount + 80, "distribution": "pert"}
    if way == 1:
        return amount + 0.25
    return amount


def random_prices(rng: random.Random, world: "World") -> Plain:
    """Two to five prices of the scenario's own."""
    result: Plain = {}
    for i in range(rng.randint(2, 5)):
        payer = random_payer(rng)
        price: Plain = {"estimate": rng.randint(100, 60000), "payer": payer, "unit": "stk"}
        if rng.random() < 0.3:
            price |= {"low": price["estimate"] - 50, "high": price["estimate"] + 90}
        if rng.random() < 0.9:
            price["area"] = rng.choice(AREAS)
        price |= random_nature(rng, payer) | random_origin(rng, world)
        if rng.random() < 0.3:
            price["source"] = "eget skøn"
        result[f"p{i}"] = price
    return result


def random_cost(rng: random.Random, world: "World", what: str, kind: str) -> Plain:
    """One cost line; a place has no participants to count."""
    per = rng.choice(["start", "year"] if kind == "place" else ["start", "year", "participant", "completer"])
    payer = random_payer(rng)
    largest = 60000 if per in ("participant", "completer") else 3000000
    cost: Plain = {"what": what, "amount": random_amount(rng, largest), "per": per, "payer": payer}
    if rng.random() < 0.1:
        cost["amount"] = -rng.randint(100, 5000)
    origin = random_origin(rng, world)
    if isinstance(cost["amount"], dict) and rng.random() < 0.5:
        cost["amount"] |= {key: origin.pop(key) for key in ("price_year", "currency") if key in origin}
    cost |= origin | random_nature(rng, payer)
    if rng.random() < 0.15:
        cost["in_kind"] = True
    return cost


def random_flow(rng: random.Random, world: "World", what: str) -> Plain:
    """Explicit amounts from the first year on, or by calendar year."""
    payer = random_payer(rng)
    kind = rng.choice(["cost", "benefit"])
    years = rng.randint(1, min(world.horizon, 6))
    amounts: list[Any] = [rng.choice([0, rng.randint(1000, 900000)]) for _ in range(years)]
    amounts[rng.randrange(years)] = rng.randint(1000, 900000) + 0.5
    if kind == "cost" and rng.random() < 0.2:
        amounts[-1] = -rng.randint(1000, 90000)
    flow: Plain = {"what": what, "payer": payer, "kind": kind, "amounts": amounts}
    if rng.random() < 0.5:
        first = world.start + rng.randint(0, world.horizon - years)
        flow["amounts"] = {first + i: amount for i, amount in enumerate(amounts)}
    if rng.random() < 0.8:
        flow["area"] = rng.choice(AREAS)
    return flow | random_nature(rng, payer) | random_origin(rng, world)
