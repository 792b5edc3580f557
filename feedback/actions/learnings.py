"""What staff learn from customers: noted without what identifies them, and taken back when it was a slip."""

from django.db import transaction
from django.utils import timezone

from employees.actions.keeping import MISTAKE
from employees.actions.twice import AGAIN
from employees.models import Employee
from feedback.actions.redact import redact
from feedback.models import Customer, Learning, Touchpoint
from feedback.models.learnings import LearningQuerySet
from tenants.audit.record import record
from tenants.outbox.emit import emit


def nameless(text: str, customer: Customer | None) -> str:
    """The text as all staff may read it, whoever it was learned from."""
    names = [customer.name, customer.salutation] if customer else []
    numbers = customer.identifiers.values_list("value", flat=True) if customer else []
    return redact(text, names=names, identifiers=numbers)


@transaction.atomic
def learn(
    *, text: str, by: Employee, customer: Customer | None = None, touchpoint: Touchpoint | None = None,
    language: str = "",
) -> Learning:  # fmt: skip
    """Keep what somebody learned, without what identifies the customer. The same, sent again at once, is
    given back: a button was pressed twice."""
    facts = {"text": nameless(text, customer), "customer": customer, "touchpoint": touchpoint, "by": by}
    Employee.objects.select_for_update().get(pk=by.pk)
    if just_now := Learning.objects.recent(AGAIN).filter(**facts).first():
        return just_now
    learning = Learning.objects.create(language=language, **facts)
    emit("learning.noted", {"learning": learning.pk})
    return learning


def removable(user: Employee) -> LearningQuerySet:
    """What this person may take back: their own for a quarter of an hour; the champion whatever should not
    be read."""
    standing = Learning.objects.standing()
    if "champion" in user.roles:
        return standing
    return standing.filter(by=user, at__gt=timezone.now() - MISTAKE)


@transaction.atomic
def take_back(learning: Learning, *, by: Employee) -> bool:
    """No longer to be read; False when it was taken back before."""
    facts = {"withdrawn_at": timezone.now(), "withdrawn_by": by}
    if not Learning.objects.standing().filter(pk=learning.pk).update(**facts):
        return False
    if learning.by_id != by.pk:
        record("learning.withdrawn", subject=f"feedback.Learning:{learning.pk}")
    return True
