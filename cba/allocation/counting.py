"""Rules that count options: so many of a group, what requires what, locked in and out.

They hold in each place by itself, unless they say `per: plan`: one may have cameras or lighting in every
municipality, and what requires a coordinator requires one in its own place. Start years of one intervention
in one place count together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cba.allocation.options_of_scenario import BOTH, Choice
from cba.allocation.problem import Kind, Rule
from cba.allocation.reaching import Words, listed, named, reach_in_words, reached, titled
from cba.allocation.statements import Rule as Said
from cba.linking import Scenario

COUNTED: tuple[Kind, ...] = ("at_most", "at_least", "exactly")
COUNT_WORDS: dict[str, Words] = {
    "at_most": {"da": "højst", "en": "at most"},
    "at_least": {"da": "mindst", "en": "at least"},
    "exactly": {"da": "præcis", "en": "exactly"},
}


def one_start(choices: Sequence[Choice]) -> Iterator[Rule]:
    """An intervention starts at most once in a place."""
    together: dict[tuple[str, str | None], list[Choice]] = defaultdict(list)
    for choice in choices:
        together[choice.option.intervention, choice.site.slug].append(choice)
    for (intervention, slug), starts in together.items():
        if len(starts) > 1:
            da, en = _in_place(starts)
            words = {
                "da": f"{intervention} begynder højst én gang{da}",
                "en": f"{intervention} starts at most once{en}",
            }
            name = _unique("starts", intervention, slug)
            yield Rule(name, words, "at_most", on=ones(starts), upper=1.0, hard=True)


def locked(scenario: Scenario, name: str, said: Said, choices: Sequence[Choice]) -> Iterator[Rule]:
    """What is always (`in`) or never (`out`) chosen; one rule for each intervention and place."""
    by_option: dict[tuple[str, str | None], list[Choice]] = defaultdict(list)
    for choice in named(listed(said), choices):
        by_option[choice.option.intervention, choice.site.slug].append(choice)
    lower, upper = (1.0, None) if said.lock == "in" else (None, 0.0)
    for (intervention, slug), starts in by_option.items():
        title, (da, en) = titled(scenario, [intervention]), _in_place(starts)
        if said.lock == "in":
            words = {"da": f"{title['da']}{da} skal med", "en": f"{title['en']}{en} must be included"}
        else:
            words = {"da": f"{title['da']}{da} er udelukket", "en": f"{title['en']}{en} is locked out"}
        yield Rule(
            _unique(name, intervention, slug), words, "lock", on=ones(starts), lower=lower, upper=upper
        )


def required(scenario: Scenario, name: str, said: Said, choices: Sequence[Choice]) -> Iterator[Rule]:
    """What is reached is on only where what it requires is on."""
    assert said.require is not None
    assert said.for_ is not None
    needed_title = titled(scenario, [said.require])
    for slug, group in _places(choices):
        needed = named([said.require], group)
        by_id: dict[str, list[Choice]] = defaultdict(list)
        for choice in reached(scenario, said.for_, group):
            if choice not in needed:
                by_id[choice.option.intervention].append(choice)
        for intervention, starts in by_id.items():
            title, (da, en) = titled(scenario, [intervention]), _in_place(starts)
            words = {
                "da": f"{title['da']}{da} kræver {needed_title['da']}",
                "en": f"{title['en']}{en} requires {needed_title['en']}",
            }
            on = {**ones(starts), **{choice.option.id: -1.0 for choice in needed}}
            yield Rule(_unique(name, intervention, slug), words, "require", on=on, upper=0.0)


def counted(scenario: Scenario, name: str, said: Said, choices: Sequence[Choice]) -> Iterator[Rule]:
    """At most, at least or exactly so many."""
    kind, number = count(said)
    if said.of is not None:
        chosen, whom = (
            named(listed(said), choices),
            _of_these(titled(scenario, listed(said)), len(listed(said))),
        )
    else:
        assert said.for_ is not None
        chosen = reached(scenario, said.for_, choices)
        whom = reach_in_words(scenario, said.for_)
    lower, upper = limits(kind, number)
    for slug, group in [(None, chosen)] if said.per == "plan" else _places(chosen):
        where = dict(zip(BOTH, _in_place(group) if slug else ("", ""), strict=True))
        of = {"da": "af", "en": "of"}
        words = {
            code: f"{COUNT_WORDS[kind][code]} {number:g} {of[code]} {whom[code]}{where[code]}"
            for code in BOTH
        }
        yield Rule(_unique(name, slug), words, kind, on=ones(group), lower=lower, upper=upper)


def _of_these(titles: Words, number: int) -> Words:
    """Return the titles set apart, so that a sentence around several of them can still be read."""
    if number < 2:
        return titles
    return {"da": f"disse {number} ({titles['da']})", "en": f"these {number} ({titles['en']})"}


def count(said: Said) -> tuple[Kind, float]:
    """Return which counting rule it is, and its number."""
    for kind in COUNTED:
        number = getattr(said, kind)
        if number is not None:
            return kind, float(number)
    raise AssertionError("a rule that counts nothing")


def limits(kind: str, number: float) -> tuple[float | None, float | None]:
    """Return the lower and upper limit of a counting rule."""
    return (None if kind == "at_most" else number), (None if kind == "at_least" else number)


def ones(choices: Sequence[Choice]) -> dict[str, float]:
    """Return 1 for each option."""
    return {choice.option.id: 1.0 for choice in choices}


def _unique(*parts: str | None) -> str:
    return ".".join(part for part in parts if part)


def _in_place(choices: Sequence[Choice]) -> tuple[str, str]:
    """Return where options are, in Danish and English; nothing where places are not chosen between."""
    names = {choice.site.name for choice in choices} - {None}
    return (f" i {min(map(str, names))}", f" in {min(map(str, names))}") if len(names) == 1 else ("", "")


def _places(choices: Sequence[Choice]) -> list[tuple[str | None, list[Choice]]]:
    """Return the options of each place; those of no place of their own count in every one."""
    slugs = list(dict.fromkeys(choice.site.slug for choice in choices if choice.site.slug))
    if not slugs:
        return [(None, list(choices))]
    members: dict[str | None, list[Choice]] = {slug: [] for slug in slugs}
    for choice in choices:
        for slug in [choice.site.slug] if choice.site.slug else slugs:
            members[slug].append(choice)
    return list(members.items())
