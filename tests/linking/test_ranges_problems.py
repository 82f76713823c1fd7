"""Intervals, distributions and correlations that do not go together: told at their place, with a way out."""

import pytest

import cba

from ..conftest import Load
from ..snippets import GRADED, PLACES, TOP, effect, top
from .pointing import check

COST = f"what: C, per: year, payer: kommune, {GRADED}"
PATH = "interventions.a"
COMPLETION, AMOUNT = f"{PATH}.completion", f"{PATH}.costs.C.amount"
SIZE = f"{PATH}.effects.burglary.estimate"
VARIED = (
    TOP
    + "interventions:\n  - id: a\n    participants: {estimate: 10, low: 5, high: 15}\n"
    + "    completion: {estimate: 80 %, low: 70 %, high: 90 %}\n"
    + f"    costs: [{{{COST}, amount: 100, low: 80, high: 150}}, {{what: D, per: start, payer: stat, "
    + f"amount: 5, {GRADED}}}]\n"
)
PARTICIPANTS = f"{PATH}.participants"


def costs(text: str) -> str:
    return TOP + f"interventions:\n  - id: a\n    costs: [{{{COST}, {text}}}]\n"


def completion(text: str) -> str:
    return TOP + (
        f"interventions:\n  - id: a\n    participants: 10\n    completion: {text}\n"
        f"    costs: [{{{COST}, amount: 100}}]\n"
    )


def size(text: str) -> str:
    return effect(f"{PLACES}, baseline: {{incidents: 545}}").replace("estimate: 0.8", f"estimate: {text}")


def correlated(text: str) -> str:
    return VARIED + f"correlations: [{text}]\n"


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (costs("amount: ¦100, low: 0, high: 150, distribution: lognormal"), AMOUNT, "above 0, found low 0"),
        (costs("amount: ¦100, distribution: normal"), AMOUNT, "normal needs a width: state `low` and `high`"),
        (costs("amount: ¦100, se: 10, distribution: pert"), AMOUNT, "pert needs limits, found only `se`"),
        (costs("amount: ¦100, low: 50, high: 150, distribution: beta"), AMOUNT, "beta lies between 0 and 1"),
        (costs("amount: ¦0, low: -10, high: 10, distribution: gamma"), AMOUNT, "gamma lies above 0"),
        (
            completion("¦{estimate: 2 %, low: 0 %, high: 90 %, distribution: beta}"),
            COMPLETION,
            "no beta with mean 2 % has the 95 % interval 0 % to 90 % (nearest:",
        ),
        (size("¦0.8, low: 0, high: 1.2"), SIZE, "lognormal needs numbers above 0, found low 0"),
    ],
)
def test_an_interval_that_no_distribution_has(text: str, path: str, message: str, load: Load) -> None:
    check(text, path, message, load)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (f"{{of: ¦[{COMPLETION}, {AMOUNT}, {PARTICIPANTS}], rank: 0.5}}", "of", "two inputs, found 3"),
        (f"{{of: ¦[{COMPLETION}, {COMPLETION}], rank: 0.5}}", "of", "two different inputs"),
        (f"{{of: [{COMPLETION}, {AMOUNT}], rank: ¦1.5}}", "rank", "between -1 and 1, got 1.5"),
        (f"{{of: ¦[{COMPLETION}n, {AMOUNT}], rank: 0.5}}", "of", f"did you mean '{COMPLETION}'"),
        (f"{{of: ¦[{PATH}.costs.D.amount, {AMOUNT}], rank: 0.5}}", "of", "is not uncertain"),
    ],
)
def test_a_correlation_that_cannot_be(text: str, path: str, message: str, load: Load) -> None:
    check(correlated(text), f"correlations[0].{path}", message, load)


def test_correlations_that_contradict_each_other(load: Load) -> None:
    """If a goes with b and b with c, a cannot go strongly against c."""
    pairs = [(COMPLETION, AMOUNT, 0.9), (AMOUNT, PARTICIPANTS, 0.9), (COMPLETION, PARTICIPANTS, -0.9)]
    text = ", ".join(f"{{of: [{one}, {other}], rank: {rank}}}" for one, other, rank in pairs)
    with pytest.raises(cba.InputError) as caught:
        load(correlated(text))
    (problem,) = caught.value.problems
    assert "correlations" in problem.path
    assert all(name in problem.message for name in (COMPLETION, AMOUNT, PARTICIPANTS))


def test_correlations_that_can_be(load: Load) -> None:
    assert not load(correlated(f"{{of: [{COMPLETION}, {AMOUNT}], rank: -0.4}}")).warnings


def test_a_lopsided_interval_is_doubtful(load: Load) -> None:
    scenario = load(top("").replace("amount: 100", "amount: 100, low: 90, high: 200, distribution: normal"))
    (warning,) = scenario.warnings
    assert "lopsided about the estimate" in warning.message
