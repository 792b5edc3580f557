"""The parts of an idea's page that say what became of it."""

from typing import Any

from employees.models import Employee
from ideas.actions.register import may_enter
from ideas.figures.outcomes import entries_of
from ideas.figures.there import There
from ideas.figures.verdicts import told
from ideas.forms.outcomes import DissentForm
from ideas.models import Idea, OutcomeCheck
from ideas.models.register import KINDS


def outcome_of(idea: Idea, user: Employee, there: There) -> dict[str, Any]:
    """Its check and its lines of the register, if there is either or something can be entered."""
    takes = [name for name, kind in KINDS.items() if idea.status in kind.statuses]
    if not (takes or there.entries):
        return {}
    checks = OutcomeCheck.objects.standing().filter(idea=idea).select_related("touchpoint", "cause")
    check = checks.first() if there.checks else None
    dissents = list(check.dissents.select_related("by")) if check and check.verdict else []
    return {
        "outcome": told(check) if check else None, "dissents": dissents,
        "register": entries_of(idea) if there.entries else {}, "may_enter": may_enter(idea, user),
        "dissent_form": DissentForm(auto_id="dissent_%s"), "takes": takes,
    }  # fmt: skip
