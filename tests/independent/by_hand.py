"""Small scenarios for the cases worked by hand."""

from typing import Any

from .plain import Plain
from .reference import reference
from .settings import MODELS

NO_DISCOUNT = {"discounting": {"rate": 0}}


def scenario(*interventions: Plain, **keys: Any) -> Plain:
    """A scenario from 2026 in 2025 kroner without discounting, unless told otherwise."""
    base: Plain = {"price_year": 2025, "start": 2026, "horizon": 5, "assumptions": NO_DISCOUNT}
    return base | keys | {"interventions": [{"id": f"i{i}", **one} for i, one in enumerate(interventions)]}


def priced(value: float, payer: Any = "stat", **keys: Any) -> Plain:
    return NO_DISCOUNT | {"prices": {"day": {"estimate": value, "payer": payer, **keys}}}


def first(plain: Plain, model: str = "soem") -> Plain:
    result: Plain = reference(plain, MODELS[model])["interventions"]["i0"]
    return result


def relative(measure: str, estimate: Any, direction: str = "lower_is_better", **keys: Any) -> Plain:
    printed = {"measure": measure, "estimate": estimate, "direction": direction}
    return {"outcome": "reconviction"} | printed | keys


def yearly_cost(amount: float, **keys: Any) -> Plain:
    return {"what": "drift", "amount": amount, "per": "year", "payer": "kommune"} | keys
