from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team
from feedback.models.responses import Response

CURRENCIES = [(code, code) for code in (
    "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR",
    "JPY", "KES", "KRW", "MXN", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "RUB", "SEK", "SGD", "THB", "TRY",
    "TWD", "UAH", "USD", "ZAR",
)]  # fmt: skip
SECOND_THOUGHTS = timedelta(minutes=10)


class Goodwill(models.Model):
    """In which currency gestures are given: one row."""

    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="EUR")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="goodwill_is_one_row")]

    def __str__(self) -> str:
        return self.currency

    @classmethod
    def current(cls) -> "Goodwill":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class GoodwillLimit(models.Model):
    """Up to what amount, and how often in a month, somebody of a role or a team may give a gesture without
    asking. Of several that hold for a person the largest amount counts."""

    class Role(models.TextChoices):
        EMPLOYEE = "employee", _("everybody")
        LEAD = "lead", _("leads")
        CHAMPION = "champion", _("the champion")

    role = models.CharField(_("role"), max_length=8, choices=Role.choices, blank=True)
    team = models.ForeignKey(
        "employees.Team", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"),
        help_text=_("It holds for the teams below, too."),
    )  # fmt: skip
    amount = models.DecimalField(
        _("up to"), max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    number = models.PositiveSmallIntegerField(_("times a month"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["role", "team__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="") ^ Q(team=None), name="limit_of_a_role_or_a_team",
                violation_error_message=_("Give a role or a team."),
            ),
            models.UniqueConstraint("role", name="one_limit_a_role", condition=~Q(role="")),
            models.UniqueConstraint("team", name="one_limit_a_team"),
            models.CheckConstraint(condition=Q(amount__gt=0, number__gt=0), name="limit_allows_something"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_role_display() or self.team}: {self.amount}, {self.number}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the audit trail keeps."""
        return {"role": self.role, "team": self.team_id, "amount": str(self.amount), "number": self.number}


class GestureQuerySet(models.QuerySet["Gesture"]):
    def given(self) -> "GestureQuerySet":
        return self.filter(given_at__isnull=False, withdrawn_at=None)

    def asked(self) -> "GestureQuerySet":
        """Over the limit, and nobody has said yes or no yet."""
        return self.filter(given_at=None, decided_at=None, withdrawn_at=None)

    def without_asking(self, employee: Employee, month: date) -> "GestureQuerySet":
        """What counts towards somebody's number of a month."""
        return self.given().filter(by=employee, month=month, commitment=None)

    def visible_to(self, user: Employee) -> "GestureQuerySet":
        """The champion and who configures see all, leads those of the teams below, everybody their own."""
        if user.has_perm("feedback.view_every_gesture"):
            return self
        own = Q(by=user) | Q(commitment__owner=user)
        return self.filter(own | Q(team__in=Team.objects.led_by(user)) if user.is_lead else own)

    def decidable_by(self, user: Employee) -> "GestureQuerySet":
        """Who promised to answer, a lead above, or the champion; nobody decides for themselves."""
        open_ones = self.asked().exclude(by=user)
        if "champion" in user.roles:
            return open_ones
        led = Q(team__in=Team.objects.led_by(user)) if user.is_lead else Q()
        return open_ones.filter(Q(commitment__owner=user) | led) if led else open_ones.filter(
            commitment__owner=user
        )  # fmt: skip

    def reversible_by(self, user: Employee) -> "GestureQuerySet":
        """What this person gave a moment ago without asking, and what they ask for."""
        fresh = Q(given_at__gt=timezone.now() - SECOND_THOUGHTS, commitment=None)
        waiting = Q(given_at=None, decided_at=None)
        return self.filter(fresh | waiting, by=user, withdrawn_at=None)

    def with_outcome(self) -> "GestureQuerySet":
        """Each with `came_back`: whether its customer has been heard of since, by an answer of theirs."""
        later = Response.objects.shown().filter(
            customer=OuterRef("case__response__customer"), received_at__gt=OuterRef("given_at")
        )
        return self.annotate(came_back=Exists(later.exclude(pk=OuterRef("case__response"))))


class Gesture(models.Model):
    """A gesture of goodwill to the customer of a case: given at once within the limit, or asked for. The
    promise to answer who asks is `commitment`."""

    class Kind(models.TextChoices):
        VOUCHER = "voucher", _("voucher")
        REFUND = "refund", _("refund")
        DISCOUNT = "discount", _("discount")
        REPLACEMENT = "replace", _("replacement")
        GIFT = "gift", _("gift")
        OTHER = "other", _("something else")

    case = models.ForeignKey("feedback.Case", models.PROTECT, related_name="gestures")
    kind = models.CharField(_("what"), max_length=8, choices=Kind.choices)
    amount = models.DecimalField(
        _("worth"), max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    currency = models.CharField(max_length=3)
    note = models.CharField(_("in words"), max_length=200, blank=True)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    month = models.DateField(null=True, help_text=_("The first day of the month in which it was given."))
    given_at = models.DateTimeField(null=True)
    commitment = models.OneToOneField("employees.Commitment", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    key = models.UUIDField(
        null=True, unique=True, help_text=_("Of the form it came by, so that a double click is one gesture.")
    )

    objects = GestureQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="gesture_is_worth_something"),
            models.CheckConstraint(
                condition=Q(given_at=None, month=None) | Q(given_at__isnull=False, month__isnull=False),
                name="gesture_given_in_a_month",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(commitment__isnull=False), name="gesture_decided_if_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="gesture_newest"),
            models.Index(fields=["by", "month"], name="gesture_by_month"),
            models.Index(fields=["team", "-made_at", "-id"], name="gesture_team"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.worth}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:gesture", args=[self.pk])

    @property
    def worth(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def state(self) -> str:
        if self.withdrawn_at:
            return "withdrawn"
        if self.given_at:
            return "given"
        return "refused" if self.decided_at else "asked"


ORDER = (F("amount").desc(), F("number").desc())


def limit_of(employee: Employee) -> GoodwillLimit | None:
    """The most that this person may give without asking: by a role of theirs, or by their team or the nearest
    above it that has a limit."""
    found = list(GoodwillLimit.objects.filter(role__in=employee.roles).exclude(role="").order_by(*ORDER)[:1])
    of_teams = {limit.team_id: limit for limit in GoodwillLimit.objects.exclude(team=None)}
    up = dict(Team.objects.values_list("pk", "parent")) if of_teams else {}
    at, seen = employee.team_id if of_teams else None, set[int]()
    while at is not None and at not in seen and at not in of_teams:
        seen.add(at)
        at = up[at]
    found += [of_teams[at]] if at in of_teams else []
    return max(found, key=lambda limit: (limit.amount, limit.number), default=None)
