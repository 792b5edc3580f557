from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models.dates import validate_reach_of
from tenants.keys import uuid7

if TYPE_CHECKING:
    from employees.models.people import Employee

PLACED = Q(sign_ups__left_at=None, sign_ups__place_at__isnull=False)
WAITING = Q(sign_ups__left_at=None, sign_ups__place_at=None, sign_ups__isnull=False)
YEAR = timedelta(days=365)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: "Employee") -> "ProgrammeQuerySet":
        """Everybody may know what is offered."""
        return self if user.has_perm("employees.view_programme") else self.none()

    def offered(self) -> "ProgrammeQuerySet":
        return self.filter(ended_at=None)

    def ended(self) -> "ProgrammeQuerySet":
        return self.filter(ended_at__isnull=False)


class Programme(models.Model):
    """A way to come to know customers: a training, a day at the till. People come to its dates."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("training")
        IMMERSION = "immersion", _("immersion")
        TILL = "till", _("a day at the till")
        ACCESSIBILITY = "accessibility", _("accessibility lab")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    teaches = models.TextField(_("what it teaches about customers"), max_length=2000)
    ended_at = models.DateTimeField(_("no longer offered since"), null=True, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeDateQuerySet(models.QuerySet["ProgrammeDate"]):
    def visible_to(self, user: "Employee") -> "ProgrammeDateQuerySet":
        return self if user.has_perm("employees.view_programme") else self.none()

    def run_by(self, user: "Employee") -> "ProgrammeDateQuerySet":
        """Those whose attendance this person may tick: who organises all, and who organises this one."""
        return self if user.has_perm("employees.change_programme") else self.filter(organiser=user)

    def standing(self) -> "ProgrammeDateQuerySet":
        """Not called off."""
        return self.filter(called_off_at=None)

    def called_off(self) -> "ProgrammeDateQuerySet":
        return self.filter(called_off_at__isnull=False)

    def ahead(self) -> "ProgrammeDateQuerySet":
        """Standing, and not over."""
        return self.standing().filter(ends__gt=timezone.now())

    def past(self) -> "ProgrammeDateQuerySet":
        return self.standing().filter(ends__lte=timezone.now())

    def counted(self) -> "ProgrammeDateQuerySet":
        """Each with `taken`, its places that are taken, and `waiting`, those who wait for one."""
        return self.annotate(
            taken=Count("sign_ups", filter=PLACED), waiting=Count("sign_ups", filter=WAITING)
        )


class ProgrammeDate(models.Model):
    """A programme at a place and time, with so many places."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="dates", editable=False)
    place = models.CharField(_("place"), max_length=150)
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))
    places = models.PositiveSmallIntegerField(_("places"))
    closes_at = models.DateTimeField(_("sign-up closes"))
    organiser = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", verbose_name=_("organiser")
    )
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("How often calendars were told of a change.")
    )
    called_off_at = models.DateTimeField(_("called off"), null=True, editable=False)
    called_off_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = ProgrammeDateQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["starts", "id"], name="programme_date_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="programme_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("starts")), name="programme_closes_before_it_starts",
                violation_error_message=_("Sign-up closes before it starts, or when it does."),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1), name="programme_has_a_place",
                violation_error_message=_("One place at least."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.programme}, {self.place}, {self.starts:%Y-%m-%d}"

    def clean(self) -> None:
        validate_reach_of(self, "starts", "ends", "closes_at")

    @property
    def takes_sign_ups(self) -> bool:
        return self.called_off_at is None and self.closes_at > timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends <= timezone.now()


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def visible_to(self, user: "Employee") -> "SignUpQuerySet":
        """Who organises sees all; others their own, and those of the dates that they organise."""
        if user.has_perm("employees.change_programme"):
            return self
        return self.filter(Q(employee=user) | Q(date__organiser=user))

    def standing(self) -> "SignUpQuerySet":
        """Of those who did not leave again."""
        return self.filter(left_at=None)

    def placed(self) -> "SignUpQuerySet":
        return self.standing().filter(place_at__isnull=False)

    def waiting(self) -> "SignUpQuerySet":
        """Who waits for a place, the first first."""
        return self.standing().filter(place_at=None).order_by("at", "id")

    def attended(self) -> "SignUpQuerySet":
        return self.filter(attended_at__isnull=False)

    def lately(self) -> "SignUpQuerySet":
        """Of those who attended within the last twelve months."""
        return self.attended().filter(date__starts__gte=timezone.now() - YEAR)

    def untold(self) -> "SignUpQuerySet":
        """Of those who attended and have not said what they learned."""
        return self.attended().filter(learned_at=None)

    def untold_by(self, user: "Employee") -> "SignUpQuerySet":
        """Where this person was, and is asked what they learned."""
        return self.untold().filter(employee=user).select_related("date__programme")

    def told(self) -> "SignUpQuerySet":
        return self.filter(learned_at__isnull=False)


class SignUp(models.Model):
    """One person at one date: in line, with a place, there; and what they learned, for all to read."""

    date = models.ForeignKey(ProgrammeDate, models.PROTECT, related_name="sign_ups")
    employee = models.ForeignKey("employees.Employee", models.PROTECT, related_name="sign_ups")
    at = models.DateTimeField(default=timezone.now)
    place_at = models.DateTimeField(null=True, help_text=_("Since when they have a place; empty: waits."))
    left_at = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True, help_text=_("When it was noted that they were there."))
    asked_at = models.DateTimeField(null=True, help_text=_("When they were asked what they learned."))
    learned = models.TextField(_("what you learned"), max_length=1000, blank=True)
    language = models.CharField(max_length=10, blank=True)
    learned_at = models.DateTimeField(null=True)
    calendar_key = models.UUIDField(default=uuid7, editable=False, help_text=_("Names it in calendars."))

    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "date", "employee", name="signed_up_once", condition=Q(left_at=None)
            )
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["-learned_at", "-id"], name="learned", condition=Q(learned_at__isnull=False)
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.employee}: {self.date}"

    @property
    def has_place(self) -> bool:
        return self.left_at is None and self.place_at is not None
