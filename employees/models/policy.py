from django.db import models
from django.utils.translation import gettext_lazy as _


def office_hours() -> dict[str, list[list[str]]]:
    return {str(day): [["09:00", "17:00"]] for day in range(5)}


class Policy(models.Model):
    """How this organisation works: one row."""

    require_mfa = models.BooleanField(_("everybody signs in with a second factor"), default=False)
    hours = models.JSONField(_("working hours"), default=office_hours)
    holidays = models.JSONField(_("holidays"), default=list, blank=True)
    answer_in_working_hours = models.BooleanField(
        _("the 24 hours of an answer are counted in working hours"), default=False
    )

    class Meta:
        verbose_name_plural = "policies"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="policy_is_one_row")]

    def __str__(self) -> str:
        return "policy"

    @classmethod
    def current(cls) -> "Policy":
        """The one row; made with its defaults when first asked for."""
        return cls.objects.get_or_create(pk=1)[0]
