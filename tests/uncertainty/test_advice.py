"""What a message about an interval and a distribution advises, taken at its word, leads to no other."""

import itertools
import re
from dataclasses import replace

import pytest

from cba.distributions import default_name, misfit
from cba.distributions.fits import FITS
from cba.effects import RATIO_MEASURES
from cba.inputs import Input

_SHARES = [(0.0, None, None, 0.1), (1.0, None, None, 0.1), (0.5, None, None, 0.5), (0.02, 0.0, 0.9, None)]
_SHARES += [(0.0, 0.0, 0.1, None), (0.5, None, None, None), (0.5, 0.1, 0.9, None)]
_AMOUNTS = [(100.0, 0.0, 150.0, None), (100.0, None, None, None), (100.0, None, None, 10.0)]
_AMOUNTS += [(0.0, -10.0, 10.0, None), (-100.0, -150.0, -50.0, None), (0.0, None, None, 5.0)]
_AMOUNTS += [(-100.0, None, None, None), (0.0, None, None, None)]
_AMOUNTS += [(-5.0, None, None, 1.0), (5.0, 4.0, 100.0, None), (100.0, 100.0, 200.0, None)]
_RATIOS = [(0.8, 0.0, 1.2, None), (0.8, None, None, 0.1), (0.8, 0.5, 1.2, None), (0.8, None, None, None)]
_STATED = {
    "share": _SHARES,
    "money": _AMOUNTS,
    "number": _AMOUNTS,
    "odds_ratio": _RATIOS,
    "rate": [(0.03, -0.01, 0.05, None), (0.03, None, None, 0.01), (0.03, 0.0, 0.05, None)],
    "standardised_mean_difference": [(-0.2, -0.4, 0.0, None), (-0.2, None, None, 0.1)],
}
CASES = [
    Input("x", *numbers[:1], kind, *numbers[1:], distribution=name)
    for kind, stated in _STATED.items()
    for numbers, name in itertools.product(stated, [None, *FITS])
]
MISFITS = [item for item in CASES if misfit(item)]


def _with_interval(item: Input, shape: str | None) -> Input:
    width = 0.05 if item.kind in ("share", "rate", *RATIO_MEASURES) else 10.0
    low, high = item.estimate - width, item.estimate + width
    if item.kind == "share":
        low, high = max(low, 0.0), min(high, 1.0)
    return replace(item, low=low, high=high, se=None, distribution=shape or item.distribution)


def advised(item: Input, message: str) -> list[Input]:
    """Return the input as each piece of advice in a message makes it."""
    found = []
    message = message.replace(f"found low {item.low}", "")
    together = re.search(r"`low` and `high` with `distribution: (\w+)`", message)
    if together:
        found.append(_with_interval(item, together[1]))
    elif "state `low` and `high`" in message:
        found.append(_with_interval(item, None))
    if ", or `se`" in message:
        small = 0.05 if item.kind in ("share", *RATIO_MEASURES) else 5.0
        found.append(replace(item, se=small))
    if "state one above 0" in message:
        found.append(replace(item, low=item.estimate / 10.0))
    separate = message.replace(together[0], "") if together else message
    names = re.findall(r"`distribution: (\w+)`", separate)
    return [*found, *(replace(item, distribution=name) for name in names)]


def test_there_are_misfits_of_every_kind() -> None:
    assert len(MISFITS) > 60
    assert {item.distribution or default_name(item) for item in MISFITS} == set(FITS)


@pytest.mark.parametrize("item", MISFITS, ids=str)
def test_advice_taken_at_its_word_loads(item: Input) -> None:
    message = misfit(item)
    assert message
    mended = advised(item, message)
    assert mended, message
    for one in mended:
        assert misfit(one) is None, (message, one)
