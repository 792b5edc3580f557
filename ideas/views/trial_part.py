"""What an idea's page says of its test: how it went for all together."""

from typing import Any

from django.http import HttpRequest

from ideas.figures import results
from ideas.models import Idea, Trial


def trial_part(request: HttpRequest, idea: Idea, *, has_trial: bool) -> dict[str, Any]:
    trial = Trial.objects.select_related("post").filter(idea=idea).first() if has_trial else None
    return {
        "trial": trial, "tested": results(trial) if trial else None,
        "may_test": idea.may_be_tested_by(request.user),
    }  # fmt: skip
