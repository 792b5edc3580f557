from typing import Any, NamedTuple
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models.people import Employee
from employees.models.teams import Team


class Scale(models.TextChoices):
    """How a tool makes detractors, passives and promoters of the answers."""

    OURS = "ours", _("0 to 6, 7 and 8, 9 and 10: as we count")
    SIX_TO_EIGHT = "six_to_eight", _("0 to 5, 6 to 8, 9 and 10")
    FIVE_POINT = "five_point", _("a five-point question")
    SKIPS = "skips", _("who skipped the question counts as a passive")
    UNKNOWN = "unknown", _("not known")


KNOWN_SCALES = [Scale(value) for value in Scale.values if value != Scale.UNKNOWN]


class Parts(NamedTuple):
    """Of a group, as the tool that asked them counted."""

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        return sum(self)

    @property
    def balance(self) -> int:
        return self.promoters - self.detractors


class PastWaveQuerySet(models.QuerySet["PastWave"]):
    def visible_to(self, user: Employee) -> "PastWaveQuerySet":
        return self if user.has_perm("employees.view_pastwave") else self.none()

    def comparable(self) -> "PastWaveQuerySet":
        """Counted as we count."""
        return self.filter(scale=Scale.OURS)

    def deviating(self) -> "PastWaveQuerySet":
        """Counted otherwise, or nobody knows how: these stand apart."""
        return self.exclude(scale=Scale.OURS)

    def with_whole(self) -> "PastWaveQuerySet":
        """Each with `groups`, how many it has, and `whole`, its line of everybody, if it has one."""
        whole = models.Prefetch("lines", PastLine.objects.of_all(), to_attr="whole")
        counted = self.annotate(groups=Count("lines"))
        return counted.prefetch_related(whole).order_by("-closed_on", "-pk")

    def of_file(self, file: Any) -> "PastWaveQuerySet":
        """All that came in together."""
        return self.filter(file=file)


class PastWave(models.Model):
    """A wave that was asked by another tool, before: its figures by group, and how that tool counted them.
    Where that is not our way, or nobody knows, they are never put together with ours."""

    title = models.CharField(_("title"), max_length=150)
    closed_on = models.DateField(_("closed on"))
    tool = models.CharField(_("tool"), max_length=100)
    scale = models.CharField(_("how it counts"), max_length=12, choices=Scale.choices)
    is_chosen = models.BooleanField(
        default=False, help_text=_("Said by a person: the figures leave it open.")
    )
    evidence = models.JSONField(default=list, help_text=_("Why it was taken to be counted so."))
    left_out = models.PositiveIntegerField(default=0, help_text=_("Groups of the file that are not shown."))
    file = models.UUIDField(default=uuid4, editable=False, help_text=_("What came in together."))
    brought_in_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    brought_in_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PastWaveQuerySet.as_manager()

    class Meta:
        ordering = ["-closed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "title", "closed_on"], name="past_wave_once"),
            models.CheckConstraint(
                condition=~Q(scale=Scale.UNKNOWN, is_chosen=True), name="past_wave_unknown_is_no_choice"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ours(self) -> bool:
        return self.scale == Scale.OURS


class PastLineQuerySet(models.QuerySet["PastLine"]):
    def comparable(self) -> "PastLineQuerySet":
        """What may stand beside our own waves: counted as we count, and a score that can be told."""
        told = Q(promoters__isnull=False) | Q(score__isnull=False)
        return self.filter(told, wave__scale=Scale.OURS).select_related("wave")

    def of_all(self) -> "PastLineQuerySet":
        """Of everybody who was asked."""
        return self.filter(name="")


class PastLine(models.Model):
    """How one group answered in a past wave. None holds fewer than five people, and none of a wave can be
    subtracted from another so that fewer are left."""

    wave = models.ForeignKey(PastWave, models.CASCADE, related_name="lines", db_index=False)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, blank=True, help_text=_("As it was; none: everybody."))
    asked = models.PositiveIntegerField(null=True)
    n = models.PositiveIntegerField(help_text=_("As the tool counts those who answered."))
    promoters = models.PositiveIntegerField(null=True)
    passives = models.PositiveIntegerField(null=True)
    detractors = models.PositiveIntegerField(null=True)
    score = models.FloatField(null=True, help_text=_("As the tool gives it."))
    mean = models.FloatField(null=True)
    counts = models.JSONField(default=dict, help_text=_("Of each score, how many gave it."))

    objects = PastLineQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "name"], name="past_line_once_a_group"),
            models.CheckConstraint(condition=Q(n__gte=5), name="past_line_of_five_or_more"),
            models.CheckConstraint(
                condition=Q(promoters=None, passives=None, detractors=None)
                | Q(promoters__isnull=False, passives__isnull=False, detractors__isnull=False),
                name="past_line_has_all_parts_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("everybody"))

    @property
    def parts(self) -> Parts | None:
        if self.promoters is None or self.passives is None or self.detractors is None:
            return None
        return Parts(self.promoters, self.passives, self.detractors)
