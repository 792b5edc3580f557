"""What an idea's page says of its test."""

from typing import Any

from employees.models import Employee
from ideas.figures import difference, pairs_of, results
from ideas.models import Idea, Trial

PAIRS = 10
"""So many testers stand on the page, those who answered last."""


def trial_part(idea: Idea, reader: Employee) -> dict[str, Any]:
    trial = Trial.objects.select_related("post").filter(idea=idea).first()
    shown: dict[str, Any] = {"trial": trial, "may_test": idea.may_be_tested_by(reader)}
    if trial:
        rows = pairs_of(trial, to=reader, most=PAIRS)
        pairs = [(row, difference(row.follows, row.response)) for row in rows]
        shown |= {"tested": results(trial), "testers": pairs, "pairs": PAIRS}
    return shown
