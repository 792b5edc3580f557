from typing import Self

from django.db import models
from django.utils import timezone

from employees.models import Employee
from ideas.models.boards import Board


class IdeaDraftQuerySet(models.QuerySet["IdeaDraft"]):
    def standing(self) -> Self:
        return self.filter(discarded_at=None)

    def visible_to(self, user: Employee) -> Self:
        """One's own, on boards that still take ideas."""
        boards = Board.objects.visible_to(user).open()
        return self.standing().filter(author=user, board__in=boards)


class IdeaDraft(models.Model):
    """An idea that somebody has begun and not handed in; of one person and one board, and read by nobody
    else. Discarded it stays for a day, so that this can be undone."""

    author = models.ForeignKey("employees.Employee", models.CASCADE, related_name="+", db_index=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="drafts")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    discarded_at = models.DateTimeField(null=True)

    objects = IdeaDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("author", "board", name="one_idea_draft_each")]

    def __str__(self) -> str:
        return str(self.facts.get("title", ""))[:60]
