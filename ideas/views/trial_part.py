"""What an idea's page says of its test."""

from typing import Any

from employees.models import Employee
from ideas.figures import results, seen_testers
from ideas.models import Idea, Trial

PAIRS = 5
"""So many testers stand on the page, those who answered last."""


def trial_part(idea: Idea, reader: Employee, *, has_trial: bool) -> dict[str, Any]:
    trial = Trial.objects.select_related("post").filter(idea=idea).first() if has_trial else None
    shown: dict[str, Any] = {"trial": trial, "may_test": idea.may_be_tested_by(reader)}
    if trial:
        shown |= {"tested": results(trial), "pairs": PAIRS}
        shown["testers"] = seen_testers(trial, to=reader, most=PAIRS)
    return shown
