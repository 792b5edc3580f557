from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team


class ComplimentQuerySet(models.QuerySet["Compliment"]):
    def waiting(self) -> "ComplimentQuerySet":
        """Somebody should say whom the customer means. A danger is shown to nobody."""
        safe = Q(response__case=None) | Q(response__case__danger="")
        return self.filter(safe, settled_at=None, response__hidden_at=None)

    def settled(self) -> "ComplimentQuerySet":
        """A person said whom it names, or that it names nobody."""
        return self.filter(settled_at__isnull=False)

    def visible_to(self, user: Employee) -> "ComplimentQuerySet":
        """The champion sees all, a lead those about the teams below."""
        if "champion" in user.roles:
            return self
        return self.filter(response__team__in=Team.objects.led_by(user))

    def undoable_by(self, user: Employee) -> "ComplimentQuerySet":
        """Those that this person settled; the champion may take back what others did."""
        settled = self.settled().visible_to(user)
        return settled if "champion" in user.roles else settled.filter(settled_by=user)


class Compliment(models.Model):
    """A response that praises somebody. Names in it were found by a program; whom they mean is said by a
    person, once, and becomes their recognition.

    names: [{"said", "people": [keys], "teams": [keys]}], one of them or several to choose from."""

    response = models.OneToOneField("feedback.Response", models.CASCADE, related_name="compliment")
    names = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)
    recognition = models.OneToOneField(
        "employees.Recognition", models.PROTECT, null=True, related_name="+",
        help_text=_("Nothing once it is settled: it names nobody."),
    )  # fmt: skip
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = ComplimentQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recognition=None) | Q(settled_at__isnull=False), name="compliment_settled_first"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-found_at", "-id"], name="compliment_waiting", condition=Q(settled_at=None)
            ),
            models.Index(
                fields=["-settled_at", "-id"], name="compliment_settled",
                condition=Q(settled_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return ", ".join(name["said"] for name in self.names)


class ReadThrough(models.Model):
    """Up to when responses were read for names: one row."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="read_through_is_one_row")]

    def __str__(self) -> str:
        return str(self.at)
