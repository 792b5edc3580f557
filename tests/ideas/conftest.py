from datetime import timedelta
from itertools import count

import pytest

from ideas.actions.submitting import submit_idea
from ideas.models import Board
from tenants.here import today
from tests.employees.conftest import time_machine_later  # noqa: F401
from tests.feedback.bringing_in import bring_in  # noqa: F401
from tests.feedback.conftest import make_case, make_customer  # noqa: F401
from tests.ideas.outcome_kit import customers_say, deliver, judged  # noqa: F401

numbers = count(1)


@pytest.fixture
def make_board(acme):
    def make(reviewers=(), teams=(), **facts):
        board = Board.objects.create(**{"name": f"Board {next(numbers)}"} | facts)
        board.reviewers.set(reviewers)
        board.teams.set(teams)
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
