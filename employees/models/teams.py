from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamQuerySet(models.QuerySet["Team"]):
    def with_below(self, roots: Iterable[int]) -> set[int]:
        """The keys of these teams and of all below them; one query, whatever the depth."""
        children = defaultdict(list)
        for pk, parent in self.model._default_manager.values_list("pk", "parent_id"):
            children[parent].append(pk)
        found: set[int] = set()
        queue = list(roots)
        while queue:
            if (pk := queue.pop()) not in found:
                found.add(pk)
                queue += children[pk]
        return found


class Team(models.Model):
    """A place in the organisation's tree: head office, region, store, ward."""

    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    lead = models.ForeignKey(
        "employees.Employee",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("lead"),
    )
    location = models.CharField(_("location"), max_length=150, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    hours = models.JSONField(
        _("working hours"),
        default=dict,
        blank=True,
        help_text=_(
            "Day of the week, 0 is Monday, to intervals: {'0': [['09:00', '17:00']]}. "
            "Empty: as the organisation."
        ),
    )
    holidays = models.JSONField(_("holidays"), default=list, blank=True, help_text=_("Dates, as 2026-12-25."))

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "parent", "name", name="team_name_once_in_its_parent", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
