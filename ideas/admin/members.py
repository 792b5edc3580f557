from django.contrib import admin

from ideas.models import PanelMember
from tenants.admin import ReadOnly


@admin.register(PanelMember)
class PanelMemberAdmin(ReadOnly):
    """Which customers take part on which board. They are invited on the board's own page."""

    sees = "ideas.invite_customer"
    list_display = ["customer", "board", "invited_by", "invited_at", "agreed_at", "left_at", "ended_at"]
    list_filter = ["board"]
    list_select_related = ["customer", "board", "invited_by"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "board", "customer", "email", "language", "invited_by", "invited_at", "sent_at", "reminded_at",
        "link_until", "agreed_at", "left_at", "stopped_at", "ended_at",
    ]  # fmt: skip
