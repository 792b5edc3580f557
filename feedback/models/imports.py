from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """A file of feedback on its way in: uploaded, mapped, tried, run as a task, undone as a whole."""

    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/")
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the file."))
    post = models.ForeignKey(
        "feedback.ListeningPost", models.PROTECT, null=True, blank=True, related_name="imports"
    )
    by = models.ForeignKey("employees.Employee", models.SET_NULL, null=True, related_name="+")
    reading = models.JSONField(default=dict, help_text=_("Charset, delimiter, quote, header rows, sheet."))
    mapping = models.JSONField(default=dict, help_text=_("Which column is what."))
    open_cases_since = models.DateTimeField(
        null=True, blank=True, help_text=_("Answers received since then open cases; empty: none does.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)
    rows_read = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(null=True)
    counts = models.JSONField(
        default=dict, help_text=_("stored, updated, unchanged, scored, refused, cases ...")
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class ImportIssue(models.Model):
    """A value that a person must settle: damaged text kept with its raw bytes and a proposed repair, a date
    that
    can be read in two ways, a row that was refused."""

    class Kind(models.TextChoices):
        TEXT = "text", _("damaged text")
        DATE = "date", _("date with two readings")
        ROW = "row", _("refused row")

    imported = models.ForeignKey(Import, models.CASCADE, related_name="issues")
    response = models.ForeignKey("feedback.Response", models.CASCADE, null=True, related_name="issues")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    row = models.BigIntegerField(help_text=_("Number of the row in the file."))
    field = models.CharField(max_length=120, blank=True)
    raw = models.BinaryField(help_text=_("As it stood in the file."))
    proposal = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("employees.Employee", models.SET_NULL, null=True, related_name="+")
    settled_as = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["imported", "kind", "id"], name="issue_open", condition=models.Q(settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, row {self.row}"


class Mapping(models.Model):
    """How a file with this header was read the last time; offered when such a file comes again."""

    header = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 of the header row."))
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    post = models.ForeignKey("feedback.ListeningPost", models.CASCADE, null=True, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.header
