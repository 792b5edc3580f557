from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions.ledger import promise


@pytest.fixture
def make_promise(acme):
    """A promise, due in a day; `hours` from now, or ago when they are negative."""

    def make(owner=None, hours=24, *, what="Call back", kind="answer", team=None, age=48, **facts):
        now = timezone.now()
        return promise(
            what, kind=kind, owner=owner, team=team or (owner and owner.team),
            due_at=now + timedelta(hours=hours), made_at=now - timedelta(hours=age), **facts,
        )  # fmt: skip

    return make
