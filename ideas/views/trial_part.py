"""What an idea's page says of its test."""

from typing import Any

from django.http import HttpRequest

from ideas.figures import results, seen_testers
from ideas.figures.tested import MOST
from ideas.models import Idea, Trial
from tenants.paging import address

PAIRS = 5
"""So many testers stand on the page at first, those who answered last."""


def trial_part(request: HttpRequest, idea: Idea, *, has_trial: bool) -> dict[str, Any]:
    trial = Trial.objects.select_related("post").filter(idea=idea).first() if has_trial else None
    shown: dict[str, Any] = {"trial": trial, "may_test": idea.may_be_tested_by(request.user)}
    if not trial:
        return shown
    most = MOST if "testers" in request.GET else PAIRS
    testers, whole = seen_testers(trial, to=request.user, most=most + 1), ""
    if most == PAIRS and len(testers) > PAIRS:
        whole = f"{address(idea.get_absolute_url(), testers='all')}#testers"
    return shown | {
        "tested": results(trial), "testers": testers[:most], "all_testers": whole,
        "pairs": most if len(testers) > most and not whole else 0,
    }  # fmt: skip
