from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions.ledger import promise
from tenants.here import current_zone
from tests.employees.pulse_kit import held, key_folder, make_staff, make_wave  # noqa: F401


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


@pytest.fixture
def time_machine_at_noon(acme):
    """Daily letters go out in the morning: let it be noon where the organisation is."""
    from datetime import datetime

    import time_machine

    noon = datetime.now(current_zone()).replace(hour=12, minute=0)
    with time_machine.travel(noon):
        yield noon


@pytest.fixture
def time_machine_later():
    """Let time pass."""
    import time_machine

    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield lambda **span: clock.shift(timedelta(**span))
