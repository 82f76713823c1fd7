"""Results as data frames, for notebooks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cba.result import Result


def measures(results: Mapping[str, Result]) -> pd.DataFrame:
    """Return one row per intervention and the portfolio; amounts are present values in price-year kroner."""
    rows = {
        id: {
            "npv": result.npv,
            "pv_benefits": result.pv_benefits,
            "pv_costs": result.pv_costs,
            "bcr": result.bcr,
            "irr": result.irr.rate,
            "payback_year": result.payback_year,
            "npv_per_participant": result.npv_per_participant,
            "participants": result.starters,
        }
        for id, result in results.items()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame["payback_year"] = frame["payback_year"].astype("Int64")
    return frame.rename_axis("intervention")


def by_payer(results: Mapping[str, Result]) -> pd.DataFrame:
    """Return net present value: a row per intervention and the portfolio, a column per payer."""
    rows = {
        id: {payer: share.npv for payer, share in result.by_payer.items()} for id, result in results.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("intervention")


def by_year(result: Result) -> pd.DataFrame:
    """Return undiscounted costs, benefits and net by year, with the net of each payer."""
    start = result.calendar.start
    years = pd.RangeIndex(start, start + result.calendar.horizon, name="year")
    ledger = result.ledger
    frame = pd.DataFrame(
        {"costs": ledger.costs.sum(axis=0), "benefits": ledger.benefits.sum(axis=0), "net": result.net},
        index=years,
    )
    for row, payer in enumerate(result.payers):
        frame[payer] = ledger.net[row]
    return frame
