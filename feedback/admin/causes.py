from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Cause, Prevention, Why
from feedback.models.causes import PreventionQuerySet
from tenants.admin import ReadOnly, ReadOnlyRows, Searched, StateFilter, moment


class Whys(ReadOnlyRows):
    model = Why
    fields = ["position", "answer", "support"]


class Preventions(ReadOnlyRows):
    model = Prevention
    fields = ["action", "effective_on", "owner", "created_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("commitment__owner", "created_by")

    @admin.display(description=_("owner"))
    def owner(self, prevention):
        return prevention.commitment.owner


@admin.register(Cause)
class CauseAdmin(Searched, ReadOnly):
    list_display = ["title", "created_at", "created_by"]
    list_select_related = ["created_by"]
    sortable_by = ()
    fields = ["title", "description", "created_at", "created_by"]
    inlines = [Whys, Preventions]


class PreventionState(StateFilter):
    questions = {"standing": (_("promised and not taken back"), PreventionQuerySet.standing)}


@admin.register(Prevention)
class PreventionAdmin(ReadOnly):
    sees = "feedback.view_cause"
    list_display = ["action", "cause", "owner", "effective_on", "kept_at"]
    list_filter = [PreventionState]
    list_select_related = ["cause", "commitment__owner"]
    sortable_by = ()
    fields = ["action", "cause", "owner", "effective_on", "kept_at", "created_at", "created_by"]

    @admin.display(description=_("owner"))
    def owner(self, prevention):
        return prevention.commitment.owner

    @admin.display(description=_("kept"))
    def kept_at(self, prevention):
        return moment(prevention.commitment.kept_at)
