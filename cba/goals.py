"""How far it is to DKR's goals to 2028: then and now, what a scenario gives, what is missing.

Goal 3 says that no landsdel may be more than 5 per cent above the national average of reports per inhabitant.
It is computed from reported crime of known municipalities; what is not known is None, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cba.places import Place
from cba.register_lists import Goal, Indicator
from cba.register_rows import FigureRow
from cba.registers import Registers

TARGET_YEAR = 2028
REGIONAL = 3
"""The goal that is computed from reported crime."""


@dataclass(frozen=True, slots=True)
class Landsdel:
    """A landsdel's reports and how far it is from the goal.

    Attributes:
        reports, population: of the year.
        against_average: reports per inhabitant against the national average, 0.1 is 10 % above.
        too_many: reports that would have to go, with nothing else changed; 0 where the goal is met.
    """

    name: str
    reports: int
    population: int
    against_average: float
    too_many: float


def regional(registers: Registers, year: int, allowed: float) -> list[Landsdel]:
    """Return every landsdel, the furthest above the national average first.

    Args:
        registers: with reported crime and population of the year.
        year: the year.
        allowed: how far above the average a landsdel may be, a share.
    """
    places = registers.places
    country = places.resolve("Danmark")
    reports, people = places.series(country, "total")[year], places.populations(country)[year]
    found = []
    for place in (place for place in places.all() if place.level == "landsdel"):
        own, population = places.series(place, "total")[year], places.populations(place)[year]
        found.append(
            Landsdel(
                place.name,
                own,
                population,
                (own / population) / (reports / people) - 1.0,
                reports_too_many(own, population, reports, people, allowed),
            )
        )
    return sorted(found, key=lambda item: (-item.against_average, item.name))


def reports_too_many(
    own: float, population: float, everywhere: float, people: float, allowed: float
) -> float:
    """Return the fewest reports x less with which a place is within the goal.

    Fewer reports here lower the national average too: (own − x)/population = (1 + allowed)·(everywhere −
    x)/people.
    """
    share = (1.0 + allowed) * population / people
    return max(0.0, (own - share * everywhere) / (1.0 - share)) if share < 1.0 else 0.0


def goals_document(registers: Registers, results: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return every goal with its figures and what a scenario, or the plan in its results, gives.

    Args:
        registers: the figures.
        results: a results document; its plan counts where it has one.
    """
    given = contributions(results) if results is not None else None
    goals = [_goal(goal, registers, given) for goal in registers.goals.values()]
    return {
        "target_year": TARGET_YEAR,
        "scenario": results["scenario"] if results is not None else None,
        "plan": bool(results and results.get("allocation")),
        "goals": goals,
        "regional": _regional(registers, results, given),
    }


def _goal(goal: Goal, registers: Registers, given: Mapping[int, list[Any]] | None) -> dict[str, Any]:
    return {
        "number": goal.number,
        "title": dict(goal.names),
        "target": dict(goal.target),
        "value": goal.value,
        "indicators": [_indicator(item, registers) for item in goal.indicators],
        "contributes": None if given is None else given.get(goal.number, []),
    }


def _indicator(item: Indicator, registers: Registers) -> dict[str, Any]:
    """Return an indicator's earliest and latest figure, and what is missing to its target."""
    by_year = {
        int(ending): row
        for id, row in registers.figures.items()
        if id.startswith(item.series) and (ending := id.removeprefix(item.series)).isdigit()
    }
    known = {year: row for year, row in sorted(by_year.items()) if row.value is not None}
    first, last = (min(known), max(known)) if known else (None, None)
    latest = _figure(known[last], last, registers) if last is not None else None
    return {
        "title": dict(item.names),
        "target": item.target,
        "same": item.same,
        "note": dict(item.note) if item.note else None,
        "baseline": _figure(known[first], first, registers) if first is not None and first != last else None,
        "latest": latest,
        "missing": max(0.0, latest["value"] - item.target) if latest else None,
    }


def _figure(row: FigureRow, year: int, registers: Registers) -> dict[str, Any]:
    source = registers.sources.get(row.source or "")
    return {
        "id": row.id,
        "year": year,
        "value": (row.value or 0.0) / 100.0,
        "grade": row.grade,
        "source": source.text if source else None,
        "where": str(row.where),
    }


def contributions(results: Mapping[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """Return what each intervention avoids by goal: in the target year, and up to it.

    Where the results have a plan, only what it chooses counts, in proportion to its scale; overlap between
    interventions is not taken off.
    """
    found: dict[int, list[dict[str, Any]]] = {}
    start = results["scenario"]["start"]
    last = TARGET_YEAR - start
    for id, item in results["interventions"].items():
        times = _scale(results, id, item)
        served = {outcome["dkr_goal"] for outcome in item["outcomes"].values() if times}
        for name, outcome in item["outcomes"].items():
            if not times or outcome["dkr_goal"] is None:
                continue
            by_year = outcome["by_year"]
            row = {
                "intervention": id,
                "title": item["title"],
                "outcome": name,
                "names": results["names"]["outcomes"][name],
                "in_year": times * by_year[last] if 0 <= last < len(by_year) else None,
                "until": times * sum(by_year[: last + 1]) if last >= 0 else None,
            }
            found.setdefault(outcome["dkr_goal"], []).append(row)
        for goal in item["dkr_goals"]:
            if times and goal not in served:
                elsewhere = sorted(number for number in served if number is not None)
                row = {"intervention": id, "title": item["title"], "outcome": None, "elsewhere": elsewhere}
                found.setdefault(goal, []).append(row | {"names": None, "in_year": None, "until": None})
    return found


def _scale(results: Mapping[str, Any], id: str, item: Mapping[str, Any]) -> float:
    """Return how much of an intervention counts: all of it, or what the plan chooses."""
    plan = results.get("allocation")
    if not plan:
        return 1.0
    options = [o for o in plan["options"].values() if o["intervention"] == id and o["place"] is None]
    chosen = sum(option["scale"] or 0.0 for option in options)
    people = max(item["participants_by_year"] or [0.0])
    return chosen / people if people else min(chosen, 1.0)


def _regional(
    registers: Registers, results: Mapping[str, Any] | None, given: Mapping[int, list[Any]] | None
) -> dict[str, Any]:
    allowed = registers.goals[REGIONAL].value or 0.0
    years = registers.places.years
    rows = regional(registers, years[-1], allowed)
    return {
        "year": years[-1],
        "first_year": years[0],
        "allowed": allowed,
        "unknown_share": registers.unknown_place_share,
        "unknown_year": registers.unknown_place_year,
        "landsdele": [
            asdict(row) | {"before": _before(registers, row.name, years[0], allowed)} for row in rows
        ],
        "scenario": _of_scenario(registers, results, given, rows, allowed) if results and given else None,
    }


def _before(registers: Registers, name: str, year: int, allowed: float) -> float:
    return next(row.against_average for row in regional(registers, year, allowed) if row.name == name)


def _of_scenario(
    registers: Registers,
    results: Mapping[str, Any],
    given: Mapping[int, list[Any]],
    rows: list[Landsdel],
    allowed: float,
) -> dict[str, Any] | None:
    """Return what a scenario in one landsdel does to its reports, were every avoided offence reported."""
    name = results["scenario"]["place"]
    landsdel = _landsdel_of(registers, name) if name else None
    row = next((row for row in rows if row.name == landsdel), None)
    if row is None:
        return None
    columns = {id for id, outcome in registers.outcomes.items() if outcome.reported_crime}
    items = [item for goal in given.values() for item in goal if item["outcome"] in columns]
    fewer = sum(item["in_year"] or 0.0 for item in items if item["outcome"])
    reports, people = sum(r.reports for r in rows), sum(r.population for r in rows)
    after = ((row.reports - fewer) / row.population) / ((reports - fewer) / people) - 1.0
    return {
        "landsdel": row.name,
        "fewer": fewer,
        "against_average": after,
        "too_many": reports_too_many(row.reports - fewer, row.population, reports - fewer, people, allowed),
    }


def _landsdel_of(registers: Registers, name: str) -> str | None:
    """Return the one landsdel that a place lies in."""
    place: Place = registers.places.resolve(name)
    names = {registers.places.municipalities[code].landsdel for code in place.codes}
    return names.pop() if len(names) == 1 else None
