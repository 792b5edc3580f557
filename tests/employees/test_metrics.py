from fractions import Fraction
from statistics import mean as plain_mean
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employees import metrics
from employees.metrics import Figure

NUMBERS = st.integers(0, 100_000)
SCORES = st.dictionaries(st.integers(-3, 14), st.integers(0, 5_000))


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "score", "margin", "centre", "low", "high"),
    [
        (50, 33, 17, 33, 14.68, 32.04, 17.56, 46.52),
        (5, 3, 2, 30, 48.41, 23.08, -19.05, 65.21),
        (10, 0, 0, 100, 0, 76.92, 47.50, 100),
        (200, 120, 80, 30, 7.65, 29.78, 22.15, 37.40),
    ],
)
def test_nps_has_the_published_intervals(promoters, passives, detractors, score, margin, centre, low, high):
    found = metrics.nps_of(promoters, passives, detractors)
    assert found.score.value == pytest.approx(score)
    assert (found.wald[1] - found.wald[0]) / 2 == pytest.approx(margin, abs=0.005)
    assert [found.score.centre, found.score.low, found.score.high] == pytest.approx(
        [centre, low, high], abs=0.005
    )


def test_nps_of_nobody_is_nothing_and_nought_is_a_value():
    assert metrics.nps({}) is None
    assert metrics.nps({10: 3, 0: 3}).score.value == 0


def test_nps_counts_only_whole_answers_from_0_to_10():
    found = metrics.nps({-1: 5, 11: 5, 9: 1, 10: 1, 7: 1, 8: 1, 6: 1, 0: 1})
    assert (found.promoters, found.passives, found.detractors, found.score.n) == (2, 2, 2, 6)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_nps_interval_stays_on_its_scale_and_mirrors(promoters, passives, detractors):
    found, turned = (
        metrics.nps_of(
            *it,
        )
        for it in ((promoters, passives, detractors), (detractors, passives, promoters))
    )
    if found is None:
        assert promoters + passives + detractors == 0
        return
    assert -100 <= found.score.low <= found.score.centre <= found.score.high <= 100
    assert found.score.value == pytest.approx(-turned.score.value)
    assert found.score.low == pytest.approx(-turned.score.high)
    assert found.score.se > 0


def test_csat_is_the_share_of_4_and_5_with_the_mean_beside_it():
    found = metrics.csat({1: 10, 2: 10, 3: 20, 4: 30, 5: 30, 7: 99})
    assert (found.share.value, found.share.n) == (60, 100)
    assert found.mean.value == pytest.approx(3.6)
    assert metrics.csat({7: 3}) is None


def test_ces_gives_mean_easy_share_and_index_on_seven_points():
    found = metrics.ces({1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 2})
    assert (found.mean.value, found.easy.value, found.easy.n) == (4.6, 60, 10)
    assert found.index.value == pytest.approx(10)
    assert metrics.ces({0: 4}) is None


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [(0, 10, 0, 27.75), (10, 10, 72.25, 100), (80, 120, 57.83, 74.46), (5, 10, 23.66, 76.34)],
)
def test_a_share_has_wilsons_interval(part, n, low, high):
    found = metrics.share(part, n)
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.01)


@given(NUMBERS, NUMBERS)
def test_a_shares_interval_holds_the_share_and_stays_within_nought_and_a_hundred(part, more):
    found = metrics.share(part, part + more)
    if found:
        assert 0 <= found.low <= found.value <= found.high <= 100
        assert found.low < found.high


def test_win_back_and_compliments_are_as_published():
    assert metrics.win_back(80, 120, 300).rate.value == pytest.approx(66.67, abs=0.01)
    assert metrics.win_back(80, 120, 300).answering.value == 40
    assert metrics.win_back(0, 0, 5).rate is None
    assert metrics.share(80_626, 150_397).value == pytest.approx(53.61, abs=0.005)


def test_an_empty_inbox_is_answered_wholly():
    assert metrics.reply_rate(0, 0) == Figure(100.0, 0)
    assert metrics.reply_rate(3, 4).value == 75


def test_attainment_counts_what_fell_due():
    assert metrics.attainment(9, 3).value == 75
    assert metrics.attainment(0, 0) is None


@given(SCORES)
def test_a_mean_is_exact_and_its_interval_holds_it(counts):
    found = metrics.mean(counts)
    answers = [Fraction(score) for score, times in counts.items() for _ in range(min(times, 1))]
    if found is None:
        assert not answers
    elif found.low is not None:
        assert found.low <= found.value <= found.high
        assert min(answers) <= found.value <= max(answers)


def test_the_means_interval_is_the_textbooks():
    found = metrics.mean({1: 2, 3: 2, 5: 2})
    assert found.value == plain_mean([1, 1, 3, 3, 5, 5])
    assert found.se == pytest.approx((3.2 / 6) ** 0.5)
    assert metrics.mean({4: 9}) == Figure(4.0, 9)


def test_a_change_is_real_only_beyond_chance():
    small, large = metrics.nps_of(5, 3, 2).score, metrics.nps_of(2, 3, 5).score
    assert not metrics.change(small, large).is_real
    wide, narrow = metrics.nps_of(500, 300, 200).score, metrics.nps_of(200, 300, 500).score
    found = metrics.change(wide, narrow)
    assert found.is_real
    assert found.difference == pytest.approx(60)
    assert found.low < 60 < found.high


def test_three_promoters_against_three_passives_are_too_few():
    assert not metrics.change(metrics.nps_of(3, 0, 0).score, metrics.nps_of(0, 3, 0).score).is_real


def test_a_change_needs_two_figures_that_can_be_tested():
    assert metrics.change(None, metrics.share(1, 2)) is None
    assert metrics.change(metrics.mean({4: 9}), metrics.mean({4: 9, 3: 1})) is None


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 500), st.integers(1, 500))
def test_a_change_turned_round_is_its_opposite(a, b, c, d):
    one, other = metrics.share(a, a + b), metrics.share(c, c + d)
    there, back = metrics.change(one, other), metrics.change(other, one)
    assert there.z == pytest.approx(-back.z)
    assert there.is_real == (not there.low <= 0 <= there.high)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_median_is_the_textbooks_and_p90_is_not_below_it(values):
    found = metrics.times(values)
    assert found.median == pytest.approx(median(values))
    assert found.median <= found.p90 <= max(values)


def test_times_interpolate_as_postgresql_does():
    assert metrics.times(range(1, 11)) == metrics.Times(5.5, pytest.approx(9.1), 10)
    assert metrics.times([]) is None


def test_the_effect_of_a_prevention_is_a_rate_ratio():
    found = metrics.rate_ratio(40, 10_000, 10, 10_000)
    assert (found.before, found.after, found.ratio) == (4, 1, 0.25)
    assert [found.low, found.high] == pytest.approx([0.125, 0.5], abs=0.001)
    assert found.is_lower
    assert not found.is_higher


def test_no_case_after_a_prevention_is_a_ratio_of_nought_with_an_upper_end():
    found = metrics.rate_ratio(20, 1000, 0, 1000)
    assert (found.ratio, found.low) == (0, 0)
    assert 0 < found.high < 1
    assert metrics.rate_ratio(0, 1000, 5, 1000) is None


@given(st.integers(1, 999), st.integers(1000, 9999), st.integers(1, 999), st.integers(1000, 9999))
def test_a_rate_ratio_turned_round_is_its_inverse(c1, e1, c2, e2):
    there, back = metrics.rate_ratio(c1, e1, c2, e2), metrics.rate_ratio(c2, e2, c1, e1)
    assert there.ratio == pytest.approx(1 / back.ratio)
    assert there.low == pytest.approx(1 / back.high)


def test_of_a_small_staff_of_whom_half_answered_the_error_is_smaller():
    """5/3/2 is 30, 23.08 [-19.05, 65.21]; sqrt(10 / 19) = 0.72548."""
    score = metrics.nps_of(5, 3, 2).score
    found = metrics.finite(score, 20)
    assert (found.value, found.n) == (score.value, 10)
    assert (round(found.low, 1), round(found.high, 1)) == (-5.6, 55.5)
    assert found.se == pytest.approx(score.se * 0.72548, rel=1e-4)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(5, 50), st.integers(0, 200))
def test_the_more_of_a_staff_answered_the_smaller_the_error_until_there_is_none(p, passive, d, silent):
    score, n = metrics.nps_of(p, passive, d).score, p + passive + d
    found = metrics.finite(score, n + silent)
    assert found.low - 1e-9 <= score.value <= found.high + 1e-9
    assert score.low - 1e-9 <= found.low
    assert found.high <= score.high + 1e-9
    assert metrics.finite(score, n * 20) == score
    everybody = metrics.finite(score, n)
    assert everybody.low == everybody.high == everybody.centre == everybody.value


def test_two_figures_of_everybody_differ_or_do_not():
    one, other = (metrics.finite(metrics.share(part, 10), 10) for part in (6, 7))
    assert metrics.change(other, one).is_real
    assert not metrics.change(one, one).is_real
