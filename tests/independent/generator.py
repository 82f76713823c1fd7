"""Random scenarios that are valid by the conventions and together use the whole language of a scenario."""

import random
import re
from typing import Any

import yaml

from .generated_effects import World, random_effects
from .generated_money import random_cost, random_flow, random_prices
from .plain import Plain

PLACES: list[Any] = [
    "Odense", "København", "Læsø", "Nordfyns", 461, 101, "Bornholm", "landsdel:Bornholm",
    "Fyn", "Byen København", "Østjylland", "Region Nordjylland", "Region Hovedstaden", "Danmark",
]  # fmt: skip


HEADER: Plain = {
    "scenario": {"id": "drawn", "title": {"da": "Trukket", "en": "Drawn"}},
    "currency": "DKK",
    "draws": 16,
    "seed": 1,
}


def share(rng: random.Random, low: int, high: int) -> Any:
    """The same share as text in per cent, as a decimal, or with an interval."""
    points = rng.randint(low, high)
    way = rng.randrange(3)
    if way == 0:
        return f"{points} %"
    if way == 1:
        return points / 100
    least, most = max(0, points - 5), min(100, points + 3)
    return {"estimate": f"{points} %", "low": f"{least} %", "high": f"{most} %"}


def random_discounting(rng: random.Random) -> Plain:
    """One rate or steps, at one of the three timings."""
    result: Plain = {}
    way = rng.randrange(3)
    if way == 0:
        result["rate"] = rng.choice(["3.5 %", 0.04, 0, "1.25 %"])
    elif way == 1:
        step = rng.randint(1, 20)
        result["rates"] = [
            {"from": 0, "rate": "4 %"},
            {"from": step, "rate": 0.03},
            {"from": step + rng.randint(1, 15), "rate": "2 %"},
        ]
    if way == 2 or rng.random() < 0.7:
        result["timing"] = rng.choice(["start", "mid", "end"])
    return result


def random_assumptions(rng: random.Random) -> Plain:
    """Discounting, guide, tax factors, evidence adjustment, exchange and payers."""
    result: Plain = {"exchange": rng.choice(["market", "ppp"])} if rng.random() < 0.6 else {}
    if rng.random() < 0.6:
        result["discounting"] = random_discounting(rng)
    if rng.random() < 0.3:
        result["guide"] = rng.choice([2017, 2023])
    if result.get("guide") == 2017 or rng.random() < 0.2:
        result["net_tax_factor"] = rng.choice([1.325, 1.28, 1.1])
    if rng.random() < 0.3:
        result["tax_distortion"] = rng.choice([1.1, 1.2, 1.0])
    if rng.random() < 0.5:
        result["evidence_adjustment"] = {"A": "100 %", "B": 0.9, "C": "75 %", "D": 0.5}
    if not {"guide", "tax_distortion"} & set(result) and rng.random() < 0.1:
        result["payers"] = rng.sample(["kommune", "region", "stat"], 2)
    return result


def random_participants(rng: random.Random, start: int, horizon: int) -> Plain:
    """A number for some years, a list, or a mapping by calendar year."""
    years = rng.randint(1, min(horizon, 5))
    way = rng.randrange(4)
    if way == 0:
        return {"participants": rng.randint(1, 400)}
    if way == 1:
        return {"participants": rng.randint(1, 400), "years": years}
    people = [rng.choice([0, rng.randint(1, 90)]) for _ in range(years)]
    people[rng.randrange(years)] = rng.randint(5, 60)
    if way == 2:
        return {"participants": people} | ({"years": years} if rng.random() < 0.5 else {})
    first = rng.randint(0, horizon - years)
    return {"participants": {start + first + i: count for i, count in enumerate(people)}}


def random_intervention(rng: random.Random, name: str, kind: str, world: World) -> Plain:
    """People, a place, or an explicit business case; every one may also have flows."""
    one: Plain = {"id": name}
    if rng.random() < 0.3:
        one["title"] = {"da": f"Indsats {name}", "en": f"Intervention {name}"}
    if kind == "people":
        one |= random_participants(rng, world.start, world.horizon)
        if rng.random() < 0.7:
            one["completion"] = share(rng, 30, 100)
    elif kind == "place":
        one["years"] = rng.randint(1, min(6, world.horizon))
    if kind != "case":
        one["costs"] = [random_cost(rng, world, f"post {i}", kind) for i in range(rng.randint(0, 4))]
        one["effects"] = random_effects(rng, world, name, kind)
    if kind == "case" or rng.random() < 0.25:
        one["flows"] = [random_flow(rng, world, f"strøm {i}") for i in range(rng.randint(1, 3))]
    return {key: value for key, value in one.items() if value != []}


def random_overlaps(rng: random.Random, names: list[str]) -> dict[str, list[str]]:
    """Some pairs reach the same people; written on one side or on both."""
    result: dict[str, list[str]] = {}
    if len(names) < 2 or rng.random() < 0.4:
        return result
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            if rng.random() < 0.6:
                result.setdefault(one, []).append(other)
                if rng.random() < 0.3:
                    result.setdefault(other, []).append(one)
    return result


def random_plain(rng: random.Random) -> Plain:
    """A scenario as plain data."""
    kinds = [rng.choice(["people", "people", "place", "case"]) for _ in range(rng.randint(1, 5))]
    names = [f"{kind}_{i}" for i, kind in enumerate(kinds)]
    world = World(
        start=rng.randint(2017, 2030),
        horizon=rng.choice([rng.randint(3, 12), rng.randint(3, 45)]),
        price_year=rng.randint(2015, 2025),
    )
    assumptions = random_assumptions(rng)
    world.exchange = assumptions.get("exchange", "market")
    world.overlaps = random_overlaps(rng, [name for name in names if not name.startswith("case")])
    world.prices = assumptions["prices"] = random_prices(rng, world)
    world.settle_outcomes(rng)
    interventions = []
    for name, kind in zip(names, kinds, strict=True):
        one = random_intervention(rng, name, kind, world)
        if name in world.overlaps:
            one["overlaps_with"] = world.overlaps[name]
        interventions.append(one)
    return {
        **HEADER,
        "place": rng.choice(PLACES),
        "price_year": world.price_year,
        "start": world.start,
        "horizon": world.horizon,
        "assumptions": assumptions,
        "interventions": interventions,
    }


def random_scenario(rng: random.Random) -> str:
    """A valid scenario file; the model is left to whoever loads it."""
    plain = random_plain(rng)
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_flow_style=rng.random() < 0.5)
    if rng.random() < 0.5:
        text = re.sub(r"(amount: -?\d{1,3})(\d{3})(\d{3})$", r"\1_\2_\3", text, flags=re.MULTILINE)
    return text
