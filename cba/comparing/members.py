"""The options of a comparison, and their net value over common draws where that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cba.errors import InputError, Problem
from cba.inputs import Array
from cba.interventions import PORTFOLIO
from cba.runs import Run
from cba.uncertainty.batches import mean, summary
from cba.uncertainty.draws import Sampler
from cba.uncertainty.simulation import simulate

DRAWS_FILE = "draws.npz"


@dataclass(frozen=True)
class Drawn:
    """Net values over draws, and what two of them must share to be compared draw by draw.

    Attributes:
        payers: rows of `npv`.
        npv: by id, `portfolio` among them, shape (P, D).
        sizes: draws in each independent batch.
        seed: of the draws.
        sampler: how they were drawn.
    """

    payers: tuple[str, ...]
    npv: Mapping[str, Array]
    sizes: tuple[int, ...]
    seed: int
    sampler: str

    @property
    def common(self) -> tuple[object, ...]:
        """Equal for results whose inputs of one name have the same draws."""
        return (self.sizes, self.seed, self.sampler)


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes:
        name: unique in the comparison.
        run: the run it belongs to.
        id: an intervention, or `portfolio` for the run as a whole.
        drawn: None where no draws are known.
    """

    name: str
    run: Run
    id: str
    drawn: Drawn | None

    @property
    def result(self) -> Mapping[str, Any]:
        """The option's part of the results document."""
        document = self.run.document
        found: Mapping[str, Any] = (
            document["portfolio"] if self.id == PORTFOLIO else document["interventions"][self.id]
        )
        return found

    @property
    def interventions(self) -> Mapping[str, Mapping[str, Any]]:
        """The interventions it consists of."""
        all_of: Mapping[str, Mapping[str, Any]] = self.run.document["interventions"]
        return all_of if self.id == PORTFOLIO else {self.id: all_of[self.id]}

    @property
    def total(self) -> Array | None:
        """The net value of all payers over draws, shape (D,)."""
        return None if self.drawn is None else np.asarray(self.drawn.npv[self.id].sum(axis=0))

    def outlook(self) -> dict[str, Any] | None:
        """Return range and chances, from the draws or as an earlier result says."""
        total = self.total
        if self.drawn is None or total is None:
            return _written(self.result)
        rows = self.drawn.npv[self.id]
        return {
            "npv": summary(total, self.drawn.sizes),
            "by_payer": {
                payer: summary(row, self.drawn.sizes)
                for payer, row in zip(self.drawn.payers, rows, strict=True)
            },
            "prob_npv_positive": mean(total > 0.0),
            "prob_npv_positive_by_payer": {
                payer: mean(row > 0.0) for payer, row in zip(self.drawn.payers, rows, strict=True)
            },
        }


def _written(result: Mapping[str, Any]) -> dict[str, Any] | None:
    block = result.get("uncertainty")
    keys = ("npv", "by_payer", "prob_npv_positive", "prob_npv_positive_by_payer")
    return {key: block.get(key, {}) for key in keys} if block else None


def options_of(
    runs: Sequence[Run], *, draws: int | None, seed: int | None, sampler: Sampler, by_intervention: bool
) -> list[Option]:
    """Return the options of some runs: each as a whole, or every intervention of each.

    Args:
        runs: what is compared; one alone is compared by its interventions.
        draws: draws of every scenario; those of the first run when absent.
        seed: of the draws; the first run's when absent.
        sampler: `lhs` or `random`.
        by_intervention: whether every intervention is an option of its own.
    """
    first = runs[0].document
    count, start = draws or int(first["draws"]), int(first["seed"]) if seed is None else seed
    split = by_intervention or len(runs) == 1
    found = []
    for name, run in zip(run_names(runs), runs, strict=True):
        drawn = _drawn(run, count, start, sampler)
        ids = list(run.document["interventions"]) if split else [PORTFOLIO]
        for id in ids:
            own = name if id == PORTFOLIO else id if len(runs) == 1 else f"{name}:{id}"
            found.append(Option(own, run, id, drawn))
    return found


def run_names(runs: Sequence[Run]) -> list[str]:
    """Return the runs' ids, with variant, model and place where these tell them apart, and else a number."""
    heads = [run.document["scenario"] for run in runs]
    models = {run.document["model"]["id"] for run in runs}
    names = []
    for run, head in zip(runs, heads, strict=True):
        parts = [head["id"], head["variant"], run.document["model"]["id"] if len(models) > 1 else None]
        names.append(".".join(part for part in parts if part))
    count = Counter(names)
    return [name if count[name] == 1 else f"{name}-{n}" for n, name in enumerate(names, 1)]


def _drawn(run: Run, draws: int, seed: int, sampler: Sampler) -> Drawn | None:
    if run.scenario is not None:
        found = simulate(run.scenario, draws=draws, seed=seed, sampler=sampler)
        return Drawn(found.payers, found.npv, found.sizes, seed, sampler)
    if run.folder is None or not (run.folder / DRAWS_FILE).is_file():
        return None
    return _saved(run, run.folder / DRAWS_FILE)


def _saved(run: Run, path: Path) -> Drawn:
    """Return the draws that `cba run --save-draws npz` wrote beside the results."""
    document = run.document
    try:
        with np.load(path, allow_pickle=False) as file:
            rows = dict(zip(file["output_names"].tolist(), file["outputs"], strict=True))
            sizes = tuple(np.bincount(file["batch"]).tolist())
        payers = tuple(document["model"]["payers"])
        npv = {
            id: np.array([rows[f"npv.{id}.{payer}"] for payer in payers], dtype=np.float64)
            for id in (*document["interventions"], PORTFOLIO)
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"does not hold the draws of these results: {error}"
        raise InputError([Problem(None, str(path), message)]) from None
    simulation = document.get("simulation") or {}
    return Drawn(payers, npv, sizes, int(document["seed"]), str(simulation.get("sampler", "lhs")))


def comparable(options: Sequence[Option]) -> Iterator[list[Option]]:
    """Yield the options that may be ranked against each other: one lens, one price year, one set of draws.

    Those without draws stay with those of the same lens and price year; they have no place in the draws.
    """
    groups: dict[tuple[object, ...], list[Option]] = {}
    for option in options:
        document = option.run.document
        groups.setdefault(lens_key(document), []).append(option)
    yield from groups.values()


def lens_key(document: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what must be equal for two net values to mean the same: whose money, adjusted how, in what."""
    model = document["model"]
    adjusts = (model.get("net_tax_factor"), model.get("tax_distortion"))
    return (tuple(model["payers"]), model["lens"], adjusts, document["scenario"]["price_year"])
