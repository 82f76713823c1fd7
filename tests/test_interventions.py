"""What an intervention changes, year by year: the four statements, people and places, by hand."""

from collections.abc import Callable

import pytest

import cba
from cba.inputs import at_estimates
from cba.interventions import change

from .conftest import Load
from .snippets import GRADED, PLACES, TOP, effect, intervention, on_place

TWO_COHORTS = "participants: [10, 20]\neffects: [{%s, grade: D, consequences: []}]"
ODDS = "outcome: reconviction, measure: odds_ratio, direction: lower_is_better, estimate: 0.6"
P0 = 0.42
RISK = 0.6 * P0 / (1 - P0 + P0 * 0.6)


@pytest.fixture
def changes(load: Load) -> Callable[..., list[float]]:
    """The change in events by year of the only effect."""

    def of(text: str, *settings: str) -> list[float]:
        (item,) = load(text, *settings).interventions
        (only,) = item.effects
        return list(change(item, only, at_estimates).amounts)

    return of


def people(text: str, more: str = "") -> str:
    return intervention(more + TWO_COHORTS.replace("%s", text))


def padded(*values: float) -> object:
    return pytest.approx([*values, *[0.0] * (10 - len(values))], abs=1e-12)


def test_a_relative_effect_on_a_share_within_two_years(changes: Callable[..., list[float]]) -> None:
    """b = 12·p0/W a year over W months; cohorts add up."""
    fall = (RISK - P0) / 2
    found = changes(people(f"{ODDS}, baseline: {{share: 42 %, within: 24 months}}"))
    assert found == padded(10 * fall, 30 * fall, 20 * fall)


def test_a_window_of_18_months_counts_its_last_year_in_part(changes: Callable[..., list[float]]) -> None:
    fall = (RISK - P0) * 12 / 18
    found = changes(people(f"{ODDS}, baseline: {{share: 42 %, within: 18 months}}"))
    assert found == padded(10 * fall, 25 * fall, 10 * fall)


def test_a_bare_share_is_within_the_follow_up(changes: Callable[..., list[float]]) -> None:
    bare = changes(people(f"{ODDS}, follow_up: 24, baseline: 42 %"))
    assert bare == changes(people(f"{ODDS}, baseline: {{share: 42 %, within: 24 months}}"))


def test_lag_fade_duration_and_transfer(changes: Callable[..., list[float]]) -> None:
    fall = (RISK - P0) / 2 * 0.8
    found = changes(
        people(
            f"{ODDS}, baseline: {{share: 42 %, within: 24 months}}, "
            "lag: 1, duration: 2.5, fade: 20 %, transfer: 80 %"
        )
    )
    one = [0, fall, fall * 0.8, fall * 0.64 * 0.5]
    assert found == padded(*[10 * a + 20 * b for a, b in zip([*one, 0], [0, *one], strict=True)])


def test_transfer_is_on_the_change_after_conversion(changes: Callable[..., list[float]]) -> None:
    text = people(f"{ODDS}, baseline: {{share: 42 %, within: 24 months}}, transfer: 50 %")
    assert changes(text)[0] == pytest.approx(10 * (RISK - P0) / 2 * 0.5)


def test_events_last_a_year_unless_said(changes: Callable[..., list[float]]) -> None:
    text = people(
        "outcome: reconviction, measure: incidence_rate_ratio, estimate: 0.7, direction: lower_is_better, "
        "baseline: {events: 0.3}"
    )
    assert changes(text) == padded(10 * -0.3 * 0.3, 20 * -0.3 * 0.3)


def test_percentage_points_over_the_window(changes: Callable[..., list[float]]) -> None:
    points = "outcome: reconviction, measure: percentage_points, estimate: -6, direction: lower_is_better"
    over_two = changes(people(f"{points}, baseline: {{share: 42 %, within: 24 months}}"))
    assert over_two == padded(10 * -0.03, 30 * -0.03, 20 * -0.03)
    every_year = changes(people(f"{points}, duration: 2"))
    assert every_year == padded(10 * -0.06, 30 * -0.06, 20 * -0.06)


@pytest.mark.parametrize(("size", "written"), [("-20", "-20 %"), ("-12.5", "-12.5 %")])
def test_per_cent_with_and_without_its_sign(
    size: str, written: str, changes: Callable[..., list[float]]
) -> None:
    text = people(
        "outcome: reconviction, measure: percentage_change, estimate: SIZE, direction: lower_is_better, "
        "baseline: {events: 0.3}"
    )
    assert changes(text.replace("SIZE", size)) == changes(text.replace("SIZE", written))
    assert changes(text.replace("SIZE", size))[0] == pytest.approx(10 * 0.3 * float(size) / 100)


@pytest.mark.parametrize("rate", ["{with: 71 %, without: 33 %}", "38 %", "{net: 38 %}"])
def test_a_success_comes_once_in_the_year_of_entry(rate: str, changes: Callable[..., list[float]]) -> None:
    good = changes(people(f"outcome: no_new_crime, success_rate: {rate}"))
    assert good == padded(3.8, 7.6)
    fewer = changes(people(f"outcome: reconviction, success_rate: {rate}"))
    assert fewer == padded(-3.8, -7.6)


def test_explicit_numbers_are_per_exposed_unit(changes: Callable[..., list[float]]) -> None:
    found = changes(people("outcome: reconviction, change: {by_year: [-3, -2]}"))
    assert found == padded(-30, -60 - 20, -40)


def test_completers_get_the_effect_unless_starters_do(changes: Callable[..., list[float]]) -> None:
    text = f"{ODDS}, baseline: {{share: 42 %, within: 24 months}}"
    everybody = changes(people(text))
    completers = changes(people(text, "completion: 85 %\n"))
    starters = changes(people(f"{text}, applies_to: starters", "completion: 85 %\n"))
    assert completers == pytest.approx([0.85 * x for x in everybody])
    assert starters == everybody


# places

RATIO = f"{PLACES}, consequences: [], baseline: {{incidents: 500, share: 30 %}}"
YEARLY = -500 * 0.3 * 0.2


def test_a_place_is_renewed_never_added_up(changes: Callable[..., list[float]]) -> None:
    text = on_place(RATIO).replace("effects:", "years: 3\n    effects:")
    assert changes(text) == padded(YEARLY, YEARLY, YEARLY)


def test_a_lasting_effect_fades_after_the_last_year(changes: Callable[..., list[float]]) -> None:
    text = on_place(f"{RATIO}, duration: 3, fade: 50 %").replace("effects:", "years: 2\n    effects:")
    assert changes(text) == padded(YEARLY, YEARLY, YEARLY / 2, YEARLY / 4)


def test_reporting_and_displacement(changes: Callable[..., list[float]]) -> None:
    found = changes(on_place(f"{RATIO}, reporting_rate: 80 %, displacement: 10 %, transfer: 50 %"))
    assert found == padded(YEARLY / 0.8 * 0.9 * 0.5)


def test_participants_of_a_place_only_drive_costs(changes: Callable[..., list[float]]) -> None:
    found = changes(effect(RATIO, participants="participants: [3, 7]\ncompletion: 50 %"))
    assert found == padded(YEARLY, YEARLY)


def test_the_register_gives_the_mean_of_three_years(changes: Callable[..., list[float]], load: Load) -> None:
    text = on_place(f"{PLACES}, consequences: [], baseline: {{incidents: place}}", TOP + "place: Odense\n")
    places = load(text).registers.places
    series = places.series(places.resolve("Odense"), "burglary")
    latest = [series[year] for year in sorted(series)[-3:]]
    assert changes(text)[0] == pytest.approx(-0.2 * sum(latest) / 3)
    named = text.replace("incidents: place", "incidents: place, years: [2019]")
    assert changes(named)[0] == pytest.approx(-0.2 * series[2019])


def test_an_odds_ratio_of_incidents_is_a_rate_ratio(changes: Callable[..., list[float]]) -> None:
    for measure, ratio in (("odds_ratio", 0.8), ("hazard_ratio", 0.8), ("incidence_rate_ratio", 0.8)):
        assert changes(on_place(RATIO.replace("relative_risk", measure)))[0] == pytest.approx(
            150 * (ratio - 1)
        )


def test_the_grade_adjusts_by_the_models_table(changes: Callable[..., list[float]]) -> None:
    text = on_place(RATIO)
    half = changes(text, "assumptions.evidence_adjustment.D=0.5")
    assert half == pytest.approx([x / 2 for x in changes(text)])
    assert changes(text, "assumptions.evidence_adjustment.A=0.5") == changes(text)


# turning round


@pytest.mark.parametrize("outcome", ["reconviction", "no_new_crime"])
@pytest.mark.parametrize("measure", ["odds_ratio", "relative_risk", "hazard_ratio", "percentage_points"])
def test_the_better_direction_makes_more_avoided(outcome: str, measure: str, load: Load) -> None:
    """A study that favours the intervention avoids events or gains successes, however it was printed."""
    sizes = {"percentage_points": {"lower": -5.0, "higher": 5.0}}.get(measure, {"lower": 0.9, "higher": 1.1})
    for word, size in sizes.items():
        text = people(
            f"outcome: {outcome}, measure: {measure}, estimate: {size}, direction: {word}_is_better, "
            "baseline: {share: 42 %, within: 24 months}"
        )
        found = cba.appraise(load(text)).portfolio.outcomes[outcome]
        assert found.avoided > 0.0


def test_odds_of_not_reoffending_are_turned_round(changes: Callable[..., list[float]]) -> None:
    window = "baseline: {share: 42 %, within: 24 months}"
    good = changes(
        people(
            f"outcome: reconviction, measure: odds_ratio, estimate: {1 / 0.6}, "
            f"direction: higher_is_better, {window}"
        )
    )
    assert good == pytest.approx(changes(people(f"{ODDS}, {window}")))


def test_low_and_high_swap_when_turned(load: Load) -> None:
    text = people(
        "outcome: reconviction, measure: odds_ratio, estimate: 2, low: 1.25, high: 4, "
        "direction: higher_is_better, baseline: {share: 42 %, within: 24 months}"
    )
    shown = cba.appraise(load(text)).to_dict()["interventions"]["a"]["effects"][0]
    assert (shown["estimate"], shown["low"], shown["high"]) == pytest.approx((0.5, 0.25, 0.8))


# operating years


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("participants: 5\nyears: 3", [2026, 2027, 2028]),
        ("participants: 5", [2026]),
        ("participants: [5, 0, 5]", [2026, 2028]),
        ("participants: {2028: 5, 2030: 1}", [2028, 2030]),
        ("years: 4", [2026, 2027, 2028, 2029]),
        ("dkr_goals: [1]", [2026]),
    ],
)
def test_operating_years(said: str, years: list[int], load: Load) -> None:
    shown = cba.appraise(load(intervention(said))).to_dict()["interventions"]["a"]
    assert shown["operating_years"] == years
    costs = [row["year"] for row in shown["by_year"] if row["costs"]]
    assert costs == years


def test_a_start_cost_falls_in_the_first_operating_year(load: Load) -> None:
    text = intervention("participants: {2028: 5, 2030: 1}").replace("per: year", "per: start")
    rows = cba.appraise(load(text)).to_dict()["interventions"]["a"]["by_year"]
    assert [row["year"] for row in rows if row["costs"]] == [2028]


@pytest.mark.parametrize(
    ("how", "units"),
    [
        ("quantity: -245, spread: 10", [-24.5] * 10),
        ("quantity: -245", [-245.0]),
        ("by_year: [-60, -50, 10]", [-60, -50, 10]),
        ("quantity: -6, spread: 3", [-2, -2, -2]),
    ],
)
def test_consequences_per_success_over_the_years_after(how: str, units: list[float], load: Load) -> None:
    text = effect(
        f"outcome: no_new_crime, success_rate: 50 %, {GRADED}, consequences: [{{price: foo, {how}}}]",
        participants="participants: 2",
    )
    text += f"assumptions: {{prices: {{foo: {{estimate: 7, payer: stat, {GRADED}}}}}}}\n"
    rows = cba.appraise(load(text)).to_dict()["portfolio"]["by_year"]
    benefits = [row["benefits"] for row in rows]
    assert benefits == pytest.approx([-7 * x for x in units] + [0.0] * (10 - len(units)))


def test_inputs_are_named_by_id_outcome_and_what(load: Load) -> None:
    text = effect(
        f"outcome: no_new_crime, success_rate: {{with: 3 %, without: 1 %}}, transfer: 50 %, {GRADED}"
    )
    names = {
        *("guide.2023.rate.0", "guide.2023.rate.36", "guide.2023.rate.71", "interventions.a.completion"),
        *("interventions.a.participants", "interventions.a.costs.C.amount", "price.prison_day"),
        *(
            f"interventions.a.effects.no_new_crime.{key}"
            for key in ("success_rate.with", "success_rate.without")
        ),
        *(
            "interventions.a.effects.no_new_crime.transfer",
            "outcomes.no_new_crime.consequences.prison_day.quantity",
        ),
    }
    assert set(cba.appraise(load(text)).to_dict()["trace"]) == names


def test_inputs_of_a_series_have_a_name_for_each_year(load: Load) -> None:
    trace = cba.appraise(load(intervention("participants: {2027: 5, 2029: 6}"))).to_dict()["trace"]
    people = {name: entry["value"] for name, entry in trace.items() if "participants" in name}
    assert people == {"interventions.a.participants.2027": 5, "interventions.a.participants.2029": 6}
