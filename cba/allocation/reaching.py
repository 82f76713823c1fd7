"""Which options a rule is for, and how to say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cba.allocation.options_of_scenario import BOTH, Choice
from cba.allocation.statements import Reach
from cba.allocation.statements import Rule as Said
from cba.linking import Scenario

Words = dict[str, str]


def names_of(choice: Choice) -> tuple[str, str]:
    """Return the names by which a rule may call an option: its intervention's and its own."""
    return choice.option.intervention, choice.option.id


def named(names: Sequence[str], choices: Sequence[Choice]) -> list[Choice]:
    """Return the options that are called by any of these names."""
    wanted = set(names)
    return [choice for choice in choices if not wanted.isdisjoint(names_of(choice))]


def reached(scenario: Scenario, reach: Reach, choices: Sequence[Choice]) -> list[Choice]:
    """Return the options that a rule is for; everything that is stated must fit."""
    found = list(choices)
    if reach.intervention is not None:
        found = named([reach.intervention], found)
    if reach.dkr_goal is not None:
        found = [choice for choice in found if reach.dkr_goal in choice.option.dkr_goals]
    if reach.target_group is not None:
        found = [choice for choice in found if choice.option.target_group == reach.target_group]
    if reach.place is not None:
        codes = frozenset(scenario.registers.places.resolve(reach.place).codes)
        found = [choice for choice in found if choice.site.codes and choice.site.codes <= codes]
    return found


def listed(said: Said) -> list[str]:
    """Return the names under `of`."""
    return [said.of] if isinstance(said.of, str) else list(said.of or [])


def titled(scenario: Scenario, names: Sequence[str]) -> Words:
    """Return the titles of interventions, listed."""
    titles = {s.id: s.title.both() for s in scenario.file.interventions if s.title is not None}
    return {code: ", ".join(titles[n][code] if n in titles else n for n in names) for code in BOTH}


def reach_in_words(scenario: Scenario, reach: Reach) -> Words:
    """Return whom a rule is for, such as `DKR goal 2 in Odense`."""
    parts: list[Mapping[str, str]] = []
    if reach.intervention is not None:
        parts.append(titled(scenario, [reach.intervention]))
    if reach.dkr_goal is not None:
        parts.append({"da": f"DKR-mål {reach.dkr_goal}", "en": f"DKR goal {reach.dkr_goal}"})
    if reach.target_group is not None:
        group = scenario.target_groups[reach.target_group]
        title = group.title.both() if group.title else dict.fromkeys(BOTH, reach.target_group)
        parts.append(title)
    where = {code: f" i {reach.place}" if code == "da" else f" in {reach.place}" for code in BOTH}
    everything = {"da": "det hele", "en": "everything"}
    return {
        code: (", ".join(part[code] for part in parts) or everything[code])
        + (where[code] if reach.place is not None else "")
        for code in BOTH
    }
