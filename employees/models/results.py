from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models.pulses import Wave, WaveGroup


class ResultQuerySet(models.QuerySet["Result"]):
    def beside_the_tree(self) -> "ResultQuerySet":
        """Of the values of the wave's attribute."""
        return self.exclude(value="")

    def at(self, group: WaveGroup) -> "ResultQuerySet":
        """Of a group and of the parts that are shown of it."""
        return self.filter(Q(group=group, part=Result.Part.WHOLE) | Q(within=group), value="")


class Result(models.Model):
    """What was published of a closed wave, once and for good: how those in a group answered one question.
    Written when the wave closes, by the gate that keeps everybody from being solved for; read by all."""

    class Part(models.TextChoices):
        """Which people of the group: all, those who stand in it directly, or all that are not shown apart."""

        WHOLE = "whole", _("all")
        DIRECT = "direct", _("directly")
        OTHERS = "others", _("not shown apart")

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="results", db_index=False)
    question = models.CharField(
        max_length=40, blank=True, help_text=_("Its key; none: who answered anything at all.")
    )
    group = models.ForeignKey(WaveGroup, models.CASCADE, related_name="results")
    within = models.ForeignKey(WaveGroup, models.CASCADE, null=True, related_name="+")
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.WHOLE)
    value = models.CharField(max_length=40, blank=True, help_text=_("Of the wave's attribute."))
    asked = models.PositiveIntegerField(help_text=_("How many people were asked."))
    n = models.PositiveIntegerField()
    counts = models.JSONField(
        default=dict, help_text=_("How many gave each score, or wrote about each theme.")
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "question", "group", "part", "value"], name="result_once_a_group"
            ),
            models.CheckConstraint(condition=Q(n__gte=5), name="result_of_five_or_more"),
        ]
        indexes = [models.Index(fields=["wave"], name="result_beside_the_tree", condition=~Q(value=""))]

    def __str__(self) -> str:
        return f"{self.question} of group {self.group_id}"

    @property
    def scores(self) -> dict[int, int]:
        """The counts as the metrics take them."""
        return {int(score): n for score, n in self.counts.items()}


class Association(models.Model):
    """What went with the score in a group of a closed wave: published with its results."""

    group = models.OneToOneField(WaveGroup, models.CASCADE, related_name="association")
    n = models.PositiveIntegerField()
    explained = models.FloatField(help_text=_("R² of the drivers together."))
    by_key = models.JSONField(help_text=_("Of each driver: correlation, low, high, share."))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(n__gte=30), name="association_of_thirty_or_more")]

    def __str__(self) -> str:
        return f"of group {self.group_id}"
