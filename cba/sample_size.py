"""How large a trial must be to tell the expected effect from the one at which the money is just back.

The question is settled when a trial with 80 % power, at a two-sided level of 5 %, would tell the two apart.
For a share of people, two arms of equal size (Fleiss, Levin & Paik 2003, §4.2, normal approximation):

    n per arm = (z_{1−α/2} + z_{1−β})² · [p₀(1−p₀) + p₁(1−p₁)] / (d − d*)²

p₀ without, p₁ with the intervention, d = p₀ − p₁ and d* the difference at which it breaks even. For counted
events (burglaries in an area) the logarithm of the rate ratio has variance 1/E₀ + 1/E₁ in expected events,
so

    E₀ = (z_{1−α/2} + z_{1−β})² · (1 + 1/RR) / (ln RR − ln RR*)²
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

LEVEL, POWER = 0.05, 0.80
MOST = 1_000_000
"""More people or events than this is no plan."""


@dataclass(frozen=True, slots=True)
class TrialSize:
    """The trial that would settle the question.

    Attributes:
        per_arm: people in each arm, or events in the comparison arm.
        expected: the outcome with the intervention as expected: a share of people, or a rate ratio.
        break_even: the same where the money is just back.
    """

    per_arm: int
    expected: float
    break_even: float


def _spread(level: float, power: float) -> float:
    normal = NormalDist()
    return (normal.inv_cdf(1.0 - level / 2.0) + normal.inv_cdf(power)) ** 2


def of_shares(
    without: float, expected: float, break_even: float, level: float = LEVEL, power: float = POWER
) -> TrialSize | None:
    """Return the size for an outcome that people have or do not have.

    Args:
        without: share with the outcome without the intervention.
        expected: share with it.
        break_even: share at which the net result is zero.
        level: two-sided level of the test.
        power: probability of telling the two apart.

    Returns:
        None where the shares are the same or impossible, or the trial larger than `MOST`.
    """
    if not all(0.0 <= share <= 1.0 for share in (without, expected, break_even)) or expected == break_even:
        return None
    variance = without * (1.0 - without) + expected * (1.0 - expected)
    return _sized(_spread(level, power) * variance / (expected - break_even) ** 2, expected, break_even)


def of_rates(
    expected: float, break_even: float, level: float = LEVEL, power: float = POWER
) -> TrialSize | None:
    """Return the size, in events of the comparison arm, for an outcome that is counted.

    Args:
        expected: rate ratio with the intervention against without.
        break_even: the rate ratio at which the net result is zero.
        level: two-sided level of the test.
        power: probability of telling the two apart.
    """
    if min(expected, break_even) <= 0.0 or expected == break_even:
        return None
    distance = math.log(expected) - math.log(break_even)
    return _sized(_spread(level, power) * (1.0 + 1.0 / expected) / distance**2, expected, break_even)


def _sized(number: float, expected: float, break_even: float) -> TrialSize | None:
    if not math.isfinite(number) or number > MOST:
        return None
    return TrialSize(max(math.ceil(number - 1e-9), 2), expected, break_even)
