"""cba: what prevention is worth, to whom, and how sure that is.

>>> import cba
>>> scenario = cba.load("scenarios/odense-tryg-ungdom.yaml")  # doctest: +SKIP
>>> cba.appraise(scenario)  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cba.allocation import allocate
    from cba.appraisal import Appraisal, appraise
    from cba.errors import InputError
    from cba.linking import Scenario, load
    from cba.reports.folder import write_reports
    from cba.result import Result
    from cba.uncertainty.simulation import Simulation, simulate

__version__ = "0.1.0"

__all__ = [
    "Appraisal",
    "InputError",
    "Result",
    "Scenario",
    "Simulation",
    "allocate",
    "appraise",
    "load",
    "simulate",
    "write_reports",
]

_HOMES = {
    "Appraisal": "cba.appraisal",
    "InputError": "cba.errors",
    "Result": "cba.result",
    "Scenario": "cba.linking",
    "Simulation": "cba.uncertainty.simulation",
    "allocate": "cba.allocation",
    "appraise": "cba.appraisal",
    "load": "cba.linking",
    "simulate": "cba.uncertainty.simulation",
    "write_reports": "cba.reports.folder",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `cba --help` starts at once."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'cba' has no attribute '{name}'")
