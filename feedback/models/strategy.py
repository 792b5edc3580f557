from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    """What the organisation listens for: a metric to be moved by a date, with an executive who answers for
    it."""

    name = models.CharField(_("goal"), max_length=120, unique=True)
    metric = models.CharField(_("metric"), max_length=60, blank=True)
    baseline = models.CharField(_("today"), max_length=40, blank=True)
    target = models.CharField(_("target"), max_length=40, blank=True)
    target_date = models.DateField(_("by"), null=True, blank=True)
    sponsor = models.ForeignKey(
        "employees.Employee",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sponsor"),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Journey(models.Model):
    """What a customer goes through, from their side."""

    name = models.CharField(_("journey"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A part of a journey."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="stages", verbose_name=_("journey"))
    name = models.CharField(_("stage"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["journey", "position", "name"]
        constraints = [models.UniqueConstraint("journey", "name", name="stage_once_in_its_journey")]

    def __str__(self) -> str:
        return f"{self.journey}: {self.name}"


class Touchpoint(models.Model):
    """Where customers meet the organisation."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="touchpoints", verbose_name=_("stage"))
    name = models.CharField(_("touchpoint"), max_length=120)
    matters = models.BooleanField(_("a moment that matters"), default=False)
    promise = models.CharField(_("what we promise customers here"), max_length=300, blank=True)

    class Meta:
        ordering = ["stage", "name"]
        constraints = [models.UniqueConstraint("stage", "name", name="touchpoint_once_in_its_stage")]

    def __str__(self) -> str:
        return self.name
