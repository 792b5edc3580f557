from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Case, CaseEvent, Message
from feedback.models.cases import CaseQuerySet
from tenants.admin import ReadOnly, ReadOnlyRows, Searched, StateFilter, moment


class CaseState(StateFilter):
    questions = {
        "open": (_("open"), CaseQuerySet.open),
        "waiting": (_("waiting for an answer"), CaseQuerySet.waiting),
        "late": (_("late"), CaseQuerySet.late),
        "unshared": (_("not shared"), CaseQuerySet.unshared),
        "unexplained": (_("without a cause"), CaseQuerySet.unexplained),
        "closed": (_("closed"), CaseQuerySet.closed),
    }


class Thread(ReadOnlyRows):
    model = Message
    fields = ["at", "kind", "author", "body"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")


class History(ReadOnlyRows):
    model = CaseEvent
    fields = ["at", "kind", "by", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Case)
class CaseAdmin(Searched, ReadOnly):
    """What customers are owed. Its steps are done on its own page."""

    list_display = ["__str__", "subject", "team", "owner", "due_at", "danger", "opened_at", "closed_at"]
    list_filter = [CaseState, "danger"]
    list_select_related = ["team", "carried_by", "current__owner"]
    sortable_by = ()
    fields = ["response", "subject", "team", "owner", "due_at", "danger", "opened_at", "opened_by",
              "answered_at", "shared_at", "share_declined_reason", "cause", "analysed_at", "analysed_by",
              "prevention", "no_prevention_reason", "prevented_at", "closed_at", "closed_by", "reply_score",
              "will_return"]  # fmt: skip
    inlines = [Thread, History]

    @admin.display(description=_("promised for"))
    def due_at(self, case):
        return moment(case.current.due_at)
