from datetime import timedelta
from itertools import count

import pytest
from django.core import mail

from ideas import tasks
from ideas.actions import challenging
from ideas.actions.boards import Some, limit_board
from ideas.actions.submitting import submit_idea
from ideas.models import Board
from tenants.here import today
from tenants.outbox.send import send_waiting
from tests.employees.conftest import time_machine_later  # noqa: F401
from tests.feedback.bringing_in import bring_in  # noqa: F401
from tests.feedback.conftest import make_case, make_customer  # noqa: F401
from tests.ideas.anonymous_kit import (  # noqa: F401
    body,
    key_folder,
    later,
    nobody,
    published,
    quiet_board,
    seal_idea,
)
from tests.ideas.customer_vote_kit import ann, hallam  # noqa: F401
from tests.ideas.outcome_kit import customers_say, deliver, judged  # noqa: F401
from tests.ideas.panel_kit import make_member, panel, propose, visitor  # noqa: F401
from tests.ideas.trial_kit import complain, run  # noqa: F401

numbers = count(1)


@pytest.fixture
def make_board(acme):
    def make(reviewers=(), teams=(), **facts):
        board = Board.objects.create(**{"name": f"Board {next(numbers)}"} | facts)
        board.reviewers.set(reviewers)
        limit_board(board, [Some("see", team=team) for team in teams])
        return board

    return make


@pytest.fixture
def said(make_touchpoint):
    """What somebody says of an idea; each time another title."""

    def said(**facts):
        return {
            "title": f"Idea {next(numbers)}", "problem": "They wait", "proposal": "A roof",
            "touchpoint": make_touchpoint(), "delight": "They stay dry", "metric": "csat",
            "judge_on": today() + timedelta(days=90), "language": "en",
        } | facts  # fmt: skip

    return said


@pytest.fixture
def make_idea(make_board, make_employee, said):
    def make(board=None, by=None, **facts):
        return submit_idea(board or make_board(), by=by or make_employee(), **said(**facts))

    return make


@pytest.fixture
def make_challenge(make_board, make_employee):
    """Running, until in three days."""

    def make(board=None, *, starts=-1, days=4, sponsor=None, **facts):
        opens = today() + timedelta(days=starts)
        made = {"question": "What would make waiting bearable?", "opens_on": opens,
                "closes_on": opens + timedelta(days=days), "sponsor": sponsor or make_employee()}  # fmt: skip
        return challenging.ask(board or make_board(), **made | facts)

    return make


@pytest.fixture
def mails(django_capture_on_commit_callbacks):
    """What is sent when the calendar was looked at twice: by reader."""

    def mails():
        with django_capture_on_commit_callbacks(execute=True):
            for _twice in range(2):
                tasks.watch_challenges()
            send_waiting()
        found = {message.to[0]: message for message in mail.outbox}
        assert len(found) == len(mail.outbox)
        return found

    return mails
