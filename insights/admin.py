"""What was done and what was sent in the whole organisation, to look at: who configures sees it of people and
settings, the champion of customers and promises."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Absence, ApiToken, Commitment, Employee, Policy, Team, Term
from feedback.models import (
    Case,
    Cause,
    Customer,
    Goal,
    Import,
    Journey,
    ListeningPost,
    Prevention,
    Response,
    Stage,
    TextBlock,
    Touchpoint,
)
from tenants.admin import ReadOnly, StateFilter
from tenants.audit.models import Entry
from tenants.outbox.models import Event, EventQuerySet

CONFIGURED = (
    Employee,
    Absence,
    Team,
    Term,
    Policy,
    ApiToken,
    Goal,
    Journey,
    Stage,
    Touchpoint,
    ListeningPost,
    TextBlock,
)
HANDLED = (Commitment, Case, Response, Customer, Cause, Prevention, Import)
TO_STAFF = ("champion.", "commitment.", "employee.", "organisation.")


def beginning(field, words):
    """Rows whose field begins with one of these words; none where there are none."""
    found = Q(pk=None)
    for word in words:
        found |= Q(**{f"{field}__startswith": word})
    return found


def about(models):
    return beginning("subject", [f"{model._meta.label}:" for model in models])


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    """The audit trail. What is about neither kind of thing is shown to nobody here."""

    list_display = ["at", "actor_name", "action", "subject", "address"]
    sortable_by = ()
    fields = ["at", "actor_name", "actor_id", "address", "action", "subject", "before", "after", "hash"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("audit.view_settings") or request.user.has_perm("audit.view_handling")

    def get_queryset(self, request):
        seen = Q(pk=None)
        if request.user.has_perm("audit.view_settings"):
            seen |= about(CONFIGURED) | Q(action__startswith="organisation.")
        if request.user.has_perm("audit.view_handling"):
            seen |= about(HANDLED)
        return super().get_queryset(request).filter(seen)


class EventState(StateFilter):
    questions = {
        "waiting": (_("waiting"), EventQuerySet.waiting),
        "failed": (_("given up"), EventQuerySet.failed),
    }


@admin.register(Event)
class EventAdmin(ReadOnly):
    """Mails and events on their way out. To whom customers' mails go only the champion sees."""

    sees = "outbox.view_event"
    list_display = ["name", "recipient", "created_at", "sent_at", "attempts", "last_error", "failed_at"]
    list_filter = [EventState]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["name", "recipient", "language", "created_at", "due_at", "attempts", "sent_at", "failed_at",
              "last_error"]  # fmt: skip

    def get_queryset(self, request):
        found = super().get_queryset(request)
        if request.user.has_perm("outbox.view_customers_event"):
            return found
        return found.filter(beginning("name", TO_STAFF))
