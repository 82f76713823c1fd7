"""Random effects: every statement and measure, on people and on places, never beyond what a share allows."""

import random
from dataclasses import dataclass, field
from typing import Any

from .places import REGISTERED
from .plain import Plain
from .settings import BETTER

SHARE_MEASURES = [
    "odds_ratio", "relative_risk", "incidence_rate_ratio", "hazard_ratio",
    "standardised_mean_difference", "percentage_change",
]  # fmt: skip


@dataclass
class World:
    """What all interventions of one scenario have in common."""

    start: int
    horizon: int
    price_year: int
    exchange: str = "market"
    overlaps: dict[str, list[str]] = field(default_factory=dict)
    prices: Plain = field(default_factory=dict)
    outcomes: dict[str, Plain] = field(default_factory=dict)

    def settle_outcomes(self, rng: random.Random) -> None:
        """One way of counting and one direction per outcome, so that overlaps are between like and like."""
        for outcome in BETTER:
            ways = ["people", "people", "success"]
            if outcome in REGISTERED:
                ways += ["place", "place", "number"]
            elif outcome == "vandalism":
                ways += ["number"]
            years = [None, None, [2023, 2024], [2019, 2021, 2022], [2025]]
            self.outcomes[outcome] = {
                "way": rng.choice(ways),
                "rising": (BETTER[outcome] == "more") != (rng.random() < 0.1),
                "years": rng.choice(years),
                "incidents": rng.randint(20, 900),
                "reporting_rate": rng.choice([None, "90 %", 0.45]),
            }

    def overlapped(self, name: str) -> bool:
        """Whether the intervention shares people with another."""
        return name in self.overlaps or any(name in others for others in self.overlaps.values())


def random_consequences(rng: random.Random, world: World, *, success: bool) -> list[Plain]:
    """Quantities of one to three different prices, at once, spread, or year by year."""
    result = []
    for price in rng.sample(sorted(world.prices), rng.randint(1, min(3, len(world.prices)))):
        sign = -1 if success != (rng.random() < 0.15) else 1
        one: Plain = {"price": price}
        if rng.random() < 0.3:
            one["by_year"] = [sign * rng.randint(0, 40) for _ in range(rng.randint(1, 6))]
            one["by_year"][0] = sign * 7.5
        else:
            one["quantity"] = sign * rng.choice([rng.randint(1, 300), 0.4, 1.5])
            if rng.random() < 0.5:
                one["spread"] = rng.randint(1, 12)
        result.append(one)
    return result


def random_timing(rng: random.Random) -> Plain:
    """Lag, duration and fade."""
    result: Plain = {}
    if rng.random() < 0.4:
        result["lag"] = rng.randint(0, 3)
    if rng.random() < 0.5:
        result["duration"] = rng.choice([rng.randint(1, 12), rng.randint(2, 40) / 4])
    if rng.random() < 0.5:
        result["fade"] = rng.choice(["15 %", 0.1, "33.3 %", 0, "100 %"])
    return result


def random_adjustments(rng: random.Random) -> Plain:
    """Transfer, grade and reason."""
    result: Plain = {}
    if rng.random() < 0.5:
        result["transfer"] = rng.choice(["80 %", 0.65, {"estimate": "70 %", "low": "50 %", "high": "90 %"}])
    if rng.random() < 0.4:
        result["grade"] = rng.choice("ABCD")
    if rng.random() < 0.2:
        result["reason"] = {"da": "Skøn", "en": "Judgement"}
    return result


def printed_ratio(rng: random.Random, rising: bool, most: float) -> float:
    """A ratio above or below one, never above `most`."""
    if rising:
        return round(1.0 + (min(1.7, most) - 1.0) * rng.uniform(0.1, 0.95), 4)
    return round(rng.uniform(0.4, 0.97), 3)


def with_interval(rng: random.Random, measure: str, estimate: float) -> Plain:
    """The estimate, now and then with an interval."""
    result: Plain = {"measure": measure, "estimate": estimate}
    if rng.random() < 0.4:
        half = 0.01 * abs(estimate)
        result |= {"low": round(estimate - half, 5), "high": round(estimate + half, 5)}
    if measure.startswith("percentage") and rng.random() < 0.5:
        for key in {"estimate", "low", "high"} & set(result):
            result[key] = f"{result[key]} %"
    return result


def printed_measure(rng: random.Random, outcome: str, rising: bool, p0: float | None) -> Plain:
    """A measure for an outcome that rises or falls; turned round now and then where that is allowed."""
    measure = rng.choice(SHARE_MEASURES)
    turned = rng.random() < 0.3 and measure != "incidence_rate_ratio"
    if p0 is None and measure not in ("odds_ratio", "standardised_mean_difference"):
        turned = False
    if turned:
        rising = not rising
    most = 1.7
    if measure in ("relative_risk", "incidence_rate_ratio", "percentage_change") and p0 is not None:
        most = 0.97 / (1.0 - p0 if turned else p0)
    estimate = printed_ratio(rng, rising, most)
    if measure == "percentage_change":
        estimate = round(100 * (estimate - 1), 2)
    elif measure == "standardised_mean_difference":
        estimate = round(rng.uniform(0.03, 0.6) * (1 if rising else -1), 3)
    lower_is_good = (BETTER[outcome] == "fewer") != turned
    direction = "lower_is_better" if lower_is_good else "higher_is_better"
    return with_interval(rng, measure, estimate) | {"direction": direction}


def share_baseline(rng: random.Random, p0: float) -> Plain:
    """A share within a window, or a bare share with the study's follow-up."""
    written: Any = rng.choice([p0, f"{round(100 * p0, 6):g} %"])
    window = rng.choice(["24 months", "12 months", "15.5 months", "6 months", "60 months", "31 months"])
    if rng.random() < 0.5:
        return {"baseline": written, "follow_up": window}
    result: Plain = {"baseline": {"share": written, "within": window}}
    if rng.random() < 0.3:
        result["follow_up"] = rng.choice(["9 months", window])
    return result


def random_relative(rng: random.Random, world: World, outcome: str) -> Plain:
    """A relative measure on a share or on events."""
    rising = world.outcomes[outcome]["rising"]
    if rng.random() < 0.3:
        events = {"baseline": {"events": rng.choice([0.3, 1.25, 0.07])}}
        return printed_measure(rng, outcome, rising, None) | events | random_timing(rng)
    p0 = rng.randint(15, 55) / 100
    return printed_measure(rng, outcome, rising, p0) | share_baseline(rng, p0) | random_timing(rng)


def random_points(rng: random.Random, world: World, outcome: str, overlapped: bool) -> Plain:
    """Percentage points on a share within a window, or without one, a year."""
    rising, turned = world.outcomes[outcome]["rising"], rng.random() < 0.3
    points = rng.randint(1, 130) / 10 * (1 if rising != turned else -1)
    lower_is_good = (BETTER[outcome] == "fewer") != turned
    direction = "lower_is_better" if lower_is_good else "higher_is_better"
    result = with_interval(rng, "percentage_points", points) | {"direction": direction}
    if not overlapped and rng.random() < 0.3:
        return result | random_timing(rng) | {"duration": rng.choice([1, 3, 2.5])}
    return result | share_baseline(rng, rng.randint(15, 55) / 100) | random_timing(rng)


def random_success(rng: random.Random) -> Plain:
    """SØM's way: the rate with and without, or the net share."""
    if rng.random() < 0.7:
        without = rng.randint(5, 60)
        return {"success_rate": {"with": f"{without + rng.randint(2, 35)} %", "without": without / 100}}
    return {"success_rate": rng.choice(["12 %", 0.355])}


def random_people_effect(rng: random.Random, world: World, name: str, outcome: str) -> Plain:
    """One of the four statements."""
    effect: Plain = {"outcome": outcome}
    success = world.outcomes[outcome]["way"] == "success"
    way = rng.random()
    if success:
        effect |= random_success(rng)
    elif way < 0.15 and not world.overlapped(name):
        sign = 1 if world.outcomes[outcome]["rising"] else -1
        effect["change"] = {"by_year": [sign * rng.randint(1, 30) / 10 for _ in range(rng.randint(1, 5))]}
    elif way < 0.35:
        effect |= random_points(rng, world, outcome, world.overlapped(name))
    else:
        effect |= random_relative(rng, world, outcome)
    effect |= random_adjustments(rng)
    if rng.random() < 0.3:
        effect["applies_to"] = rng.choice(["starters", "completers"])
    return effect | {"consequences": random_consequences(rng, world, success=success)}


def random_place_effect(rng: random.Random, world: World, outcome: str) -> Plain:
    """A relative measure on incidents: the place's, or a number."""
    settled = world.outcomes[outcome]
    baseline: Plain = {"incidents": "place" if settled["way"] == "place" else settled["incidents"]}
    if settled["way"] == "place" and settled["years"]:
        baseline["years"] = settled["years"]
    if rng.random() < 0.7:
        baseline["share"] = rng.choice(["30 %", 0.6, "100 %"])
    effect: Plain = {"outcome": outcome, "baseline": baseline}
    effect |= printed_measure(rng, outcome, settled["rising"], None)
    effect |= random_timing(rng) | random_adjustments(rng)
    if settled["reporting_rate"]:
        effect["reporting_rate"] = settled["reporting_rate"]
    if rng.random() < 0.5:
        effect["displacement"] = rng.choice(["10 %", 0.25, 0])
    return effect | {"consequences": random_consequences(rng, world, success=False)}


def random_effects(rng: random.Random, world: World, name: str, kind: str) -> list[Plain]:
    """Effects on one to three different outcomes; favourites are drawn often so that overlaps occur."""
    on_place = [o for o, settled in world.outcomes.items() if settled["way"] in ("place", "number")]
    on_people = [o for o in world.outcomes if o not in on_place]
    favourites = on_place[:1] if kind == "place" else on_people[:1]
    pool = on_place if kind == "place" else on_people + on_place[:1]
    chosen = {o for o in favourites if rng.random() < 0.7}
    chosen |= set(rng.sample(pool, min(len(pool), rng.randint(1, 2))))
    result = []
    for outcome in sorted(chosen):
        if outcome in on_place:
            result.append(random_place_effect(rng, world, outcome))
        else:
            result.append(random_people_effect(rng, world, name, outcome))
    return result
