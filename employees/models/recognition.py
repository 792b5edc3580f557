from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.here import current_zone
from tenants.paging import address
from tenants.signing import sign

if TYPE_CHECKING:
    from employees.models.people import Employee

STOP = "employees.monthly"
SECOND_THOUGHTS = timedelta(minutes=10)
"""For so long whoever gave it may take it back; the mails wait until then."""


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def standing(self) -> "RecognitionQuerySet":
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def settled_before(self, now: datetime) -> "RecognitionQuerySet":
        """Standing, and past the time in which it is taken back without a word."""
        return self.standing().filter(at__lte=now - SECOND_THOUGHTS)

    def visible_to(self, user: "Employee") -> "RecognitionQuerySet":
        """Thanks are said aloud: everybody reads them."""
        return self.standing() if user.has_perm("employees.view_recognition") else self.none()

    def withdrawable_by(self, user: "Employee") -> "RecognitionQuerySet":
        """The thanks that this person gave a moment ago."""
        fresh = self.standing().filter(at__gt=timezone.now() - SECOND_THOUGHTS)
        return fresh.filter(by=user, kind=Recognition.Kind.THANKS)

    def of_month(self, month: date) -> "RecognitionQuerySet":
        """Standing, of the calendar month that begins on this day, where the organisation is."""
        following = (month + timedelta(days=31)).replace(day=1)
        begins, ends = (datetime.combine(day, time(), current_zone()) for day in (month, following))
        return self.standing().filter(at__gte=begins, at__lt=ends)

    def about(self, user: "Employee") -> "RecognitionQuerySet":
        """Where this person is named, or their team is."""
        named = Q(pk__in=Recognition.people.through.objects.filter(employee=user).values("recognition"))
        through = Recognition.teams.through.objects.filter(team=user.team_id)
        return self.filter(named | Q(pk__in=through.values("recognition")))

    def with_names(self) -> "RecognitionQuerySet":
        """With all that a page says of it, read at once."""
        return self.select_related("by").prefetch_related("people", "teams")


class Recognition(models.Model):
    """Somebody did well by a customer and is named for it: by a colleague who says thanks, or by a customer
    whose compliment a person confirmed, or by what became of their idea."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("thanks")
        COMPLIMENT = "compliment", _("compliment")
        IDEA = "idea", _("an idea")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    words = models.TextField(
        _("words"), max_length=1000, help_text=_("Without what tells who a customer is.")
    )
    outcome = models.CharField(_("what it did for a customer"), max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    people = models.ManyToManyField("employees.Employee", related_name="recognitions")
    teams = models.ManyToManyField("employees.Team", related_name="recognitions")
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    source_path = models.CharField(
        max_length=200, blank=True, help_text=_("Where the compliment or the idea stands; empty for thanks.")
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="compliment") | ~Q(outcome=""), name="thanks_name_what_it_did"
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="recognition_newest", condition=Q(withdrawn_at=None)),
            models.Index(
                fields=["kind", "-at", "-id"], name="recognition_kind", condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        """On the page of those who are named."""
        return address(reverse("employees:recognition"), view="mine") + f"#recognition-{self.pk}"

    @property
    def named(self) -> str:
        """The names of the people and teams, in one line."""
        return ", ".join(each.name for rows in (self.people.all(), self.teams.all()) for each in rows)

    def withdraw(self, by: "Employee") -> bool:
        """Take it back; False when that was done before."""
        standing = Recognition.objects.standing().filter(pk=self.pk)
        withdrawn = standing.update(withdrawn_at=timezone.now(), withdrawn_by=by)
        self.refresh_from_db()
        return bool(withdrawn)


class MonthlyLetter(models.Model):
    """A month whose letter of thanks was written: it is written once."""

    month = models.DateField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.month)


def stop_path(employee: "Employee") -> str:
    """Where one click ends the monthly letters to somebody."""
    return reverse("employees:stop_monthly", args=[sign(employee.pk, purpose=STOP)])
