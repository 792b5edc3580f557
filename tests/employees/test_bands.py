"""How long people have been here, in bands that hold nobody or at least k."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from employees.metrics.bands import bands


def staff(**numbers):
    """So many people of each number of years: staff(y0=5, y2=7)."""
    years = [int(name[1:]) for name, number in numbers.items() for _ in range(number)]
    return dict(enumerate(years))


def test_bands_of_five_and_more_stand_alone():
    found = Counter(bands(staff(y0=5, y1=3, y2=4, y9=6, y10=5, y40=1)).values())
    assert found == {"0-1": 5, "1-3": 7, "3-10": 6, "10-": 6}


def test_a_small_band_is_put_together_with_its_smaller_neighbour():
    assert Counter(bands(staff(y0=5, y1=3, y5=9, y12=8)).values()) == {"0-3": 8, "3-10": 9, "10-": 8}
    assert Counter(bands(staff(y0=9, y1=9, y5=9, y12=1)).values()) == {"0-1": 9, "1-3": 9, "3-": 10}


def test_a_band_without_anybody_is_no_trouble():
    assert Counter(bands(staff(y0=6, y12=7)).values()) == {"0-1": 6, "10-": 7}


@given(st.lists(st.integers(0, 60), min_size=5, max_size=80), st.integers(5, 9))
def test_no_band_holds_fewer_than_k_where_all_together_are_as_many(years, k):
    found = Counter(bands(dict(enumerate(years)), k).values())
    assert sum(found.values()) == len(years)
    assert len(found) == 1 or min(found.values()) >= k
