"""The internal rate of return, in formulas."""

from __future__ import annotations

import numpy as np

from cba.reports.facts import Document
from cba.reports.language import N_
from cba.reports.workbook.cash_flows import CashFlows
from cba.reports.workbook.formulas import Formula, when, words
from cba.reports.workbook.result_line import Line
from cba.reports.workbook.yearly_results import Block

_SEVERAL = N_("not unique")
_NONE = N_("none")

_FURTHER_STARTS = (-0.5, -0.9, -0.97)
"""Where to begin when a rate is not found: most of the money lost, where Newton's method overshoots."""


def rate_of_return(line: Line, flows: CashFlows, block: Block, measures: Document) -> None:
    """Write the internal rate of return where one change of sign says that there is just one.

    A spreadsheet's IRR may not find it from its usual start, and stops when it is near. So it begins where
    all gains and all losses fell at their average times, then elsewhere, and one step of Newton's method ends
    it.
    """
    say, signs, net = line.book.lang.say, block.signs, block.net.all
    number, last = flows.discounting.number.all, len(block.signs.values) - 1
    turns = int(np.sum(signs.values[1:] * signs.values[:-1] < 0)) if last else 0
    text = f"SUMPRODUCT(({signs.part(1, last)}*{signs.part(0, last - 1)}<0)*1)" if last else "0"
    changes = line.step("sign_changes", Formula(text, float(turns)), "0")
    one = changes.equals(1.0)
    other = when(changes.equals(0.0), words(say(_NONE)), words(say(_SEVERAL)))
    start = line.step("irr_start", when(one, _start(net, number), other), "0.0%")
    rate = measures["irr"] if turns == 1 else None
    found = Formula(_tried(net, start), 0.0 if rate is None else rate)
    near = line.step("irr_near", when(one, found, other), "0.0%")
    value = f"SUMPRODUCT({net.text},(1+{near.text})^(-{number.text}))"
    slope = f"SUMPRODUCT({net.text},{number.text},(1+{near.text})^(-{number.text}-1))"
    unfound = words(say("not found")).text
    polished = Formula(f"IFERROR({near.text}+{value}/{slope},{unfound})", found.value)
    line.put("irr", when(one, polished, other), rate, "0.0%")


def _tried(net: Formula, start: Formula) -> str:
    """Return the first rate found from one start after the other, as text."""
    *others, text = [f"IRR({net.text},{rate:g})" for rate in _FURTHER_STARTS]
    for other in (*reversed(others), f"IRR({net.text})", f"IRR({net.text},{start.text})"):
        text = f"IFERROR({other},{text})"
    return text


def _start(net: Formula, number: Formula) -> Formula:
    """Return the rate if all gains fell at their average time, and all losses at theirs."""
    gains, losses = np.maximum(net.years, 0.0), np.minimum(net.years, 0.0)
    value = 0.0
    if gains.sum() > 0 > losses.sum():
        apart = (gains @ number.years) / gains.sum() - (losses @ number.years) / losses.sum()
        value = float((-gains.sum() / losses.sum()) ** (1 / apart) - 1) if apart else 0.0
    up, down = f'SUMIF({net.text},">0")', f'SUMIF({net.text},"<0")'
    times = [
        f"SUMPRODUCT(({net.text}{sign}0)*{net.text},{number.text})/{whole}"
        for sign, whole in ((">", up), ("<", down))
    ]
    return Formula(f"(-{up}/{down})^(1/({times[0]}-{times[1]}))-1", value, 2)
