"""Whoever enters a patent while it is entered at another idea waits for that, and is refused calmly."""

import pytest

from ideas.actions import deciding, register
from ideas.actions.errors import TakenError
from ideas.models import Patent
from tenants.here import today
from tests.ideas.test_merging_waits import while_open

pytestmark = pytest.mark.committing
EPO = {"office": "EPO", "number": "1234567"}


@pytest.fixture
def by(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def pair(make_board, make_idea, by):
    """Two ideas that are planned."""
    board = make_board([by])
    found = make_idea(board), make_idea(board)
    for idea in found:
        deciding.decide(idea, to="planned", reason="In spring", by=by)
    return found


@pytest.fixture
def enter(by):
    def enter(idea, **facts):
        return register.enter(Patent, idea, by=by, filed_on=today(), **EPO | facts)

    return enter


def test_a_patent_that_is_entered_at_two_ideas_at_once_stands_at_the_first(acme, pair, enter):
    done = while_open(acme, lambda: enter(pair[0]), lambda: enter(pair[1]))
    assert (done, Patent.objects.get().idea) == (TakenError, pair[0])


def test_the_page_and_the_api_say_that_it_stands_there(acme, pair, enter, by, sign_in):
    client, said = sign_in(by), {"filed_on": str(today()), "inventors": [by.pk]} | EPO
    path = f"/ideas/{pair[1].pk}/patents/new/"
    page = while_open(acme, lambda: enter(pair[0]), lambda: client.post(path, said))
    assert (page.status_code, "stands on the register already" in page.text) == (422, True)
    Patent.objects.all().delete()
    path, said = "/api/v1/idea-patents/", said | {"idea": pair[1].pk}
    answer = while_open(
        acme, lambda: enter(pair[0]), lambda: client.post(path, said, content_type="application/json")
    )
    assert answer.status_code == 409


def test_another_one_that_is_given_its_number_meanwhile_keeps_its_own(acme, pair, enter, by):
    other = enter(pair[1], number="7")
    done = while_open(acme, lambda: enter(pair[0]), lambda: register.mend(other, by=by, **EPO))
    other.refresh_from_db()
    assert (done, other.number) == (TakenError, "7")


def test_taken_off_and_put_back_while_it_is_entered_anew_it_stays_off(acme, pair, enter, by):
    old = enter(pair[1])
    register.remove(old, by=by)
    done = while_open(acme, lambda: enter(pair[0]), lambda: register.restore(old, by=by))
    assert (done, Patent.objects.standing().get().idea) == (False, pair[0])
