"""Every named error under `allocation`: where it points, at which path, and what it says."""

import pytest

import cba

from ..conftest import Load
from ..snippets import GRADED, PLACES, SUCCESS, TOP, headlines
from .pointing import check

BODY = f"""\
interventions:
  - id: mst
    participants: 10
    years: 2
    costs: [{{what: C, amount: 100, per: participant, payer: kommune, {GRADED}}}]
    effects: [{{{SUCCESS}}}]
  - id: cctv
    costs: [{{what: C, amount: 100, per: year, payer: kommune, {GRADED}}}]
    effects: [{{{PLACES}, baseline: {{incidents: 545}}}}]
"""
A = "allocation"
R0 = f"{A}.rules[0]"
VARIANTS = "variants: {weak: {horizon: 9}}\n"


def said(text: str) -> str:
    return f"{TOP}{VARIANTS}{BODY}allocation: {{budget: 100, {text}}}\n"


def budget(text: str) -> str:
    return f"{TOP}{BODY}allocation: {{budget: {text}}}\n"


def rule(text: str) -> str:
    return said(f"rules: [{{{text}}}]")


CASES = {
    # objective
    "unknown objective": (said("objective: ¦nvp"), f"{A}.objective", "did you mean 'npv'?"),
    "unknown payer": (said("objective: ¦npv:komune"), f"{A}.objective", "did you mean 'kommune'?"),
    "payer left out": (said("objective: ¦npv:offer"), f"{A}.objective", "soem does not count offer"),
    "unknown outcome": (said("objective: ¦outcome:burglery"), f"{A}.objective", "did you mean 'burglary'?"),
    "unused outcome": (
        said("objective: ¦outcome:violence"),
        f"{A}.objective",
        "no intervention changes the outcome 'violence'",
    ),
    "which outcome": (said("objective: ¦outcome"), f"{A}.objective", "outcome:burglary"),
    "a weight's name": (
        said("objective: {npv: 0.5, ¦outcome:x: 3}"),
        f"{A}.objective.outcome:x",
        "unknown outcome 'x'",
    ),
    "a goal nobody serves": (said("objective: ¦goal:4"), f"{A}.objective", "no outcome"),
    "a goal in words": (said("objective: ¦goal:two"), f"{A}.objective", "number 1 to 6"),
    "then": (said("then: ¦costs:kommune"), f"{A}.then", "did you mean 'cost'?"),
    "threshold's outcome": (
        said("threshold: {outcome: ¦burglry, per: 3}"),
        f"{A}.threshold.outcome",
        "did you mean 'burglary'?",
    ),
    "threshold of nothing": (
        said("threshold: {outcome: burglary, per: ¦0}"),
        f"{A}.threshold.per",
        "more than 0",
    ),
    "threshold and objective": (
        said("objective: npv, threshold: ¦{outcome: burglary, per: 3}"),
        f"{A}.threshold",
        "leave out `objective`",
    ),
    # money
    "negative budget": (budget("¦-3"), f"{A}.budget", "must not be negative, got -3"),
    "a year outside": (
        budget("{total: 3, by_year: {¦2050: 3}}"),
        f"{A}.budget.by_year.2050",
        "outside the scenario's years 2026–2035",
    ),
    "negative in a year": (
        budget("{by_year: {2027: ¦-1}}"),
        f"{A}.budget.by_year.2027",
        "must not be negative",
    ),
    "a payer outside": (
        budget("{by_payer: {¦erhverv: 3}}"),
        f"{A}.budget.by_payer.erhverv",
        "does not count erhverv",
    ),
    "no draws count": (said("risk: {cvar: ¦0 %, weight: 10 %}"), f"{A}.risk.cvar", "more than 0 %"),
    "frontier backwards": (said("frontier: {from: 5, to: ¦3}"), f"{A}.frontier.to", "more than `from`"),
    # scales
    "scale of nobody": (said("scale: {¦mts: {max: 3}}"), f"{A}.scale.mts", "did you mean 'mst'?"),
    "scale of a place": (said("scale: {¦cctv: {max: 3}}"), f"{A}.scale.cctv", "no participants"),
    "scale backwards": (said("scale: {mst: {min: 9, max: ¦3}}"), f"{A}.scale.mst.max", "at least min 9"),
    "scale of nothing": (said("scale: {mst: {max: ¦0}}"), f"{A}.scale.mst.max", "more than 0"),
    "no step": (said("scale: {mst: {step: ¦0}}"), f"{A}.scale.mst.step", "more than 0"),
    "diminishing without scale": (
        said("diminishing: {¦mst: [{up_to: 3, value: 50 %}]}"),
        f"{A}.diminishing.mst",
        "needs `scale: {mst: …}`",
    ),
    "diminishing of nobody": (
        said("diminishing: {¦mts: [{up_to: 3, value: 50 %}]}"),
        f"{A}.diminishing.mts",
        "did you mean 'mst'?",
    ),
    "growing value": (
        said("scale: {mst: {}}, diminishing: {mst: [{up_to: 3, value: 50 %}, {up_to: 9, value: ¦60 %}]}"),
        f"{A}.diminishing.mst[1].value",
        "values that fall",
    ),
    "ends that fall": (
        said("scale: {mst: {}}, diminishing: {mst: [{up_to: 9, value: 50 %}, {up_to: ¦3, value: 40 %}]}"),
        f"{A}.diminishing.mst[1].up_to",
        "more than the one before",
    ),
    "negative tier": (
        said("scale: {mst: {}}, tiers: {mst: [{up_to: 9, amount: ¦-4}]}"),
        f"{A}.tiers.mst[0].amount",
        "must not be negative",
    ),
    # places, years, variants
    "unknown place": (said("places: [Odense, ¦Aarhux]"), f"{A}.places[1]", "unknown place 'Aarhux'"),
    "all places misspelt": (said("places: [¦municipality]"), f"{A}.places[0]", "'municipalities'?"),
    "a start outside": (said("starts: [2026, ¦2036]"), f"{A}.starts[1]", "outside the scenario's years"),
    "a start twice": (said("starts: [2026, ¦2026]"), f"{A}.starts[1]", "listed twice"),
    "unknown variant": (said("worst_of: [¦week]"), f"{A}.worst_of[0]", "did you mean 'weak'?"),
    # rules
    "unknown in a list": (rule("at_most: 1, of: [mst, ¦cctvv]"), f"{R0}.of[1]", "did you mean 'cctv'?"),
    "unknown alone": (rule("exactly: 1, of: ¦mts"), f"{R0}.of", "did you mean 'mst'?"),
    "unknown need": (rule("require: ¦ssp, for: mst"), f"{R0}.require", "unknown intervention 'ssp'"),
    "unknown needer": (rule("require: cctv, for: ¦mts"), f"{R0}.for", "did you mean 'mst'?"),
    "unknown user": (
        rule("limit: 3, resource: staff, use: {¦mts: 1}"),
        f"{R0}.use.mts",
        "did you mean 'mst'?",
    ),
    "unknown group": (
        rule("at_least: 1, for: {target_group: ¦youth_reconvictd}"),
        f"{R0}.for.target_group",
        "did you mean 'youth_reconvicted'",
    ),
    "unknown area": (rule("at_most: 1, for: {place: ¦Odensee}"), f"{R0}.for.place", "unknown place"),
    "nothing counted": (rule("at_most: ¦1"), f"{R0}.at_most", "needs `of`"),
    "a share of a count": (rule("at_most: ¦50 %, of: [mst]"), f"{R0}.at_most", "`share_of: budget`"),
    "half an option": (rule("at_most: ¦1.5, of: [mst]"), f"{R0}.at_most", "whole number"),
    "more than everything": (
        rule("at_least: ¦3, share_of: budget, for: mst"),
        f"{R0}.at_least",
        "between 0 % and 100 %",
    ),
    "a share of what": (
        rule("at_least: 3 %, share_of: ¦spending, for: mst"),
        f"{R0}.share_of",
        "must be budget",
    ),
    "a share for whom": (rule("at_least: 3 %, share_of: ¦budget"), f"{R0}.share_of", "needs `for`"),
    "a share of no budget": (
        budget("{by_year: {2026: 3}}, rules: [{at_least: 3 %, share_of: ¦budget, for: mst}]"),
        f"{R0}.share_of",
        "there is none",
    ),
    "lock what": (rule("lock: ¦in"), f"{R0}.lock", "needs `of`"),
    "limit of what": (rule("limit: ¦3, use: {mst: 1}"), f"{R0}.limit", "needs `resource`"),
    "what does not go together": (
        rule("lock: in, of: [mst], share_of: ¦budget"),
        f"{R0}.share_of",
        "does not go with `lock`",
    ),
    "a resource twice": (
        said("rules: [{limit: 3, resource: a, use: {mst: 1}}, {limit: 3, resource: ¦a, use: {mst: 1}}]"),
        f"{A}.rules[1].resource",
        "limited by an earlier rule",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_says_where_and_what(name: str, load: Load) -> None:
    check(*CASES[name], load)


def test_tiers_need_a_cost_per_participant(load: Load) -> None:
    text = said("scale: {mst: {}}, tiers: {¦mst: [{up_to: 9, amount: 4}]}")
    check(
        text.replace("per: participant", "per: year"),
        f"{A}.tiers.mst",
        "no cost `per: participant`",
        load,
    )


def test_all_problems_at_once(load: Load) -> None:
    with pytest.raises(cba.InputError) as caught:
        load(said("objective: nvp, starts: [2050], scale: {mts: {max: 3}}, rules: [{lock: in, of: [x]}]"))
    assert len(headlines(caught.value)) == 4


def test_options_may_be_named_where_places_are_chosen(load: Load) -> None:
    scenario = load(said("places: [Odense], starts: [2026], rules: [{lock: in, of: [mst.odense.2026]}]"))
    assert scenario.file.allocation is not None
    with pytest.raises(cba.InputError, match=r"unknown intervention 'mst\.odense\.2027'"):
        load(said("places: [Odense], starts: [2026], rules: [{lock: in, of: [mst.odense.2027]}]"))
