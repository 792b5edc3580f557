"""A delivered idea on a cause is what prevents it."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.models import Employee
from feedback.actions import causes
from feedback.models import Prevention
from ideas.models import Idea
from tenants.here import current_organisation, today


def prevent(idea: Idea, *, by: Employee) -> Prevention | None:
    """Among its cause's preventions from today on, as one that is kept: so its effect is told there as of
    every other, and the cases that waited for one are settled by it. Beside what others have promised."""
    if idea.cause is None:
        return None
    with override(current_organisation().language):
        action = idea.title if idea.board.is_read_by_all else _("An idea was delivered.")
    owner = idea.delivery.owner if idea.delivery else None
    made = causes.promise_prevention(
        idea.cause, action=action, owner=owner or by, by=by, effective_on=today(),
        due_on=today() + timedelta(days=1),
    )  # fmt: skip
    causes.keep_prevention(made, by=by)
    return made


def undo_prevention(prevention: Prevention, *, reason: str, by: Employee) -> None:
    """It was not delivered: what waited for a prevention waits again."""
    causes.undo_prevention(prevention, reason=reason, by=by)
