"""How far ahead people may date anything. The calendar of every clock here ends with the year 9999."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.here import today

FARTHEST = timedelta(days=36_525)
"""A century: what is dated later is a slip, and sums with its date could leave the calendar."""


def validate_reach(when: date) -> None:
    """Any day or moment that is typed: not too far ahead to count with."""
    day = when.date() if isinstance(when, datetime) else when
    if day > today() + FARTHEST:
        raise ValidationError(_("This date is too far ahead: at most a hundred years."))


def validate_reach_of(row: Model, *names: str) -> None:
    """The days and moments of a row, by the names of their fields."""
    for name in names:
        try:
            validate_reach(getattr(row, name) or today())
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None


def validate_due_on(day: date) -> None:
    """The day of a promise."""
    if day < today():
        raise ValidationError(_("A promise is for a day to come."))
    validate_reach(day)


def validate_due_at(moment: datetime) -> None:
    """A moment that has to come, as that of a promise."""
    if moment <= timezone.now():
        raise ValidationError(_("The date must lie ahead."))
    validate_reach(moment)
