"""Who comes, what they may do, and who leaves."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.actions.attending import leave_all
from employees.actions.leaving import Heirs, hand_on
from employees.models import ApiToken, Employee, Team
from tenants.audit.record import record
from tenants.here import midnight, today
from tenants.outbox.emit import emit

TRACKED = (
    "name",
    "email",
    "team_id",
    "is_admin",
    "is_operator",
    "is_executive",
    "joined_at",
    "deactivated_at",
)
LONGEST = timedelta(days=70 * 366)
"""Nobody has worked anywhere for longer."""


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    team: Team | None = None,
    is_admin: bool = False,
    language: str = "",
    **facts: Any,
) -> Employee:
    """Make a place for a colleague and send them the link with which they choose a password."""
    employee = Employee(
        email=email.lower(), name=name, team=team, is_admin=is_admin, language=language, **facts
    )
    employee.set_unusable_password()
    employee.invited_at = timezone.now()
    employee.save()
    record("employee.invited", subject=subject(employee), after=_facts(employee))
    _write_to(employee)
    return employee


def since(day: date) -> datetime:
    """The moment that stands for the day on which somebody began to work here.

    ValidationError where it lies ahead, or longer ago than anybody works."""
    if not today() - LONGEST <= day <= today():
        raise ValidationError(_("This is no day on which somebody who works here can have begun."))
    return midnight(day)


def invite_admin(*, email: str) -> None:
    """The first admin of a new organisation, called where it is made."""
    name = email.partition("@")[0].replace(".", " ").title()
    invite(email=email, name=name, is_admin=True)


@transaction.atomic
def invite_again(employee: Employee) -> bool:
    """Another link, after which the old one opens nothing; False for whoever has a password or has left."""
    if employee.has_usable_password() or employee.deactivated_at:
        return False
    employee.invited_at = timezone.now()
    employee.save(update_fields=["invited_at"])
    _write_to(employee)
    return True


def _write_to(employee: Employee) -> None:
    emit("employee.invited", {"employee": employee.pk}, to=employee.email, language=employee.language)


@transaction.atomic
def join(employee: Employee, *, name: str, password: str) -> bool:
    """Accept the invitation; False when somebody did so before with the same link."""
    waiting = Employee.objects.select_for_update().get(pk=employee.pk)
    if waiting.has_usable_password():
        return False
    waiting.name = name
    waiting.set_password(password)
    waiting.save(update_fields=["name", "password"])
    record("employee.joined", subject=subject(waiting))
    employee.refresh_from_db()
    return True


@transaction.atomic
def change_employee(employee: Employee) -> Employee:
    """Save what was changed, roles too; the trail keeps before and after. One admin always remains."""
    before = Employee.objects.select_for_update().get(pk=employee.pk)
    if before.is_admin and not employee.is_admin:
        _keep_an_admin(employee)
    employee.save()
    if before.email != employee.email:
        EmailAddress.objects.filter(user=employee).delete()
    if _facts(before) != _facts(employee):
        name = "role.changed" if before.is_admin != employee.is_admin else "employee.changed"
        record(name, subject=subject(employee), before=_facts(before), after=_facts(employee))
    return employee


@transaction.atomic
def deactivate(employee: Employee, *, heirs: Heirs, by: Employee | None) -> int:
    """Let somebody go: sessions and keys end, and others take what they had in hand. Promises that nobody
    takes stand in the unassigned queue. How many promises there were."""
    found = Employee.objects.select_for_update().get(pk=employee.pk)
    if found.deactivated_at:
        return 0
    if found.is_admin:
        _keep_an_admin(found)
    Employee.objects.filter(pk=found.pk).update(
        deactivated_at=timezone.now(), is_admin=False, is_operator=False
    )
    end_sessions(found)
    ApiToken.objects.filter(owner=found, revoked_at=None).update(revoked_at=timezone.now())
    Authenticator.objects.filter(user=found).delete()
    leave_all(found)
    handed = hand_on(found, heirs, by=by)
    employee.refresh_from_db()
    after = _facts(employee) | {"handed_over": handed}
    record("employee.deactivated", subject=subject(employee), before=_facts(found), after=after)
    return int(handed["promises"])


@transaction.atomic
def reactivate(employee: Employee) -> bool:
    """Let somebody back in, with a new invitation; False when they had not left."""
    back = Employee.objects.exclude(deactivated_at=None).filter(pk=employee.pk).update(deactivated_at=None)
    employee.refresh_from_db()
    if back:
        employee.set_unusable_password()
        employee.save(update_fields=["password"])
        record("employee.reactivated", subject=subject(employee))
        invite_again(employee)
    return bool(back)


def end_sessions(employee: Employee) -> None:
    """Sign somebody out everywhere."""
    sessions = UserSession.objects.filter(user=employee)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()


def _keep_an_admin(leaving: Employee) -> None:
    others = Employee.objects.active().filter(is_admin=True).exclude(pk=leaving.pk).select_for_update()
    if not others.exists():
        raise ValidationError(_("Somebody must be left who configures the organisation."))


def subject(employee: Employee) -> str:
    """How the audit trail names them."""
    return f"employees.Employee:{employee.pk}"


def _facts(employee: Employee) -> dict[str, Any]:
    return {name: getattr(employee, name) for name in TRACKED}
