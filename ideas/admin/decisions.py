from django.contrib import admin

from ideas.models import Decision, Revisit
from tenants.admin import ReadOnly, ReadOnlyRows


class RevisitRows(ReadOnlyRows):
    model = Revisit
    fields = ["verdict", "words", "before", "by", "at"]


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """For the champion: what was decided, and how it was looked at again."""

    sees = "ideas.view_every_idea"
    list_display = ["what", "by", "decided_on", "withdrawn_at"]
    list_filter = ["decided_on"]
    list_select_related = ["by"]
    ordering = ["-id"]
    sortable_by = ()
    inlines = [RevisitRows]
    fields = ["what", "why", "by", "decided_on", "idea", "made_at", "made_by", "revisit", "withdrawn_at"]
