"""What people care about now, and lists in that order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.commenting import comment_on, hide_comment
from ideas.actions.trending import count_trends
from ideas.actions.voting import take_back, vote
from ideas.models import Idea, Vote

LONG_AGO = timedelta(days=15)


def trend(idea: Idea) -> int:
    count_trends()
    idea.refresh_from_db()
    return idea.trend


def test_votes_and_comments_of_14_days_are_counted_but_not_what_is_hidden(make_idea, make_employee):
    idea, one, other = make_idea(), make_employee(), make_employee()
    for person in (one, other):
        vote(idea, by=person)
    comment_on(idea, text="At the other door, too", by=one)
    hide_comment(comment_on(idea, text="Rude", by=other), reason="Rude", by=one)
    assert trend(idea) == 3
    Vote.objects.filter(voter=one).update(at=timezone.now() - LONG_AGO)
    take_back(idea, by=other)
    assert trend(idea) == 1


def test_counted_again_nothing_changes_and_in_the_end_it_is_quiet(
    make_idea, make_employee, time_machine_later
):
    idea = make_idea()
    vote(idea, by=make_employee())
    assert (count_trends(), count_trends()) == (1, 0)
    time_machine_later(days=15)
    assert trend(idea) == 0


@pytest.fixture
def three(make_board, make_idea, make_employee):
    """One that two want now, one that one wants, and one that many wanted long ago."""
    board, people = make_board(), [make_employee() for _ in range(3)]
    found = [make_idea(board, title=title) for title in ("Two now", "One now", "Three long ago")]
    for idea, number in zip(found, (2, 1, 3), strict=True):
        for person in people[:number]:
            vote(idea, by=person)
    Vote.objects.filter(idea=found[2]).update(at=timezone.now() - LONG_AGO)
    count_trends()
    return found


def test_the_board_shows_what_is_wanted_now_and_leaves_out_the_rest(three, sign_in, make_employee):
    page = sign_in(make_employee()).get(f"/ideas/boards/{three[0].board_id}/?view=trending").content.decode()
    assert 0 < page.index("Two now") < page.index("One now")
    assert "Three long ago" not in page


def test_where_nothing_trends_the_board_says_so(make_idea, make_employee, sign_in):
    board = make_idea().board
    page = sign_in(make_employee()).get(f"/ideas/boards/{board.pk}/?view=trending").content.decode()
    assert "Nobody has voted or said anything here in the last two weeks." in page


@pytest.mark.parametrize(
    ("order", "first"), [("-trend", [0, 1, 2]), ("-votes", [2, 0, 1]), ("votes", [1, 0, 2])]
)
def test_the_api_lists_them_in_the_order_asked_for(order, first, three, sign_in, make_employee):
    found = sign_in(make_employee()).get(f"/api/v1/ideas/?ordering={order}").json()["results"]
    assert [row["id"] for row in found] == [three[place].pk for place in first]


def test_pages_of_ideas_with_as_many_votes_show_each_once_in_both_directions(
    make_board, make_idea, make_employee, sign_in
):
    board, client = make_board(), sign_in(make_employee())
    keys = [make_idea(board).pk for _ in range(5)]
    page, pages = client.get("/api/v1/ideas/?ordering=-votes&page_size=2").json(), []
    while True:
        pages.append([row["id"] for row in page["results"]])
        if not page["next"]:
            break
        page = client.get(page["next"]).json()
    assert [key for page in pages for key in page] == keys[::-1]
    assert [row["id"] for row in client.get(page["previous"]).json()["results"]] == pages[1]


@pytest.mark.parametrize("cursor", ["x", "WzAsMCwxXQ==", "WzAsMCwwLDk5OTk5OTk5OTk5OTk5OTk5OTk5OV0=", "%00"])
def test_a_cursor_that_is_not_ours_is_not_found_or_leads_nowhere(cursor, make_idea, make_employee, sign_in):
    make_idea()
    page = sign_in(make_employee()).get(f"/api/v1/ideas/?ordering=-votes&cursor={cursor}")
    assert page.status_code in (200, 404)
    assert page.status_code == 404 or len(page.json()["results"]) == 1
