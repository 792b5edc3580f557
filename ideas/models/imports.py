from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee


class IdeaImportQuerySet(models.QuerySet["IdeaImport"]):
    def visible_to(self, user: Employee) -> "IdeaImportQuerySet":
        return self if user.has_perm("ideas.add_import") else self.none()

    def working(self) -> "IdeaImportQuerySet":
        """Those for which something is asked that is not done yet."""
        return self.exclude(job="")


class IdeaImport(models.Model):
    """A file of ideas on its way in from another tool: sent, described, tried, brought in, undone as a
    whole."""

    class Source(models.TextChoices):
        FIDER = "fider", _("a backup of Fider")
        TABLE = "table", _("a table")

    class Job(models.TextChoices):
        TRY = "try", _("dry run")
        RUN = "run", _("import")
        UNDO = "undo", _("undo")

    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/")
    source = models.CharField(max_length=5, choices=Source.choices)
    board = models.ForeignKey("ideas.Board", models.PROTECT, related_name="imports")
    by = models.ForeignKey("employees.Employee", models.SET_NULL, null=True, related_name="+")
    reading = models.JSONField(default=dict, help_text=_("Charset, delimiter, quote, header rows, sheet."))
    mapping = models.JSONField(default=dict, help_text=_("Which column is what, which status is which."))
    facts = models.JSONField(default=dict, help_text=_("What holds for all of them."))
    created_at = models.DateTimeField(default=timezone.now)
    job = models.CharField(max_length=4, choices=Job.choices, blank=True, help_text=_("What is asked for."))
    asked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict, help_text=_("What the dry run counted, or what was done."))

    objects = IdeaImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="idea_import_working", condition=~models.Q(job=""))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ideas:import", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return not self.job and self.finished_at is None

    @property
    def may_be_undone(self) -> bool:
        return not self.job and self.finished_at is not None and self.undone_at is None


class RefusedRow(models.Model):
    """A row that cannot come in, and why."""

    imported = models.ForeignKey(IdeaImport, models.CASCADE, related_name="refused")
    row = models.PositiveIntegerField(help_text=_("Number of the row in the file."))
    title = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
