"""The register of what ideas have brought. Who may decide about an idea enters it, and the champion."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from ideas.actions import honouring
from ideas.actions.errors import MoveError, TakenError
from ideas.actions.locking import held
from ideas.models import Idea, Patent
from ideas.models.register import Entry, EntryQuerySet
from tenants.audit.record import record

E = TypeVar("E", bound=Entry)


def may_enter(idea: Idea, user: Employee) -> bool:
    return idea.may_be_decided_by(user) or user.has_perm("ideas.view_every_idea")


@transaction.atomic
def enter(kind: type[E], idea: Idea, *, by: Employee, inventors: Iterable[Employee] = (), **facts: Any) -> E:
    """Put a line on the register. The same, sent again at once, is given back.

    facts: by the names of the model's fields; inventors: of a patent. MoveError where the idea does not stand
    where it can have brought that; TakenError for a patent that stands there already."""
    locked = held(idea.pk)
    if locked.status not in kind.statuses:
        raise MoveError
    fresh = kind.objects.standing().filter(idea=locked, added_by=by, added_at__gt=a_moment_ago(), **facts)
    if just_now := fresh.first():
        return cast(E, just_now)
    made = kind(idea=locked, added_by=by, **facts)
    if made.is_taken:
        raise TakenError
    with _once():
        made.save(force_insert=True)
    if isinstance(made, Patent):
        made.inventors.set(inventors)
        honouring.honour_patent(made, by=by)
    record("register.entered", subject=subject(made), after={"idea": idea.pk, "what": str(made)})
    return made


@transaction.atomic
def mend(entry: Entry, *, by: Employee, inventors: Iterable[Employee] | None = None, **facts: Any) -> bool:
    """Say it better; False where it was taken off meanwhile. TakenError. Who is recognised for a patent, and
    for what, follows its line."""
    found = _held(type(entry).objects.standing(), entry)
    if found is None:
        return False
    before = {name: getattr(found, name) for name in facts}
    for name, fact in facts.items():
        setattr(found, name, fact)
    if found.is_taken:
        raise TakenError
    with _once():
        found.save(update_fields=list(facts))
    if isinstance(found, Patent):
        if inventors is not None:
            found.inventors.set(inventors)
        honouring.honour_patent(found, by=by)
    record("register.changed", subject=subject(entry), before=_plain(before), after=_plain(facts))
    entry.refresh_from_db()
    return True


@transaction.atomic
def remove(entry: Entry, *, by: Employee) -> bool:
    """Take it off the register; False where that was done before."""
    found = _held(type(entry).objects.standing(), entry)
    if found is None:
        return False
    found.removed_at, found.removed_by = timezone.now(), by
    found.save(update_fields=["removed_at", "removed_by"])
    record("register.removed", subject=subject(found), before={"what": str(found)})
    if isinstance(found, Patent):
        honouring.take_back_patent(found, by=by)
    return True


@transaction.atomic
def restore(entry: Entry, *, by: Employee) -> bool:
    """It stands there again; False where it does already, or its patent was entered anew."""
    found = _held(type(entry).objects.removed(), entry)
    if found is None or found.is_taken or not _put_back(found):
        return False
    record("register.restored", subject=subject(found), after={"what": str(found)})
    if isinstance(found, Patent):
        honouring.honour_patent(found, by=by)
    return True


def _held(rows: EntryQuerySet, entry: Entry) -> Any:
    """The line, if it is one of these, as it is now, and stays until this is done."""
    return rows.filter(pk=entry.pk).select_for_update(of=("self",)).first()


def _put_back(entry: Entry) -> bool:
    entry.removed_at = entry.removed_by = None
    try:
        with _once():
            entry.save(update_fields=["removed_at", "removed_by"])
    except TakenError:
        return False
    return True


@contextmanager
def _once() -> Iterator[None]:
    """TakenError where the same patent was entered meanwhile: at another idea nobody waits for this one."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise TakenError from None
        raise


def subject(entry: Entry) -> str:
    """How the audit trail names it."""
    return f"{entry._meta.label}:{entry.pk}"


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """People by their keys, numbers and days as they are written."""
    return {name: getattr(fact, "pk", None) or str(fact) for name, fact in facts.items()}
