from django.contrib import admin

from ideas.models import Board
from tenants.admin import RoleGated


@admin.register(Board)
class BoardAdmin(RoleGated):
    """For whom it is, customers among them, who answers, and whether ideas need a name, is said on its page;
    it is closed there, and never deleted."""

    sees = changes = "ideas.change_board"
    list_display = ["name", "review_days", "budget", "is_one_way", "shows_names", "closed_at"]
    search_fields = ["name"]
    exclude = ["reviewers", "crisis_reviewers", "allows_anonymous", "is_for_customers"]
