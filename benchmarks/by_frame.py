"""The benchmark's model as a user would write it in pandas: one frame and a group-by for each draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

import cba
from benchmarks.uncertain import FADE, LASTS, OPERATING, UNITS, WINDOW


def frame(interventions: int, outcomes: int, horizon: int) -> pd.DataFrame:
    """Return a row for each intervention, outcome, year of entry, year of the effect and year of use."""
    rows = [
        (f"i{i}", f"o{n}", entry, since, lag)
        for i in range(interventions)
        for n in range(outcomes)
        for entry in range(OPERATING)
        for since in range(LASTS)
        for lag in range(UNITS[1])
        if entry + since + lag < horizon
    ]
    return pd.DataFrame(rows, columns=["intervention", "outcome", "entry", "since", "lag"])


def net_values(scenario: cba.Scenario, rows: pd.DataFrame, values: Mapping[str, float]) -> pd.Series:
    """Return the net present value of each intervention at one draw."""
    discount = pd.Series(scenario.model.discount_factors(scenario.horizon))
    table = rows.copy()
    path = "interventions." + table["intervention"] + ".effects." + table["outcome"] + "."
    people = {item.id: float(item.participants[0].value) for item in scenario.interventions}  # type: ignore[union-attr]
    completion = {id: values[f"interventions.{id}.completion"] for id in people}
    table["people"] = table["intervention"].map(people) * table["intervention"].map(completion)
    table["reduction"] = 1.0 - (path + "estimate").map(values)
    table["rate"] = (path + "baseline").map(values) * 12.0 / WINDOW
    table["here"] = (path + "transfer").map(values) * (1.0 - FADE) ** table["since"]
    table["price"] = ("price.p" + table["outcome"].str[1:]).map(values) * UNITS[0] / UNITS[1]
    table["discount"] = (table["entry"] + table["since"] + table["lag"]).map(discount)
    columns = ["people", "reduction", "rate", "here", "price", "discount"]
    table["worth"] = table[columns].prod(axis=1, skipna=False)
    gains = table.groupby("intervention", sort=False)["worth"].sum()
    each = pd.Series({id: values[f"interventions.{id}.costs.Each.amount"] for id in people})
    start = pd.Series({id: values[f"interventions.{id}.costs.Start.amount"] for id in people})
    net: pd.Series = gains - each * pd.Series(people) * np.sum(discount[:OPERATING]) - start
    return net
