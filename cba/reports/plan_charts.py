"""Where the bars and curves of a plan stand; the template only draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cba.reports.charts import WIDTH
from cba.reports.curve_charts import CurveChart, curve_chart
from cba.reports.language import Language, Scale
from cba.reports.plan_names import Block, second_sign, title, worth
from cba.reports.plan_rows import ranked

ROW = 40.0
"""Height of an option: its name, and a bar each for cost and value."""
_WIDE = 1.5 * WIDTH
_ROOM = 92.0
"""Room for the amounts beside the bars."""
_LETTER = 5.6
_MOST = 20


@dataclass(frozen=True)
class PlanBar:
    """An option of the plan: how long its bars are, and what stands beside them."""

    name: str
    name_x: float
    y: float
    cost: float
    value: float
    loses: bool
    """Whether the value is negative; its bar is then drawn hollow, to the left of zero."""
    cost_label: str
    value_label: str


@dataclass(frozen=True)
class PlanBars:
    """What is bought: cost and value of each option in the plan, from `zero` on; 0 where none is negative."""

    width: float
    height: float
    zero: float
    bars: tuple[PlanBar, ...]
    text: str


def plan_bars(lang: Language, block: Block) -> PlanBars | None:
    """Lay out cost and value of what is bought; None where they are not both in kroner."""
    if block["objective_unit"] != "kr" or block["status"] == "infeasible":
        return None
    chosen = [name for name in ranked(block) if block["options"][name]["chosen"]][:_MOST]
    if not chosen:
        return None
    options = [block["options"][name] for name in chosen]
    largest = max(max(o["cost"], o["value"]) for o in options)
    lowest = min(0.0, *(o["value"] for o in options))
    unit = (_WIDE - _ROOM) / ((largest - lowest) or 1.0)
    bars = tuple(
        PlanBar(
            title(lang, block, name),
            _name_x(title(lang, block, name), -lowest * unit),
            ROW * n,
            abs(o["cost"]) * unit,
            abs(o["value"]) * unit,
            o["value"] < 0.0,
            lang.headline(o["cost"]),
            worth(lang, block, o["value"]),
        )
        for n, (name, o) in enumerate(zip(chosen, options, strict=True))
    )
    texts = [
        lang.say(
            "%(option)s: cost %(cost)s, value %(value)s.",
            option=bar.name,
            cost=bar.cost_label,
            value=bar.value_label,
        )
        for bar in bars
    ]
    return PlanBars(_WIDE, ROW * len(bars) + 4.0, -lowest * unit, bars, " ".join(texts))


def _name_x(name: str, zero: float) -> float:
    """Return where a name begins: to the right of zero, further left where it needs the room."""
    return max(0.0, min(zero + 4.0 if zero else 0.0, _WIDE - _LETTER * len(name)))


def frontier_chart(lang: Language, block: Block) -> CurveChart | None:
    """Lay out what the best plan of each budget is worth, with the plan's budget marked."""
    points = [point for point in block["frontier"] if point["value"] is not None]
    if len(points) < 2:
        return None
    series = {lang.say("Worth of the best plan"): [point["value"] for point in points]}
    budgets = [point["budget"] for point in points]
    return curve_chart(budgets, series, lang.headline, _up(lang, block), mark=block["budget"])


def exchange_chart(lang: Language, block: Block) -> CurveChart | None:
    """Lay out the plans between two aims: the first against the second (costs as costs)."""
    sign = second_sign(block)
    points = sorted({(sign * point["second"], point["value"]) for point in block["exchange"]})
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return None
    series = {lang.say("Worth of the plan"): [value for _, value in points]}
    return curve_chart([second for second, _ in points], series, lang.headline, _up(lang, block))


def unit(lang: Language, block: Block) -> str:
    """Return what the plan's values are counted in on an axis, where that is kroner."""
    return scale(lang, block).label if block["objective_unit"] == "kr" else ""


def scale(lang: Language, block: Block) -> Scale:
    """Return the unit of the kroner in charts and tables of other plans."""
    points = [*block["frontier"], *block["exchange"]]
    values = [point["value"] for point in points] if block["objective_unit"] == "kr" else []
    amounts = [point["budget"] for point in block["frontier"]] + [p["spent"] for p in block["exchange"]]
    return lang.scale([*values, *amounts])


def _up(lang: Language, block: Block) -> Callable[[float], str]:
    if block["objective_unit"] != "kr":
        return lang.about
    shown = scale(lang, block)
    return lambda value: lang.scaled(value, shown)
