from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feedback.models import Import, ImportIssue
from feedback.models.imports import ImportIssueQuerySet, ImportQuerySet
from tenants.admin import ReadOnly, StateFilter


class ImportState(StateFilter):
    questions = {"working": (_("at work"), ImportQuerySet.working)}


@admin.register(Import)
class ImportAdmin(ReadOnly):
    """Files that were brought in. They are mapped, run and undone on their own pages."""

    sees = "feedback.add_import"
    list_display = ["name", "post", "by", "created_at", "job", "rows_stored", "finished_at", "undone_at"]
    list_filter = [ImportState]
    list_select_related = ["post", "by"]
    sortable_by = ()
    fields = ["name", "digest", "post", "by", "reading", "mapping", "open_cases_since", "created_at", "job",
              "rows_total", "rows_stored", "trial", "counts", "started_at", "finished_at", "failed_at",
              "error", "undone_at"]  # fmt: skip


class IssueState(StateFilter):
    questions = {"open": (_("to be settled"), ImportIssueQuerySet.open)}


@admin.register(ImportIssue)
class ImportIssueAdmin(ReadOnly):
    """Values that a person must settle, of the files that their reader may see."""

    sees = "feedback.add_import"
    list_display = ["imported", "row", "field", "kind", "reason", "settled_at"]
    list_filter = [IssueState, "kind"]
    list_select_related = ["imported"]
    sortable_by = ()
    fields = ["imported", "kind", "row", "field", "proposal", "reason", "settled_at", "settled_by",
              "settled_as"]  # fmt: skip
