"""Where options may be: the places of the allocation, or each intervention's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cba.allocation.worth import Figure, own_incidents
from cba.interventions import Intervention
from cba.places import Place, Places
from cba.spelling import plain

if TYPE_CHECKING:
    from cba.linking import Scenario

EVERYWHERE = "municipalities"
"""Stands in `places` for every municipality with reported crime in the register."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where an option may be.

    Attributes:
        name: None for an intervention that is not multiplied by places.
        incidents: reported incidents a year, by figure of the register.
        multiplied: whether the allocation chooses between places at all.
    """

    name: str | None
    codes: frozenset[str]
    incidents: Mapping[Figure, float]
    multiplied: bool = False

    @property
    def slug(self) -> str | None:
        """The place in an option's id."""
        return None if self.name is None else slug_of(self.name)


def slug_of(name: str) -> str:
    """Return a place's name as it stands in an option's id: `Høje-Taastrup` is `hoeje-taastrup`."""
    return "-".join(plain(name).split())


def places_named(names: Sequence[str | int], places: Places) -> list[Place]:
    """Return the places of `allocation.places`, each once.

    Raises:
        PlaceError: there is no such place.
    """
    found: list[Place] = []
    for name in names:
        found += everywhere(places) if name == EVERYWHERE else [places.resolve(name)]
    return list(dict.fromkeys(found))


def everywhere(places: Places) -> list[Place]:
    """Return every municipality with reported crime."""
    known = {row.code for row in places.crime.values()}
    return [p for p in places.all() if p.level == "municipality" and known.issuperset(p.codes)]


def sites_of(scenario: Scenario, intervention: Intervention, own_place: str | int | None) -> list[Site]:
    """Return the sites of an intervention: all places, unless it states its own or there are none."""
    allocation = scenario.file.allocation
    assert allocation is not None
    if not allocation.places or own_place is not None:
        return [_own(scenario, intervention, own_place)]
    places = scenario.registers.places
    figures = list(own_incidents([intervention]))
    return [
        Site(
            place.name,
            frozenset(place.codes),
            {f: places.reported(place, f.column, f.years or None) for f in figures},
            multiplied=True,
        )
        for place in places_named(allocation.places, places)
    ]


def _own(scenario: Scenario, intervention: Intervention, own_place: str | int | None) -> Site:
    place = scenario.registers.places.resolve(own_place) if own_place is not None else scenario.place
    codes = frozenset(place.codes) if place else frozenset()
    allocation = scenario.file.allocation
    multiplied = allocation is not None and bool(allocation.places)
    return Site(None, codes, own_incidents([intervention]), multiplied)
