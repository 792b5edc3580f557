"""Lists that are read page by page, both ways."""

import json
from base64 import urlsafe_b64encode

import pytest

from employees.models import Team
from tenants.paging import Stretch, read_page


def stretches():
    return [Stretch(Team.objects.filter(location=""), ("-id",)),
            Stretch(Team.objects.exclude(location=""), ("id",))]  # fmt: skip


@pytest.fixture
def in_order(make_team):
    """Sixty teams in two stretches, in the order of the list."""
    plain = [make_team().pk for _n in range(30)]
    placed = [make_team(name=f"N{n:02}", location="Hull").pk for n in range(30)]
    return plain[::-1] + placed


def forth(size):
    pages = [read_page(stretches(), size=size)]
    while pages[-1].older and len(pages) < 70:
        pages.append(read_page(stretches(), pages[-1].older, size))
    return pages


@pytest.mark.parametrize("size", [1, 7, 25, 30, 60, 61])
def test_forth_each_row_comes_once_and_in_order(in_order, size):
    assert [row.pk for page in forth(size) for row in page.rows] == in_order


@pytest.mark.parametrize("size", [1, 7, 25, 30, 60, 61])
def test_back_the_same_pages_come_again(in_order, size):
    there = forth(size)
    back = [there[-1]]
    while back[-1].newer and len(back) < 70:
        back.append(read_page(stretches(), back[-1].newer, size))
    assert [p.rows for p in back[::-1]] == [p.rows for p in there]
    assert [bool(p.older) for p in back[::-1]] == [bool(p.older) for p in there]


def test_what_came_since_stands_on_the_first_page_when_one_gets_there(in_order, make_team):
    second = forth(25)[1]
    newest = make_team()
    back = read_page(stretches(), second.newer, 25)
    assert back.rows[0].pk == in_order[0]
    assert back.newer
    first = read_page(stretches(), back.newer, 25)
    assert first.rows[0] == newest
    assert not first.newer


def test_a_page_whose_rows_are_gone_begins_at_the_top(in_order):
    last = forth(25)[-2].older
    Team.objects.filter(location="Hull").delete()
    assert [row.pk for row in read_page(stretches(), last, 25).rows] == in_order[:25]


NOT_OURS = [
    [9, 0, 1],
    [-1, 0, 1],
    [0, 0],
    [0, 0, 10**30],
    [0, 0, float("inf"), 1],
    [0, 0, float("inf")],
    [0, 0, "x"],
    [1, 0, "2026-01-01"],
    [0, 0, 1, 1],
    {},
    None,
]


@pytest.mark.parametrize("facts", NOT_OURS, ids=str)
def test_a_cursor_that_is_not_ours_begins_at_the_top(in_order, facts):
    cursor = urlsafe_b64encode(json.dumps(facts).encode()).decode()
    assert [row.pk for row in read_page(stretches(), cursor, 25).rows][:1] == in_order[:1]
