"""Made-up histories of customers, before and after an idea is delivered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas import tasks
from ideas.actions import checks, deciding
from ideas.models import OutcomeCheck
from tenants.here import today


@pytest.fixture
def customers_say(make_post, make_response):
    """So many answers of each score at a touchpoint, spread over the days before now."""

    def say(touchpoint, counts, *, metric="csat", days=20, post=None, **facts):
        post = post or make_post(kinds=(metric, "text"), touchpoint=touchpoint)
        made, scores = [], [score for score, n in counts.items() for _ in range(n)]
        for place, score in enumerate(scores):
            at = timezone.now() - timedelta(days=1 + place % days)
            given = {"post": post, "metric": metric, "score": score, "opens_cases": False}
            made.append(make_response(**given | {"received_at": at} | facts))
        return made

    return say


@pytest.fixture
def deliver(make_employee):
    """The idea is started and delivered today; its check."""

    def deliver(idea, *, by=None, owner=None):
        by = by or make_employee()
        facts = {"owner": owner or by, "due_on": today() + timedelta(days=1)}
        deciding.decide(idea, to="started", reason="We do it", by=by, **facts)
        deciding.decide(idea, to="completed", reason="It stands", by=by)
        return OutcomeCheck.objects.get(idea=idea, voided_at=None)

    return deliver


@pytest.fixture
def judged(time_machine_later):
    """The time of a check passes, and the schedule runs."""

    def judge(check, say=lambda: None):
        time_machine_later(days=(check.after_to - today()).days)
        say()
        time_machine_later(days=1)
        for key in OutcomeCheck.objects.due().values_list("pk", flat=True):
            checks.judge(key)
            tasks.tell_of_outcome(key)
        check.refresh_from_db()
        return check

    return judge


__all__ = ["customers_say", "deliver", "judged"]
