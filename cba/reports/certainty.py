"""How sure a result is, in words: the range, how often it pays and for whom, when, and what decides it.

Fact sheet, workbook and terminal say the same, because they all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cba.reports.facts import ROUNDING, Document, payer_results
from cba.reports.frequency import how_often, span
from cba.reports.input_names import label
from cba.reports.language import N_, NBSP, Language
from cba.reports.story import count_of, payer_name

_LEAST = 0.005
"""A driver with a smaller share of the uncertainty is not worth naming."""

_HALF = 0.5
_SEVERAL = 2


@dataclass(frozen=True)
class PayerChance:
    """How sure one payer's result is.

    Attributes:
        id: the payer.
        low: the net result that 5 % of the draws fall below.
        high: the net result that 5 % of the draws exceed.
        probability: the share of draws in which the payer gains.
        likely: `gains`, `loses` or `even`: what the middle draw does.
    """

    id: str
    low: float
    high: float
    probability: float
    likely: str

    @property
    def fixed(self) -> bool:
        """Return whether all draws give the same."""
        return self.high - self.low < ROUNDING


def missing(lang: Language, document: Document) -> str:
    """Return why there are no probabilities; empty where there are."""
    if document["portfolio"].get("uncertainty"):
        return ""
    if any(_uncertain(entry) for entry in document["trace"].values()):
        return lang.say("The uncertainty has not been calculated.")
    return lang.say("No number in the calculation has an interval, so probabilities cannot be calculated.")


def _uncertain(entry: Mapping[str, Any]) -> bool:
    return any(entry.get(key) is not None for key in ("low", "high", "se"))


def interval(lang: Language, document: Document, result: Document | None = None) -> str:
    """Return the range of the net result and how often it is a gain; or why there is no range."""
    found = (result or document["portfolio"]).get("uncertainty")
    if not found:
        return missing(lang, document)
    if not shows_range(document):
        return lang.say("One recalculation shows neither range nor chance: ask for more draws.")
    low, high = found["npv"]["p05"], found["npv"]["p95"]
    if high - low < ROUNDING:
        return lang.say(
            "The net result is the same in all %(draws)s recalculations: "
            "none of the uncertain numbers moves it.",
            draws=lang.number(_draws(document)),
        )
    within = lang.say("In 90 of 100 recalculations the net result is %(span)s.", span=span(lang, low, high))
    often = how_often(lang, found["prob_npv_positive"], _draws(document))
    return f"{within} " + lang.say("The benefits exceed the costs %(often)s.", often=often)


def shows_range(document: Document) -> bool:
    """Return whether there are recalculations that could differ: one alone says nothing of how sure it is."""
    return _draws(document) > 1


def _draws(document: Document) -> int:
    simulation = document.get("simulation") or {}
    return int(simulation.get("draws") or document["draws"])


def payers(document: Document, result: Document | None = None) -> list[PayerChance]:
    """Return how sure the result is for each payer that is touched, in the model's order."""
    part = result or document["portfolio"]
    found = part.get("uncertainty")
    if not found or not shows_range(document):
        return []
    return [
        PayerChance(
            payer.id,
            found["by_payer"][payer.id]["p05"],
            found["by_payer"][payer.id]["p95"],
            found["prob_npv_positive_by_payer"][payer.id],
            _likely(found["by_payer"][payer.id]["p50"]),
        )
        for payer in payer_results(part, document["model"]["payers"])
        if payer.touched and payer.id in found["by_payer"]
    ]


def _likely(middle: float) -> str:
    if abs(middle) < ROUNDING:
        return "even"
    return "gains" if middle > 0 else "loses"


def worst_first(chances: Iterable[PayerChance]) -> list[PayerChance]:
    """Return the payers that most likely lose first: theirs are the most important lines."""
    return sorted(chances, key=lambda chance: (chance.likely != "loses", chance.probability))


def payer_sentence(lang: Language, document: Document, chance: PayerChance) -> str:
    """Return how often one payer gains."""
    often = how_often(lang, chance.probability, _draws(document))
    values = {"payer": payer_name(lang, document, chance.id), "often": often}
    number = count_of(chance.id)
    if 0 < chance.probability < _HALF:
        return lang.count(
            "%(payer)s gains only %(often)s.", "%(payer)s gain only %(often)s.", number, **values
        )
    return lang.count("%(payer)s gains %(often)s.", "%(payer)s gain %(often)s.", number, **values)


def paid_back(lang: Language, document: Document, result: Document | None = None) -> str:
    """Return by when the money is back in half of the recalculations, and how often it is back at the end."""
    found = (result or document["portfolio"]).get("uncertainty") or {}
    years = found.get("prob_paid_back", {}).get("all")
    if not years or years[-1]["probability"] is None or not shows_range(document):
        return ""
    last, draws = years[-1], found.get("yearly_draws") or _draws(document)
    if last["probability"] <= 0:
        return lang.say(
            "Costs are not recovered by %(year)s in any of the %(draws)s recalculations.",
            year=last["year"], draws=lang.number(draws),
        )  # fmt: skip
    often = how_often(lang, last["probability"], draws)
    half = next((row["year"] for row in years if row["probability"] >= _HALF), None)
    if half is None or half == last["year"]:
        return lang.say("Costs are recovered by %(year)s %(often)s.", year=last["year"], often=often)
    return lang.say(
        "Costs are recovered by %(half)s in half of the recalculations and by %(year)s %(often)s.",
        half=half, year=last["year"], often=often,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Driver:
    """An input that makes a result uncertain: its name, its share of the variance and how exact that is."""

    input: str
    name: str
    share: float
    error: float | None

    def text(self, lang: Language) -> str:
        """Return the share in per cent, with twice its standard error where that is a per cent or more."""
        shown = lang.percent(self.share)
        return f"{shown} ±{NBSP}{lang.number(100 * self.width)}" if self.rough else shown

    @property
    def width(self) -> float:
        """Twice the standard error; 0 where it is not known."""
        return 2.0 * (self.error or 0.0)

    @property
    def rough(self) -> bool:
        """Whether the per cent printed could be another with other draws."""
        return self.width >= _LEAST


def drivers(
    lang: Language, document: Document, result: Document | None = None, most: int = 3
) -> list[Driver]:
    """Return the inputs that make the result uncertain, the largest share of its variance first."""
    found = (result or document["portfolio"]).get("uncertainty") or {}
    return [
        Driver(row["input"], label(document, row["input"], lang), row["share"], row["se"])
        for row in (found.get("drivers") or ())[:most]
        if row["share"] >= _LEAST
    ]


def driver_sentence(lang: Language, document: Document, result: Document | None = None) -> str:
    """Return the three inputs that make the result most uncertain, and how much of it they explain."""
    named = drivers(lang, document, result)
    if not named:
        return ""
    rough = any(driver.rough for driver in named)
    note = " " + lang.say("± is twice the standard error.") if rough else ""
    if len(named) == 1:
        return lang.say(
            "What matters most is %(input)s: %(share)s of the uncertainty.",
            input=named[0].name, share=named[0].text(lang),
        ) + note  # fmt: skip
    parts = [f"{n}) {driver.name} ({driver.text(lang)})" for n, driver in enumerate(named, 1)]
    if _overlap(document, named):
        return lang.say(
            "What matters most is %(inputs)s. Some of them vary together, so their shares overlap.",
            inputs=lang.listed(parts),
        ) + note  # fmt: skip
    total = min(1.0, sum(driver.share for driver in named))
    return lang.say(
        "What matters most is %(inputs)s: together %(share)s of the uncertainty.",
        inputs=lang.listed(parts), share=lang.percent(total),
    ) + note  # fmt: skip


def _overlap(document: Document, named: Sequence[Driver]) -> bool:
    """Return whether two of the drivers vary together, so that each is credited with part of the other."""
    inputs = {driver.input for driver in named}
    pairs = (document.get("simulation") or {}).get("correlations") or ()
    return any(pair["rank"] and inputs.issuperset(pair["of"]) for pair in pairs)


def basis(lang: Language, document: Document) -> str:
    """Return how many recalculations there were, and that only some of the numbers were varied."""
    simulation = document.get("simulation")
    if not simulation or not shows_range(document):
        return ""
    varied, fixed = simulation["uncertain_inputs"], simulation["fixed_inputs"]
    values = {
        "draws": lang.number(simulation["draws"]),
        "varied": lang.number(varied),
        "all": lang.number(varied + fixed),
    }
    if not fixed:
        return lang.say(
            "This rests on %(draws)s recalculations with random values of all %(all)s numbers.", **values
        )
    message = (
        N_(
            "This rests on %(draws)s recalculations with random values of the only one of %(all)s numbers "
            "that has an interval; the others are held fixed, so the range is, if anything, too narrow."
        )
        if varied == 1
        else N_(
            "This rests on %(draws)s recalculations with random values of the %(varied)s of %(all)s numbers "
            "that have an interval; the others are held fixed, so the range is, if anything, too narrow."
        )
    )
    return lang.say(message, **values)


def standard_errors(lang: Language, document: Document) -> str:
    """Return how exactly the mean and the chance are known from so many draws; empty where nothing varies."""
    found = document["portfolio"].get("uncertainty")
    if not found or found["npv"]["p95"] - found["npv"]["p05"] < ROUNDING:
        return ""
    error, points = found["npv"]["se"] or 0.0, found.get("prob_npv_positive_se")
    amount = lang.headline(error) if error >= 1 else lang.say("less than %(amount)s", amount=lang.headline(1))
    if not points:
        return lang.say("Standard error: %(amount)s on the mean.", amount=amount)
    return lang.say(
        "Standard error: %(amount)s on the mean, %(points)s percentage points on the chance.",
        amount=amount, points=lang.trimmed(100 * points, 2),
    )  # fmt: skip


def shrinkage(lang: Language, document: Document) -> str:
    """Return whether effects are marked down by the grade of their evidence; empty without effects."""
    if not any(item["effects"] for item in document["interventions"].values()):
        return ""
    less = {g: f for g, f in sorted((document["model"]["evidence_adjustment"] or {}).items()) if f != 1}
    if less:
        factors = ", ".join(f"{grade} {lang.percent(factor)}" for grade, factor in less.items())
        return lang.say("Effects are shrunk by the grade of their evidence: %(factors)s", factors=factors)
    full = lang.say("No effect is marked down for weak evidence.")
    if len(document["interventions"]) < _SEVERAL:
        return full
    return f"{full} " + lang.say("The best of several uncertain effects is then probably overstated.")
