"""What is left when several interventions reach the same people or the same streets."""

from itertools import combinations

from .effects import Change

Edges = set[frozenset[str]]
# Harm and good that cancel to this part of themselves leave nothing to scale.
CANCELLED = 1e-12


def meet(one: Change, other: Change, edges: Edges) -> bool:
    """Whether two changes of one outcome reach the same units."""
    if one.outcome != other.outcome:
        return False
    if one.kind == other.kind == "place" and one.place_base and one.place_base == other.place_base:
        return True
    if one.base is None or other.base is None or (one.kind == "place") != (other.kind == "place"):
        return False
    if one.place_base or other.place_base:
        return False
    return frozenset((one.intervention, other.intervention)) in edges


def groups(changes: list[Change], edges: Edges) -> list[list[Change]]:
    """Changes that are connected by meeting, directly or through others."""
    left, result = list(changes), []
    while left:
        group = [left.pop(0)]
        grown = True
        while grown:
            grown = False
            for change in list(left):
                if any(meet(change, member, edges) for member in group):
                    group.append(change)
                    left.remove(change)
                    grown = True
        result.append(group)
    return result


def cliques(group: list[Change], edges: Edges) -> list[tuple[Change, ...]]:
    """Every set of changes that all meet one another, single ones too."""
    result = []
    for size in range(1, len(group) + 1):
        for members in combinations(group, size):
            if all(meet(a, b, edges) for a, b in combinations(members, 2)):
                result.append(members)
    return result


def product(values: list[float]) -> float:
    result = 1.0
    for value in values:
        result *= value
    return result


def clique_reduction(members: tuple[Change, ...], n: int) -> float:
    """Events that all members would take away from the same units in year n.

    In a register's place every row takes its share of one total, so the total itself drops out.
    """
    if members[0].place_base:
        return product([change.reduction[n] for change in members])
    base = sum(change.base or 0.0 for change in members) / len(members)
    if members[0].kind == "place":
        return base * product([change.reduction[n] for change in members])
    total = 0.0
    for y in range(n + 1):
        people = min(change.exposed[y] for change in members)
        total += people * base * product([change.reduction[n - y] for change in members])
    return total


def factors(changes: list[Change], edges: Edges, horizon: int) -> dict[tuple[str, str], list[float]]:
    """Combined over the sum of own, for every intervention and outcome and every year."""
    result = {}
    for group in groups(changes, edges):
        scale = [1.0] * horizon
        if len(group) > 1:
            found = cliques(group, edges)
            for n in range(horizon):
                own = sum(clique_reduction((change,), n) for change in group)
                combined = sum((-1) ** (len(c) + 1) * clique_reduction(c, n) for c in found)
                least = CANCELLED * sum(abs(clique_reduction((change,), n)) for change in group)
                scale[n] = combined / own if abs(own) > least else 1.0
        for change in group:
            result[change.intervention, change.outcome] = scale
    return result
