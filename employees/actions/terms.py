"""Who is the customer champion when: one after the other, and who acts while the champion is away."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee, Term
from tenants.audit.record import record

REPEATED = timedelta(days=7)


@transaction.atomic
def appoint(term: Term, *, changed: Iterable[str]) -> Term:
    """Put a term into the calendar, or change it. Of two that are written at once for the same days the
    second is refused."""
    event = "term.made" if term._state.adding else "term.changed"
    with connection.cursor() as cursor:  # two that wait for one another's row would both fail
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ':terms'))")
    term.full_clean()
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:
        raise ValidationError(_("Another term covers some of these days: one champion at a time.")) from None
    record(event, subject=f"{term._meta.label}:{term.pk}", after={"fields": sorted(changed)} | _facts(term))
    return term


@transaction.atomic
def alarm_sponsor() -> bool:
    """Tell the sponsor that neither champion nor deputy is there, or, where they have left, who configures;
    again after a week. They are given nothing to act with: somebody has to be appointed."""
    term = Term.objects.current()
    if term is None or term.acting:
        return False
    lately = Term.objects.filter(pk=term.pk).exclude(alarmed_at__gt=timezone.now() - REPEATED)
    if not lately.update(alarmed_at=timezone.now()):
        return False
    configure = Employee.objects.active().filter(is_admin=True)
    for person in [term.sponsor] if term.sponsor.is_active else configure:
        tell(
            person, "champion.away", {"term": term.pk}, mine=True,
            line=lambda: _("Champion and deputy are both away: nobody acts"), path=reverse("employees:terms"),
        )  # fmt: skip
    return True


def _facts(term: Term) -> dict[str, object]:
    return {"employee": term.employee_id, "starts": term.starts, "ends": term.ends, "deputy": term.deputy_id,
            "sponsor": term.sponsor_id}  # fmt: skip
