"""What an idea's page says of its test."""

from typing import Any

from django.http import HttpRequest

from ideas.figures import results, seen_testers
from ideas.figures.tested import MOST
from ideas.models import Idea, Trial
from tenants.paging import address


def trial_part(request: HttpRequest, idea: Idea, *, has_trial: bool) -> dict[str, Any]:
    """How it went for all together; and each one who tries it, where they are asked for."""
    trial = Trial.objects.select_related("post").filter(idea=idea).first() if has_trial else None
    shown: dict[str, Any] = {"trial": trial, "may_test": idea.may_be_tested_by(request.user)}
    if not trial:
        return shown
    shown["tested"] = results(trial)
    if "testers" not in request.GET:
        return shown | {"all_testers": all_testers(idea)}
    testers = seen_testers(trial, to=request.user, most=MOST + 1)
    return shown | {"testers": testers[:MOST], "pairs": MOST if len(testers) > MOST else 0}


def all_testers(idea: Idea) -> str:
    """The place on its page where each one stands."""
    return f"{address(idea.get_absolute_url(), testers='all')}#testers"
