"""What becomes of ideas, without dragging anything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.deciding import decide
from ideas.models import Idea, Move
from tenants.here import today
from tests.plans import queries

Status = Idea.Status


@pytest.fixture
def move(make_employee):
    """An idea goes as far as this, one step after the other."""
    lead = make_employee()
    facts = {"owner": lead, "due_on": today() + timedelta(days=30)}

    def move(idea, to):
        for step in (Status.PLANNED, Status.STARTED, Status.COMPLETED):
            decide(idea, to=step, reason="As asked", by=lead, **(facts if step == Status.STARTED else {}))
            if step == to:
                break
        return idea

    return move


def test_each_idea_stands_where_it_was_decided(make_board, make_idea, move, sign_in, make_employee):
    board = make_board()
    for status in (Status.PLANNED, Status.STARTED, Status.COMPLETED):
        move(make_idea(board, title=f"It is {status}"), status)
    make_idea(board, title="It is open")
    page = sign_in(make_employee()).get(f"/ideas/boards/{board.pk}/roadmap/").content.decode()
    places = [page.index(f"It is {status}") for status in ("planned", "started", "completed")]
    assert places == sorted(places)
    assert "It is open" not in page


def test_the_most_wanted_stand_first_and_the_rest_is_a_page_away(
    make_board, make_idea, sign_in, make_employee
):
    board, client = make_board(), sign_in(make_employee())
    for number in range(27):
        idea = make_idea(board, title=f"Wanted by {number} people")
        Idea.objects.filter(pk=idea.pk).update(status=Status.PLANNED, votes=number)
    page = client.get(f"/ideas/boards/{board.pk}/roadmap/").content.decode()
    assert page.index("Wanted by 26 people") < page.index("Wanted by 25 people")
    assert ("Wanted by 17 people" in page, "Wanted by 16 people" in page) == (True, False)
    assert "?status=planned" in page
    whole = client.get(f"/ideas/boards/{board.pk}/roadmap/?status=planned")
    after = client.get(whole.context["older"]).content.decode()
    assert "Wanted by 1 people" in after
    assert "Wanted by 26 people" not in after


def test_what_was_completed_long_ago_or_twice_stands_there_once_at_most(
    make_board, make_idea, move, sign_in, make_employee
):
    board = make_board()
    old, twice = (move(make_idea(board, title=title), Status.COMPLETED) for title in ("Old", "Done twice"))
    Move.objects.filter(idea=old).update(at=timezone.now() - timedelta(days=91))
    move_again = {"owner": make_employee(), "due_on": today() + timedelta(days=9)}
    decide(twice, to=Status.STARTED, reason="Not yet", by=make_employee(), **move_again)
    decide(twice, to=Status.COMPLETED, reason="Now", by=make_employee())
    page = sign_in(make_employee()).get("/ideas/roadmap/").content.decode()
    assert ">Old<" not in page
    assert page.count(">Done twice<") == 1


def test_over_all_boards_nobody_sees_more_than_on_each(
    make_board, make_idea, move, make_team, sign_in, make_employee
):
    move(make_idea(make_board(teams=[make_team()]), title="Of another team"), Status.PLANNED)
    move(make_idea(make_board(is_one_way=True), title="Of a one-way board"), Status.PLANNED)
    move(make_idea(title="Of everybody"), Status.PLANNED)
    page = sign_in(make_employee()).get("/ideas/roadmap/").content.decode()
    assert "Of everybody" in page
    assert "Of another team" not in page
    assert "Of a one-way board" not in page


def test_who_may_decide_is_led_to_the_decision(make_board, make_idea, move, sign_in, make_employee):
    reviewer = make_employee()
    idea = move(make_idea(make_board([reviewer])), Status.PLANNED)
    link = f"{idea.get_absolute_url()}#decide"
    assert link in sign_in(reviewer).get("/ideas/roadmap/").content.decode()
    assert link not in sign_in(make_employee()).get("/ideas/roadmap/").content.decode()


def test_it_asks_as_much_for_many_ideas_as_for_few(make_board, make_idea, move, sign_in, make_employee):
    client = sign_in(make_employee())
    move(make_idea(make_board([make_employee()])), Status.STARTED)
    client.get("/ideas/roadmap/")
    few = queries(client, "/ideas/roadmap/")
    for _ in range(6):
        move(make_idea(make_board([make_employee()])), Status.STARTED)
    assert queries(client, "/ideas/roadmap/") == few


def test_where_nothing_is_decided_it_says_so(make_board, sign_in, make_employee):
    page = sign_in(make_employee()).get(f"/ideas/boards/{make_board().pk}/roadmap/").content.decode()
    assert "Nothing is planned" in page
    assert "Nobody works on an idea now" in page
