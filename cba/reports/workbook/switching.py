"""Switching values: how much may change before the net result is nothing, in formulas."""

from __future__ import annotations

from cba.reports.facts import Document
from cba.reports.workbook.assumptions import Inputs
from cba.reports.workbook.cash_flows import CashFlows, summed
from cba.reports.workbook.formulas import Formula, quotient, when, words
from cba.reports.workbook.overlaps import overlapped
from cba.reports.workbook.result_line import Line
from cba.reports.workbook.streams import COST, EFFECT
from cba.reports.workbook.yearly_results import Block


def switching_values(
    line: Line,
    flows: CashFlows,
    inputs: Inputs,
    block: Block,
    npv: Formula,
    costs: Formula,
    engine: Document,
) -> None:
    """Write the values at which the net result is nothing, all else as it is."""
    undefined = words(line.book.lang.say("not defined"))
    gains = line.step("effects_pv", summed(flows, block, "booked", role=EFFECT))
    effects = line.step("effects_worth", summed(flows, block, "worth", role=EFFECT))
    outlay = line.step("costs_worth", summed(flows, block, "worth", role=COST))
    share = when(gains > 0.0, _zero(npv, effects), undefined)
    line.put("effect_share", share, engine["effect_share"], "0.0%")
    factor = when(costs > 0.0, _zero(npv, outlay), undefined)
    line.put("cost_factor", factor, engine["cost_factor"], "0.0%")
    rate = _success_rate(line, flows, npv, inputs)
    line.put("success_rate", rate or undefined, engine["success_rate"] if rate else None, "0.0%")


def _zero(npv: Formula, part: Formula) -> Formula:
    """Return the factor on a part of the net result at which the whole is nothing."""
    return 1.0 - quotient(npv, part)


def _success_rate(line: Line, flows: CashFlows, npv: Formula, inputs: Inputs) -> Formula | None:
    """Return the success rate that breaks even, where just one effect is stated as one."""
    plan = line.book.document["calculation"]
    found = [
        (key, effect)
        for key, item in plan["interventions"].items()
        for effect in item["effects"]
        if effect["kind"] == "success" and line.key in (key, "portfolio")
    ]
    if len(found) != 1:
        return None
    key, effect = found[0]
    if line.key == "portfolio" and overlapped(line.book.document, key, effect["outcome"]):
        return None
    streams = [s for s in flows.blocks[key].streams if s.alone and s.outcome == effect["outcome"]]
    if not streams:
        return None
    first, last = streams[0].row.number, streams[-1].row.number
    worth = Formula(f"SUM({flows.over('worth', first, last)})", sum(s.worth for s in streams))
    net = inputs[effect["net"]] if effect["net"] else inputs[effect["with"]] - inputs[effect["without"]]
    without = inputs[effect["without"]] if effect["without"] else Formula("0", 0.0)
    found_rate = without + net * (1.0 - quotient(npv, worth))
    undefined = words(line.book.lang.say("not defined"))
    return when(worth.equals(0.0), undefined, found_rate)
