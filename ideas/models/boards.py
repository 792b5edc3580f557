from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.models.audiences import Act, Audience
from ideas.models.crowds import Rule, crowd_of, is_too_small
from tenants.typed import TypedLine


def owing(user: Employee, path: str = "") -> Q:
    """Challenges of which somebody owes what became of them: their sponsor, or whoever took the promise over.
    path: what leads to the challenge."""
    return Q(**{f"{path}sponsor": user}) | Q(**{f"{path}promise__owner": user})


WORD = {
    "shows_names": _(
        "Whoever handed in here was told that their name is not shown. Open another board for names."
    ),
    "is_one_way": _(
        "Whoever handed in here was told that only those who answer read it. Open another board for all."
    ),
}


class BoardQuerySet(models.QuerySet["Board"]):
    def open(self) -> "BoardQuerySet":
        """Those that take ideas."""
        return self.filter(closed_at=None)

    def for_customers(self) -> "BoardQuerySet":
        return self.filter(is_for_customers=True)

    def visible_to(self, user: Employee) -> "BoardQuerySet":
        """Those of everybody, of a team or a role of theirs, and those on which they review or sponsor a
        challenge; who configures boards and the champion see all."""
        if not user.has_perm("ideas.view_idea"):
            return self.none()
        if user.has_perm("ideas.change_board") or user.has_perm("ideas.view_every_idea"):
            return self
        some = Audience.objects.filter(board=OuterRef("pk"), act=Act.SEE)
        reviewers, of_crises = (
            many.through.objects.filter(board=OuterRef("pk"), employee=user)
            for many in (Board.reviewers, Board.crisis_reviewers)
        )
        return self.filter(
            ~Exists(some)
            | Exists(some.including(user))
            | Exists(reviewers)
            | Exists(of_crises)
            | Q(pk__in=Board.objects.filter(owing(user, "challenges__")).values("pk"))
        )


class Board(models.Model):
    """Where ideas of one kind are handed in: by whom, how they are wanted, and who answers them by when."""

    name = TypedLine(_("name"), max_length=100, unique=True)
    about = TypedLine(_("what it is for"), max_length=300, blank=True)
    is_one_way = models.BooleanField(
        _("authors see only their own ideas"), default=False,
        help_text=_("Whoever reviews, and the champion, see all. Nobody votes then."),
    )  # fmt: skip
    is_for_customers = models.BooleanField(
        _("invited customers take part"), default=False,
        help_text=_("Each by a link of their own. Their names are seen by staff only."),
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
    crisis_reviewers = models.ManyToManyField(
        "employees.Employee", blank=True, related_name="+", verbose_name=_("who answers a crisis, by turns"),
        help_text=_("None, or none of them there: whoever answers the others."),
    )  # fmt: skip
    allows_anonymous = models.BooleanField(
        _("ideas without a name are taken"), default=False,
        help_text=_("Sealed when they are handed in, and published together, once a day."),
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

    def clean(self) -> None:
        known = Board.objects.filter(pk=self.pk).first()
        if known and (broken := known.broken_word(vars(self))):
            raise ValidationError(broken)

    def broken_word(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Why it cannot be changed to what is said, by field: what is handed in stays as it was promised."""
        shows, hides = said.get("shows_names", self.shows_names), said.get("is_one_way", self.is_one_way)
        opened = {"shows_names": shows and not self.shows_names, "is_one_way": self.is_one_way and not hides}
        broken = [name for name, is_open in opened.items() if is_open]
        return {name: WORD[name] for name in broken} if broken and self.ideas.exists() else {}

    @property
    def is_read_by_all(self) -> bool:
        """Whether everybody who works here may read what stands on it: else nothing of it is told
        elsewhere."""
        some = [one for one in self.audiences.all() if one.act == Act.SEE]
        return not self.is_one_way and (not some or any(one.role == one.Role.EMPLOYEE for one in some))

    def open_to(self, user: Employee) -> frozenset[str]:
        """What this person may do here, of those who see it: each act whose audience they belong to, or that
        has none. Whoever reviews here, and the champion, always talk with authors."""
        allowed = self._open_to(lambda one: one.includes(user))
        if Act.COMMENT not in allowed and self.is_answered_by(user):
            allowed |= {Act.COMMENT.value}
        return allowed

    @property
    def open_to_customers(self) -> frozenset[str]:
        """The same of those whom their link brings here."""
        return self._open_to(lambda one: one.role == one.Role.CUSTOMER)

    def _open_to(self, includes: Callable[[Audience], bool]) -> frozenset[str]:
        limited = [one for one in self.audiences.all() if one.act != Act.SEE]
        allowed = set(Act.values) - {one.act for one in limited}
        return frozenset(allowed | {one.act for one in limited if includes(one)})

    def is_seen_by(self, user: Employee) -> bool:
        """As `visible_to` finds it; most boards are open to everybody, which needs no further look."""
        some = [one for one in self.audiences.all() if one.act == Act.SEE]
        if user.has_perm("ideas.view_idea") and not some:
            return True
        return Board.objects.visible_to(user).filter(pk=self.pk).exists()

    def is_read_whole_by(self, user: Employee) -> bool:
        """Whether they read all ideas here, of those who see the board."""
        return not self.is_one_way or self.is_answered_by(user)

    def is_answered_by(self, user: Employee) -> bool:
        """The champion, and those who review by turns."""
        return user.has_perm("ideas.view_every_idea") or user in self.reviewers.all()

    def whom(self, act: str) -> str:
        """For whom an act is, as people read it; empty: for everybody."""
        return ", ".join(str(one) for one in self.audiences.all() if one.act == act)

    def refusal(self, act: str) -> str:
        """Whose it is to do this here, for those whose it is not."""
        words = {
            Act.SUBMIT: _("On this board ideas are handed in by: %(whom)s."),
            Act.VOTE: _("On this board votes and objections are given by: %(whom)s."),
            Act.COMMENT: _("On this board ideas are talked about by: %(whom)s."),
        }  # fmt: skip
        return str(words[Act(act)] % {"whom": self.whom(act)})

    def refusal_to(self, user: Employee, act: str) -> str:
        """Why this person may not do it here; empty where they may."""
        return "" if act in self.open_to(user) else self.refusal(act)

    @property
    def keeps_drafts(self) -> bool:
        """Not where ideas are taken without a name: a draft would say whose words they are."""
        return not self.allows_anonymous

    @property
    def crowd(self) -> list[Rule]:
        return crowd_of(one.rule for one in self.audiences.all())

    @property
    def takes_anonymous(self) -> bool:
        """Only where as many people could have written an idea as are ever shown together."""
        return self.allows_anonymous and not self.closed_at and not is_too_small(self.crowd)
