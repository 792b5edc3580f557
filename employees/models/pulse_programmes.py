from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice, takewhile
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models.asking import DRIVER, ENPS, FEWEST, OPEN, PulseQuestion
from employees.models.dates import validate_reach_of
from tenants.here import current_zone, today

if TYPE_CHECKING:
    from employees.models.people import Employee

MOST_DRIVERS, MOST_OPEN = 10, 2
SHORTEST_MONTH = 28


def at_home(day: date, hour: time) -> datetime:
    """A moment of the organisation's own calendar and clock; an hour that summer time leaves out comes as
    much later."""
    return datetime.combine(day, hour, current_zone())


def validate_questions(rows: Any) -> None:
    """eNPS first, then up to ten drivers, then one or two open ones; each key once, each with its words."""
    try:
        asked = [PulseQuestion.read(row) for row in rows]
        worded = all(q.labels and all(str(label).strip() for label in q.labels.values()) for q in asked)
        spoken = {code for question in asked for code in question.labels}
    except (TypeError, KeyError, AttributeError):
        raise ValidationError(_("Each question has a key, a kind and its words by language.")) from None
    kinds = [question.kind for question in asked]
    drivers, opened = kinds.count(DRIVER), kinds.count(OPEN)
    if unknown := spoken - set(dict(settings.LANGUAGES)):
        raise ValidationError(_("This language is not offered: %(code)s.") % {"code": sorted(unknown)[0]})
    if not worded or len({question.key for question in asked}) < len(asked):
        raise ValidationError(_("Each question has words, and no key is used twice."))
    if kinds != [ENPS] + [DRIVER] * drivers + [OPEN] * opened or asked[0].key != ENPS:
        raise ValidationError(
            _("First comes “%(enps)s”, then statements, then open questions.") % {"enps": ENPS}
        )
    if drivers > MOST_DRIVERS or not 1 <= opened <= MOST_OPEN:
        raise ValidationError(_("Up to ten statements, and one or two open questions."))


class PulseProgrammeQuerySet(models.QuerySet["PulseProgramme"]):
    def visible_to(self, user: "Employee") -> "PulseProgrammeQuerySet":
        """Who plans waves, and the champion."""
        return self if user.has_perm("employees.view_pulse") else self.none()

    def running(self) -> "PulseProgrammeQuerySet":
        return self.filter(ended_at=None)


class PulseProgramme(models.Model):
    """Which questions staff are asked, how often, and where. Its waves open and close by the clock; each
    keeps what was asked, of whom, as it was when it opened."""

    class Unit(models.TextChoices):
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")

    class Attribute(models.TextChoices):
        NONE = "", _("nothing else")
        TENURE = "tenure", _("how long people have been here")

    name = models.CharField(_("name"), max_length=100)
    questions = models.JSONField(_("questions"), validators=[validate_questions])
    k = models.PositiveSmallIntegerField(
        _("the fewest people shown together"), default=FEWEST,
        validators=[MinValueValidator(FEWEST), MaxValueValidator(1000)],
        help_text=_("Five or more. It can be raised until the first wave opens, and never lowered."),
    )  # fmt: skip
    attribute = models.CharField(
        _("shown beside the teams"), max_length=10, choices=Attribute, blank=True, default=Attribute.NONE
    )
    branches = models.ManyToManyField(
        "employees.Team", blank=True, related_name="+", verbose_name=_("who is asked"),
        help_text=_("A team brings those below it. None: everybody."),
    )  # fmt: skip
    every = models.PositiveSmallIntegerField(
        _("again after"), default=0, validators=[MaxValueValidator(60)], help_text=_("0: it is asked once.")
    )
    unit = models.CharField(_("weeks or months"), max_length=6, choices=Unit, default=Unit.MONTHS)
    first_day = models.DateField(_("first day"))
    opens_at = models.TimeField(_("opens at"), default=time(9), help_text=_("Your organisation's time."))
    days_open = models.PositiveSmallIntegerField(
        _("days open"), default=14, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PulseProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=Q(k__gte=FEWEST), name="programme_of_five_or_more")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_reach_of(self, "first_day")
        before = PulseProgramme.objects.filter(pk=self.pk).first() if self.pk else None
        if before and (self.k or 0) < before.k:
            raise ValidationError({"k": _("It can be raised, never lowered.")})
        if before and self.k != before.k and before.is_begun:
            raise ValidationError({"k": _("A wave has opened: people were told this number. It stays.")})
        if self.every and self.days_open and self.days_open > self.shortest_pause:
            raise ValidationError({"days_open": _("The next wave would open before this one has closed.")})
        if (
            self.first_day
            and self.first_day < today()
            and self.first_day != getattr(before, "first_day", None)
        ):
            raise ValidationError({"first_day": _("Choose a day that lies ahead, or today.")})

    @property
    def is_begun(self) -> bool:
        """Whether a wave of it has opened."""
        return self.waves.filter(opened_at__isnull=False).exists()

    @property
    def shortest_pause(self) -> int:
        """Days from one opening to the next, at the least."""
        return self.every * (7 if self.unit == self.Unit.WEEKS else SHORTEST_MONTH)

    @property
    def asked(self) -> list[PulseQuestion]:
        return [PulseQuestion.read(row) for row in self.questions]

    def rounds(self) -> Iterator[date]:
        """The days on which its waves open, for ever."""
        yield self.first_day
        if self.every:
            yield from (self._after(times * self.every) for times in count(1))

    def _after(self, times: int) -> date:
        """So many weeks or months after the first day; the 31st of a shorter month is its last day."""
        if self.unit == self.Unit.WEEKS:
            return self.first_day + timedelta(weeks=times)
        years, month = divmod(self.first_day.month - 1 + times, 12)
        year, month = self.first_day.year + years, month + 1
        return date(year, month, min(self.first_day.day, monthrange(year, month)[1]))

    def begins(self, day: date) -> datetime:
        """When the wave of this day opens."""
        return at_home(day, self.opens_at)

    def ends(self, day: date) -> datetime:
        """When a wave that opened on this day closes."""
        return at_home(day + timedelta(days=self.days_open), self.opens_at)

    def round_due(self, now: datetime) -> date | None:
        """The day whose wave should be open now: the last that has begun, as long as it would be open. What
        was missed before that is not made up for."""
        begun = list(takewhile(lambda day: self.begins(day) <= now, self.rounds()))
        return begun[-1] if begun and now < self.ends(begun[-1]) else None

    def rounds_ahead(self, now: datetime, most: int) -> list[date]:
        """The next days on which a wave would open."""
        if self.ended_at:
            return []
        return list(islice((day for day in self.rounds() if self.begins(day) > now), most))
