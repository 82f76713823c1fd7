"""Every named error of the formats and conventions: where it points, at which path, and what it says."""

import pytest

import cba

from ..conftest import Load
from ..snippets import (
    GRADED,
    PEOPLE,
    PLACES,
    STUDY,
    SUCCESS,
    TOP,
    WINDOW,
    cost,
    effect,
    flow,
    intervention,
    on_place,
    top,
    unmarked,
)

I0 = "interventions[0]"
C0 = f"{I0}.costs[0]"
E0 = f"{I0}.effects[0]"
F0 = f"{I0}.flows[0]"
PRICED = "outcome: no_new_crime, success_rate: 0.03, grade: D, consequences: [{%s}]"
MONEY = f"what: x, payer: stat, kind: cost, {GRADED}"
BURGLARY = f"{PLACES}, baseline: {{incidents: 545}}"
FLOW = f"interventions:\n  - {{id: a, flows: [{{{MONEY}, amounts: [1]}}]}}\n"
UNPRICED = "{outcome: bullying, change: {by_year: [-1]}, grade: D}"
DENMARK = TOP + "place: Danmark\n"


def own_price(text: str) -> str:
    return effect(PRICED % "price: foo, quantity: -3") + f"assumptions: {{prices: {{foo: {text}}}}}\n"


def assumptions(text: str) -> str:
    return top(f"assumptions: {{{text}}}")


CASES = {
    # names that do not exist
    "unknown key": (
        effect(f"{PEOPLE}, ¦fadee: 3 %"),
        f"{E0}.fadee",
        "unknown key 'fadee'; did you mean 'fade'",
    ),
    "unknown top key": (top("¦pixies: 3"), "pixies", "unknown key 'pixies'"),
    "unknown outcome": (
        effect("outcome: ¦reconvicton, success_rate: 3 %"),
        f"{E0}.outcome",
        "unknown outcome 'reconvicton'; did you mean 'reconviction'?",
    ),
    "unknown evidence": (
        effect("outcome: reconviction, evidence: ¦cbt_juvv"),
        f"{E0}.evidence",
        "unknown evidence 'cbt_juvv'; did you mean 'cbt_juv'",
    ),
    "unknown price": (
        effect(PRICED % "price: ¦prison_dya, quantity: -3"),
        f"{E0}.consequences[0].price",
        "unknown price 'prison_dya'; did you mean 'prison_day'",
    ),
    "unknown payer": (
        cost("what: C, amount: 3, per: year, payer: ¦komune, grade: D"),
        f"{C0}.payer",
        "unknown payer 'komune'; did you mean 'kommune'?",
    ),
    "unknown payer in a split": (
        cost("what: C, amount: 3, per: year, payer: {stat: 100 %, ¦komune: 0 %}, grade: D"),
        f"{C0}.payer.komune",
        "'komune'; did you mean 'kommune'?",
    ),
    "unknown place": (
        intervention("years: 1", TOP + "place: ¦Odensee\n"),
        "place",
        "unknown place 'Odensee'; did you mean 'Odense'",
    ),
    "unknown place of one": (intervention("place: ¦Odensee"), f"{I0}.place", "unknown place 'Odensee'"),
    "unknown place of incidents, once": (
        intervention(f"place: ¦Odensee\neffects: [{{{PLACES}, baseline: {{incidents: place}}}}]"),
        f"{I0}.place",
        "unknown place 'Odensee'",
    ),
    "unknown municipality code": (intervention("place: ¦999"), f"{I0}.place", "unknown place '999'"),
    "unknown kind of place": (
        intervention("place: ¦landsdle:Bornholm"),
        f"{I0}.place",
        "unknown kind of place 'landsdle'; did you mean 'landsdel'?",
    ),
    "unknown target group": (
        intervention("target_group: ¦youth_reconvictd"),
        f"{I0}.target_group",
        "did you mean 'youth_reconvicted'",
    ),
    "unknown area": (
        flow(f"{MONEY}, amounts: [1], area: ¦sundhedd"),
        f"{F0}.area",
        "unknown area 'sundhedd'; did you mean 'sundhed'?",
    ),
    "unknown model": (top("model: ¦som"), "model", "unknown model 'som'; did you mean 'soem'?"),
    "unknown per": (
        cost("what: C, amount: 3, per: ¦month, payer: stat, grade: D"),
        f"{C0}.per",
        "unknown value 'month'; allowed: start, year, participant, completer",
    ),
    "unknown kind": (
        flow("what: x, payer: stat, kind: ¦gain, amounts: [1], grade: D"),
        f"{F0}.kind",
        "'gain'",
    ),
    "unknown nature": (flow(f"{MONEY}, amounts: [1], nature: ¦gift"), f"{F0}.nature", "unknown value 'gift'"),
    "unknown measure": (effect("outcome: reconviction, measure: ¦odds"), f"{E0}.measure", "'odds'"),
    "unknown distribution": (effect(f"{PEOPLE}, distribution: ¦gausian"), f"{E0}.distribution", "'gausian'"),
    "unknown timing": (
        assumptions("discounting: {timing: ¦middle}"),
        "assumptions.discounting.timing",
        "did you mean 'mid'?",
    ),
    "unknown guide": (
        assumptions("guide: ¦2020"),
        "assumptions.guide",
        "no guide of 2020; there is 2023, 2017",
    ),
    "unknown partner": (
        intervention("overlaps_with: [¦b]"),
        f"{I0}.overlaps_with[0]",
        "unknown intervention 'b'",
    ),
    "its own partner": (intervention("overlaps_with: [¦a]"), f"{I0}.overlaps_with[0]", "'a'"),
    "unknown currency of an amount": (
        cost("what: C, amount: 3, per: year, payer: stat, grade: D, currency: ¦XYZ"),
        f"{C0}.currency",
        "no exchange rate for the currency 'XYZ'; there is DKK",
    ),
    # shapes and missing keys
    "missing scenario": (
        "¦price_year: 2025\nstart: 2026\n"
        f"interventions:\n  - {{id: a, flows: [{{{MONEY}, amounts: [1]}}]}}\n",
        "scenario",
        "missing: this key is required",
    ),
    "missing key": (
        cost("what: C, amount: 3, payer: stat, grade: D").replace("- {what", "- ¦{what"),
        f"{C0}.per",
        "missing: this key is required",
    ),
    "a mapping for a list": (
        f"{TOP}interventions:\n  ¦a: {{years: 1}}\n",
        "interventions",
        "must be a list",
    ),
    "a number for a mapping": (intervention("effects: [¦3]"), E0, "must be a mapping"),
    "a number for a text": (
        top("").replace("{id: x}", "{id: x, author: ¦112}"),
        "scenario.author",
        "must be a text",
    ),
    "a text for a switch": (
        cost("what: C, amount: 3, per: year, payer: stat, grade: D, in_kind: ¦maybe"),
        f"{C0}.in_kind",
        "must be true or false",
    ),
    "no interventions": (f"{TOP}interventions: ¦[]\n", "interventions", ""),
    "an intervention of nothing": (
        f"{TOP}interventions:\n  - ¦id: a\n",
        I0,
        "no `costs`, `effects` or `flows`",
    ),
    "a bad id": (
        f"{TOP}interventions:\n  - {{id: ¦Æble, flows: [{{{MONEY}, amounts: [1]}}]}}\n",
        f"{I0}.id",
        "small letters",
    ),
    "an id with a space": (top("").replace("id: x", "id: ¦my case"), "scenario.id", "small letters"),
    "an id too long": (top("").replace("id: x", "id: ¦" + "x" * 65), "scenario.id", ""),
    "reserved id": (
        f"{TOP}interventions:\n  - {{id: ¦portfolio, flows: [{{{MONEY}, amounts: [1]}}]}}\n",
        f"{I0}.id",
        "'portfolio' is reserved",
    ),
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
        "no figure for 1950; it covers 1990–2025",
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
    # effects
    "no statement": (effect("outcome: ¦reconviction"), f"{E0}.outcome", "an effect needs one of"),
    "two statements": (
        effect(f"{PEOPLE}, success_rate: ¦10 %"),
        f"{E0}.success_rate",
        "state the effect in one way",
    ),
    "two other statements": (
        effect(f"{PEOPLE}, change: ¦{{by_year: [-1]}}"),
        f"{E0}.change",
        "state the effect in one way",
    ),
    "no direction": (
        effect(f"outcome: reconviction, measure: odds_ratio, estimate: ¦0.6, {WINDOW}"),
        f"{E0}.estimate",
        "needs a `direction`",
    ),
    "no measure": (
        effect(f"outcome: reconviction, estimate: ¦0.6, direction: lower_is_better, {WINDOW}"),
        f"{E0}.estimate",
        "needs a `measure`",
    ),
    "no baseline": (
        effect(f"outcome: ¦reconviction, {STUDY}"),
        f"{E0}.outcome",
        "the effect needs a `baseline`",
    ),
    "a bare share without a window": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦42 %"),
        f"{E0}.baseline",
        "write `baseline: {share: 42 %, within: 24 months}`",
    ),
    "a share without a window": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦{{share: 42 %}}"),
        f"{E0}.baseline",
        "within how many months?",
    ),
    "two baselines": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦{{events: 0.3, incidents: 3}}"),
        f"{E0}.baseline",
        "state one of",
    ),
    "an empty baseline": (
        effect(f"outcome: reconviction, {STUDY}, baseline: ¦{{within: 24 months}}"),
        f"{E0}.baseline",
        "state one of",
    ),
    "a risk above one": (
        effect(f"{PEOPLE}".replace("odds_ratio, estimate: 0.6", "relative_risk, estimate: ¦2.5")),
        f"{E0}.estimate",
        "a risk is between 0 and 1",
    ),
    "a ratio of zero": (
        effect(PEOPLE.replace("0.6", "¦0")),
        f"{E0}.estimate",
        "a ratio must be more than 0, got 0",
    ),
    "a fall of more than everything": (
        effect(PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_change, estimate: ¦-101 %")),
        f"{E0}.estimate",
        "cannot fall by more than 100 %",
    ),
    "percentage points beyond everybody": (
        effect(PEOPLE.replace("odds_ratio, estimate: 0.6", "percentage_points, estimate: ¦-101")),
        f"{E0}.estimate",
        "between -100 and 100 percentage points",
    ),
    "percentage points of incidents": (
        on_place(
            "outcome: burglary, measure: percentage_points, estimate: -5, grade: D, "
            "direction: lower_is_better, baseline: ¦{incidents: 545}"
        ),
        f"{E0}.baseline",
        "percentage points are of a share of people",
    ),
    "rate ratio of the good event": (
        effect(PEOPLE.replace("odds_ratio", "incidence_rate_ratio").replace("lower", "¦higher")),
        f"{E0}.direction",
        "cannot be turned round",
    ),
    "relative risk of the good event on events": (
        effect(
            "outcome: reconviction, measure: relative_risk, estimate: 1.2, direction: ¦higher_is_better, "
            "grade: D, baseline: {events: 0.3}"
        ),
        f"{E0}.direction",
        "cannot be turned round",
    ),
    "evidence without an estimate": (
        effect("outcome: offending, evidence: ¦mst_meta_2014, baseline: {share: 42 %, within: 24 months}"),
        f"{E0}.evidence",
        "cannot be used: no supported estimate is known",
    ),
    "lag of a success rate": (effect(f"{SUCCESS}, lag: ¦1"), f"{E0}.lag", "say when with `by_year`"),
    "duration of a success rate": (effect(f"{SUCCESS}, duration: ¦2"), f"{E0}.duration", "by_year"),
    "fade of a success rate": (effect(f"{SUCCESS}, fade: ¦2 %"), f"{E0}.fade", "by_year"),
    "half a success rate": (
        effect("outcome: no_new_crime, grade: D, success_rate: ¦{with: 71 %}"),
        f"{E0}.success_rate",
        "state both `with` and `without`",
    ),
    "a success rate beyond everybody": (
        effect("outcome: no_new_crime, grade: D, success_rate: ¦138 %"),
        f"{E0}.success_rate",
        "must be between -100 % and 100 %, got 138 %",
    ),
    "the same outcome twice": (
        intervention(
            f"participants: 1\neffects:\n  - {{{PEOPLE}}}\n  - {{{PEOPLE}}}".replace(
                "\n  - {outcome: ", "\n  - {outcome: ¦", 2
            ).replace("¦", "", 1)
        ),
        f"{I0}.effects[1].outcome",
        "one effect for each outcome",
    ),
    "the same cost twice": (
        f"{TOP}interventions:\n  - id: a\n    costs:\n"
        "      - {what: C, amount: 3, per: year, payer: stat, grade: D}\n"
        "      - {what: ¦C, amount: 4, per: year, payer: stat, grade: D}\n",
        f"{I0}.costs[1].what",
        "'C' is already on line 8",
    ),
    "the same flow twice": (
        f"{TOP}interventions:\n  - id: a\n    flows:\n      - {{{MONEY}, amounts: [1]}}\n"
        f"      - {{{MONEY}, amounts: [1]}}\n".replace("what: x", "what: ¦x").replace("¦", "", 1),
        f"{I0}.flows[1].what",
        "'x' is already on line 8",
    ),
    "the same intervention twice": (
        f"{TOP}interventions:\n  - {{id: a, flows: [{{{MONEY}, amounts: [1]}}]}}\n"
        f"  - {{id: ¦a, flows: [{{{MONEY}, amounts: [1]}}]}}\n",
        "interventions[1].id",
        "'a' is already on line 6",
    ),
    "both ways of a consequence": (
        effect(PRICED % "price: prison_day, quantity: -3, by_year: [2]").replace("[{price", "[¦{price"),
        f"{E0}.consequences[0]",
        "state either `quantity` (with `spread`) or `by_year`",
    ),
    "no quantity": (
        effect(PRICED % "price: prison_day").replace("[{price", "[¦{price"),
        f"{E0}.consequences[0]",
        "state either `quantity`",
    ),
    "spread over no years": (
        effect(PRICED % "price: prison_day, quantity: -3, spread: ¦0"),
        f"{E0}.consequences[0].spread",
        "must be 1 to 200 years, got 0",
    ),
    "spread of yearly units": (
        effect(PRICED % "price: prison_day, by_year: [-3], spread: ¦2"),
        f"{E0}.consequences[0].spread",
        "goes with `quantity`",
    ),
    # people and places
    "an effect on people without people": (
        on_place(PEOPLE.replace("outcome: ", "outcome: ¦")),
        f"{E0}.outcome",
        "needs `participants`",
    ),
    "success without people": (
        on_place(SUCCESS.replace("rate: ", "rate: ¦")),
        f"{E0}.success_rate",
        "needs `participants`",
    ),
    "cost per participant of a place": (
        on_place(BURGLARY).replace("per: year", "per: ¦participant"),
        f"{C0}.per",
        "`per: participant` needs `participants`",
    ),
    "cost per completer of a place": (
        on_place(BURGLARY).replace("per: year", "per: ¦completer"),
        f"{C0}.per",
        "`per: completer` needs `participants`",
    ),
    "incidents of no place": (
        on_place(f"{PLACES}, baseline: ¦{{incidents: place}}"),
        f"{E0}.baseline",
        "needs a `place`",
    ),
    "incidents that are not registered": (
        on_place(f"{PLACES}, baseline: ¦{{incidents: place}}".replace("burglary", "vandalism"), DENMARK),
        f"{E0}.baseline",
        "exists for burglary, violence, theft, drugs, weapons, total, not for vandalism",
    ),
    "a place without crime rows": (
        on_place(f"{PLACES}, baseline: {{incidents: ¦place}}", TOP + "place: Christiansø\n"),
        f"{E0}.baseline.incidents",
        "Christiansø has no reported crime in the register",
    ),
    "years that are not registered": (
        on_place(f"{PLACES}, baseline: {{incidents: place, years: ¦[1990, 2025]}}", DENMARK),
        f"{E0}.baseline.years",
        "no reported crime for 1990; the register has 2016–2025",
    ),
    "incidents misspelt": (
        on_place(f"{PLACES}, baseline: {{incidents: ¦plaec}}", DENMARK),
        f"{E0}.baseline.incidents",
        "did you mean 'place'?",
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
    marked, path, message = CASES[name]
    text, spots = unmarked(marked)
    with pytest.raises(cba.InputError) as caught:
        load(text)
    found = [(p.where and (p.where.line, p.where.column), p.path) for p in caught.value.problems]
    assert found == [(spots[0], path)]
    assert message in caught.value.problems[0].message
