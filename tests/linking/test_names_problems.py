"""Every named error about names and shapes: where it points, at which path, and what it says."""

import pytest

from ..conftest import Load
from ..snippets import PEOPLE, PLACES, TOP, cost, effect, flow, intervention, top
from .pointing import C0, E0, F0, I0, MONEY, PRICED, assumptions, check

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
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_says_where_and_what(name: str, load: Load) -> None:
    check(*CASES[name], load)
