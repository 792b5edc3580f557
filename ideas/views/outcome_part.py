"""The parts of an idea's page that say what became of it."""

from typing import Any

from employees.models import Employee
from ideas.actions.register import may_enter
from ideas.figures.outcomes import entries_of
from ideas.figures.verdicts import told
from ideas.forms.outcomes import DissentForm
from ideas.models import Idea, OutcomeCheck
from ideas.models.register import KINDS


def outcome_of(idea: Idea, user: Employee) -> dict[str, Any]:
    """Its check and its lines of the register; nothing of what was never accepted."""
    takes = [name for name, kind in KINDS.items() if idea.status in kind.statuses]
    if not takes:
        return {}
    check = OutcomeCheck.objects.standing().filter(idea=idea).select_related("cause").first()
    dissents = list(check.dissents.select_related("by")) if check and check.verdict else []
    return {
        "outcome": told(check) if check else None, "dissents": dissents,
        "dissent_form": DissentForm(auto_id="dissent_%s"), "register": entries_of(idea),
        "may_enter": may_enter(idea, user), "takes": takes,
    }  # fmt: skip
