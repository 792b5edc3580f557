from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee


class Act(models.TextChoices):
    """What a board may be open to some for."""

    SEE = "see", _("see it")
    SUBMIT = "submit", _("hand in ideas")
    VOTE = "vote", _("vote")
    COMMENT = "comment", _("comment")


class AudienceQuerySet(models.QuerySet["Audience"]):
    def including(self, user: Employee) -> "AudienceQuerySet":
        """Those to which this person belongs."""
        return self.filter(Q(team__in=user.teams_around) | Q(role__in=user.roles))


class Audience(models.Model):
    """Some of those who may do something on a board: a team, or a role. Where an act has none, everybody who
    sees the board may do it. Customers see one by invitation, and only there."""

    class Role(models.TextChoices):
        EMPLOYEE = "employee", _("all employees")
        LEAD = "lead", _("leads")
        CHAMPION = "champion", _("the champion")
        SPONSOR = "sponsor", _("the champion's sponsor")
        ADMIN = "admin", _("admins")
        CUSTOMER = "customer", _("invited customers")

    board = models.ForeignKey("ideas.Board", models.CASCADE, related_name="audiences", db_index=False)
    act = models.CharField(_("what they may do"), max_length=7, choices=Act.choices)
    team = models.ForeignKey(
        "employees.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"),
        help_text=_("With those below it, and whoever leads one above it."),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, blank=True)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        ordering = ["act", "role", "team__name"]
        constraints = [
            models.CheckConstraint(condition=Q(role="") ^ Q(team=None), name="audience_of_a_role_or_a_team"),
            models.CheckConstraint(
                condition=~Q(act=Act.SEE, role="customer"), name="audience_of_customers_sees_by_link"
            ),
            models.UniqueConstraint(
                "board", "act", "team", name="audience_of_a_team_once", condition=Q(team__isnull=False)
            ),
            models.UniqueConstraint(
                "board", "act", "role", name="audience_of_a_role_once", condition=~Q(role="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display() or self.team)

    @property
    def rule(self) -> tuple[str, int | None, str]:
        return self.act, self.team_id, self.role

    def includes(self, user: Employee) -> bool:
        return self.team_id in user.teams_around if self.team_id else self.role in user.roles
