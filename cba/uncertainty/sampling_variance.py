"""How exactly a two-arm trial estimates an effect: the sampling variance on the effect's natural scale.

n is all participants together, half in each arm; of them the share `attrition` is lost before the outcome is
known. (Woolf 1955 for the odds ratio; Katz et al. 1978 for the relative risk; Schoenfeld 1981 for hazards;
Hedges & Olkin 1985.)
"""

from __future__ import annotations

import numpy as np

from cba.inputs import Array

LOGARITHMIC = frozenset(
    {"odds_ratio", "relative_risk", "incidence_rate_ratio", "hazard_ratio", "percentage_change"}
)


def natural_scale(measure: str, values: Array | float) -> Array:
    """Return effects on the scale on which estimates are near normal: logarithms of ratios, else as they are.

    A percentage change c (in per cent) stands for the ratio 1 + c/100.
    """
    given = np.asarray(values, dtype=np.float64)
    if measure not in LOGARITHMIC:
        return given
    ratios = 1.0 + given / 100.0 if measure == "percentage_change" else given
    return np.asarray(np.log(np.maximum(ratios, 1e-12)), dtype=np.float64)


def arm(n: Array | float, attrition: float = 0.0) -> Array:
    """Return how many of n participants are followed to the end in each of two arms."""
    return np.asarray(np.asarray(n, dtype=np.float64) * (1.0 - attrition) / 2.0, dtype=np.float64)


def log_odds_ratio(n: Array | float, risk: float, odds_ratio: float, attrition: float = 0.0) -> Array:
    """Return 1/a + 1/b + 1/c + 1/d of the expected table, risk being the comparison arm's."""
    treated = risk * odds_ratio / (1.0 - risk + risk * odds_ratio)
    cells = sum(1.0 / share for share in (risk, 1.0 - risk, treated, 1.0 - treated))
    return np.asarray(cells / arm(n, attrition), dtype=np.float64)


def log_relative_risk(n: Array | float, risk: float, relative_risk: float, attrition: float = 0.0) -> Array:
    """Return (1 − p₀)/(m·p₀) + (1 − p₁)/(m·p₁), with m participants in an arm and p₁ = p₀·RR at most 1."""
    treated = min(risk * relative_risk, 1.0)
    cells = (1.0 - risk) / risk + (1.0 - treated) / treated
    return np.asarray(cells / arm(n, attrition), dtype=np.float64)


def log_rate_ratio(
    n: Array | float, rate: float, years: float, rate_ratio: float, attrition: float = 0.0
) -> Array:
    """Return 1/e₀ + 1/e₁, the events expected in each arm: rate a year × years followed × participants."""
    events = arm(n, attrition) * rate * years
    return np.asarray(1.0 / events + 1.0 / (events * rate_ratio), dtype=np.float64)


def log_hazard_ratio(n: Array | float, risk: float, hazard_ratio: float, attrition: float = 0.0) -> Array:
    """Return 1/e₀ + 1/e₁, risk being the share of the comparison arm with the event during follow-up."""
    treated = 1.0 - (1.0 - risk) ** hazard_ratio
    return np.asarray((1.0 / risk + 1.0 / treated) / arm(n, attrition), dtype=np.float64)


def mean_difference(n: Array | float, sd: float = 1.0, attrition: float = 0.0) -> Array:
    """Return 4·sd²/n; with sd = 1 the variance of a small standardised mean difference."""
    return np.asarray(2.0 * sd**2 / arm(n, attrition), dtype=np.float64)


def standardised_mean_difference(n: Array | float, estimate: float = 0.0, attrition: float = 0.0) -> Array:
    """Return 4/n + d²/(2n)."""
    return np.asarray((2.0 + estimate**2 / 4.0) / arm(n, attrition), dtype=np.float64)


def risk_difference(n: Array | float, risk: float, difference: float, attrition: float = 0.0) -> Array:
    """Return p₀(1 − p₀)/m + p₁(1 − p₁)/m, as shares; in percentage points multiply by 100²."""
    treated = min(max(risk + difference, 0.0), 1.0)
    return np.asarray((risk * (1 - risk) + treated * (1 - treated)) / arm(n, attrition), dtype=np.float64)


def share(n: Array | float, estimate: float, attrition: float = 0.0) -> Array:
    """Return p(1 − p)/n: a success rate or completion rate, measured among all n participants."""
    return np.asarray(estimate * (1.0 - estimate) / (2.0 * arm(n, attrition)), dtype=np.float64)
