"""Drivers of a score, against least squares and permutations written out."""

from fractions import Fraction
from itertools import permutations
from math import factorial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from employees.metrics.drivers import Driver, drivers, shapley

ANSWERS = st.lists(st.integers(1, 5), min_size=6, max_size=6)


def r_squared(columns, score):
    """By the normal equations, in fractions; a column that the others say already is passed over."""
    mean = Fraction(sum(score), len(score))
    left = [value - mean for value in score]
    whole = sum(value * value for value in left)
    basis = []
    for column in columns:
        middle = Fraction(sum(column), len(column))
        rest = [value - middle for value in column]
        for one in basis:
            part = dot(rest, one) / dot(one, one)
            rest = [a - part * b for a, b in zip(rest, one, strict=True)]
        if any(rest):
            basis.append(rest)
            part = dot(left, rest) / dot(rest, rest)
            left = [a - part * b for a, b in zip(left, rest, strict=True)]
    return 1 - sum(value * value for value in left) / whole


def dot(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


@given(st.lists(ANSWERS, min_size=1, max_size=4), ANSWERS)
def test_shares_are_what_each_adds_on_average_over_all_orders(columns, score):
    assume(all(len(set(one)) > 1 for one in [*columns, score]))
    added = [Fraction(0)] * len(columns)
    for order in permutations(range(len(columns))):
        for place, one in enumerate(order):
            before = [columns[other] for other in order[:place]]
            added[one] += r_squared([*before, columns[one]], score) - r_squared(before, score)
    explained, shares = shapley(columns, score)
    assert explained == pytest.approx(float(r_squared(columns, score)), abs=1e-6)
    assert shares == pytest.approx([float(one / factorial(len(columns))) for one in added], abs=1e-6)


def test_drivers_that_do_not_go_together_each_explain_the_square_of_their_correlation():
    one, other = [1, 1, 5, 5] * 10, [1, 5, 1, 5] * 10
    found = drivers([a + b for a, b in zip(one, other, strict=True)], {"pay": one, "lead": other})
    assert found.n == 40
    assert found.explained == pytest.approx(1)
    assert {key: round(driver.share, 6) for key, driver in found.by_key.items()} == {"pay": 0.5, "lead": 0.5}
    assert found.by_key["pay"].correlation == pytest.approx(0.5**0.5)
    assert found.by_key["pay"].strength == "very strong"


def test_fishers_interval():
    """r = 0.5 of 40: tanh(0.5493 -+ 1.96 / sqrt(37))."""
    scores = [0, 1] * 20
    column = [1, 5] * 15 + [5, 1] * 5
    found = drivers(scores, {"pay": column}).by_key["pay"]
    assert found.correlation == pytest.approx(0.5)
    assert (round(found.low, 3), round(found.high, 3)) == (0.223, 0.702)


def test_fewer_than_thirty_complete_answers_say_nothing():
    assert drivers([9, 3] * 15, {"pay": [5, 1] * 15}) is not None
    assert drivers([9, 3] * 15, {"pay": [5, 1] * 14 + [5, None]}) is None


def test_what_may_be_chance_has_no_share():
    scores, column = [9, 3] * 20, [1, 1, 5, 5] * 10
    found = drivers(scores, {"pay": column, "all alike": [3] * 40})
    assert found.by_key["pay"] == Driver(0, pytest.approx(-0.3118, abs=1e-3), pytest.approx(0.3118, abs=1e-3))
    assert found.by_key.keys() == {"pay"}
    assert found.explained == 0


def test_scores_that_are_all_alike_are_explained_by_nothing():
    assert drivers([9] * 40, {"pay": [1, 5] * 20}).by_key == {}
