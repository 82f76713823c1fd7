"""Year by year over draws: bands of the net result, and the chance of being paid back by each year."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cba.inputs import Array
from cba.linking import Scenario
from cba.uncertainty.batches import BANDS, named, quantiles
from cba.uncertainty.evaluation import discount_factors, yearly_net
from cba.yearly import aligned

EVERYBODY = "all"

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Years:
    """One result's years over draws.

    Attributes:
        draws: number of draws behind it, at most a block.
        net: percentiles of the undiscounted net in the year, shape (3, H).
        cumulative: the same up to the year.
        discounted: the same of the discounted net; it ends at the net present value.
        paid_back: share of draws whose cumulative net stays at or above zero from the year on, for all
            payers together and then each, shape (1 + P, H); NaN for a payer with nothing at stake.
    """

    draws: int
    net: Array
    cumulative: Array
    discounted: Array
    paid_back: Array

    def to_dict(self, start: int, payers: Sequence[str]) -> dict[str, Any]:
        """Return the keys of results.json: `by_year`, `prob_paid_back` and `yearly_draws`."""
        years = [start + n for n in range(self.net.shape[-1])]
        rows = zip((EVERYBODY, *payers), self.paid_back.tolist(), strict=True)
        return {
            "prob_paid_back": {
                who: [
                    {"year": y, "probability": None if math.isnan(p) else p}
                    for y, p in zip(years, row, strict=True)
                ]
                for who, row in rows
            },
            "by_year": [
                {
                    "year": year,
                    "net": named(BANDS, self.net[:, n]),
                    "cumulative": named(BANDS, self.cumulative[:, n]),
                    "cumulative_discounted": named(BANDS, self.discounted[:, n]),
                }
                for n, year in enumerate(years)
            ],
            "yearly_draws": self.draws,
        }


def years_over(scenario: Scenario, values: Mapping[str, Array], size: int) -> Iterator[Years]:
    """Yield the years of each intervention and then of the portfolio over draws of the inputs, (D,) each."""
    discount = discount_factors(scenario, values)
    for _, net in yearly_net(scenario, values, size):
        yield _years(net, discount)


def _years(net: Array, discount: Array) -> Years:
    """Return what the net by payer and year, (P, H, D), and discount factors, (H,) or (H, D), come to."""
    everybody = net.sum(axis=0, keepdims=True)
    cumulative = _running(np.concatenate([everybody, net]))
    shares = list(BANDS.values())
    return Years(
        draws=net.shape[-1],
        net=quantiles(everybody[0], shares),
        cumulative=quantiles(cumulative[0], shares),
        discounted=quantiles(_running(np.multiply(*aligned(discount, everybody[0]))[np.newaxis])[0], shares),
        paid_back=_stays_paid_back(cumulative),
    )


def _running(amounts: Array) -> Array:
    """Return running totals over years of amounts (R, H, D); a loop, because cumsum is slow across rows."""
    total = amounts.copy()
    for year in range(1, total.shape[1]):
        total[:, year] += total[:, year - 1]
    return total


def _stays_paid_back(cumulative: Array) -> Array:
    """Return the share of draws in which a cumulative amount (R, H, D) is never below zero from a year on.

    Where nothing is spent and nothing gained in any draw, there is nothing to pay back: NaN.
    """
    largest = np.abs(cumulative).max(axis=1, keepdims=True)
    noise = _ROUNDING * np.maximum(1.0, largest)
    paid_back = np.empty(cumulative.shape[:2])
    stays = np.ones_like(noise[:, 0], dtype=bool)
    for year in reversed(range(cumulative.shape[1])):
        stays &= cumulative[:, year] >= -noise[:, 0]
        paid_back[:, year] = stays.mean(axis=-1)
    paid_back[largest.max(axis=(1, 2)) <= _ROUNDING] = np.nan
    return paid_back
