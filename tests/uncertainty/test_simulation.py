"""Simulation against closed forms, plain Monte Carlo and itself: draws, batches, threads, chances, years."""

import math
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import cba
from cba.effects import Relative
from cba.inputs import Value, Values
from cba.uncertainty import simulation as module
from cba.uncertainty.outlook import outlook
from cba.uncertainty.simulation import uncertain_inputs
from cba.uncertainty.sweep import sweep

from ..conftest import Load
from ..snippets import GRADED

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DRAWS = 2**13

CASE = f"""\
scenario: {{id: case}}
price_year: 2025
start: 2026
horizon: 3
assumptions: {{discounting: {{rate: 3.5 %}}}}
interventions:
  - id: one
    flows:
      - {{what: A, payer: kommune, kind: cost, {GRADED}, amounts: [
          {{estimate: 100000, low: 60800, high: 139200, distribution: normal}},
          {{estimate: 50000, low: 10800, high: 89200, distribution: normal}}]}}
      - {{what: B, payer: stat, kind: benefit, {GRADED}, amounts: [
          0, 0, {{estimate: 180000, low: 101600, high: 258400, distribution: normal}}]}}
"""
PRODUCT = f"""\
scenario: {{id: product}}
price_year: 2025
start: 2026
horizon: 1
assumptions:
  prices:
    day: {{estimate: 1000, low: 500, high: 2000, distribution: lognormal, payer: stat, {GRADED}}}
interventions:
  - id: one
    participants: {{estimate: 100, low: 50, high: 200, distribution: lognormal}}
    effects:
      - outcome: no_new_crime
        success_rate: 50 %
        {GRADED}
        consequences: [{{price: day, quantity: -1}}]
"""


def example(name: str) -> cba.Scenario:
    return cba.load(SCENARIOS / f"{name}.yaml")


def test_a_sum_of_normals(load: Load) -> None:
    found = cba.simulate(load(CASE), draws=DRAWS)
    factors = 1.035 ** -np.arange(3.0)
    mean = -100_000 - 50_000 * factors[1] + 180_000 * factors[2]
    sd = math.hypot(20_000 / 1.96 * 1.96, 20_000 * factors[1], 40_000 * factors[2])
    total = found.total()
    block = outlook(found)
    assert block is not None
    said = block.by_result["portfolio"]
    assert said["npv"]["mean"] == pytest.approx(mean, abs=5 * said["npv"]["se"] + 1e-3)
    assert said["npv"]["sd"] == pytest.approx(sd, rel=0.01)
    chance = 0.5 * math.erfc(-mean / sd / math.sqrt(2))
    assert said["prob_npv_positive"] == pytest.approx(chance, abs=0.01)
    z = abs(mean) / sd
    evpi = sd * math.exp(-z * z / 2) / math.sqrt(2 * math.pi) - abs(mean) * 0.5 * math.erfc(z / math.sqrt(2))
    assert said["evpi"] == pytest.approx(evpi, rel=0.03)
    for name, share in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95)):
        assert said["npv"][name] == pytest.approx(np.quantile(total, share))


def test_a_product_of_lognormals(load: Load) -> None:
    """Benefit = participants · 50 % · price: lognormal, with the variances of the logarithms added."""
    total = cba.simulate(load(PRODUCT), draws=DRAWS).total()
    sigma = math.sqrt(2) * math.log(4) / 3.92
    assert np.median(total) == pytest.approx(50_000, rel=0.01)
    assert total.mean() == pytest.approx(50_000 * math.exp(sigma**2 / 2), rel=0.003)
    assert np.log(total).std() == pytest.approx(sigma, rel=0.01)


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_any_number_of_threads_gives_the_same_bytes(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 300)  # so that there are many jobs
    scenario = example("odense-tryg-ungdom")
    one, other = (cba.simulate(scenario, draws=2_000, threads=n) for n in (1, threads))
    assert all(np.array_equal(one.npv[id], other.npv[id]) for id in one.ids)


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = example("aarhus-indbrud")
    whole = cba.simulate(scenario, draws=1_000)
    monkeypatch.setattr(module, "BLOCK", 77)
    parts = cba.simulate(scenario, draws=1_000)
    for id in whole.ids:
        assert np.array_equal(whole.npv[id], parts.npv[id])
        assert np.array_equal(whole.costs[id], parts.costs[id])
        for outcome, avoided in whole.avoided[id].items():
            assert np.array_equal(avoided, parts.avoided[id][outcome])


def test_one_draw_is_an_appraisal() -> None:
    scenario = example("aalborg-natteliv")
    found = cba.simulate(scenario, draws=20)
    columns = found.inputs()
    for draw in (0, 7, 19):
        at = {name: float(column[draw]) for name, column in columns.items()}
        one = cba.appraise(scenario, lambda item, at=at: at.get(item.name, item.value))  # type: ignore[misc]
        for id, result in one.results.items():
            assert found.total(id)[draw] == pytest.approx(result.npv, rel=1e-9)


def test_an_input_used_twice_is_one_draw(load: Load) -> None:
    """Two interventions with the same evidence and price move together; what one gains the other gains."""
    twice = PRODUCT + PRODUCT[PRODUCT.index("  - id: one") :].replace("id: one", "id: two")
    found = cba.simulate(load(twice), draws=500)
    drawn = uncertain_inputs(found.scenario)
    assert sorted(drawn) == ["interventions.one.participants", "interventions.two.participants", "price.day"]
    ratio = found.total("one") / found.inputs()["interventions.one.participants"]
    assert ratio == pytest.approx(found.total("two") / found.inputs()["interventions.two.participants"])


def test_another_intervention_changes_no_draw(load: Load) -> None:
    alone = cba.simulate(load(PRODUCT), draws=500)
    added = PRODUCT[PRODUCT.index("  - id: one") :].replace("id: one", "id: added")
    both = cba.simulate(load(PRODUCT.replace("  - id: one", added + "  - id: one")), draws=500)
    assert np.array_equal(alone.total("one"), both.total("one"))


@pytest.mark.parametrize("name", ["odense-tryg-ungdom", "aarhus-indbrud", "aalborg-natteliv"])
@pytest.mark.parametrize(("sampler", "times"), [("lhs", 5.0), ("sobol", 10.0)])
def test_stratified_draws_beat_plain_ones(name: str, sampler: str, times: float) -> None:
    """The error of the mean over seeds is far below σ/√n, what plain draws would have."""
    scenario = example(name)
    truth = cba.simulate(scenario, draws=2**16, seed=7, sampler="sobol").total()
    errors = [
        cba.simulate(scenario, draws=DRAWS, seed=seed, sampler=sampler).total().mean() - truth.mean()  # type: ignore[arg-type]
        for seed in range(8)
    ]
    assert truth.std() / math.sqrt(DRAWS) / float(np.sqrt(np.mean(np.square(errors)))) > times


def test_the_standard_error_is_about_right() -> None:
    """Over many seeds the error divided by its standard error is as wide as Student's t with 7 degrees."""
    scenario = example("odense-tryg-ungdom")
    truth = cba.simulate(scenario, draws=2**16, seed=7, sampler="sobol").total().mean()
    inside = 0
    for seed in range(200):
        found = cba.simulate(scenario, draws=400, seed=seed, sampler="random")
        said = said_of(found)
        inside += abs(said["mean"] - truth) <= 2.365 * said["se"]
    assert 180 <= inside <= 199  # 95 % of 200 is 190; so far off happens less than once in a thousand


def said_of(found: cba.Simulation) -> dict[str, float]:
    from cba.uncertainty.batches import summary

    return summary(found.total(), found.sizes)  # type: ignore[return-value]


def test_years_agree_with_each_draw_by_itself() -> None:
    scenario = example("odense-tryg-ungdom")
    found = cba.simulate(scenario, draws=40)
    block = outlook(found)
    assert block is not None
    columns = found.inputs()
    one_by_one = []
    for draw in range(40):
        at = {name: float(column[draw]) for name, column in columns.items()}
        one_by_one.append(cba.appraise(scenario, lambda item, at=at: at.get(item.name, item.value)))  # type: ignore[misc]
    for id, said in block.by_result.items():
        results = [one.results[id] for one in one_by_one]
        for n, year in enumerate(said["by_year"]):
            net = [result.net[n] for result in results]
            assert year["net"]["p50"] == pytest.approx(np.quantile(net, 0.5), rel=1e-9, abs=1e-6)
            cumulative = [result.net[: n + 1].sum() for result in results]
            assert year["cumulative"]["p95"] == pytest.approx(
                np.quantile(cumulative, 0.95), rel=1e-9, abs=1e-6
            )
            discounted = np.quantile(
                [(result.net * result.calendar.discount)[: n + 1].sum() for result in results], 0.05
            )
            assert year["cumulative_discounted"]["p05"] == pytest.approx(discounted, rel=1e-9, abs=1e-6)
            back = [r.payback_year is not None and r.payback_year <= year["year"] for r in results]
            assert said["prob_paid_back"]["all"][n]["probability"] == pytest.approx(np.mean(back))
            for payer in found.payers:
                dates = [r.by_payer[payer].payback_year for r in results]
                back = [date is not None and date <= year["year"] for date in dates]
                share = said["prob_paid_back"][payer][n]["probability"]
                if any(r.by_payer[payer].pv_benefits or r.by_payer[payer].pv_costs for r in results):
                    assert share == pytest.approx(np.mean(back))
                else:  # nothing at stake: nothing to pay back
                    assert share is None
        by_payer = [[p.npv > 0 for p in result.by_payer.values()] for result in results]
        assert list(said["prob_npv_positive_by_payer"].values()) == pytest.approx(np.mean(by_payer, axis=0))


def test_nothing_uncertain_is_said_so() -> None:
    found = cba.simulate(example("kommunal-businesscase"), draws=10)
    assert outlook(found) is None
    assert np.ptp(found.total()) <= 1e-6


def test_the_loudest_input_leads() -> None:
    block = outlook(cba.simulate(example("odense-tryg-ungdom")))
    assert block is not None
    drivers = block.by_result["portfolio"]["drivers"]
    shares = [driver["share"] for driver in drivers]
    assert shares == sorted(shares, reverse=True)
    assert 0.9 < sum(shares) < 1.1


def test_drivers_say_how_exact_they_are() -> None:
    """Shares from few draws wobble from seed to seed by as much as their standard errors say."""
    found = [outlook(cba.simulate(example("odense-tryg-ungdom"), seed=seed)) for seed in range(12)]
    rows = [block.by_result["portfolio"]["drivers"] for block in found if block is not None]
    for name in [row["input"] for row in rows[0][:2]]:
        shares = [row["share"] for drivers in rows for row in drivers if row["input"] == name]
        errors = [row["se"] for drivers in rows for row in drivers if row["input"] == name]
        assert np.std(shares, ddof=1) < 2.0 * np.mean(errors)
        assert np.mean(errors) < 0.03


def test_a_payer_with_nothing_at_stake_has_no_chance_of_being_paid_back() -> None:
    block = outlook(cba.simulate(example("odense-tryg-ungdom"), draws=100))
    assert block is not None
    back = block.by_result["portfolio"]["prob_paid_back"]
    assert {row["probability"] for row in back["region"]} == {None}
    assert back["stat"][-1]["probability"] > 0.9


def test_a_sweep_is_each_by_itself() -> None:
    scenarios = [example("odense-tryg-ungdom"), example("aalborg-natteliv")]
    for own, swept in zip(
        (cba.simulate(s, draws=300, seed=4) for s in scenarios),
        sweep(scenarios, draws=300, seed=4),
        strict=True,
    ):
        assert all(np.array_equal(own.npv[id], swept.npv[id]) for id in own.ids)


def test_correlated_inputs_widen_or_narrow_the_result(load: Load) -> None:
    names = "[interventions.one.participants, price.day]"
    spread = {}
    for rank in (-0.8, 0.0, 0.8):
        text = PRODUCT + f"correlations: [{{of: {names}, rank: {rank}}}]\n"
        found = cba.simulate(load(text), draws=DRAWS)
        spread[rank] = float(np.log(found.total()).std())
        block = outlook(found)
        assert block is not None
        assert block.simulation["correlations"][0]["achieved"] == pytest.approx(rank, abs=0.03)
    sigma = math.log(4) / 3.92
    for rank, found_sd in spread.items():
        r = 2 * math.sin(math.pi * rank / 6)
        assert found_sd == pytest.approx(sigma * math.sqrt(2 + 2 * r), rel=0.02)


@pytest.mark.parametrize("draws", [1, 2, 3, 9])
def test_a_handful_of_draws_is_enough_to_say_something(draws: int) -> None:
    block = outlook(cba.simulate(example("odense-tryg-ungdom"), draws=draws))
    assert block is not None
    assert block.simulation["draws"] == draws
    assert block.by_result["portfolio"]["drivers"] == []


def results(simulation: cba.Simulation) -> bytes:
    rows = [*simulation.npv.values(), *simulation.costs.values()]
    rows += [row for own in simulation.avoided.values() for row in own.values()]
    return b"".join(np.ascontiguousarray(row).tobytes() for row in rows)


def test_the_same_bytes_for_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 300)
    scenario = example("aarhus-indbrud")
    one, two, three = (cba.simulate(scenario, draws=2_000, threads=n) for n in (1, 2, 3))
    assert results(one) == results(two) == results(three)
    said = outlook(one)
    assert said is not None
    assert said == outlook(two) == outlook(three)


def test_the_first_draws_are_those_that_were_calculated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 600)
    found = cba.simulate(example("odense-tryg-ungdom"), draws=2_000, threads=2)
    for most in (100, 500, 501, 2_000):
        for name, column in found.inputs(most).items():
            assert column.tobytes() == found.draws.column(name)[:most].tobytes()


def test_memory_grows_with_the_draws_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the results themselves a simulation needs the room of one job, whatever the draws."""
    monkeypatch.setattr(module, "BLOCK", 1_000)
    scenario = example("odense-tryg-ungdom")
    beside = []
    for draws in (16_000, 64_000):
        tracemalloc.start()
        found = cba.simulate(scenario, draws=draws, threads=1)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        kept = len(results(found)) + 8 * draws // 8 * len(found.draws.names)
        beside.append(most - kept)
    assert beside[1] <= 4.0 * max(beside[0], 2.0**20)


def test_an_effect_is_worked_out_once_for_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Overlap takes the reductions that the changes were made of."""
    scenario = example("aarhus-indbrud")
    calls: list[str] = []
    whole = Relative.reduction

    def counted(self: Relative, at: Values) -> Value:
        calls.append(self.size.name)
        return whole(self, at)

    monkeypatch.setattr(Relative, "reduction", counted)
    cba.simulate(scenario, draws=64)
    relative = [
        effect.statement.size.name
        for item in scenario.interventions
        for effect in item.effects
        if isinstance(effect.statement, Relative)
    ]
    assert relative
    assert calls == relative
