from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Proof(models.Model):
    """One run of the proof that pulse answers are anonymous: what was looked at, and what was found."""

    class Verdict(models.TextChoices):
        HELD = "held", _("holds")
        FAILED = "failed", _("does not hold")
        UNCHECKED = "unchecked", _("could not be checked in full")

    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    report = models.JSONField(help_text=_("The waves by key, and each finding."))

    class Meta:
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verdict} at {self.at}"
