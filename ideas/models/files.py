from typing import Self
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.models.ideas import Idea

MOST = 10
"""So many files an idea takes."""
TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif",
    "pdf": "application/pdf",
}  # fmt: skip


def place_of(file: "IdeaFile", name: str) -> str:
    """A name of ours, which says nothing of the file; the person's own stands in the row."""
    return f"ideas/{uuid4()}.{file.kind}"


def takes_files_from(idea: Idea, user: Employee) -> bool:
    """Its author, and who answers it."""
    return idea.author_id == user.pk or idea.may_be_decided_by(user)


class IdeaFileQuerySet(models.QuerySet["IdeaFile"]):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def visible_to(self, user: Employee) -> Self:
        return self.filter(idea__in=Idea.objects.visible_to(user))


class IdeaFile(models.Model):
    """A picture or a document that belongs to an idea. Taken away its row stays for some days, so that this
    can be undone; then it goes, with its bytes."""

    class Kind(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpg", "JPEG"
        WEBP = "webp", "WebP"
        GIF = "gif", "GIF"
        PDF = "pdf", "PDF"

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="files", db_index=False)
    file = models.FileField(upload_to=place_of)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = models.CharField(max_length=150, help_text=_("As whoever sent it has called it."))
    caption = models.CharField(
        _("what is to be seen?"), max_length=300, blank=True,
        help_text=_("Read out to those who do not see it, and shown below it."),
    )  # fmt: skip
    size = models.PositiveIntegerField(help_text=_("In bytes."))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = IdeaFileQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["idea", "at", "id"], name="file_of_idea"),
            models.Index("removed_at", name="file_removed", condition=models.Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def content_type(self) -> str:
        return TYPES[self.kind]

    @property
    def is_picture(self) -> bool:
        return self.kind != self.Kind.PDF

    def may_be_changed_by(self, user: Employee) -> bool:
        return self.by_id == user.pk or takes_files_from(self.idea, user)
