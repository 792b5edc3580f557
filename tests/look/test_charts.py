import math

from hypothesis import given
from hypothesis import strategies as st

from insights.charts import (
    HEIGHT,
    BarChart,
    Event,
    LineChart,
    Point,
    ShareChart,
    fit_axis,
    line_path,
    percents,
    runs,
    spark_path,
    sparse,
)

SCORES = st.lists(st.floats(-100, 100), min_size=1, max_size=40)


@given(SCORES)
def test_an_axis_holds_its_values_and_stays_inside_the_scale(values):
    axis = fit_axis(values, -100, 100)
    assert -100 <= axis.bottom < axis.top <= 100
    assert all(axis.bottom - 1e-6 <= value <= axis.top + 1e-6 for value in values)
    assert 2 <= len(axis.ticks) <= 8
    assert all(0 <= axis.y(value) <= HEIGHT for value in values)


@given(st.lists(st.integers(0, 10**7), min_size=1))
def test_percentages_add_up_to_100(counts):
    shares = percents(counts)
    assert sum(shares) == (100 if sum(counts) else 0)
    assert all(abs(s - 100 * c / max(1, sum(counts))) < 1 for s, c in zip(shares, counts, strict=True))


@given(st.lists(st.text(min_size=1), min_size=2, max_size=60))
def test_labels_are_evenly_spaced_and_hold_both_ends(labels):
    shown = sparse(labels)
    assert (shown[0], shown[-1]) == (labels[0], labels[-1])
    assert 2 <= len(shown) <= 7


def test_a_line_breaks_where_nobody_answered():
    axis = fit_axis([0, 100], 0, 100)
    assert runs([1, None, 2, 3]) == [[0], [2, 3]]
    assert line_path([0, 100, None, 50, 50], axis) == "M0.0 240.0 L150.0 0.0M450.0 120.0 L600.0 120.0"


def chart(values, **facts):
    points = [Point(str(i), v, 10, v and v - 5, v and v + 5) for i, v in enumerate(values)]
    return LineChart("c", "NPS", "It rises.", points, -100, 100, **facts)


def test_a_chart_says_what_its_axis_leaves_out():
    assert chart([10, 20, 30]).axis_note == "The axis shows 0 to 40; the scale runs from -100 to 100."
    assert chart([-95, 95]).axis_note == ""


def test_a_lonely_value_is_a_dot_and_has_no_line():
    alone = chart([None, 20, None])
    assert alone.line == ""
    assert alone.dots.startswith("M300.0 ")
    assert alone.band == ""


def test_a_chart_of_nothing_can_be_drawn():
    empty = chart([None, None], goal=40)
    assert (empty.line, empty.dots, empty.n) == ("", "", 20)
    assert chart([]).labels == []


def test_events_stand_at_their_points():
    assert chart([1, 2, 3], events=[Event(1, "New question")]).marks == "M300.0 0V240"


def test_bars_begin_at_nothing_and_few_answers_are_pale():
    bars = BarChart("b", "n", "", [Point("a", 10, 10), Point("b", 40, 40)], 0, math.inf, pale_below=30)
    assert bars.axis.bottom == 0
    assert bars.pale_bars == f"M45.0 {bars.axis.y(10)}h210.0V{HEIGHT}h-210.0z"
    assert bars.bars == f"M345.0 {bars.axis.y(40)}h210.0V{HEIGHT}h-210.0z"


def test_bars_of_nothing_can_be_drawn():
    assert BarChart("b", "n", "", [], 0, math.inf).bars == ""


def test_parts_follow_one_another():
    share = ShareChart("s", "t", "f", [("d", 402, "c-det"), ("p", 459, "c-pas"), ("P", 1051, "c-pro")])
    assert [(part.x, part.percent) for part in share.parts] == [(0, 21), (21, 24), (45, 55)]
    assert share.n == 1912


def test_a_spark_needs_two_values():
    assert spark_path([1, None]) == ""
    assert spark_path([1, 2]) == "M2 21 L94 3"
