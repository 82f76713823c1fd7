"""What options lose to each other: pair by pair for the program, and in full for a plan that was chosen.

Two options lose value when both reduce the same outcome for the same people or in the same place; the engine
says how much (`cba.overlap`). A loss on incidents of the register is proportional to the place's number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from cba.accounts import EffectChange, accounts_of
from cba.allocation.objectives import Term
from cba.allocation.options_of_scenario import Choice
from cba.allocation.problem import Overlap
from cba.allocation.shifting import at_scale
from cba.allocation.worth import Figure, Part, Ruler, figure_of, per_incident
from cba.inputs import Values, at_estimates
from cba.interventions import Intervention
from cba.linking import Scenario
from cba.overlap import related

MOST_OVERLAPS = 20_000
"""Pairs kept for the program, those with the largest losses first; a plan's value counts them all."""
LEAST_LOSS = 1e-9
"""Smaller losses, as a share of what the smaller option is worth, are rounding."""


def overlaps_of(
    scenario: Scenario, terms: tuple[Term, ...], choices: Sequence[Choice]
) -> tuple[Overlap, ...]:
    """Return the pairs of options that lose value when both are on, each at its largest scale."""
    pairs = _related_pairs(scenario.interventions)
    if not pairs:
        return ()
    known: dict[tuple[str, int | None, str, int | None], dict[Figure | None, float]] = {}
    found = []
    for one, other in _pairs_in_place(choices, pairs):
        key = (one.intervention.id, one.option.start, other.intervention.id, other.option.start)
        if key not in known:
            known[key] = _loss(scenario, terms, [(one, one.size.factor), (other, other.size.factor)])
        loss = _at_sites(known[key], (one, other))
        if abs(loss) > LEAST_LOSS * min(_size(one), _size(other)):
            found.append(Overlap(one.option.id, other.option.id, loss))
    largest = sorted(found, key=lambda overlap: (-abs(overlap.loss), overlap.first, overlap.second))
    return tuple(largest[:MOST_OVERLAPS])


def lost_to_overlap(
    scenario: Scenario, terms: tuple[Term, ...], choices: Iterable[Choice], scales: Mapping[str, float]
) -> float:
    """Return the objective value that overlap takes from a plan, all chosen options together.

    Args:
        scenario: whose options they are.
        terms: what counts.
        choices: all options.
        scales: chosen scale by option id, in the option's own unit.
    """
    total = 0.0
    for chosen in by_site(choices, scales):
        met = [(c, 1.0 if c.size.stated is None else scale / c.size.stated) for c, scale in chosen]
        total += _at_sites(_loss(scenario, terms, met), [choice for choice, _ in chosen])
    return total


def by_site(choices: Iterable[Choice], scales: Mapping[str, float]) -> Iterator[list[tuple[Choice, float]]]:
    """Yield the chosen options that may meet, with their scales: those of a place, or all."""
    found: dict[frozenset[str] | None, list[tuple[Choice, float]]] = defaultdict(list)
    for choice in choices:
        if scales.get(choice.option.id, 0.0) > 0.0:
            found[_where(choice)].append((choice, scales[choice.option.id]))
    yield from found.values()


def _where(choice: Choice) -> frozenset[str] | None:
    """Return what options must have in common to meet: the place; where nothing is multiplied, everywhere."""
    return choice.site.codes if choice.site.multiplied else None


def _size(choice: Choice) -> float:
    return abs(choice.option.fixed.benefit) + abs(choice.option.full.benefit)


def _related_pairs(interventions: Sequence[Intervention]) -> set[frozenset[str]]:
    """Return the ids of interventions of which some effects overlap."""
    return {
        frozenset((one.id, other.id))
        for one, other in combinations(interventions, 2)
        if any(
            mine.outcome.id == theirs.outcome.id and related((one, mine), (other, theirs))
            for mine in one.effects
            for theirs in other.effects
        )
    }


def _pairs_in_place(choices: Sequence[Choice], pairs: set[frozenset[str]]) -> Iterator[tuple[Choice, Choice]]:
    sites: dict[frozenset[str] | None, list[Choice]] = defaultdict(list)
    for choice in choices:
        sites[_where(choice)].append(choice)
    for together in sites.values():
        for one, other in combinations(together, 2):
            if frozenset((one.intervention.id, other.intervention.id)) in pairs:
                yield one, other


def _loss(
    scenario: Scenario, terms: tuple[Term, ...], chosen: Sequence[tuple[Choice, float]]
) -> dict[Figure | None, float]:
    """Return what is lost together: per incident for figures of the register where places are chosen."""
    items = [choice.intervention for choice, _ in chosen]
    multiplied = any(choice.site.multiplied for choice, _ in chosen)
    at: Values = per_incident(items, at_estimates) if multiplied else at_estimates
    for choice, factor in chosen:
        at = at_scale(choice.intervention, factor, at)
    accounts = accounts_of(items, at)
    ruler = Ruler(terms, scenario.model.lens, scenario.model.discount_factors(scenario.horizon))
    found: dict[Figure | None, float] = defaultdict(float)
    for alone, left in zip(accounts.changes, accounts.together, strict=True):
        if alone is not left:
            figure = figure_of(alone.effect) if multiplied else None
            found[figure] += _worth(ruler, alone) - _worth(ruler, left)
    return found


def _worth(ruler: Ruler, change: EffectChange) -> float:
    return float(ruler.benefit(Part(benefits=list(change.streams), changes=[change]))[0])


def _at_sites(loss: Mapping[Figure | None, float], choices: Sequence[Choice]) -> float:
    incidents = {figure: n for choice in choices for figure, n in choice.site.incidents.items()}
    return sum(amount * (1.0 if figure is None else incidents[figure]) for figure, amount in loss.items())
