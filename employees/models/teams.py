from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from employees.models.hours import (
    WorkingHours,
    read_hours,
    validate_holidays,
    validate_week,
)
from employees.models.policy import known_policy
from tenants.here import current_zone

if TYPE_CHECKING:
    from employees.models.people import Employee


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: "Employee") -> "TeamQuerySet":
        """Everybody knows which teams there are."""
        return self if user.has_perm("employees.view_team") else self.none()

    def led_by(self, user: "Employee") -> set[int]:
        """The keys of the teams this person leads, and of those below them."""
        roots = self.model.objects.filter(lead=user).values_list("pk", flat=True)
        return self.with_below(roots) if user.is_lead else set()

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

    def leading(self, teams: Iterable[int]) -> set[int]:
        """The keys of those who lead one of these teams or one above it; one query, whatever the depth."""
        rows = self.model._default_manager.values_list("pk", "parent_id", "lead_id")
        tree = {pk: (parent, lead) for pk, parent, lead in rows}
        found: set[int] = set()
        for leaf in teams:
            above: int | None = leaf
            while above in tree:
                above, lead = tree.pop(above)
                found |= {lead} if lead else set()
        return found

    def with_above(self, leaf: int | None) -> set[int]:
        """The keys of this team and of all above it; none for somebody of no team."""
        parents = dict(self.model._default_manager.values_list("pk", "parent_id")) if leaf else {}
        found: set[int] = set()
        while leaf and leaf not in found:
            found.add(leaf)
            leaf = parents.get(leaf)
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
        validators=[validate_week],
        help_text=_("Day of the week, 0 is Monday, to intervals. Empty: as the organisation."),
    )
    holidays = models.JSONField(
        _("holidays"), default=list, blank=True, validators=[validate_holidays], help_text=_("As 2026-12-25.")
    )

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

    def clean(self) -> None:
        if self.pk and self.parent_id in Team.objects.with_below([self.pk]):
            raise ValidationError({"parent": _("A team cannot belong to itself or to a team below it.")})
        if self.time_zone and self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("This time zone is not known.")})

    @property
    def zone(self) -> ZoneInfo:
        """The team's own time zone, else the organisation's."""
        return ZoneInfo(self.time_zone) if self.time_zone else current_zone()


def working_hours(team: Team | None) -> WorkingHours:
    """When this team works; what it leaves open is the organisation's. Holidays of both are free."""
    policy = known_policy()
    if team is None:
        return read_hours(current_zone(), policy.hours, policy.holidays)
    return read_hours(team.zone, team.hours or policy.hours, [*policy.holidays, *team.holidays])
