"""Ideas without a name, as people and the clock make them: by the pages, each by who has just signed in."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from ideas.actions.anonymous import open_batch
from ideas.actions.releasing import release_due
from ideas.models import Board, SealedBatch
from tenants.here import today

HAND_IN, RECEIPT = "/unnamed/hand-in/", "/unnamed/receipt/"
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
CODE = re.compile(r"\w{4}(?:-\w{4}){4}")


@pytest.fixture
def board(make_employee):
    for _ in range(5):
        reviewer = make_employee()
    made = Board.objects.create(name="Shops", allows_anonymous=True)
    made.reviewers.add(reviewer)
    open_batch()
    return made


def facts(touchpoint, **said):
    """What the form asks."""
    return {
        "title": "A roof at the door", "problem": "They wait in the rain", "proposal": "A roof",
        "touchpoint": touchpoint.pk, "delight": "They stay dry", "metric": "csat", "judge_on": "2099-01-01",
        "language": "en", "lang": "en",
    } | said  # fmt: skip


def form_of(client, board):
    """The ticket of a form that was opened."""
    return TICKET.search(client.get(f"/unnamed/boards/{board.pk}/").text)[1]


def hand_in(client, board, touchpoint, **said):
    """Open the form and send it; the code."""
    page = client.post(HAND_IN, facts(touchpoint, ticket=form_of(client, board), **said))
    assert page.status_code == 200, page.text
    return CODE.search(page.text)[0]


def next_day():
    """The clock publishes what was handed in until now."""
    SealedBatch.objects.update(opened_on=today() - timedelta(days=1))
    published = release_due()
    connection.close()
    return published
