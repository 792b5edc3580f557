from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from employees.models import Employee

ASKED_ONCE_IN = timedelta(days=30)
"""A customer is asked for an answer once in so many days, whatever the post."""


class CustomerQuerySet(models.QuerySet["Customer"]):
    def present(self) -> "CustomerQuerySet":
        """Those who were not merged into another."""
        return self.filter(merged_into=None)

    def merged(self) -> "CustomerQuerySet":
        return self.filter(merged_into__isnull=False)

    def visible_to(self, user: Employee) -> "CustomerQuerySet":
        """Champions see all; others the customers of the responses they see."""
        from feedback.models.responses import Response

        if "champion" in user.roles:
            return self
        return self.filter(pk__in=Response.objects.visible_to(user).values("customer"))

    def refusing(self, purposes: Iterable[str] = ("reply", "survey")) -> "CustomerQuerySet":
        """Their last word on one of these purposes was no: on being written to, or on being asked."""
        words = {f"said_{purpose}": _last_word(purpose) for purpose in purposes}
        return self.alias(**words).filter(reduce(or_, (Q(**{word: False}) for word in words)))

    def asked_lately(self) -> "CustomerQuerySet":
        from feedback.models.listening import Invitation

        lately = timezone.now() - ASKED_ONCE_IN
        asked = Q(Exists(Invitation.objects.filter(customer=OuterRef("pk"), created_at__gt=lately)))
        for path in settings.CUSTOMERS_ASKED:
            asked |= Q(pk__in=import_string(path)(lately))
        return self.filter(asked)

    def testers(self) -> "CustomerQuerySet":
        """They agreed to try out what we change, and may be asked by mail now."""
        agreed = Consent.objects.filter(purpose=TESTER, given=True).values("customer")
        address = Identifier.objects.filter(customer=OuterRef("pk"), kind=Identifier.Kind.EMAIL)
        of_them = self.present().filter(pk__in=agreed).alias(test=_last_word(TESTER))
        willing = of_them.filter(Exists(address), test=True)
        this = Customer.objects.filter(pk=OuterRef("pk"))
        return willing.filter(~Exists(this.refusing()), ~Exists(this.asked_lately()))


def _last_word(purpose: str) -> Subquery:
    said = Consent.objects.filter(customer=OuterRef("pk"), purpose=purpose).order_by("-at", "-id")
    return Subquery(said.values("given")[:1])


class Customer(models.Model):
    """A person with a history with us, found again by their identifiers."""

    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    salutation = models.CharField(_("speak to them as"), max_length=100, blank=True)
    reach_by = models.CharField(_("reach them by"), max_length=200, blank=True)
    needs = models.CharField(_("needs"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", editable=False)
    imported = models.ForeignKey(
        "feedback.Import", models.SET_NULL, null=True, related_name="customers", editable=False
    )
    search = models.GeneratedField(
        expression=SearchVector("name", "salutation", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [GinIndex("search", name="customer_search")]

    def __str__(self) -> str:
        return self.name or str(_("Customer %(number)s") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        return reverse("feedback:customer", args=[self.pk])

    def history(self, user: Employee) -> tuple[Any, Any, Any]:
        """What this person may see of it: responses, cases and messages."""
        from feedback.models.cases import Case
        from feedback.models.responses import Response
        from feedback.models.threads import Message

        responses = Response.objects.visible_to(user).shown().filter(customer=self)
        cases = Case.objects.visible_to(user).filter(response__in=responses.values("pk"))
        return responses, cases, Message.objects.filter(case__in=cases.values("pk"))


class Identifier(models.Model):
    """What a customer is known by, in its normal form; of one customer only."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        EXTERNAL = "external", _("number in another system")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=254)
    imported = models.ForeignKey("feedback.Import", models.SET_NULL, null=True, related_name="identifiers")

    class Meta:
        constraints = [models.UniqueConstraint("kind", "value", name="identifier_of_one_customer")]

    def __str__(self) -> str:
        return self.value


TESTER = "tester"
"""The purpose of a consent to be asked to try out what was changed."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: Employee) -> "ConsentQuerySet":
        """Of the customers whom one sees."""
        if "champion" in user.roles:
            return self
        return self.filter(customer__in=Customer.objects.visible_to(user))


class Consent(models.Model):
    """A customer's yes or no to a purpose: with the text they saw, its version, when and where. The last
    counts."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40, help_text=_("reply, survey, tester"))
    given = models.BooleanField()
    text = models.TextField()
    text_version = models.CharField(max_length=20)
    source = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["customer", "-at", "-id"], name="consent_tester", condition=Q(purpose=TESTER)
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.given}"
