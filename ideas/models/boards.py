from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team


class BoardQuerySet(models.QuerySet["Board"]):
    def open(self) -> "BoardQuerySet":
        """Those that take ideas."""
        return self.filter(closed_at=None)

    def visible_to(self, user: Employee) -> "BoardQuerySet":
        """Those of everybody, of a team of theirs or one above it, and those on which they review; who
        configures boards and the champion see all."""
        if not user.has_perm("ideas.view_idea"):
            return self.none()
        if user.has_perm("ideas.change_board") or user.has_perm("ideas.view_every_idea"):
            return self
        teams, reviewers = Board.teams.through.objects, Board.reviewers.through.objects
        of_some = teams.filter(board=OuterRef("pk"))
        of_mine = of_some.filter(team__in=Team.objects.with_above(user.team_id))
        mine = reviewers.filter(board=OuterRef("pk"), employee=user)
        return self.filter(~Exists(of_some) | Exists(of_mine) | Exists(mine))


class Board(models.Model):
    """Where ideas of one kind are handed in: by whom, how they are wanted, and who answers them by when."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    about = models.CharField(_("what it is for"), max_length=300, blank=True)
    teams = models.ManyToManyField(
        "employees.Team", blank=True, related_name="+", verbose_name=_("for whom"),
        help_text=_("A team brings those below it. None: for everybody."),
    )  # fmt: skip
    is_one_way = models.BooleanField(
        _("authors see only their own ideas"), default=False,
        help_text=_("Whoever reviews, and the champion, see all. Nobody votes then."),
    )  # fmt: skip
    shows_names = models.BooleanField(_("who had an idea is shown"), default=True)
    budget = models.PositiveSmallIntegerField(
        _("votes that each person has"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("A vote comes back when its idea is decided. Empty: one for each idea, without a limit."),
    )  # fmt: skip
    review_days = models.PositiveSmallIntegerField(
        _("days in which an idea is answered"), default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )  # fmt: skip
    crisis_hours = models.PositiveSmallIntegerField(
        _("hours in which a crisis is answered"), default=4,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
    )  # fmt: skip
    reviewers = models.ManyToManyField(
        "employees.Employee", blank=True, related_name="+", verbose_name=_("who answers, by turns"),
        help_text=_("None: the lead of the author's team, else the champion."),
    )  # fmt: skip
    closed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=1), name="board_budget_of_some"),
            models.CheckConstraint(condition=Q(review_days__gte=1), name="board_review_takes_a_day"),
        ]

    def __str__(self) -> str:
        return self.name
