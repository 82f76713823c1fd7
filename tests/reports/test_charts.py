from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba.reports.charts import bar_chart, line_chart, nice_ticks, spread

AMOUNTS = st.floats(-1e12, 1e12)


@given(AMOUNTS, AMOUNTS)
def test_ticks_are_even_and_span_the_values_and_zero(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    ticks = nice_ticks(low, high)
    slack = max(1e-6 * max(abs(low), abs(high)), 0.01)
    assert ticks[0] <= min(low, 0) + slack
    assert ticks[-1] >= max(high, 0) - slack
    assert 2 <= len(ticks) <= 9
    assert any(abs(t) <= slack for t in ticks)
    steps = [after - before for before, after in pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps))


@given(st.lists(st.floats(12, 180), max_size=8))
def test_labels_never_overlap_and_stay_in_the_plot(places: list[float]) -> None:
    placed = sorted(spread(places, 12, 180))
    assert all(after - before >= 13 - 1e-6 for before, after in pairwise(placed))
    assert all(12 <= place <= 180 for place in placed)


def test_a_line_ends_where_its_value_stands_on_the_axis() -> None:
    chart = line_chart(2026, {"stat": [0.0, 50.0], "kommune": [0.0, -50.0]}, NAMES, list(NAMES), str)
    ticks = {tick.value: tick.at for tick in chart.frame.y_ticks}
    state, municipality = chart.lines
    assert state.points[-1][1] == pytest.approx((ticks[40.0] + ticks[60.0]) / 2)
    assert municipality.points[0][1] == pytest.approx(chart.zero)
    assert state.dash != municipality.dash
    assert [tick.value for tick in chart.frame.x_ticks] == [2026, 2027]


def test_long_horizons_and_one_year_have_few_year_labels() -> None:
    for years in (1, 2, 11, 200):
        chart = line_chart(2026, {"stat": [1.0] * years}, NAMES, list(NAMES), str)
        assert 1 <= len(chart.frame.x_ticks) <= 9


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=2))
def test_bars_stay_in_the_chart_and_the_mark_is_benefits_minus_costs(
    amounts: list[tuple[float, float]],
) -> None:
    rows = [(p, b, c, b - c) for p, (b, c) in zip(NAMES, amounts, strict=False)]
    chart = bar_chart(rows, NAMES)
    for bar in chart.bars:
        for x in (bar.cost_x, bar.cost_x + bar.cost_width, bar.benefit_x, bar.net_x):
            assert chart.left - 1e-6 <= x <= chart.right + 1e-6
        assert bar.cost_width >= 0
        assert bar.benefit_width >= 0


def test_a_negative_benefit_lies_beyond_the_costs() -> None:
    (bar,) = bar_chart([("kommune", -20.0, 80.0, -100.0)], NAMES).bars
    assert bar.benefit_x + bar.benefit_width == pytest.approx(bar.cost_x)
    assert bar.net_x == pytest.approx(bar.benefit_x)


NAMES = {"stat": "Staten", "kommune": "Kommunen"}


def test_a_label_stands_at_its_own_piece() -> None:
    rows = [("a", 4.0, 8.0, -4.0), ("b", -2.0, 8.0, -10.0), ("c", 6.0, -3.0, 9.0), ("d", 0.0, 5.0, -5.0)]
    chart = bar_chart(rows, {"a": "a", "b": "b", "c": "c", "d": "d"})
    zero = chart.zero
    plain, harmed, saved, only_costs = (bar.labels(zero) for bar in chart.bars)
    assert plain["costs"][0] < zero < plain["benefits"][0]
    assert harmed["benefits"][0] < chart.bars[1].benefit_x < zero < harmed["costs"][0]
    assert saved["benefits"][0] < zero < chart.bars[2].cost_x < saved["costs"][0]
    assert only_costs["costs"][0] < chart.bars[3].cost_x
    for labels in (plain, harmed, saved, only_costs):
        assert all(anchor == ("end" if x < zero else "start") for x, anchor in labels.values())


def test_intervals_stand_beside_the_lines_and_within_the_chart() -> None:
    ends = {"stat": (-20.0, 90.0), "kommune": (-70.0, -30.0)}
    series = {"stat": [0.0, 50.0], "kommune": [0.0, -50.0]}
    chart = line_chart(2026, series, NAMES, list(NAMES), str, intervals=ends)
    for line in chart.lines:
        whisker = line.whisker
        assert whisker is not None
        assert chart.frame.right < whisker.x < line.label_x < chart.width
        assert chart.frame.top <= whisker.high < line.points[-1][1] < whisker.low <= chart.frame.bottom
    assert len({line.whisker.x for line in chart.lines if line.whisker}) == len(ends)
