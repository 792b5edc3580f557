"""What an idea's page says of its test."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from ideas.figures import results, seen_testers
from ideas.models import Idea, Trial
from tenants.paging import address

EACH = 20
"""So many testers stand on a page, those who answered or were asked last on the first. They are few, and
counted: who answers meanwhile moves the others by one."""


def trial_part(request: HttpRequest, idea: Idea, *, has_trial: bool) -> dict[str, Any]:
    """How it went for all together; and each one who tries it, where they are asked for."""
    trial = Trial.objects.select_related("post").filter(idea=idea).first() if has_trial else None
    shown: dict[str, Any] = {"trial": trial, "may_test": idea.may_be_tested_by(request.user)}
    if not trial:
        return shown
    shown["tested"] = results(trial)
    if "testers" not in request.GET:
        return shown | {"each_tester": who_tries(idea)}
    asked = request.GET["testers"][:6]
    number = max(int(asked) if asked.isdecimal() else 1, 1)
    seen = partial(seen_testers, trial, to=request.user, most=EACH + 1)
    testers = seen(first=(number - 1) * EACH)
    if not testers:
        number, testers = 1, seen()
    return shown | {
        "testers": testers[:EACH],
        "testers_before": who_tries(idea, number - 1) if number > 1 else "",
        "testers_after": who_tries(idea, number + 1) if len(testers) > EACH else "",
    }


def who_tries(idea: Idea, number: int = 1) -> str:
    """The place on its page where each one stands."""
    return f"{address(idea.get_absolute_url(), testers=number)}#testers"
