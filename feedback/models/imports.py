from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Employee) -> "ImportQuerySet":
        """The champion sees all; others what they brought in themselves: a file holds customers' words."""
        return self if "champion" in user.roles else self.filter(by=user)

    def working(self) -> "ImportQuerySet":
        """Those for which something is asked that is not done yet."""
        return self.exclude(job="")

    def unclaimed(self) -> "ImportQuerySet":
        """Asked for, and no worker is at it; or the one that was has died."""
        now = timezone.now()
        return self.working().filter(models.Q(claimed_until=None) | models.Q(claimed_until__lt=now))


class Import(models.Model):
    """A file of feedback on its way in: uploaded, mapped, tried, run as a task, undone as a whole."""

    class Job(models.TextChoices):
        TRY = "try", _("dry run")
        RUN = "run", _("import")
        UNDO = "undo", _("undo")

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
    job = models.CharField(max_length=4, choices=Job.choices, blank=True, help_text=_("What is asked for."))
    claimed_until = models.DateTimeField(null=True, help_text=_("A worker is at it until then."))
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0, help_text=_("How far the reading has come."))
    rows_stored = models.BigIntegerField(default=0, help_text=_("Up to which row answers are stored."))
    rows_total = models.BigIntegerField(null=True)
    tried_at = models.DateTimeField(null=True)
    trial = models.JSONField(default=dict, help_text=_("What the dry run counted."))
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(
        default=dict, help_text=_("read, refused, stored, changed, unchanged, scored, undated, cases ...")
    )
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="import_working", condition=~models.Q(job=""))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feedback:import", args=[self.pk])

    @property
    def source(self) -> str:
        """Within which an answer's own id is unique: files for the same post bring the same answers."""
        return f"file:{self.post_id}"

    @property
    def is_editable(self) -> bool:
        """Whether the mapping may still be changed."""
        return not self.job and self.started_at is None

    @property
    def may_be_undone(self) -> bool:
        return not self.job and self.started_at is not None and self.undone_at is None


class ImportIssueQuerySet(models.QuerySet["ImportIssue"]):
    def visible_to(self, user: Employee) -> "ImportIssueQuerySet":
        """Of the files that one sees."""
        return self if "champion" in user.roles else self.filter(imported__by=user)

    def open(self) -> "ImportIssueQuerySet":
        """What somebody has still to settle; a refused row is only reported."""
        return self.filter(settled_at=None).exclude(kind=ImportIssue.Kind.ROW)


class ImportIssue(models.Model):
    """A value that a person must settle: damaged text kept with its raw bytes and a proposed repair, a date
    that can be read in two ways, a row that was refused."""

    class Kind(models.TextChoices):
        TEXT = "text", _("damaged text")
        DATE = "date", _("date with two readings")
        ROW = "row", _("refused row")

    imported = models.ForeignKey(Import, models.CASCADE, related_name="issues")
    response = models.ForeignKey("feedback.Response", models.CASCADE, null=True, related_name="issues")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    row = models.BigIntegerField(help_text=_("Number of the row in the file."))
    field = models.CharField(max_length=120, blank=True, help_text=_("Name of the column."))
    is_comment = models.BooleanField(default=False)
    raw = models.BinaryField(help_text=_("As it stood in the file."))
    proposal = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("employees.Employee", models.SET_NULL, null=True, related_name="+")
    settled_as = models.TextField(blank=True)

    objects = ImportIssueQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["imported", "kind", "id"], name="issue_open", condition=models.Q(settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, row {self.row}"


class Overwritten(models.Model):
    """What a response was before an import changed it, for the import's undo."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="overwritten")
    response = models.ForeignKey("feedback.Response", models.CASCADE, related_name="+")
    before = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.response_id)


class Taught(models.Model):
    """What an import told of a customer who was known before and of whom it was not known; empty where it
    told nothing. For the import's undo; identifiers say themselves whence they came."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="taught")
    customer = models.ForeignKey("feedback.Customer", models.CASCADE, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return str(self.customer_id)


class Mapping(models.Model):
    """How a file with this header was read the last time; offered when such a file comes again."""

    header = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 of the header row."))
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    post = models.ForeignKey("feedback.ListeningPost", models.CASCADE, null=True, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.header
