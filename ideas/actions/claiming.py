"""Whoever holds the code of an idea without a name may say that it is theirs."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import ledger
from employees.models import Employee
from ideas.actions import following
from ideas.actions.locking import held, hold
from ideas.actions.reviewing import reviewer_of
from ideas.models import Idea
from tenants.audit.record import record
from tenants.here import current_organisation


@transaction.atomic
def claim(idea: Idea, *, by: Employee) -> bool:
    """From now on it is theirs by name; if they were to answer it, somebody else does. False where it has an
    author already."""
    hold(by)
    locked = held(idea.pk)
    if locked.author_id:
        return False
    locked.author, locked.team = by, by.team
    locked.save(update_fields=["author", "team"])
    if locked.review and locked.review.owner_id == by.pk:
        with override(current_organisation().language):
            reason = _("Nobody answers an idea of their own.")
        ledger.hand_over(locked.review, to=reviewer_of(locked), by=by, reason=reason)
    following.join(locked, who=by)
    record("idea.claimed", subject=f"ideas.Idea:{idea.pk}")
    idea.refresh_from_db()
    return True
