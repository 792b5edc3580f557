from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from employees.models.dates import validate_reach_of
from ideas.models.boards import Board, owing
from tenants.here import today
from tenants.typed import TypedLine, TypedText

SECOND_THOUGHTS = timedelta(minutes=10)
"""For so long a challenge that was called off may go on as if nothing had been."""


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, user: Employee) -> "ChallengeQuerySet":
        """Those of the boards that somebody sees."""
        return self.filter(board__in=Board.objects.visible_to(user))

    def owed_by(self, user: Employee) -> "ChallengeQuerySet":
        return self.filter(owing(user))

    def standing(self) -> "ChallengeQuerySet":
        """Not called off."""
        return self.filter(called_off_at=None)

    def coming(self) -> "ChallengeQuerySet":
        return self.standing().filter(opens_on__gt=today())

    def ahead(self) -> "ChallengeQuerySet":
        """Coming or running: it may be changed, or called off."""
        return self.standing().filter(closes_on__gte=today())

    def running(self) -> "ChallengeQuerySet":
        return self.standing().filter(opens_on__lte=today(), closes_on__gte=today())

    def over(self) -> "ChallengeQuerySet":
        return self.filter(Q(closes_on__lt=today()) | Q(called_off_at__isnull=False))

    def ended(self) -> "ChallengeQuerySet":
        """Over because its last day has passed."""
        return self.standing().filter(closes_on__lt=today())


class Challenge(models.Model):
    """A question to those of a board, from a day to a day. It opens and ends by the calendar; then its
    sponsor owes them what became of it."""

    class State(models.TextChoices):
        COMING = "coming", _("coming")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")
        ANNOUNCED = "announced", _("announced")
        CALLED_OFF = "called_off", _("called off")

    board = models.ForeignKey(Board, models.PROTECT, related_name="challenges", editable=False)
    question = TypedLine(_("the question"), max_length=200)
    about = TypedText(_("what is to be known about it"), max_length=4000, blank=True)
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    sponsor = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", verbose_name=_("sponsor"), db_index=False,
        help_text=_("Promises to say what became of it, when it has ended."),
    )  # fmt: skip
    budget = models.PositiveSmallIntegerField(
        _("votes that each person has for its ideas"), null=True, blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("A vote comes back when its idea is decided. Empty: as the board says."),
    )  # fmt: skip
    announce_days = models.PositiveSmallIntegerField(
        _("days in which the sponsor says what became of it"), default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When it was noted that it runs.")
    )
    ended_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When those who took part were told that it is over.")
    )
    promise = models.OneToOneField(
        "employees.Commitment", models.PROTECT, null=True, related_name="+", editable=False
    )
    announcement = TypedText(_("what became of it?"), max_length=4000, blank=True, editable=False)
    named = models.ManyToManyField("ideas.Idea", related_name="+", editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    announced_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    told_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When those who took part were told what became of it.")
    )
    called_off_at = models.DateTimeField(null=True, editable=False)
    called_off_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    called_off_reason = TypedLine(max_length=300, blank=True, editable=False)

    State = State
    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="challenge_ends_after_it_opens",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=1), name="challenge_budget_of_some"
            ),
            models.CheckConstraint(condition=Q(announce_days__gte=1), name="challenge_announced_in_days"),
            models.CheckConstraint(
                condition=Q(announced_at=None, announcement="")
                | (Q(announced_at__isnull=False, called_off_at=None) & ~Q(announcement="")),
                name="challenge_announced_in_words",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | ~Q(called_off_reason=""),
                name="challenge_called_off_with_a_reason",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-closes_on", "-id"], name="challenge_latest"),
            models.Index(fields=["closes_on"], name="challenge_to_end", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("ideas:challenge", args=[self.pk])

    def clean(self) -> None:
        validate_reach_of(self, "opens_on", "closes_on")
        if self.closes_on and self.closes_on < today():
            raise ValidationError({"closes_on": _("Its last day has to come.")})

    @property
    def state(self) -> State:
        if self.called_off_at:
            return self.State.CALLED_OFF
        if self.announced_at:
            return self.State.ANNOUNCED
        day = today()
        if self.closes_on < day:
            return self.State.ENDED
        return self.State.COMING if self.opens_on > day else self.State.RUNNING

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.COMING, self.State.RUNNING)

    @property
    def refusal(self) -> str:
        """Why it is neither changed nor called off any more; empty while it may be."""
        words = gettext("It is over (%(state)s), and stays as it was.")
        return words % {"state": self.state.label} if self.is_over else ""

    @property
    def days_left(self) -> int:
        """After today; 0 on its last day."""
        return (self.closes_on - today()).days

    @property
    def promised_for(self) -> datetime | None:
        """When it is to be said what became of it; nothing is promised before it ends."""
        return self.promise.due_at if self.promise else None

    @property
    def may_go_on(self) -> bool:
        """Whether calling it off can be taken back: nobody was told of it yet."""
        return self.called_off_at is not None and self.ended_at is None

    def may_be_announced_by(self, user: Employee) -> bool:
        """Its sponsor, whoever took the promise over, and the champion."""
        owner = self.promise.owner_id if self.promise else None
        return user.pk in (self.sponsor_id, owner) or user.has_perm("ideas.view_every_idea")
