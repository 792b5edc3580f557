"""What an idea or a decision rests on: attached, taken away, brought back. A subject is anything with rows of
`Evidence` named `evidence`."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from employees.models import Employee
from feedback.models import Case, Cause, Citation, Response
from ideas.actions.errors import FullError
from ideas.models import Evidence
from ideas.models.evidence import MOST


@transaction.atomic
def attach(subject: Any, *, thing: Response | Case | Cause, why: str, by: Employee) -> Evidence:
    """Say that it rests on this, and why. Attached already, what stands is given back. FullError."""
    _locked(subject)
    kind = next(kind for kind, model in MODELS.items() if isinstance(thing, model))
    standing = subject.evidence.standing()
    if known := standing.filter(**{kind: thing}).first():
        return known
    if standing.count() >= MOST:
        raise FullError
    if not isinstance(thing, Cause):
        answer = thing.response if isinstance(thing, Case) else thing
        Citation.objects.get_or_create(response=answer)
    return subject.evidence.create(**{kind: thing}, why=why[:300], by=by)


def remove(evidence: Evidence, *, by: Employee) -> bool:
    """It is not shown any more; False when it was taken away before."""
    rows = type(evidence)._base_manager.filter(pk=evidence.pk, removed_at=None)
    return bool(rows.update(removed_at=timezone.now(), removed_by=by))


@transaction.atomic
def restore(evidence: Evidence, subject: Any) -> bool:
    """It is shown again; False where it is, or the same was attached since, or there is no room."""
    _locked(subject)
    standing, kind = subject.evidence.standing(), evidence.kind
    same = standing.filter(**{kind: getattr(evidence, f"{kind}_id")})
    if same.exists() or standing.count() >= MOST:
        return False
    rows = subject.evidence.filter(pk=evidence.pk, removed_at__isnull=False)
    return bool(rows.update(removed_at=None, removed_by=None))


def _locked(subject: Any) -> None:
    """One after the other, so that nothing stands twice and no number is passed."""
    type(subject)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)


MODELS = {"response": Response, "case": Case, "cause": Cause}
