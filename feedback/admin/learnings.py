from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Learning
from feedback.models.learnings import LearningQuerySet
from tenants.admin import ReadOnly, StateFilter


class LearningState(StateFilter):
    questions = {"standing": (_("standing"), LearningQuerySet.standing)}


@admin.register(Learning)
class LearningAdmin(ReadOnly):
    """What staff learned from customers; not whom they learned it from."""

    list_display = ["__str__", "touchpoint", "by", "at", "withdrawn_at"]
    list_filter = [LearningState]
    list_select_related = ["touchpoint", "by"]
    ordering = ["-id"]
    sortable_by = ()
    fields = ["text", "language", "touchpoint", "by", "at", "withdrawn_at", "withdrawn_by"]
