"""Why options are in or out, what rules cost and what more money buys: against all plans that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cba.allocation.document import allocation_block
from cba.allocation.dropping import dropped_rules, stated
from cba.allocation.entering import Needs, needs, with_benefit, with_cost
from cba.allocation.leaving import unspent
from cba.allocation.more_money import more_money
from cba.allocation.problem import MONEY, Amounts, Option, Problem, Rule
from cba.allocation.results import answer
from cba.allocation.solving import prepared, solve, solve_model
from cba.allocation.standing import standings
from tests.allocation.enumerating import Tried, plans_of
from tests.allocation.instances import WORDS, option, problem

SEEDS = range(22)


def plain(seed: int) -> Problem:
    """A random problem in which every plan can be tried, with a budget and whole numbers of kroner."""
    asked = problem(seed)
    some = tuple(o for o in asked.options if o.step is not None)
    names = {o.id for o in some}
    rules = tuple(rule for rule in asked.rules if rule.named() <= names)
    overlaps = tuple(o for o in asked.overlaps if {o.first, o.second} <= names)
    budget = asked.budget or 0.5 * sum(o.full.cost for o in some)
    return replace(asked, options=some, rules=rules, overlaps=overlaps, then=None, budget=budget)


def solvable() -> list[Problem]:
    found = [plain(seed) for seed in SEEDS]
    return [asked for asked in found if asked.options and plans_of(asked).allowed.any()]


def best_with(asked: Problem, name: str) -> float:
    """The most that a plan with an option is worth; minus infinity when there is none."""
    tried = plans_of(asked)
    column = [o.id for o in asked.options].index(name)
    kept = tried.allowed & (tried.scales[:, column] > 0)
    return float(tried.value[kept].max()) if kept.any() else -np.inf


def best(asked: Problem) -> float:
    tried: Tried = plans_of(asked)
    return float(tried.value[tried.allowed].max()) if tried.allowed.any() else -np.inf


def changed(asked: Problem, other: Option) -> Problem:
    return replace(asked, options=tuple(other if o.id == other.id else o for o in asked.options))


def test_the_factors_that_bring_an_option_in_are_where_trying_all_plans_finds_them() -> None:
    met = 0
    for asked in solvable()[:8]:
        plan = solve(asked)
        assert plan.objective is not None
        for known in asked.options:
            if plan.scales[known.id] > 0 or known.full.benefit <= 0 or known.fixed.benefit < 0:
                continue
            found = needs(asked, plan, known)
            if found.breaks:
                assert best_with(changed(asked, with_cost(known, 0.0)), known.id) == -np.inf
                continue
            _agrees(asked, known, found.benefit, with_benefit, plan.objective, 10.0)
            _agrees(asked, known, found.cost, with_cost, plan.objective, 0.0)
            met += 1
    assert met > 5


def _agrees(
    asked: Problem,
    known: Option,
    factor: float | None,
    change: Callable[[Option, float], Option],
    value: float,
    farthest: float,
) -> None:
    """A plan with the option is as good from the factor on (as far as `farthest`), and not before."""
    rounding = 1e-6 * max(1.0, abs(value))

    def short(at: float) -> float:
        return value - best_with(changed(asked, change(known, at)), known.id)

    if factor is None:
        assert short(farthest) > -rounding
        return
    toward = np.sign(farthest - 1.0)
    if abs(factor - 1.0) > 0.01:
        assert short(factor - 0.005 * toward) > -rounding
    assert short(factor + 0.005 * toward if abs(factor - farthest) > 0.005 else farthest) < rounding


def test_the_price_of_a_rule_is_what_is_gained_by_dropping_it() -> None:
    met = 0
    for asked in solvable():
        model = prepared(asked)
        plan = solve_model(model)
        assert plan.objective is not None
        for drop in dropped_rules(plan, model):
            kept = tuple(rule for rule in asked.rules if rule.name not in drop.rules)
            assert plan.objective + drop.gain == pytest.approx(
                best(replace(asked, rules=kept)), rel=1e-6, abs=1
            )
            met += drop.gain > 0
        assert solve_model(model).scales == plan.scales  # the model is as it was
    assert met > 10


def test_more_money_buys_what_the_best_plan_of_a_larger_budget_has() -> None:
    met = 0
    for some in solvable():
        assert some.budget is not None
        rules = tuple(rule for rule in some.rules if rule.kind not in MONEY)
        asked = replace(some, rules=rules, budget=0.3 * some.budget)
        if len(asked.options) > 9 or not plans_of(asked).allowed.any():
            continue
        model = prepared(asked)
        plan = solve_model(model)
        found = more_money(plan, model)
        assert found is not None
        assert plan.objective is not None
        assert asked.budget is not None
        for name, share in found.first.items():
            richer = replace(asked, budget=asked.budget * (1 + share))
            assert best_with(richer, name) == pytest.approx(best(richer), rel=1e-6)
        if found.next is not None:
            richer = replace(asked, budget=asked.budget * (1 + found.next.more))
            assert best(richer) - plan.objective == pytest.approx(found.next.gain, rel=1e-4, abs=1)
            poorer = replace(asked, budget=asked.budget * (1 + 0.9 * found.next.more - 0.001))
            assert best(poorer) - plan.objective < 1e-4 * abs(plan.objective) + 1 or found.next.more < 0.026
            met += 1
    assert met > 3


ROOM = Rule("rules[0]", WORDS, "at_most", on={"good": 1.0, "twin": 1.0}, upper=1.0)
TIED = Rule("rules[1]", WORDS, "lock", on={"contract": 1.0}, lower=1.0)
NEVER = Rule("rules[2]", WORDS, "lock", on={"banned": 1.0}, upper=0.0)
BEDS = Rule("rules[3].2026", WORDS, "capacity", resource="people", year=2026, upper=8.0, unit="people")


def every_kind() -> Problem:
    """Options of every standing, each by what it costs and brings."""
    options = [
        option("good", 2e6, 6e6),
        option("twin", 2e6, 5e6),
        option("contract", 1e6, 0.5e6),
        option("banned", 1e6, 9e6),
        option("wide", 2e6, 5e6, largest=10.0, smallest=2.0),
        option("queue", 3e6, 3.6e6),
        option("later", 3e6, 3.3e6),
        option("dear", 2e6, 1e6),
        option("bad", 1e6, -1e6),
        option("unknown", 1e6, 0.0),
        option("huge", 9e6, 30e6),
        replace(option("one.2026", 1e6, 3e6), intervention="one", start=2026),
        replace(option("one.2027", 1e6, 2.9e6), intervention="one", start=2027),
    ]
    starts = Rule("starts.one", WORDS, "at_most", on={"one.2026": 1.0, "one.2027": 1.0}, upper=1.0, hard=True)
    return Problem(tuple(options), (ROOM, TIED, NEVER, BEDS, starts), budget=8e6, gap=1e-9, unit="kr")


def test_every_standing() -> None:
    asked = every_kind()
    model = prepared(asked)
    plan = solve_model(model)
    dropped = dropped_rules(plan, model)
    found = standings(asked, plan, dropped, more_money(plan, model))
    assert {name: standing.kind for name, standing in found.items()} == {
        "good": "chosen",
        "twin": "excluded",
        "contract": "by_rule",
        "banned": "excluded",
        "wide": "at_cap",
        "queue": "waiting",
        "later": "waiting",
        "dear": "not_worth",
        "bad": "harmful",
        "unknown": "no_effect",
        "huge": "cannot",
        "one.2026": "chosen",
        "one.2027": "other_start",
    }
    assert found["twin"].rules == ("rules[0]",)
    assert found["contract"].rules == ("rules[1]",)
    assert found["banned"].rules == ("rules[2]",)
    assert set(found["huge"].rules) & {"rules[3].2026", "budget.total", "rules[1]"}
    assert found["one.2027"].start == 2026
    assert (found["dear"].benefit, found["dear"].cost) == pytest.approx((2.0, 0.5))
    left = unspent(asked, plan, dropped, found)
    assert left is not None
    assert left.amount == pytest.approx(2e6)


def test_next_in_line_is_what_the_least_more_money_buys() -> None:
    options = tuple(option(f"o{k}", 2e6, 2e6 * (3.0 - 0.2 * k)) for k in range(6))
    found = answer(Problem(options, budget=7e6))
    standing = found.standings
    assert [standing[f"o{k}"].kind for k in range(6)] == ["chosen"] * 3 + ["next", "waiting", "waiting"]
    assert standing["o3"].money == pytest.approx(1 / 7, abs=0.001)
    assert standing["o4"].money == pytest.approx(3 / 7, abs=0.001)
    # o3 brings 4.8 for 2, and the third, whose place it would take, 5.2 for 2
    assert standing["o3"].benefit == pytest.approx(5.2 / 4.8, abs=0.002)
    assert standing["o3"].cost == pytest.approx(0.8, abs=0.002)
    assert found.unspent is not None
    assert (found.unspent.why, found.unspent.cheapest, found.unspent.cost) == ("too_dear", "o3", 2e6)
    assert found.more is not None
    assert found.more.next is not None
    assert found.more.next.added == ("o3",)
    assert found.more.next.gain == pytest.approx(2.8e6)


def test_nothing_is_left_that_is_worth_its_costs() -> None:
    found = answer(Problem((option("a", 1e6, 2e6), option("b", 1e6, 0.5e6)), budget=5e6))
    assert found.unspent is not None
    assert found.unspent.why == "nothing_left"
    assert found.unspent.amount == pytest.approx(4e6)
    assert found.more is not None
    assert found.more.next is None


def test_years_of_one_rule_stand_or_fall_together() -> None:
    assert {stated(f"rules[2].{year}") for year in (2026, 2027)} == {"rules[2]"}
    assert stated("budget.by_year.2026") == "budget.by_year.2026"
    spend = {("nurses", 2026): 1.0, ("nurses", 2027): 1.0}
    some = [
        replace(option(f"o{k}", 1e6, 2e6 + k), full=Amounts(2e6 + k, -1e6, 1e6, {}, spend)) for k in range(3)
    ]
    rules = tuple(
        Rule(f"rules[0].{y}", WORDS, "capacity", resource="nurses", year=y, upper=1.0, unit="nurses")
        for y in (2026, 2027)
    )
    found = answer(Problem(tuple(some), rules, budget=9e6))
    (drop,) = found.dropped
    assert drop.rules == ("rules[0].2026", "rules[0].2027")
    assert drop.gain == pytest.approx(2e6 + 1)
    assert found.standings["o0"].rules == drop.rules


def test_costs_and_benefits_multiply_in_every_draw_and_variant() -> None:
    amounts = Amounts(10.0, -4.0, 4.0, draws=np.array([5.0, 7.0]), variants=(6.0, 1.0))
    known = Option("a", {}, "a", full=amounts)
    doubled, halved = with_benefit(known, 2.0).full, with_cost(known, 0.5).full
    assert doubled.benefit == 20.0
    assert doubled.draws is not None
    assert doubled.draws.tolist() == [14.0, 18.0]  # 2·(5+4) − 4
    assert doubled.variants == (16.0, 6.0)
    assert (halved.cost, halved.cost_value, halved.benefit) == (2.0, -2.0, 10.0)
    assert halved.draws is not None
    assert halved.draws.tolist() == [7.0, 9.0]


def test_a_document_says_why_for_every_option() -> None:
    block = allocation_block(answer(every_kind()))
    assert {option["standing"]["kind"] for option in block["options"].values()} >= {"chosen", "harmful"}
    assert block["unspent"] == pytest.approx(block["unspent_because"]["amount"])
    assert block["spent"] + block["unspent"] == pytest.approx(block["budget"], abs=0.005)
    assert {rule["name"]: rule["gain_without"] for rule in block["rules"]}["rules[0]"] is not None
    assert Needs(None, None).breaks == ()
