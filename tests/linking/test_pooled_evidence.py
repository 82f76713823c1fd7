"""A list of studies for one effect: how it is pooled, named, told and refused."""

import json
import math
from collections.abc import Callable

import pytest

import cba
from cba.effects import CHINN
from cba.explaining import explain
from cba.inputs import Input
from cba.trace import trace

from ..conftest import Load, Run
from ..snippets import TOP, effect, on_place
from .pointing import DENMARK, E0, check

jsonschema = pytest.importorskip("jsonschema")

Problems = Callable[..., list[str]]

WINDOW = "baseline: {share: 42 %, within: 24 months}"
MARKING = "outcome: burglary, evidence: [property_marking_dk_2022, property_marking_dk]"
BOTH = "evidence.property_marking_dk+property_marking_dk_2022"
PLACE = "baseline: {incidents: 545}"


def people(evidence: str, more: str = WINDOW, outcome: str = "reconviction") -> str:
    return effect(f"outcome: {outcome}, evidence: {evidence}, transfer: 100 %, {more}")


def size(scenario: cba.Scenario) -> Input:
    [found] = [item for name, item in scenario.inputs.items() if name.startswith("evidence.")]
    return found


def said(scenario: cba.Scenario) -> list[str]:
    return [problem.message for problem in scenario.warnings]


def test_ratios_are_pooled_on_the_log_scale_by_hand(load: Load) -> None:
    """Two studies have one contrast, N(0, v₁ + v₂ + 2τ²), so τ² is half its square less the mean variance."""
    item = size(load(on_place(f"{MARKING}, {PLACE}")))
    logs, errors = [math.log(0.79), math.log(0.939)], [0.102, 0.100]
    distance = (logs[0] - logs[1]) ** 2 / 2
    tau2 = distance - (errors[0] ** 2 + errors[1] ** 2) / 2
    weights = [1 / (error**2 + tau2) for error in errors]
    mean = sum(w * y for w, y in zip(weights, logs, strict=True)) / sum(weights)
    half = 1.959964 * math.sqrt(tau2 + 1 / sum(weights))
    assert item.name == BOTH
    assert item.kind == "relative_risk"
    assert item.distribution == "lognormal"
    assert item.estimate == pytest.approx(math.exp(mean))
    assert (item.low, item.high) == pytest.approx((math.exp(mean - half), math.exp(mean + half)))


def test_the_passport_the_trace_and_explain_show_the_pool(load: Load) -> None:
    scenario = load(on_place(f"{MARKING}, {PLACE}"))
    entry = trace(scenario)[BOTH]
    assert entry["note"].startswith("pooled from 2 studies by random effects (REML): mean 0.862, ")
    assert "τ = 0.069 (log scale), I² = 32 %" in entry["note"]
    assert [(s["id"], s["estimate"]) for s in entry["pool"]["studies"]] == [
        ("property_marking_dk", pytest.approx(0.79)),
        ("property_marking_dk_2022", pytest.approx(0.939)),
    ]
    assert sum(s["weight"] for s in entry["pool"]["studies"]) == pytest.approx(1)
    assert entry["pool"]["confidence"][0] > entry["low"] == entry["pool"]["prediction"][0]
    assert entry["pool"]["degrees_of_freedom"] is None
    json.dumps(entry)
    told = dict(
        line for e in explain(scenario, "interventions.a.effects.burglary.evidence") for line in e.lines
    )
    assert told["studies"] == "property_marking_dk 0.79 (49 %); property_marking_dk_2022 0.939 (51 %)"
    assert told["note"] == entry["note"]


def test_the_study_of_a_pool_names_them_all(load: Load) -> None:
    scenario = load(people("[cbt_adult, cbt_wsipp_juv, mst_start_conv60]", f"{WINDOW}, follow_up: 12"))
    study = scenario.interventions[0].effects[0].study
    assert study.id == "cbt_adult+cbt_wsipp_juv+mst_start_conv60"
    assert study.countries == "USA; Canada; UK; NZ; England"
    assert study.grade == "B"  # the worst: A, B, A
    assert study.year is None  # each publication's own stands in `source`
    assert study.source is not None
    assert "(2005); " in study.source
    assert study.follow_up == 12
    assert study.names is not None
    assert study.names["en"].count("; ") == 2
    assert not study.own


def test_odds_ratios_and_standardised_differences_go_together(load: Load) -> None:
    """Chinn: ln OR = SMD·π/√3, for the effect and for its standard error."""
    item = size(load(people("[cbt_juv, cbt_wsipp_juv]")))
    assert item.kind == "odds_ratio"
    assert item.passport.pool is not None
    assert item.passport.pool.effects == pytest.approx((math.log(0.636), -0.118 * CHINN))
    assert item.passport.pool.errors == pytest.approx((0.1012, 0.236 * CHINN))


def test_standardised_differences_alone_stay_so(load: Load) -> None:
    item = size(load(people("[ffp_wsipp, cbt_wsipp_juv]")))
    assert (item.kind, item.distribution) == ("standardised_mean_difference", "normal")
    assert -0.144 < item.estimate < -0.118


def test_what_is_measured_the_other_way_is_turned_round(load: Load) -> None:
    """Odds of violence in one study, odds of no violence in the other: 1 / 2.42."""
    text = people("[fourth_r_2021, fourth_r_2009]", f"{WINDOW}, follow_up: 12", "domestic_violence")
    pool = size(load(text)).passport.pool
    assert pool is not None
    assert dict(zip(pool.ids, pool.effects, strict=True)) == pytest.approx(
        {"fourth_r_2009": -math.log(2.42), "fourth_r_2021": math.log(0.66)}
    )
    assert dict(zip(pool.ids, pool.errors, strict=True))["fourth_r_2009"] == pytest.approx(
        math.log(6.02 / 1.0) / 3.92
    )


def test_percentage_changes_are_ratios(load: Load) -> None:
    text = people("[eaaa_rape, green_dot_y3]", f"{WINDOW}, follow_up: 12", "sexual_violence")
    item = size(load(text))
    assert item.kind == "relative_risk"
    assert item.passport.pool is not None
    assert item.passport.pool.effects == pytest.approx((math.log(1 - 0.463), math.log(0.83)))
    assert item.passport.pool.errors[0] == pytest.approx(math.log((1 - 0.068) / (1 - 0.691)) / 3.92)


def test_the_order_makes_no_difference(load: Load) -> None:
    one = size(load(people("[cbt_adult, cbt_juv, cbt_wsipp_juv]")))
    other = size(load(people("[cbt_wsipp_juv, cbt_adult, cbt_juv]")))
    assert (one.name, one.estimate, one.low, one.high) == (other.name, other.estimate, other.low, other.high)


def test_one_study_in_a_list_is_that_study(load: Load) -> None:
    listed, alone = load(people("[cbt_juv]")), load(people("cbt_juv"))
    assert size(listed).name == size(alone).name == "evidence.cbt_juv"
    assert size(listed) == size(alone)
    assert said(listed) == said(alone)


def test_inline_values_override_the_pool(load: Load) -> None:
    text = on_place(f"{MARKING}, {PLACE}, low: 0.6, high: 1.2, distribution: triangular")
    item = size(load(text))
    assert (item.low, item.high, item.distribution) == (0.6, 1.2, "triangular")
    assert "overrides `low` of the evidence rows property_marking_dk_2022, property_marking_dk" in said(
        load(text)
    )
    own = load(on_place(f"{MARKING}, {PLACE}, estimate: 0.9, grade: D"))
    [found] = [item for name, item in own.inputs.items() if name.endswith(".estimate")]
    assert (found.estimate, found.kind) == (0.9, "relative_risk")
    assert own.interventions[0].effects[0].study.id == BOTH.removeprefix("evidence.")


def test_lists_come_and_go_with_variants_and_settings(load: Load) -> None:
    text = on_place(f"outcome: burglary, evidence: property_marking_dk, {PLACE}") + (
        "variants:\n  both: {interventions: {a: {effects: {burglary: "
        "{evidence: [property_marking_dk, property_marking_dk_2022]}}}}}\n"
    )
    assert size(load(text)).name == "evidence.property_marking_dk"
    assert size(load(text, variant="both")).name == BOTH
    path = "interventions.a.effects.burglary.evidence"
    assert size(load(text, f"{path}=[property_marking_dk_2022, property_marking_dk]")).name == BOTH
    assert size(load(text, f"{path}=property_marking_dk_2022", variant="both")).name.endswith("_2022")


def two(first: str, second: str, more: str = "") -> str:
    line = "{{id: {id}, effects: [{{outcome: burglary, evidence: {evidence}, baseline: {{incidents: 9}}}}]}}"
    return (
        f"{TOP}interventions:\n  - {line.format(id='a', evidence=first)}\n"
        f"  - {line.format(id='b', evidence=second + more)}\n"
    )


def test_the_same_pool_twice_is_one_draw(load: Load) -> None:
    pair = ("property_marking_dk", "property_marking_dk_2022")
    scenario = load(two(f"[{', '.join(pair)}]", f"[{', '.join(pair[::-1])}]"))
    assert [name for name in scenario.inputs if name.startswith("evidence.")] == [BOTH]
    assert not [message for message in said(scenario) if "drawn apart" in message]


def test_a_pool_and_one_of_its_studies_are_two_draws_with_a_warning(load: Load) -> None:
    scenario = load(two("property_marking_dk", "[property_marking_dk, property_marking_dk_2022]"))
    [found] = [message for message in said(scenario) if "drawn apart" in message]
    assert found.startswith("property_marking_dk is also in 'property_marking_dk' elsewhere")


def test_one_row_with_two_intervals_is_an_error(problems: Problems) -> None:
    [found] = problems(two("property_marking_dk", "property_marking_dk", ", low: 0.5, high: 0.9"))
    assert "one input is drawn once, so state the same in both places" in found


DOUBTS = {
    "[cbt_adult, cbt_juv]": [
        "'cbt_juv' and 'cbt_adult' are from one publication: the same people may count twice",
        "'cbt_adult' is itself a review of 41 studies: it is pooled as one",
        "'cbt_juv' is itself a review of 17 studies: it is pooled as one",
        "two studies cannot show how much places differ",
    ],
    "[cbt_juv, cbt_wsipp_juv, ffp_wsipp]": [
        "the studies measured different things: reoffending, crime",
        "3 studies hardly show how much places differ: the interval for a new place is by t with 1 degree of",
    ],
}


@pytest.mark.parametrize("evidence", DOUBTS)
def test_doubts_are_told(evidence: str, load: Load) -> None:
    messages = said(load(people(evidence)))
    for expected in DOUBTS[evidence]:
        assert any(message.startswith(expected) for message in messages), expected


FAULTS = {
    "an unknown row": (people("[cbt_juv, ¦cbt_adultt]"), f"{E0}.evidence[1]", "did you mean 'cbt_adult"),
    "a row twice": (people("[cbt_juv, ¦cbt_juv]"), f"{E0}.evidence[1]", "already in the list"),
    "an empty list": (people("¦[]"), f"{E0}.evidence", "must have at least 1 item"),
    "a number": (people("[cbt_juv, ¦3]"), f"{E0}.evidence[1]", "must be a text, found 3"),
    "no interval": (
        people("[em_no_recid24, ¦em_dk_u25]".replace("em_no_recid24, ", "green_dot_y3, ")),
        f"{E0}.evidence[1]",
        "'em_dk_u25' has no interval and no standard error",
    ),
    "no estimate": (
        people("[cbt_juv, ¦mst_meta_2014]"),
        f"{E0}.evidence[1]",
        "no supported estimate is known",
    ),
    "measures that do not go together": (
        people("¦[cbt_juv, green_dot_y3]", f"{WINDOW}, follow_up: 12"),
        f"{E0}.evidence",
        "cannot be pooled: odds ratio (cbt_juv), relative risk (green_dot_y3)",
    ),
    "follow-ups that differ": (
        people("¦[mst_start_conv60, cbt_juv]"),
        f"{E0}.evidence",
        "the studies followed up 12 months (cbt_juv) and 60 months (mst_start_conv60): state `follow_up`",
    ),
    "one direction for two": (
        people(
            "[fourth_r_2021, fourth_r_2009], follow_up: 12, direction: ¦lower_is_better",
            outcome="domestic_violence",
        ),
        f"{E0}.direction",
        "the studies differ in direction",
    ),
    "a place's list": (
        on_place(f"outcome: burglary, evidence: [property_marking_dk, ¦repeat_vict_all], {PLACE}", DENMARK),
        f"{E0}.evidence[1]",
        "has no interval",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_problem_says_where_and_what(name: str, load: Load) -> None:
    check(*FAULTS[name], load)


def test_directions_that_cannot_be_turned_are_refused(problems: Problems) -> None:
    """A row read as a relative risk by the scenario, the other way than its companion."""
    text = people(
        "[kiva_vict, fourth_r_2021]", f"{WINDOW}, follow_up: 12, measure: relative_risk", "bullying"
    )
    [found] = problems(text)
    assert "the studies differ in direction, higher_is_better (kiva_vict) and lower_is_better" in found
    assert "a relative risk can only be turned round with the study's own baseline" in found


def test_the_schema_knows_both_forms(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    part = {**schema["$defs"]["EffectStatement"]["properties"]["evidence"], "$defs": schema["$defs"]}
    for good in ("cbt_juv", ["cbt_juv", "cbt_adult"]):
        jsonschema.validate(good, part)
    for bad in ([], [3], 3, {"a": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, part)
    assert "pooled by random effects" in part["description"]


def test_shrinkage_by_grade_is_one_line_on_the_command_line(run: Run, write: Callable[..., object]) -> None:
    """The study's grade is A; the default counts effects in full."""
    write(on_place(f"{MARKING}, {PLACE}"))
    avoided = {}
    for name, more in {"full": (), "shrunk": ("--set", "assumptions.evidence_adjustment.A=60%")}.items():
        done = run("run", "scenario.yaml", "--out", name, "--formats", "json", "--draws", "200", *more)
        assert done.returncode == 0, done.stderr
        with open(f"{name}/results.json", encoding="utf-8") as file:
            document = json.load(file)
        avoided[name] = document["interventions"]["a"]["outcomes"]["burglary"]["avoided"]
        factors = document["model"]["evidence_adjustment"]
        assert factors == {"A": 0.6 if more else 1.0, "B": 1.0, "C": 1.0, "D": 1.0}
    assert avoided["shrunk"] == pytest.approx(0.6 * avoided["full"])
    assert avoided["full"] > 0
