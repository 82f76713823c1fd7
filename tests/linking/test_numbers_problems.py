"""Every named error about numbers, years, money and the model: where it points and what it says."""

import pytest

from ..conftest import Load
from ..snippets import PEOPLE, STUDY, TOP, cost, effect, flow, intervention, on_place, top
from .pointing import BURGLARY, C0, E0, F0, I0, MONEY, PRICED, UNPRICED, assumptions, check, own_price

CASES = {
    # numbers and limits
    "fade above 100 %": (
        effect(f"{PEOPLE}, fade: ¦130 %"),
        f"{E0}.fade",
        "must be between 0 % and 100 %, got 130 %",
    ),
    "fade above 100 % with its passport": (
        effect(f"{PEOPLE}, fade: {{estimate: ¦130 %}}"),
        f"{E0}.fade.estimate",
        "must be between 0 % and 100 %, got 130 %",
    ),
    "negative transfer": (
        effect(f"{PEOPLE}, transfer: ¦-3 %"),
        f"{E0}.transfer",
        "must be between 0 % and 100 %",
    ),
    "completion as a whole number": (
        intervention("completion: ¦85"),
        f"{I0}.completion",
        "must be between 0 % and 100 %, got 85; did you mean 85 %?",
    ),
    "displacement above 100 %": (
        on_place(f"{BURGLARY}, displacement: ¦101 %"),
        f"{E0}.displacement",
        "must be between 0 % and 100 %, got 101 %",
    ),
    "nothing reported": (
        on_place(f"{BURGLARY}, reporting_rate: ¦0 %"),
        f"{E0}.reporting_rate",
        "must be more than 0 %",
    ),
    "negative participants": (
        intervention("participants: ¦-3"),
        f"{I0}.participants",
        "must not be negative, got -3",
    ),
    "negative participants of a year": (
        intervention("participants: [5, ¦-3]"),
        f"{I0}.participants[1]",
        "must not be negative, got -3",
    ),
    "baseline above 100 %": (
        effect(f"outcome: reconviction, {STUDY}, baseline: {{share: ¦142 %, within: 24 months}}"),
        f"{E0}.baseline.share",
        "must be between 0 % and 100 %, got 142 %",
    ),
    "amount too large": (
        cost("what: C, amount: ¦2e15, per: year, payer: stat, grade: D"),
        f"{C0}.amount",
        "must be between -1e+15 and 1e+15, got 2e15",
    ),
    "amount just too large": (
        cost("what: C, amount: ¦-1_000_000_000_000_001, per: year, payer: stat, grade: D"),
        f"{C0}.amount",
        "must be between",
    ),
    "per cent for an amount": (
        cost("what: C, amount: ¦5 %, per: year, payer: stat, grade: D"),
        f"{C0}.amount",
        "must be an amount, found 5 %",
    ),
    "amount with its unit": (
        cost("what: C, amount: ¦280000 kr, per: year, payer: stat, grade: D"),
        f"{C0}.amount",
        "write 280000 alone",
    ),
    "interval with one end": (effect(f"{PEOPLE}, low: ¦0.5"), f"{E0}.low", "`low` needs `high` beside it"),
    "interval turned round": (
        effect(f"{PEOPLE}, low: ¦0.9, high: 0.5"),
        f"{E0}.low",
        "must be low ≤ estimate ≤ high, found low 0.9, estimate 0.6, high 0.5",
    ),
    "interval beside the estimate": (
        cost("what: C, amount: 3, low: ¦4, high: 5, per: year, payer: stat, grade: D"),
        f"{C0}.low",
        "must be low ≤ amount ≤ high",
    ),
    "horizon too long": (intervention("years: 1", TOP.replace(": 10", ": ¦201")), "horizon", "200"),
    "no horizon": (intervention("years: 1", TOP.replace(": 10", ": ¦0")), "horizon", "1"),
    "too many draws": (top("draws: ¦4194305"), "draws", "4194304"),
    "half a draw": (top("draws: ¦0.5"), "draws", "must be a whole number, found 0.5"),
    "negative seed": (top("seed: ¦-1"), "seed", "0"),
    "no such goal": (intervention("dkr_goals: [1, ¦7]"), f"{I0}.dkr_goals[1]", "6"),
    # years
    "a date for the start": (
        intervention("years: 1", TOP.replace("2026", "¦2026-01-01")),
        "start",
        "must be a year such as 2026, found the date 2026-01-01",
    ),
    "a date for the price year": (
        intervention("years: 1", TOP.replace("2025", "¦2025-07-01")),
        "price_year",
        "must be a year such as 2025, found the date",
    ),
    "a date among participants": (
        intervention("participants: {¦2026-01-01: 30}"),
        f"{I0}.participants.2026-01-01",
        "must be a year such as 2026, found 2026-01-01",
    ),
    "a price year before the index": (
        f"{TOP}interventions:\n  - {{id: a, effects: [{UNPRICED}]}}\n".replace("2025", "¦1950"),
        "price_year",
        "no Danish consumer price index for 1950; write 1990 to 2025",
    ),
    "an amount's year before the index": (
        cost("what: C, amount: 3, per: year, payer: stat, grade: D, price_year: ¦1980"),
        f"{C0}.price_year",
        "no figure for 1980; it covers 1990–2025",
    ),
    "participants before the start": (
        intervention("participants: {¦2025: 1}"),
        f"{I0}.participants.2025",
        "2025 is outside the scenario's years 2026–2035",
    ),
    "participants after the horizon": (
        intervention("participants: {2035: 1, ¦2036: 1}"),
        f"{I0}.participants.2036",
        "2036 is outside the scenario's years 2026–2035",
    ),
    "participants listed beyond the horizon": (
        intervention("participants: ¦[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        f"{I0}.participants",
        "lists 11 years, the horizon has 10",
    ),
    "a list that is not the years": (
        intervention("participants: ¦[30, 45]\nyears: 3"),
        f"{I0}.participants",
        "lists 2 years, but `years` is 3",
    ),
    "no years": (intervention("years: ¦0"), f"{I0}.years", "must be 1 to the horizon of 10 years, got 0"),
    "years beyond the horizon": (intervention("years: ¦11"), f"{I0}.years", "got 11"),
    "a flow outside the horizon": (
        flow(f"{MONEY}, amounts: {{2026: 1, ¦2036: 2}}"),
        f"{F0}.amounts.2036",
        "2036 is outside the scenario's years 2026–2035",
    ),
    "a flow longer than the horizon": (
        flow(f"{MONEY}, amounts: ¦[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        f"{F0}.amounts",
        "lists 11 years, the horizon has 10",
    ),
    "a flow of one number": (flow(f"{MONEY}, amounts: ¦4"), f"{F0}.amounts", "must be"),
    "half a lag": (effect(f"{PEOPLE}, lag: ¦1.5"), f"{E0}.lag", "must be a whole number of years, got 1.5"),
    "negative lag": (effect(f"{PEOPLE}, lag: ¦-1"), f"{E0}.lag", "got -1"),
    "no duration": (effect(f"{PEOPLE}, duration: ¦0"), f"{E0}.duration", "must be more than 0, got 0"),
    "no follow-up": (effect(f"{PEOPLE}, follow_up: ¦0"), f"{E0}.follow_up", "must be more than 0, got 0"),
    "no window": (
        effect(f"outcome: reconviction, {STUDY}, baseline: {{share: 42 %, within: ¦0}}"),
        f"{E0}.baseline.within",
        "must be more than 0 months",
    ),
    # money and payers
    "shares below 100 %": (
        cost("what: C, amount: 3, per: year, grade: D, payer: ¦{kommune: 50 %, stat: 40 %}"),
        f"{C0}.payer",
        "the payers' shares must sum to 100 %, found 90 %",
    ),
    "results in another currency": (top("currency: ¦EUR"), "currency", "DKK"),
    "foreign money, Danish index": (
        cost("what: C, amount: 3, per: year, payer: stat, grade: D, currency: USD, country: ¦dk"),
        f"{C0}.country",
        "needs the price index of a foreign country",
    ),
    "a price without payer": (
        own_price("{¦estimate: 3}").replace("¦", "").replace("foo: {", "foo: ¦{"),
        "assumptions.prices.foo.payer",
        "the price 'foo' needs a `payer`",
    ),
    "a register price without payer": (
        effect(PRICED % "price: ¦vsl_2017, quantity: -3"),
        f"{E0}.consequences[0].price",
        "the register does not know payer of the price 'vsl_2017'",
    ),
    "a price's payers": (
        own_price("{estimate: 3, payer: ¦{stat: 99 %}}"),
        "assumptions.prices.foo.payer",
        "must sum to 100 %, found 99 %",
    ),
    "a price's area": (
        own_price("{estimate: 3, payer: stat, area: ¦sundhedd, grade: D}"),
        "assumptions.prices.foo.area",
        "did you mean 'sundhed'?",
    ),
    # the model
    "guide of 2017 without a net tax factor": (
        assumptions("guide: ¦2017"),
        "assumptions.guide",
        "no sourced net tax factor",
    ),
    "rate and rates": (
        assumptions("discounting: {rate: 3 %, rates: ¦[{from: 0, rate: 3 %}]}"),
        "assumptions.discounting.rates",
        "state either `rate` or `rates`",
    ),
    "rates that begin late": (
        assumptions("discounting: {rates: ¦[{from: 1, rate: 3 %}]}"),
        "assumptions.discounting.rates",
        "the first step must be `from: 0`",
    ),
    "rates that fall back": (
        assumptions(
            "discounting: {rates: ¦[{from: 0, rate: 3 %}, {from: 5, rate: 2 %}, {from: 5, rate: 1 %}]}"
        ),
        "assumptions.discounting.rates",
        "the steps must rise",
    ),
    "a rate of 350 %": (assumptions("discounting: {rate: ¦3.5}"), "assumptions.discounting.rate", "got 3.5"),
    "a rate that takes all away": (
        assumptions("discounting: {rate: ¦-100 %}"),
        "assumptions.discounting.rate",
        "must be between -10 % and 30 %, got -100 %",
    ),
    "an interval that no discount rate has": (
        assumptions("discounting: {rate: {estimate: 5 %, low: ¦-80 %, high: 25 %}}"),
        "assumptions.discounting.rate.low",
        "must be between -10 % and 30 %, got -80 %",
    ),
    "an interval up to no discount rate": (
        assumptions("discounting: {rates: [{from: 0, rate: {estimate: 5 %, low: 1 %, high: ¦90 %}}]}"),
        "assumptions.discounting.rates[0].rate.high",
        "must be between -10 % and 30 %, got 90 %",
    ),
    "a factor of 128": (assumptions("net_tax_factor: ¦128"), "assumptions.net_tax_factor", "got 128"),
    "an adjustment of 300 %": (
        assumptions("evidence_adjustment: {A: ¦3}"),
        "assumptions.evidence_adjustment.A",
        "must be between 0 and 2, got 3",
    ),
    "a fifth grade": (
        assumptions("evidence_adjustment: {¦E: 1}"),
        "assumptions.evidence_adjustment.E",
        "allowed: A, B, C, D",
    ),
    "correlation of one": (
        top("correlations: [{of: ¦[price.prison_day], rank: 0.6}]"),
        "correlations[0].of",
        "two inputs",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_says_where_and_what(name: str, load: Load) -> None:
    check(*CASES[name], load)
