"""Every draw of inputs and outputs in one file, so that somebody else can check them."""

from __future__ import annotations

import importlib.util
import io
from typing import Literal

import numpy as np

from cba.errors import InputError, Problem
from cba.inputs import Array
from cba.uncertainty.simulation import Simulation

DrawsFormat = Literal["npz", "parquet"]


def outputs(simulation: Simulation) -> dict[str, Array]:
    """Return results over draws, shape (D,): `npv.<id>.<payer>`, `costs.<id>`, `avoided.<id>.<outcome>`."""
    found: dict[str, Array] = {}
    for id in simulation.ids:
        for payer, row in zip(simulation.payers, simulation.npv[id], strict=True):
            found[f"npv.{id}.{payer}"] = row
        found[f"costs.{id}"] = simulation.costs[id]
        for outcome, avoided in simulation.avoided[id].items():
            found[f"avoided.{id}.{outcome}"] = avoided
    return found


def check_writable(kind: DrawsFormat) -> None:
    """Raise when files of this kind cannot be written here.

    Raises:
        InputError: parquet is wanted and pyarrow is not installed.
    """
    if kind == "parquet" and importlib.util.find_spec("pyarrow") is None:
        message = "parquet needs pyarrow: install cba with the extra `parquet`, or write --save-draws npz"
        raise InputError([Problem(None, "--save-draws", message)])


def draws_file(simulation: Simulation, kind: DrawsFormat) -> bytes:
    """Return all draws as a file.

    npz has `input_names`, `inputs` (inputs, D), `output_names`, `outputs` (outputs, D) and `batch` (D,), the
    number of the independent batch that a draw belongs to. parquet has a column for each and a row per draw.

    Raises:
        InputError: parquet is wanted and pyarrow is not installed.
    """
    check_writable(kind)
    drawn, found = simulation.inputs(), outputs(simulation)
    batch = np.repeat(np.arange(len(simulation.sizes)), simulation.sizes)
    buffer = io.BytesIO()
    if kind == "npz":
        np.savez(
            buffer,
            batch=batch,
            input_names=np.array(list(drawn)),
            inputs=np.array(list(drawn.values())),
            output_names=np.array(list(found)),
            outputs=np.array(list(found.values())),
        )
        return buffer.getvalue()
    import pandas as pd

    named = {f"input.{name}": values for name, values in drawn.items()}
    pd.DataFrame({"batch": batch, **named, **found}).to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()
