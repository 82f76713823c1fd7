"""What a plan is to get the most of: weighted terms such as `npv:kommune` or `outcome:burglary`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from cba.allocation.problem import Unit
from cba.allocation.statements import Allocation
from cba.errors import nearest

TermKind = Literal["npv", "cost", "outcome", "goal"]
KINDS: tuple[str, ...] = get_args(TermKind)

_TERM = re.compile(r"\s*([a-z]+)\s*(?::\s*(\S+)\s*)?")


class NotAnObjective(ValueError):
    """A text that names no objective; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that counts.

    Attributes:
        kind: `npv` (net present value), `cost` (present value of costs, a minus),
            `outcome` (units avoided or gained) or `goal` (units of every outcome that serves a DKR goal).
        of: a payer, an outcome or the goal's number; None for all payers.
        weight: kroner or whatever one unit is worth.
    """

    kind: TermKind
    of: str | None = None
    weight: float = 1.0


def read_term(text: str, weight: float = 1.0) -> Term:
    """Read `npv`, `npv:<payer>`, `cost`, `cost:<payer>`, `outcome:<id>` or `goal:<number>`.

    Raises:
        NotAnObjective: it is none of these.
    """
    found = _TERM.fullmatch(text)
    kind, of = (found[1], found[2]) if found else ("", None)
    if kind not in KINDS:
        close = nearest(text.partition(":")[0], KINDS)
        meant = f"; did you mean '{close[0]}'?" if close else ""
        forms = "npv, npv:<payer>, cost, cost:<payer>, outcome:<id>, goal:<number>"
        raise NotAnObjective(f"must be one of {forms}, found '{text}'{meant}")
    if kind in ("outcome", "goal") and of is None:
        raise NotAnObjective(f"which {kind}? Write {kind}:{'burglary' if kind == 'outcome' else '2'}")
    if kind == "goal" and not (of or "").isdigit():
        raise NotAnObjective(f"a DKR goal is a number 1 to 6, found '{of}'")
    return Term(kind, of, weight)  # type: ignore[arg-type]


def stated_terms(allocation: Allocation) -> Iterator[tuple[str, str, float]]:
    """Yield the key under which each term of the objective stands (or `objective`), its text and weight."""
    if isinstance(allocation.objective, Mapping):
        for text, weight in allocation.objective.items():
            yield text, text, float(weight)
    else:
        yield "objective", allocation.objective, 1.0


def terms_of(allocation: Allocation) -> tuple[Term, ...]:
    """Return what the objective counts; with a threshold, the net monetary benefit.

    Raises:
        NotAnObjective: a text that names no objective; scenarios from `cba.load` have none.
    """
    threshold = allocation.threshold
    if threshold is not None:
        return Term("outcome", threshold.outcome, float(threshold.per.estimate)), Term("cost")
    return tuple(read_term(text, weight) for _, text, weight in stated_terms(allocation))


def unit_of(allocation: Allocation) -> Unit:
    """Return what the objective counts in: kroner wherever kroner are among the terms."""
    terms = terms_of(allocation)
    if any(term.kind in ("npv", "cost") for term in terms):
        return "kr"
    return "count" if len(terms) == 1 and terms[0].weight == 1.0 else "points"


def then_terms(allocation: Allocation) -> tuple[Term, ...]:
    """Return what the second objective counts; nothing when there is none."""
    return () if allocation.then is None else (read_term(allocation.then),)


def written(allocation: Allocation) -> str:
    """Return the objective as it is written."""
    if allocation.threshold is not None:
        return f"outcome:{allocation.threshold.outcome} at {float(allocation.threshold.per.estimate):g} each"
    if isinstance(allocation.objective, Mapping):
        return " + ".join(f"{float(weight):g}·{text}" for text, weight in allocation.objective.items())
    return allocation.objective
