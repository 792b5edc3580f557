"""The newsletters of the demo: one that was sent, and a draft that waits for its editor."""

from datetime import datetime, timedelta

import time_machine

from feedback.actions import newsletters
from feedback.management.demo.staff import Staff
from tenants.here import today

INTRODUCTION = (
    "Good morning. This week taught me that people forgive waiting, and never forgive not being told. "
    "Read what colleagues heard, and who promised what because of it. One of the dates below still has a "
    "place for you."
)


def build_letters(staff: Staff, *, now: datetime) -> None:
    """Sent on the Monday behind its week; the draft is of the week that runs."""
    monday = now - timedelta(days=now.weekday())
    with time_machine.travel(monday, tick=True):
        made = newsletters.draft(
            week=today() - timedelta(days=7), by=staff.champion, language="en",
            title="What people told us last week",
        )  # fmt: skip
        newsletters.edit(made, {"introduction": INTRODUCTION}, [])
        newsletters.send(made, by=staff.champion)
    newsletters.draft(week=today(), by=staff.champion, language="en", title="What people told us this week")
