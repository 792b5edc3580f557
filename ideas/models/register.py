"""What ideas have brought: patents, savings, and barriers that are gone."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.models.ideas import Idea
from ideas.models.status import Status


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> "EntryQuerySet":
        """Of ideas that are still delivered, where nothing was brought otherwise."""
        return self._holding().filter(removed_at=None)

    def removed(self) -> "EntryQuerySet":
        """What would stand there if it were put back."""
        return self._holding().filter(removed_at__isnull=False)

    def _holding(self) -> "EntryQuerySet":
        return self.filter(idea__status=Status.COMPLETED) if self.model.is_of_delivery else self

    def visible_to(self, user: Employee) -> "EntryQuerySet":
        return self.standing().filter(idea__in=Idea.objects.visible_to(user))


class Entry(models.Model):
    """One line of the register; taken off it, it stays, and can be put back."""

    statuses: ClassVar[tuple[str, ...]] = (Status.COMPLETED,)
    """Where an idea must stand for it to be entered."""
    is_of_delivery: ClassVar[bool] = True
    """Whether it stands only as long as its idea is delivered, and again when that is delivered anew."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="%(class)s_rows", editable=False)
    added_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", db_index=False, editable=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-added_at", "-id"]

    @property
    def is_taken(self) -> bool:
        """Whether another line says the same."""
        return False


class Patent(Entry):
    """A patent that was applied for, or granted, on what an idea proposed, whatever becomes of that."""

    statuses = (Status.PLANNED, Status.STARTED, Status.COMPLETED)
    is_of_delivery = False

    number = models.CharField(_("number"), max_length=40)
    office = models.CharField(_("office"), max_length=60, help_text=_("EPO, USPTO, WIPO …"))
    filed_on = models.DateField(_("filed"))
    granted_on = models.DateField(_("granted"), null=True, blank=True)
    inventors = models.ManyToManyField(
        "employees.Employee", related_name="+", verbose_name=_("inventors"),
        help_text=_("Everybody reads their names here, on boards without names, too."),
    )  # fmt: skip

    class Meta(Entry.Meta):
        constraints = [
            models.UniqueConstraint(
                "office", "number", name="patent_once", condition=Q(removed_at=None),
                violation_error_message=_("This patent stands on the register already."),
            ),
            models.CheckConstraint(
                condition=Q(granted_on=None) | Q(granted_on__gte=F("filed_on")),
                name="patent_granted_after_it_was_filed",
                violation_error_message=_("It is granted on a day after it was filed."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-added_at", "-id"], name="patent_newest",
                                condition=Q(removed_at=None))]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.office} {self.number}"

    @property
    def is_taken(self) -> bool:
        same = Patent.objects.standing().filter(office=self.office, number=self.number)
        return same.exclude(pk=self.pk).exists()

    @property
    def path(self) -> str:
        """Where it stands on the page of its idea."""
        return f"{self.idea.get_absolute_url()}#patent-{self.pk}"

    @property
    def granted_path(self) -> str:
        """Where it is said there that it is granted."""
        return f"{self.idea.get_absolute_url()}#granted-{self.pk}"


class Saving(Entry):
    """Money that a delivered idea saves, how that was measured, and who confirms it."""

    class Span(models.TextChoices):
        YEARLY = "year", _("a year")
        ONCE = "once", _("once")

    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    currency = models.CharField(
        _("currency"), max_length=3, help_text=_("Three letters, as EUR."),
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters, as EUR."))],
    )  # fmt: skip
    span = models.CharField(_("how often"), max_length=4, choices=Span.choices)
    measured = models.CharField(_("how it was measured"), max_length=500)
    confirmed_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", db_index=False, verbose_name=_("confirmed by")
    )

    class Meta(Entry.Meta):
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="saving_of_something")]
        indexes = [models.Index(fields=["-added_at", "-id"], name="saving_newest",
                                condition=Q(removed_at=None))]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class BarrierRemoved(Entry):
    """A barrier that hinders nobody any more."""

    whom = models.CharField(_("whom did it hinder?"), max_length=150)
    since = models.DateField(_("gone since"))
    how = models.CharField(_("what was done"), max_length=500, blank=True)

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["-added_at", "-id"], name="barrier_newest",
                                condition=Q(removed_at=None))]  # fmt: skip

    def __str__(self) -> str:
        return self.whom


KINDS: dict[str, type[Entry]] = {"patents": Patent, "savings": Saving, "barriers": BarrierRemoved}
