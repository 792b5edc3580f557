from django.contrib import admin

from ideas.models import Comment, Idea, Move
from tenants.admin import ReadOnly, ReadOnlyRows


class MoveRows(ReadOnlyRows):
    model = Move
    fields = ["before", "after", "reason", "by", "at"]


class CommentRows(ReadOnlyRows):
    model = Comment
    fields = ["text", "by", "customer", "is_authors", "at", "hidden_at", "hidden_reason"]


@admin.register(Idea)
class IdeaAdmin(ReadOnly):
    """For the champion: every idea, what became of it, and what was said."""

    sees = "ideas.view_every_idea"
    list_display = ["title", "board", "status", "votes", "submitted_at"]
    list_filter = ["status", "board"]
    list_select_related = ["board"]
    ordering = ["-id"]
    sortable_by = ()
    inlines = [MoveRows, CommentRows]
    fields = [
        "board", "title", "problem", "proposal", "touchpoint", "cause", "segment", "delight", "metric",
        "judge_on", "hinders", "is_crisis", "saves_cost", "language", "status", "votes", "submitted_at",
        "decided_at", "review", "delivery",
    ]  # fmt: skip
