from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Cause(models.Model):
    """Why things went wrong, for one case or many; asked five times."""

    title = models.CharField(_("cause"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "employees.Employee", models.SET_NULL, null=True, related_name="+", editable=False
    )
    search = models.GeneratedField(
        expression=SearchVector("title", "description", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-id"]
        indexes = [GinIndex("search", name="cause_search")]

    def __str__(self) -> str:
        return self.title


class Why(models.Model):
    """One of the five whys, with what supports it."""

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="whys")
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(_("because"), max_length=300)
    support = models.CharField(_("how we know"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("cause", "position", name="one_why_a_position")]

    def __str__(self) -> str:
        return self.answer


class Prevention(models.Model):
    """What will be done so that the cause does not come back; owner and date stand in the ledger."""

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="preventions")
    action = models.CharField(_("what will change"), max_length=300)
    effective_on = models.DateField(_("in effect from"))
    commitment = models.OneToOneField("employees.Commitment", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "employees.Employee", models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.action
