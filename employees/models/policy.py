from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from employees.models.hours import validate_holidays, validate_week
from tenants.memory import Remembered

RUNGS = ("lead", "up", "up2", "champion")


def office_hours() -> dict[str, list[list[str]]]:
    return {str(day): [["09:00", "17:00"]] for day in range(5)}


def usual_ladders() -> dict[str, dict[str, int]]:
    """Kind of promise to rung to hours after the breach; "other" stands for the kinds that are not named."""
    return {
        "answer": {"lead": 0, "up": 24, "champion": 48},
        "danger": {"lead": 0, "up": 1, "champion": 2},
        "prevention": {"lead": 0, "up": 72, "champion": 168},
        "pulse": {"lead": 0, "up": 72, "champion": 168},
        "pledge": {"champion": 0},
        "review": {"lead": 0, "up": 72, "champion": 168},
        "crisis": {"lead": 0, "up": 1, "champion": 2},
        "idea": {"lead": 0, "up": 72, "champion": 168},
        "decision": {"lead": 0, "up": 72, "champion": 168},
        "revisit": {"lead": 0, "up": 168, "champion": 336},
        "challenge": {"lead": 0, "up": 72, "champion": 168},
        "other": {"lead": 0, "up": 72, "champion": 168},
    }


def usual_reminders() -> dict[str, int]:
    """Kind of promise to hours before its date."""
    hours = {"answer": 4, "danger": 1, "prevention": 48, "pledge": 72, "pulse": 48, "other": 24}
    return hours | {"review": 48, "crisis": 1, "idea": 72, "decision": 72, "revisit": 72, "challenge": 72}


def validate_ladders(ladders: object) -> None:
    """Refuse a ladder without hours, with unknown rungs, or whose higher rung comes before a lower one."""
    for kind, rungs in ladders.items() if isinstance(ladders, dict) else ():
        waits = [rungs[rung] for rung in RUNGS if rung in rungs] if isinstance(rungs, dict) else [-1]
        if not all(isinstance(wait, int) and wait >= 0 for wait in waits) or set(rungs) - set(RUNGS):
            raise ValidationError(_("A rung of the ladder is a number of hours."))
        if waits != sorted(waits):
            raise ValidationError(
                _("%(kind)s: a higher rung cannot come before a lower one."), params={"kind": kind}
            )


class Policy(models.Model):
    """How this organisation works: one row."""

    require_mfa = models.BooleanField(_("everybody signs in with a second factor"), default=False)
    hours = models.JSONField(_("working hours"), default=office_hours, validators=[validate_week])
    holidays = models.JSONField(_("holidays"), default=list, blank=True, validators=[validate_holidays])
    answer_in_working_hours = models.BooleanField(
        _("the 24 hours of an answer are counted in working hours"), default=False
    )
    ladders = models.JSONField(
        _("who is told of a broken promise"), default=usual_ladders, validators=[validate_ladders]
    )
    reminders = models.JSONField(_("hours before a promise's date"), default=usual_reminders)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="policy_is_one_row")]

    def __str__(self) -> str:
        return "policy"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(known_policy.forget)
        known_policy.forget()

    @classmethod
    def current(cls) -> "Policy":
        """The one row; its defaults where it was never saved, so that read-only requests may ask."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def ladder(self, kind: str) -> list[tuple[str, int]]:
        """The rungs for this kind of promise, lowest first, with the hours after the breach."""
        rungs = self.ladders.get(kind) or self.ladders.get("other") or usual_ladders()["other"]
        return [(rung, rungs[rung]) for rung in RUNGS if rung in rungs]

    def remind_hours(self, kind: str) -> int:
        """How long before its date the owner of this kind of promise is reminded."""
        return self.reminders.get(kind, self.reminders.get("other", usual_reminders()["other"]))


known_policy = Remembered(Policy.current)
"""The same as a process remembers it, for what is asked with each answer: at most two seconds old, and read
only."""
