"""Budgets, rules, segments and resources of a scenario as the optimiser gets them."""

import pytest

import cba
from cba.allocation.from_scenario import problem_of, with_limits
from cba.allocation.problem import Option, Problem, Rule
from cba.appraisal import appraise

from ..conftest import Load
from .scenarios import plan

PLACES = "places: [Odense, Aarhus]\n"


def rules(problem: Problem) -> dict[str, Rule]:
    return {rule.name: rule for rule in problem.rules}


def ruled(load: Load, *lines: str, before: str = "budget: 1000000\n") -> dict[str, Rule]:
    text = before + "rules:\n" + "".join(f"  - {{{line}}}\n" for line in lines)
    return rules(problem_of(load(plan(text))))


def talks_of(problem: Problem) -> Option:
    return next(option for option in problem.options if option.intervention == "talks")


def test_budgets(load: Load) -> None:
    problem = problem_of(
        load(plan("budget: {total: 3_000_000, by_year: {2026: 900_000}, by_payer: {stat: 50_000}}"))
    )
    assert problem.budget == 3_000_000
    found = rules(problem)
    year, payer = found["budget.by_year.2026"], found["budget.by_payer.stat"]
    assert (year.kind, year.year, year.upper, year.unit) == ("budget_year", 2026, 900_000, "kr")
    assert (payer.kind, payer.payer, payer.upper) == ("budget_payer", "stat", 50_000)
    assert "2026" in year.words["da"]


def test_a_budget_in_older_prices_is_moved(load: Load) -> None:
    problem = problem_of(load(plan("budget: {total: {estimate: 1000000, price_year: 2015}}")))
    assert problem.budget is not None
    assert problem.budget > 1_200_000


def test_counts(load: Load) -> None:
    found = ruled(
        load,
        "at_most: 1, of: [cameras, lights]",
        "at_least: 1, of: talks",
        "exactly: 2, of: [talks, case, lights]",
    )
    assert found["rules[0]"].on == {"cameras": 1, "lights": 1}
    assert (found["rules[0]"].lower, found["rules[0]"].upper) == (None, 1)
    assert (found["rules[1]"].lower, found["rules[1]"].upper) == (1, None)
    assert (found["rules[2]"].lower, found["rules[2]"].upper) == (2, 2)
    assert found["rules[1]"].words == {"da": "mindst 1 af Samtaler", "en": "at least 1 of Talks"}


def test_counts_hold_in_each_place_unless_the_plan_is_meant(load: Load) -> None:
    found = ruled(
        load,
        "at_most: 1, of: [cameras, lights]",
        "at_most: 1, of: [cameras, lights], per: plan",
        before="budget: 1\n" + PLACES,
    )
    assert found["rules[0].odense"].on == {"cameras.odense": 1, "lights.odense": 1}
    assert set(found["rules[0].aarhus"].on) == {"cameras.aarhus", "lights.aarhus"}
    assert len(found["rules[1]"].on) == 4


def test_what_requires_another_requires_it_in_its_place(load: Load) -> None:
    found = ruled(load, "require: cameras, for: talks", before="budget: 1\n" + PLACES)
    assert found["rules[0].talks.odense"].on == {"talks.odense": 1, "cameras.odense": -1}
    assert found["rules[0].talks.odense"].upper == 0
    assert found["rules[0].talks.odense"].words["en"] == "Talks in Odense requires cameras"


def test_an_intervention_starts_once_in_a_place(load: Load) -> None:
    found = rules(problem_of(load(plan("budget: 1\nstarts: [2026, 2027]\nplaces: [Odense, Aarhus]"))))
    once = found["starts.talks.aarhus"]
    assert once.on == {"talks.aarhus.2026": 1, "talks.aarhus.2027": 1}
    assert (once.upper, once.hard) == (1, True)
    assert len(found) == 8


def test_locks(load: Load) -> None:
    found = ruled(
        load, "lock: in, of: [talks]", "lock: out, of: case", before="budget: 1\nstarts: [2026, 2027]\n"
    )
    assert found["rules[0].talks"].lower == 1
    assert set(found["rules[0].talks"].on) == {"talks.2026", "talks.2027"}
    assert found["rules[1].case"].upper == 0


def test_one_option_may_be_locked(load: Load) -> None:
    found = ruled(load, "lock: in, of: [talks.2027]", before="budget: 1\nstarts: [2026, 2027]\n")
    assert found["rules[0].talks"].on == {"talks.2027": 1}


@pytest.mark.parametrize(
    ("reach", "ids"),
    [
        ("{dkr_goal: 1}", {"talks"}),
        ("{dkr_goal: 2}", {"cameras", "lights"}),
        ("{target_group: youth_reconvicted}", {"talks"}),
        ("{place: Odense}", {"talks", "cameras", "lights", "case"}),
        ("{place: Region Syddanmark, dkr_goal: 2}", {"cameras", "lights"}),
        ("{place: Aarhus}", set()),
        ("cameras", {"cameras"}),
    ],
)
def test_a_share_is_of_the_given_budget(reach: str, ids: set[str], load: Load) -> None:
    found = ruled(load, f"at_least: 20 %, share_of: budget, for: {reach}")["rules[0]"]
    assert found.cost == dict.fromkeys(ids, 1.0)
    assert (found.kind, found.lower, found.upper, found.unit) == ("share", 200_000, None, "kr")


def test_resources_are_used_per_participant_in_operating_years(load: Load) -> None:
    text = (
        "budget: 1\nscale: {talks: {max: 60}}\n"
        "rules: [{limit: 4, resource: staff, use: {talks: 0.1, cameras: 2}}]"
    )
    problem = problem_of(load(plan(text)))
    talks, cameras = problem.options[0], problem.options[1]
    assert talks.full.resources == {("staff", year): pytest.approx(6) for year in (2026, 2027, 2028)}
    assert not talks.fixed.resources
    assert cameras.fixed.resources == {("staff", 2026): 2, ("staff", 2027): 2}
    capacity = [rule for rule in problem.rules if rule.kind == "capacity"]
    assert [(rule.year, rule.upper, rule.unit) for rule in capacity] == [
        (year, 4, "staff") for year in (2026, 2027, 2028)
    ]
    changed = with_limits(problem, {"staff": 7})
    assert {rule.upper for rule in changed.rules} == {7}
    with pytest.raises(cba.InputError, match="did you mean 'staff'"):
        with_limits(problem, {"stafff": 7})


def test_a_whole_option_uses_what_its_participants_need(load: Load) -> None:
    talks = talks_of(
        problem_of(load(plan("budget: 1\nrules: [{limit: 4, resource: staff, use: {talks: 0.1}}]")))
    )
    assert talks.fixed.resources[("staff", 2026)] == pytest.approx(3)


def test_diminishing_values_and_tiers_share_their_ends(load: Load) -> None:
    text = (
        "budget: 1\nscale: {talks: {max: 60}}\n"
        "diminishing: {talks: [{up_to: 30, value: 100 %}, {up_to: 60, value: 70 %}]}\n"
        "tiers: {talks: [{up_to: 45, amount: 12200}, {up_to: 60, amount: 6100}]}"
    )
    talks = talks_of(problem_of(load(plan(text))))
    found = [[s.up_to, s.value, s.cost] for s in talks.segments]
    ends, values, costs = zip(*found, strict=True)
    assert (ends, values) == ((0.5, 0.75, 1.0), (1.0, 0.7, 0.7))
    # 9,000 a starter and 4,000 for each of the 80 % who complete
    assert costs == pytest.approx((1.0, 1.0, 0.5))


def test_diminishing_cuts_benefits_and_not_costs(load: Load) -> None:
    text = (
        "budget: 1\nscale: {talks: {max: 60}}\n"
        "diminishing: {talks: [{up_to: 30, value: 100 %}, {up_to: 60, value: 50 %}]}"
    )
    talks = talks_of(problem_of(load(plan(text))))
    full = appraise(load(plan(), "interventions.talks.participants=60")).interventions["talks"]
    benefit, cost = talks.factors(60)
    value = talks.fixed.value + benefit * talks.full.benefit + cost * talks.full.cost_value
    assert cost == pytest.approx(1.0)
    assert value == pytest.approx(full.npv - full.pv_benefits / 4, abs=1e-4)


def test_frontier_risk_and_names(load: Load) -> None:
    weak = "variants:\n  weak: {interventions: {talks: {completion: 50 %}}}\n"
    text = (
        "budget: 1\nfrontier: {from: 0, to: 4000000, points: 5}\nrisk: {cvar: 10 %, weight: 30 %}\n"
        "worst_of: [weak]\nthen: cost:kommune"
    )
    problem = problem_of(load(plan(text, more=weak)))
    assert problem.frontier == (0, 1e6, 2e6, 3e6, 4e6)
    assert problem.risk == (0.1, 0.3)
    assert (problem.worst_of, problem.then, problem.objective) == (("weak",), "cost:kommune", "npv")
