"""What was decided, on which evidence, what follows from it, and how it is looked at again."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Commitment, Employee
from ideas.models.evidence import Evidence, evidence_rules
from ideas.models.idea_rows import searched
from ideas.models.ideas import Idea
from ideas.models.voices import Comment, Move
from tenants.here import day_of, today


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Employee) -> Self:
        """Everybody reads what was decided, unless it is about an idea that they do not see."""
        if not user.has_perm("ideas.view_decision"):
            return self.none()
        if user.has_perm("ideas.view_every_idea"):
            return self
        seen = Idea.objects.visible_to(user).filter(pk=OuterRef("idea")).order_by().values("pk")
        # compared, and not asked whether it exists: that is answered by reading all ideas there are
        return self.filter(Q(idea=None) | Q(idea=Subquery(seen)))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def to_revisit(self) -> Self:
        """Those that are looked at again, the day of which has come or is to come. By the kind of their
        promise, of which there are few, they are found among all that is open."""
        return self.standing().filter(
            revisit__kind=Commitment.Kind.REVISIT, revisit__kept_at=None, revisit__withdrawn_at=None
        )

    def with_evidence(self) -> Self:
        """Those that rest on customers: an answer, a case, a cause, a metric, or what customers said on their
        boards. What colleagues think, and nothing else, does not count."""
        return self.filter(_rests_on_customers())

    def without_evidence(self) -> Self:
        return self.exclude(_rests_on_customers())

    def by_day(self) -> "models.QuerySet[Decision, tuple[date, int, int]]":
        """Of each day how many were decided, and how many of them rest on customers."""
        rests = Count("pk", filter=_rests_on_customers())
        return self.order_by().values_list("decided_on").annotate(made=Count("pk"), rests=rests)

    def counted(self) -> Self:
        """Each with `rests`, whether it rests on customers, and `owed`, how many promises of it are open."""
        owed = FollowUp.objects.filter(
            decision=OuterRef("pk"), commitment__kept_at=None, commitment__withdrawn_at=None
        )
        number = owed.order_by().values("decision").annotate(number=Count("pk")).values("number")
        return self.annotate(rests=_rests_on_customers(), owed=Coalesce(Subquery(number), 0))


def _rests_on_customers() -> Q:
    pieces = DecisionEvidence.objects.standing().filter(decision=OuterRef("pk"))
    values = Snapshot.objects.filter(decision=OuterRef("pk"), n__gt=0)
    said = CitedIdea.objects.of_customers().filter(decision=OuterRef("pk"))
    return Q(Exists(pieces)) | Q(Exists(values)) | Q(Exists(said))


class Decision(models.Model):
    """Something that was decided: what, why, by whom; it rests on evidence, promises follow from it, and it
    is looked at again."""

    what = models.CharField(_("what was decided?"), max_length=150)
    why = models.TextField(_("why?"), max_length=2000)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", verbose_name=_("by whom"))
    decided_on = models.DateField(_("decided on"))
    idea = models.ForeignKey(Idea, models.PROTECT, null=True, related_name="decisions")
    move = models.OneToOneField(
        Move, models.PROTECT, null=True, related_name="decision", help_text=_("By which the idea went on.")
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    revisit = models.OneToOneField("employees.Commitment", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    rests: bool
    """Of `counted`, as is `owed`."""
    owed: int

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-id"]
        indexes = [models.Index(fields=["-decided_on", "-id"], name="decision_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(why=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=Q(move=None) | Q(idea__isnull=False), name="decision_of_move_has_its_idea"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("ideas:decision", args=[self.pk])

    @property
    def revisit_is_due(self) -> bool:
        return self.revisit is not None and not self.revisit.is_settled and self.revisit_on <= today()

    @property
    def revisit_on(self) -> date:
        assert self.revisit is not None
        return day_of(self.revisit.due_at)

    def is_changed_by(self, what: str) -> bool:
        """Whether these words decide something else; spaces and line ends aside."""
        return bool(what.strip()) and what.split() != self.what.split()

    def may_be_kept_by(self, user: Employee) -> bool:
        """Who decided or wrote it down adds evidence and what follows, and looks at it again; the champion
        and whoever has promised to look at it again do so, too."""
        owner = self.revisit.owner_id if self.revisit else None
        return user.pk in (self.by_id, self.made_by_id, owner) or user.has_perm("ideas.view_every_idea")


class DecisionEvidence(Evidence):
    """On what customers said a decision rests."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="evidence", db_index=False)

    class Meta(Evidence.Meta):
        constraints = evidence_rules("decision")
        indexes = [models.Index(fields=["decision", "at", "id"], name="evidence_of_decision")]


class CitedIdeaQuerySet(models.QuerySet["CitedIdea"]):
    def of_customers(self) -> Self:
        """An idea that customers handed in themselves, or what they said about any; not once it is hidden."""
        said = Q(comment__is_customers=True, comment__hidden_at=None)
        return self.filter(said | Q(comment=None, idea__is_customers=True))

    def seen_by(self, user: Employee) -> Self:
        """Each with `is_seen`: of an idea that somebody does not see only that it is there is said, and of a
        comment that was hidden."""
        idea = Idea.objects.visible_to(user).filter(pk=OuterRef("idea"))
        shown = self.select_related("idea", "comment__by", "by").defer(*searched("idea"))
        return shown.annotate(is_seen=Q(Exists(idea)) & Q(comment__hidden_at=None))


class CitedIdea(models.Model):
    """An idea, or what somebody said about one, that a decision rests on."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="cited", db_index=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    objects = CitedIdeaQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "decision", "idea", "comment", name="idea_cited_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.comment or self.idea)


class Snapshot(models.Model):
    """A metric with its value on the day of a decision, as the dashboard showed it; never computed again."""

    class Metric(models.TextChoices):
        NPS = "nps", _("NPS")
        CSAT = "csat", _("CSAT")
        CES = "ces", _("CES")
        RATING = "rating", _("rating")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="values", db_index=False)
    metric = models.CharField(_("metric"), max_length=6, choices=Metric.choices)
    team = models.ForeignKey("employees.Team", models.PROTECT, null=True, related_name="+", db_index=False)
    touchpoint = models.ForeignKey(
        "feedback.Touchpoint", models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.ForeignKey("feedback.ListeningPost", models.PROTECT, null=True, related_name="+")
    first = models.DateField(help_text=_("The first day that is counted."))
    last = models.DateField()
    value = models.FloatField()
    n = models.PositiveIntegerField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["decision", "at", "id"], name="snapshot_of_decision")]
        constraints = [
            models.CheckConstraint(condition=Q(n__gte=1), name="snapshot_of_somebody"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="snapshot_first_before_last"),
        ]

    def __str__(self) -> str:
        return f"{self.get_metric_display()} {self.value}"

    @property
    def decimals(self) -> int:
        """As many as the dashboard shows."""
        return 0 if self.metric in (self.Metric.NPS, self.Metric.CSAT) else 1


class FollowUp(models.Model):
    """What somebody promised because of a decision; owner and date stand in the ledger."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="follow_ups")
    commitment = models.OneToOneField("employees.Commitment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.commitment)


class Revisit(models.Model):
    """A decision was looked at again: it holds, is changed or withdrawn, and why."""

    class Verdict(models.TextChoices):
        HELD = "held", _("it holds")
        CHANGED = "changed", _("it is changed")
        WITHDRAWN = "withdrawn", _("it is withdrawn")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="revisits")
    verdict = models.CharField(_("what becomes of it?"), max_length=9, choices=Verdict.choices)
    words = models.CharField(_("why?"), max_length=1000)
    before = models.CharField(
        max_length=150, blank=True, help_text=_("What had been decided, where changed.")
    )
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="revisit_says_why")]

    def __str__(self) -> str:
        return self.get_verdict_display()
