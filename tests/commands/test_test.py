"""`cba test` from outside: right figures, wrong ones, and files that are no cases."""

from __future__ import annotations

import json

import pytest

from ..conftest import Run, Write

CASE = """\
common: {price_year: 2025, start: 2026, horizon: 2, assumptions: {discounting: {rate: 0 %}}}
cases:
  - name: {da: Et møde, en: A meeting}
    source: our own minutes
    scenario:
      scenario: {id: a}
      interventions: [{id: m, years: 2, costs: [{what: C, amount: 100, per: year, payer: kommune, grade: D}]}]
    expect:
      - {of: portfolio.measures.pv_costs, value: 200}
      - {of: portfolio.by_year.2027.costs, value: 99, absolute: 1}
      - {of: interventions.m.measures.npv, per: 2, value: -101, relative: 1 %}
"""


def test_right_figures_are_exit_status_zero(run: Run, write: Write) -> None:
    write(CASE, "cases.yaml")
    done = run("test", "cases.yaml", "--language", "da")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Et møde" in done.stdout
    assert "our own minutes" in done.stdout
    assert "Alle 3 tal er rigtige" in done.stdout


def test_a_figure_that_is_off_is_shown_and_is_exit_status_one(run: Run, write: Write) -> None:
    write(CASE.replace("value: 200", "value: 201").replace("relative: 1 %", "relative: 0.5 %"), "cases.yaml")
    done = run("test", "cases.yaml", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert found["failed"] == 2
    assert [(f["expected"], f["got"], f["passed"]) for f in found["figures"]] == [
        (201.0, 200.0, False),
        (99.0, 100.0, True),
        (-101.0, -100.0, False),
    ]
    shown = run("test", "cases.yaml", "--failed").stdout
    assert "2 of 3 figures are off" in shown
    assert "by_year" not in shown


def test_a_case_may_be_a_file_with_a_variant_and_settings(run: Run, write: Write) -> None:
    write(
        "scenario: {id: a}\nprice_year: 2025\nstart: 2026\nhorizon: 1\ninterventions:\n"
        "  - {id: m, costs: [{what: C, amount: 100, per: year, payer: kommune, grade: D}]}\n"
        "variants: {dear: {interventions: {m: {costs: {C: {amount: 300}}}}}}\n",
        "deep/scenario.yaml",
    )
    case = (
        "{name: N, path: deep/scenario.yaml, variant: dear, set: [interventions.m.years=1], expect: [EXPECT]}"
    )
    expect = "{of: portfolio.measures.pv_costs, value: 300}"
    write(f"cases: [{case.replace('EXPECT', expect)}]\n", "cases.yaml")
    assert run("test", "cases.yaml").returncode == 0


def test_a_probability_is_simulated(run: Run, write: Write) -> None:
    spread = "{what: C, amount: 0, low: -100, high: 100, distribution: uniform, per: year"
    text = CASE.replace("{what: C, amount: 100, per: year", spread)
    text = text[: text.index("    expect:")] + (
        "    expect: [{of: portfolio.uncertainty.prob_npv_positive, value: 50 %, absolute: 1 %}]\n"
    )
    write(text, "cases.yaml")
    done = run("test", "cases.yaml")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("measures.pv_costs", "measures.pv_cost", "did you mean 'pv_costs'"),
        ("portfolio.measures.pv_costs", "portfolio.measures", "leads to no number"),
        ("value: 200", "value: figures.nothing", "unknown figure 'figures.nothing'"),
        ("value: 200", "value: 1.000.000", "write 1000000"),
        ("absolute: 1}", "absolute: 1, relative: 1 %}", "state either `absolute` or `relative`"),
        ("amount: 100", "amonut: 100", "did you mean 'amount'"),
        ("2027.costs", "2029.costs", "unknown step '2029'"),
    ],
)
def test_what_is_no_case_is_told_with_its_place(
    run: Run, write: Write, before: str, after: str, said: str
) -> None:
    write(CASE.replace(before, after), "cases.yaml")
    done = run("test", "cases.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "cases.yaml:" in done.stderr
