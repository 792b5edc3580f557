from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models.cases import Case
from feedback.models.words import search_words
from tenants.numbers import number_of


class CauseQuerySet(models.QuerySet["Cause"]):
    def with_counts(self) -> Self:
        """Each with its number of cases, and of open ones."""
        return self.annotate(
            case_count=number_of(Case.objects.all(), "cause"),
            open_count=number_of(Case.objects.filter(closed_at=None), "cause"),
        )

    def unprevented(self) -> Self:
        """Nothing that stands is promised against it, and some case of it is not excused; or it has none."""
        standing = Prevention.objects.standing().filter(cause=OuterRef("pk"))
        cases = Case.objects.filter(cause=OuterRef("pk"))
        return self.filter(~Exists(standing), Exists(cases.filter(no_prevention_reason="")) | ~Exists(cases))

    def matching(self, text: str) -> Self:
        """Known causes that share words with the text, the nearest first."""
        if not (words := search_words(text)):
            return self.none()
        query = SearchQuery(" | ".join(words), search_type="raw", config="simple")
        found = self.filter(search=query).annotate(rank=SearchRank(F("search"), query))
        return found.order_by("-rank", "-id")


class Cause(models.Model):
    """Why things went wrong, for one case or many; asked five times."""

    title = models.CharField(_("cause"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "employees.Employee", models.SET_NULL, null=True, related_name="+", editable=False
    )
    search = models.GeneratedField(
        expression=SearchVector("title", "description", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CauseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [GinIndex("search", name="cause_search")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("feedback:cause", args=[self.pk])


class Why(models.Model):
    """One of the five whys, with what supports it."""

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="whys")
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(_("because"), max_length=300)
    support = models.CharField(_("how we know"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("cause", "position", name="one_why_a_position"),
            models.CheckConstraint(condition=Q(position__range=(1, 5)), name="five_whys"),
        ]

    def __str__(self) -> str:
        return self.answer


class PreventionQuerySet(models.QuerySet["Prevention"]):
    def standing(self) -> Self:
        """Promised and not taken back."""
        return self.filter(commitment__withdrawn_at=None)


class Prevention(models.Model):
    """What will be done so that the cause does not come back; owner and date stand in the ledger."""

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="preventions")
    action = models.CharField(_("what will change"), max_length=300)
    effective_on = models.DateField(_("in effect from"))
    commitment = models.OneToOneField("employees.Commitment", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "employees.Employee", models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = PreventionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.action
