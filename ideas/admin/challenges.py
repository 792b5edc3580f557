from django.contrib import admin

from ideas.models import Challenge
from tenants.admin import ReadOnly


@admin.register(Challenge)
class ChallengeAdmin(ReadOnly):
    """For the champion: what was asked, and what became of it."""

    sees = "ideas.view_every_idea"
    list_display = ["question", "board", "opens_on", "closes_on", "sponsor", "announced_at"]
    list_filter = ["board"]
    list_select_related = ["board", "sponsor"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "board", "question", "about", "opens_on", "closes_on", "sponsor", "budget", "announce_days",
        "opened_at", "ended_at", "announcement", "announced_at", "announced_by", "called_off_at",
        "called_off_by", "called_off_reason",
    ]  # fmt: skip
