"""How much of a change in net present value each changed number, part and setting carries.

The net value is a function of the set of changes made: none gives the first result, all give the second. Each
change's share is its Shapley value, which does not depend on the order in which changes are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from cba.difference.shapley import PAIRS, Shares, shapley
from cba.difference.sides import SETTINGS, Setting, Side
from cba.difference.structure import Built, between, differing
from cba.errors import InputError
from cba.inputs import Array
from cba.linking import Scenario
from cba.uncertainty.around import TOTAL
from cba.uncertainty.evaluation import evaluate
from cba.uncertainty.groups import group_of

_DEPTH = 5
"""Steps of a path as far as the field of one effect: interventions.mst.effects.burglary.consequences."""

_MANY_PARTS, _FEW_PAIRS = 8, 32
"""With more parts than this fewer orders are drawn: each set of parts is a scenario of its own."""

Sort = Literal["setting", "structure", "input", "kind"]


@dataclass(frozen=True)
class Cause:
    """Something that changed.

    Attributes:
        name: a setting, a path, an input, or a kind of inputs.
        sort: which of these it is.
        atoms: the changes it stands for; several when it is a kind of inputs.
        first, second: what it was and became, where that is a number or a word; money in price-year kroner.
        change: `added` or `removed` for a part that is on one side only.
    """

    name: str
    sort: Sort
    atoms: tuple[str, ...]
    first: float | str | None = None
    second: float | str | None = None
    change: Literal["added", "removed", "changed"] = "changed"


@dataclass(frozen=True)
class Attribution:
    """The shares of the causes of a change.

    Attributes:
        results: `total`, then the payers of either side: the columns of all arrays.
        causes: what changed.
        first, second: the net value of each side as calculated, shape (R,).
        shares: of each cause, shape (causes, R).
    """

    results: tuple[str, ...]
    causes: tuple[Cause, ...]
    first: Array
    second: Array
    shares: Shares


class CannotSplit(Exception):
    """The change cannot be split; the message says why."""


@dataclass
class _Between:
    """The scenarios between two sides, by the set of changes made."""

    first: Side
    second: Side
    changed: dict[str, tuple[Setting, Setting]]
    pairs: dict[frozenset[str], tuple[Scenario, Scenario]] = field(default_factory=dict)

    def pair(self, settings: frozenset[str]) -> tuple[Scenario, Scenario]:
        """Return both sides' scenarios, with these settings the second side's and the others the first's."""
        if settings not in self.pairs:
            chosen = {key: values[key in settings] for key, values in self.changed.items()}
            self.pairs[settings] = (
                _under(self.first, chosen, own=0, changed=self.changed),
                _under(self.second, chosen, own=1, changed=self.changed),
            )
        return self.pairs[settings]

    def all_pairs(self) -> list[tuple[Scenario, Scenario]]:
        """Return the pairs under every combination of settings."""
        names = list(self.changed)
        subsets = [
            frozenset(name for bit, name in enumerate(names) if mask >> bit & 1)
            for mask in range(1 << len(names))
        ]
        return [self.pair(settings) for settings in subsets]


def _under(
    side: Side, chosen: Mapping[str, Setting], own: int, changed: Mapping[str, tuple[Setting, Setting]]
) -> Scenario:
    return side.under({key: value for key, value in chosen.items() if value != changed[key][own]})


def attribute(
    first: Side, second: Side, *, of: str = "portfolio", by: str = "input", seed: int = 1
) -> Attribution:
    """Return what each change carries.

    Args:
        first: the side that the change starts from.
        second: the side that it leads to.
        of: whose net value, `portfolio` or an intervention; 0 on a side that does not have it.
        by: `input` for each changed number by itself, `kind` for the numbers of a kind together.
        seed: of the orders that are drawn when there are many changes.

    Raises:
        CannotSplit: one side does not go with the other's settings.
    """
    ends = first.set_to, second.set_to
    changed = {key: (ends[0][key], ends[1][key]) for key in SETTINGS if ends[0][key] != ends[1][key]}
    middle = _Between(first, second, changed)
    try:
        pairs = middle.all_pairs()
    except InputError as error:
        raise CannotSplit(error.problems[0].headline()) from None
    causes = _causes(middle, pairs, by)
    results = (TOTAL, *dict.fromkeys(p for pair in pairs for side in pair for p in side.model.lens.payers))
    worth = _Worth(middle, [cause.atoms for cause in causes], results, of)
    many = sum(cause.sort in ("setting", "structure") for cause in causes) > _MANY_PARTS
    shares = shapley(len(causes), worth, seed=seed, pairs=_FEW_PAIRS if many else PAIRS)
    end = worth([0, (1 << len(causes)) - 1])
    return Attribution(results, tuple(causes), end[0], end[1], shares)


def _causes(middle: _Between, pairs: Sequence[tuple[Scenario, Scenario]], by: str) -> list[Cause]:
    settings = [Cause(key, "setting", (f"setting:{key}",), *values) for key, values in middle.changed.items()]
    built: dict[str, Built] = {}
    numbers: dict[str, tuple[float, float]] = {}
    for a, b in pairs:
        for found in differing(a, b):
            built.setdefault(found.path, found)
        for name in a.inputs.keys() & b.inputs.keys():
            ends = middle.first.value(a, name), middle.second.value(b, name)
            if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
                numbers.setdefault(name, (ends[0], ends[1]))
    parts = [
        Cause(path, "structure", (f"structure:{path}",), found.first, found.second, found.sort)
        for path, found in built.items()
    ]
    order = [name for name in dict.fromkeys(n for a, _ in pairs for n in a.inputs) if name in numbers]
    if by == "kind":
        return [*settings, *_by_kind(parts, order)]
    return [*settings, *parts, *(Cause(n, "input", (f"input:{n}",), *numbers[n]) for n in order)]


def _by_kind(parts: Sequence[Cause], names: Sequence[str]) -> list[Cause]:
    """Return the parts of one effect or cost together, and the numbers of one kind together."""
    built: dict[str, list[Cause]] = {}
    for part in parts:
        built.setdefault(".".join(part.name.split(".")[:_DEPTH]), []).append(part)
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(group_of(name), []).append(f"input:{name}")
    return [
        *(
            found[0] if len(found) == 1 else Cause(path, "structure", tuple(f.atoms[0] for f in found))
            for path, found in built.items()
        ),
        *(Cause(kind, "kind", tuple(atoms)) for kind, atoms in kinds.items()),
    ]


@dataclass
class _Worth:
    """Calculates the net value of sets of causes, all sets that are built alike in one pass."""

    middle: _Between
    atoms: Sequence[tuple[str, ...]]
    results: tuple[str, ...]
    of: str

    def __call__(self, masks: Sequence[int]) -> Array:
        """Return the results of each set, shape (sets, R)."""
        made = [
            frozenset(atom for bit, atoms in enumerate(self.atoms) if mask >> bit & 1 for atom in atoms)
            for mask in masks
        ]
        alike: dict[tuple[frozenset[str], frozenset[str]], list[int]] = {}
        for row, atoms in enumerate(made):
            alike.setdefault((_of(atoms, "setting"), _of(atoms, "structure")), []).append(row)
        found = np.zeros((len(masks), len(self.results)))
        for (settings, paths), rows in alike.items():
            found[rows] = self._evaluated(settings, paths, [_of(made[row], "input") for row in rows])
        return found

    def _evaluated(
        self, settings: frozenset[str], paths: frozenset[str], names: Sequence[frozenset[str]]
    ) -> Array:
        first, second = self.middle.pair(settings)
        scenario = between(first, second, paths)
        values: dict[str, Any] = {}
        for atom in dict.fromkeys(atom for atoms in self.atoms for atom in atoms):
            sort, _, name = atom.partition(":")
            if sort != "input":
                continue
            a, b = self.middle.first.value(first, name), self.middle.second.value(second, name)
            if a is not None and b is not None:
                values[name] = np.array([b if name in taken else a for taken in names])
        found = evaluate(scenario, values, size=len(names))
        rows = np.zeros((len(names), len(self.results)))
        if self.of in found.npv:
            rows[:, 0] = found.total(self.of)
            for payer, amounts in zip(found.payers, found.npv[self.of], strict=True):
                rows[:, self.results.index(payer)] = amounts
        return rows


def _of(atoms: frozenset[str], sort: str) -> frozenset[str]:
    return frozenset(atom.partition(":")[2] for atom in atoms if atom.startswith(f"{sort}:"))
