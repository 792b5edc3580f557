from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from employees.models import Commitment, Employee, Team
from ideas.models.audiences import Act
from ideas.models.boards import Board
from ideas.models.challenges import Challenge
from ideas.models.idea_rows import IdeaManager, IdeaQuerySet
from ideas.models.status import MOVES, Status
from tenants.typed import TypedLine, TypedText


class Idea(models.Model):
    """What somebody thinks should change: which customers it affects, why it would delight them, and the
    metric that will tell whether it did."""

    class Segment(models.TextChoices):
        PROMOTER = "promoter", _("promoters")
        PASSIVE = "passive", _("passives")
        DETRACTOR = "detractor", _("detractors")

    class Metric(models.TextChoices):
        NPS = "nps", _("NPS")
        CSAT = "csat", _("CSAT")
        CES = "ces", _("CES")
        CASES = "cases", _("cases in a hundred answers")

    board = models.ForeignKey(Board, models.PROTECT, related_name="ideas", db_index=False)
    challenge = models.ForeignKey(
        Challenge, models.PROTECT, null=True, blank=True, related_name="ideas", db_index=False,
        verbose_name=_("an answer to"),
    )  # fmt: skip
    author = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False, editable=False
    )
    receipt = models.CharField(
        max_length=64, blank=True, editable=False,
        help_text=_("Of one handed in without a name: the hash of the code by which its author follows it."),
    )  # fmt: skip
    is_customers = models.BooleanField(default=False, editable=False)
    customer = models.ForeignKey(
        "feedback.Customer", models.SET_NULL, null=True, related_name="+", db_index=False, editable=False,
        help_text=_("Of a customer's idea: who had it, unless their name was taken off."),
    )  # fmt: skip
    team = models.ForeignKey("employees.Team", models.PROTECT, null=True, related_name="+", editable=False)
    title = TypedLine(_("the idea in one line"), max_length=150)
    problem = TypedText(_("what is the matter?"), max_length=4000)
    proposal = TypedText(_("what should change?"), max_length=4000)
    touchpoint = models.ForeignKey(
        "feedback.Touchpoint", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("customers at a touchpoint"),
    )  # fmt: skip
    cause = models.ForeignKey(
        "feedback.Cause", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("customers hit by a cause"),
    )  # fmt: skip
    segment = models.CharField(_("customers who are"), max_length=9, choices=Segment.choices, blank=True)
    delight = TypedText(_("why would it delight them?"), max_length=2000)
    metric = models.CharField(_("which metric should move?"), max_length=5, choices=Metric.choices)
    judge_on = models.DateField(_("until when?"))
    hinders = TypedLine(
        _("a barrier: whom does it hinder?"), max_length=150, blank=True,
        help_text=_("Customers who cannot see, hear, walk or read well, for instance."),
    )  # fmt: skip
    is_crisis = models.BooleanField(_("a crisis: it cannot wait"), default=False)
    saves_cost = models.BooleanField(_("it saves cost"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN, editable=False)
    votes = models.PositiveIntegerField(default=0, editable=False)
    trend = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Votes and comments of the last 14 days, counted each hour.")
    )
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    review = models.OneToOneField(
        "employees.Commitment", models.PROTECT, null=True, related_name="+", editable=False
    )
    delivery = models.OneToOneField(
        "employees.Commitment", models.PROTECT, null=True, related_name="+", editable=False
    )
    imported = models.ForeignKey(
        "ideas.IdeaImport", models.PROTECT, null=True, related_name="ideas", editable=False
    )
    external_id = models.CharField(max_length=80, blank=True, editable=False)
    author_name = TypedLine(
        max_length=150, blank=True, editable=False, help_text=_("Of one from another tool, by a stranger.")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", editable=False)
    words = models.TextField(editable=False, help_text=_("Its texts in small letters without accents."))
    keys = ArrayField(
        models.CharField(max_length=6), editable=False, help_text=_("The beginnings of its words.")
    )
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    Status = Status
    objects = IdeaManager.from_queryset(IdeaQuerySet)()

    class Meta:
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(touchpoint__isnull=False) | Q(cause__isnull=False) | ~Q(segment=""),
                name="idea_affects_customers",
                violation_error_message=_("Which customers does it affect? Choose one at least."),
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False, is_customers=False)
                | (Q(author=None, is_customers=False) & ~Q(receipt=""))
                | Q(author=None, receipt="", is_customers=False, imported__isnull=False)
                | Q(author=None, receipt="", is_customers=True),
                name="idea_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(customer=None) | Q(is_customers=True), name="idea_of_a_customer_is_theirs"
            ),
            models.UniqueConstraint(
                "board", "external_id", name="idea_comes_in_once", condition=~Q(external_id="")
            ),
            models.UniqueConstraint("receipt", name="idea_receipt_opens_one", condition=~Q(receipt="")),
            models.CheckConstraint(
                condition=~Q(status="started") | Q(delivery__isnull=False), name="idea_started_has_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(status="duplicate", merged_into__isnull=False)
                | (~Q(status="duplicate") & Q(merged_into=None)),
                name="idea_duplicate_of_another",
            ),
        ]
        indexes = [
            models.Index(fields=["board", "-submitted_at", "-id"], name="idea_newest"),
            models.Index(fields=["board", "-votes", "-id"], name="idea_most_wanted"),
            models.Index(fields=["submitted_at", "id"], name="idea_unanswered", condition=Q(status="open")),
            models.Index(fields=["board", "status", "-submitted_at", "-id"], name="idea_status"),
            models.Index(fields=["challenge", "-submitted_at", "-id"], name="idea_newest_challenge",
                         condition=Q(challenge__isnull=False)),
            models.Index(fields=["challenge", "-votes", "-id"], name="idea_wanted_challenge",
                         condition=Q(challenge__isnull=False)),
            models.Index(fields=["author", "-submitted_at", "-id"], name="idea_mine"),
            models.Index(
                fields=["customer", "-submitted_at"],
                name="idea_of_customer",
                condition=Q(customer__isnull=False),
            ),
            models.Index(fields=["-votes", "-id"], name="idea_wanted_anywhere"),
            models.Index(fields=["status", "-votes", "-id", "board"], name="idea_roadmap"),
            models.Index(fields=["status", "-id"], name="idea_of_status"),
            models.Index(fields=["-trend", "-id", "board"], name="idea_trending"),
            GinIndex("search", name="idea_search"),
            GinIndex(fields=["keys"], name="idea_alike"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        return self.status != Status.OPEN

    @property
    def refusal_to_mend(self) -> str:
        """Why its author does not say it better any more; empty while they may."""
        if not self.is_decided:
            return ""
        words = gettext("It is decided by now (%(status)s), and stays as it was. Say the rest in a comment.")
        return words % {"status": self.get_status_display()}

    @property
    def takes_votes(self) -> bool:
        """Until it is decided, and its challenge runs."""
        running = self.challenge is None or self.challenge.is_running
        return self.status == Status.OPEN and not self.board.is_one_way and running

    @property
    def budget(self) -> int | None:
        """How many votes a person has for it and those that share them; None: without a limit."""
        return (self.challenge and self.challenge.budget) or self.board.budget

    def shares_votes_with(self, other: "Idea") -> bool:
        """Whether the votes of one person for both are counted together."""
        own = [
            each.challenge_id if each.challenge and each.challenge.budget else None for each in (self, other)
        ]
        return self.board_id == other.board_id and own[0] == own[1]

    def is_seen_by(self, user: Employee) -> bool:
        """As `visible_to` finds it."""
        if not self.board.is_seen_by(user):
            return False
        return (
            self.board.is_read_whole_by(user) or Idea.objects.on(self.board, user).filter(pk=self.pk).exists()
        )

    def open_to(self, user: Employee) -> frozenset[str]:
        """What somebody who sees it may do about it: as its board says; its author and whoever answers it
        always talk about it."""
        allowed = self.board.open_to(user)
        if user.pk == self.author_id or self.may_be_decided_by(user):
            allowed |= {Act.COMMENT.value}
        return allowed

    def refusal_to(self, user: Employee, act: str) -> str:
        """Why this person may not do it about this idea; empty where they may."""
        return "" if act in self.open_to(user) else self.board.refusal(act)

    @property
    def promise(self) -> Commitment | None:
        """What is promised about it now: its delivery, else its answer."""
        return self.delivery or self.review

    def may_be_decided_by(self, user: Employee) -> bool:
        """Who has promised the answer or the delivery; the champion; those who review on its board. Nobody
        answers an idea of their own, but says that it is delivered who has promised that."""
        if user.pk == self.author_id:
            return self.delivery is not None and self.delivery.owner_id == user.pk
        owners = {promise.owner_id for promise in (self.review, self.delivery) if promise}
        return user.pk in owners or self.board.is_answered_by(user)

    def goes_to(self, user: Employee) -> tuple[str, ...]:
        """Where this person may send it; whose own it is says no more than that it is delivered."""
        if not self.may_be_decided_by(user):
            return ()
        mine = user.pk == self.author_id
        return tuple(to for to in MOVES[self.status] if not mine or to == Status.COMPLETED)

    def may_be_tested_by(self, user: Employee) -> bool:
        """Who decides or delivers it lets customers try it until it is declined; and the champion."""
        if self.status in (Status.DECLINED, Status.DUPLICATE):
            return False
        return user.has_perm("ideas.view_every_idea") or self.may_be_decided_by(user)

    def names_author_to(self, user: Employee) -> bool:
        """On a board without names only authors themselves are told that it is theirs; of one that was handed
        in without a name nobody knows."""
        return self.author_id is not None and self.names_to(user, self.author_id)

    def names_to(self, user: Employee, person: int) -> bool:
        """Whether they are told who did what its author does more than others: where that would name the
        author, only who did it themselves."""
        return self.board.shows_names or person == user.pk

    @property
    def shown_team(self) -> Team | None:
        """Its author's; nobody is told it on a board without names, as a small team is nearly a name."""
        return self.team if self.board.shows_names else None

    @property
    def names_customer(self) -> bool:
        """Whether staff are told which customer had it."""
        return self.customer_id is not None and self.board.shows_names

    def as_told_to(self, user: Employee) -> "Idea | None":
        """Itself; to whoever may not see it, their own that goes on with it; nothing to who sees neither."""
        if self.is_seen_by(user):
            return self
        own = self.merged.filter(author=user).select_related("board")
        return next((each for each in own if each.is_seen_by(user)), None)
