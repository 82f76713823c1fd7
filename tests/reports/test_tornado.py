"""The tornado: values beside bars stay within the picture, off the line of zero and off each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cba.reports.bar_names import LETTER
from cba.reports.charts import WIDTH
from cba.reports.sensitivity_charts import End, tornado_chart

AMOUNTS = st.floats(-5e7, 5e7).map(lambda value: round(value, -2))
TEXTS = st.sampled_from(["0 pct.", "100 pct.", "71.470 kr.", "1.234.567 kr."])
ENDS = st.tuples(st.tuples(st.just("low"), AMOUNTS, TEXTS), st.tuples(st.just("high"), AMOUNTS, TEXTS))


def room(end: End) -> tuple[float, float]:
    """Where the value beside a bar begins and ends."""
    width = LETTER * len(end.label)
    return (end.label_x - width, end.label_x) if end.anchor == "end" else (end.label_x, end.label_x + width)


@given(
    st.lists(st.tuples(st.text("abc æøå", min_size=1, max_size=90), ENDS), min_size=1, max_size=6), AMOUNTS
)
def test_nothing_is_cut_or_stands_on_something_else(
    rows: list[tuple[str, tuple[tuple[str, float, str], ...]]], base: float
) -> None:
    chart = tornado_chart(rows, base, lambda value: f"{value / 1000:,.0f}")
    for row in chart.rows:
        rooms = [room(end) for end in row.ends]
        assert all(left >= -0.1 and right <= WIDTH + 0.1 for left, right in rooms)
        (first_left, first_right), (second_left, second_right) = rooms
        assert first_right <= second_left or second_right <= first_left
        if chart.zero is not None and row.clear:
            assert not any(left < chart.zero < right for left, right in rooms)
        for end in row.ends:
            assert end.x >= -0.1
            assert end.x + end.width <= WIDTH + 0.1
    for before, after in pairwise(chart.ticks):
        assert after.at - before.at > LETTER * (len(before.label) + len(after.label)) / 2


def test_values_of_an_assumption_that_only_harms_stand_on_both_sides() -> None:
    (row,) = tornado_chart([("x", [("low", -10.0, "far"), ("high", -4.0, "near")])], 0.0, str).rows
    assert [end.anchor for end in row.ends] == ["end", "start"]


def test_a_long_name_takes_lines_and_is_never_cut() -> None:
    name = "Effektens størrelse: Multisystemisk Terapi (MST) – Anbringelse uden for hjemmet"
    (row,) = tornado_chart([(name, [("low", -10.0, "1")])], 0.0, str).rows
    assert " ".join(line.label for line in row.lines) == name
