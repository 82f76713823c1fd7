"""Capital budgeting and knapsack instances from the literature, with their published optima."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cba.allocation.problem import Amounts, Option, Problem, Rule
from cba.allocation.solving import solve
from tests.allocation.enumerating import best_by_trying
from tests.allocation.instances import WORDS


@dataclass(frozen=True, slots=True)
class Instance:
    """Values, one row of use and one limit for each resource, and the published best value."""

    values: str
    use: str
    limits: str
    best: float

    def problem(self) -> Problem:
        """Projects as options that are all or nothing; what each resource may be is a rule."""
        values = [float(value) for value in self.values.split()]
        use = [[float(number) for number in line.split()] for line in self.use.strip().splitlines()]
        limits = [float(limit) for limit in self.limits.split()]
        options = tuple(
            Option(
                f"p{j:02d}",
                {},
                "project",
                full=Amounts(value, resources={(f"r{k}", 1): row[j] for k, row in enumerate(use)}),
            )
            for j, value in enumerate(values)
        )
        rules = tuple(
            Rule(f"r{k}", WORDS, "capacity", resource=f"r{k}", year=1, upper=limit, unit=f"r{k}")
            for k, limit in enumerate(limits)
        )
        return Problem(options, rules, gap=0.0)


# C. C. Petersen (1967), "Computational experience with variants of the Balas algorithm applied to the
# selection of R&D projects", Management Science 13(9), problems 1 to 3; in OR-Library as mknap1.
PETERSEN_1 = Instance(
    "100 600 1200 2400 500 2000",
    """
    8 12 13 64 22 41
    8 12 13 75 22 41
    3 6 4 18 6 4
    5 10 8 32 6 12
    5 13 8 42 6 20
    5 13 8 48 6 20
    0 0 0 0 8 0
    3 0 4 0 8 0
    3 2 4 0 8 4
    3 2 4 8 8 4
    """,
    "80 96 20 36 44 48 10 18 22 24",
    3800,
)
PETERSEN_2 = Instance(
    "600.1 310.5 1800 3850 18.6 198.7 882 4200 402.5 327",
    """
    20 5 100 200 2 4 60 150 80 40
    20 7 130 280 2 8 110 210 100 40
    60 3 50 100 4 2 20 40 6 12
    60 8 70 200 4 6 40 70 16 20
    60 13 70 250 4 10 60 90 20 24
    60 13 70 280 4 10 70 105 22 28
    5 2 20 100 2 5 10 60 0 0
    45 14 80 180 6 10 40 100 20 0
    55 14 80 200 6 10 50 140 30 40
    65 14 80 220 6 10 50 180 30 50
    """,
    "450 540 200 360 440 480 200 360 440 480",
    8706.1,
)
PETERSEN_3 = Instance(
    "100 220 90 400 300 400 205 120 160 580 400 140 100 1300 650",
    """
    8 24 13 80 70 80 45 15 28 90 130 32 20 120 40
    8 44 13 100 100 90 75 25 28 120 130 32 40 160 40
    3 6 4 20 20 30 8 3 12 14 40 6 3 20 5
    5 9 6 40 30 40 16 5 18 24 60 16 11 30 25
    5 11 7 50 40 40 19 7 18 29 70 21 17 30 25
    5 11 7 55 40 40 21 9 18 29 70 21 17 35 25
    0 0 1 10 4 10 0 6 0 6 32 3 0 70 10
    3 4 5 20 14 20 6 12 10 18 42 9 12 100 20
    3 6 9 30 29 20 12 12 10 30 42 18 18 110 20
    3 8 9 35 29 20 16 15 10 30 42 20 18 120 20
    """,
    "550 700 130 240 280 310 110 205 260 275",
    4015,
)
# H. M. Weingartner and D. N. Ness (1967), "Methods for the solution of the multidimensional 0/1 knapsack
# problem", Operations Research 15(1), problem 1; in OR-Library's mknap2 as WEING1.
WEINGARTNER_NESS = Instance(
    "1898 440 22507 270 14148 3100 4650 30800 615 4975 1160 4225 510 11880 "
    "479 440 490 330 110 560 24355 2885 11748 4550 750 3720 1950 10500",
    """
    45 0 85 150 65 95 30 0 170 0 40 25 20 0 0 25 0 0 25 0 165 0 85 0 0 0 0 100
    30 20 125 5 80 25 35 73 12 15 15 40 5 10 10 12 10 9 0 20 60 40 50 36 49 40 19 150
    """,
    "600 600",
    141278,
)
# S. Martello and P. Toth (1990), "Knapsack Problems", and D. L. Kreher and D. R. Stinson (1998),
# "Combinatorial Algorithms", as collected in the KNAPSACK_01 data sets (P01, P07 and P08).
TEN = Instance(
    "92 57 49 68 60 43 67 84 87 72",
    "23 31 29 44 53 38 63 85 89 82",
    "165",
    309,
)
FIFTEEN = Instance(
    "135 139 149 150 156 163 173 184 192 201 210 214 221 229 240",
    "70 73 77 80 82 87 90 94 98 106 110 113 115 118 120",
    "750",
    1458,
)
TWENTY_FOUR = Instance(
    "825594 1677009 1676628 1523970 943972 97426 69666 1296457 1679693 1902996 1844992 1049289 "
    "1252836 1319836 953277 2067538 675367 853655 1826027 65731 901489 577243 466257 369261",
    "382745 799601 909247 729069 467902 44328 34610 698150 823460 903959 853665 551830 "
    "610856 670702 488960 951111 323046 446298 931161 31385 496951 264724 224916 169684",
    "6404180",
    13549094,
)
INSTANCES = {
    "Petersen 1": PETERSEN_1,
    "Petersen 2": PETERSEN_2,
    "Petersen 3": PETERSEN_3,
    "Weingartner and Ness 1": WEINGARTNER_NESS,
    "knapsack of 10": TEN,
    "knapsack of 15": FIFTEEN,
    "knapsack of 24": TWENTY_FOUR,
}


@pytest.mark.parametrize("name", INSTANCES)
def test_the_published_optimum_is_reached(name: str) -> None:
    instance = INSTANCES[name]
    plan = solve(instance.problem())
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(instance.best, abs=1e-6)
    assert plan.bound == pytest.approx(instance.best, rel=1e-6)


@pytest.mark.parametrize(
    "name", ["Petersen 1", "Petersen 2", "Petersen 3", "knapsack of 10", "knapsack of 15"]
)
def test_the_published_optimum_is_the_best_of_all_plans(name: str) -> None:
    best = best_by_trying(INSTANCES[name].problem())
    assert best is not None
    assert best.value == pytest.approx(INSTANCES[name].best)
