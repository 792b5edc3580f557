"""What customers said, as a reason: an answer, a case or a cause, and why it matters here. One home for all
that rests on evidence, ideas and whatever comes to need it: a model of each kind, made of `Evidence` and
`evidence_rules`."""

from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Response
from ideas.models.idea_rows import IdeaQuerySet
from ideas.models.ideas import Idea
from tenants.numbers import number_of

OF_ANSWER = (
    "score", "scale", "comment", "language", "received_at", "hidden_at", "share", "team__name",
    "touchpoint__name", "customer__name", "customer__salutation",
)  # fmt: skip
"""What is told of an answer, or must not be."""
MOST = 30
"""So many pieces one idea or decision rests on at most; whoever reads it reads them all."""


class EvidenceQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Not taken away."""
        return self.filter(removed_at=None)

    def with_things(self) -> Self:
        """Each with all that is shown of it, by a fixed number of queries."""
        answers = Response.objects.select_related("team", "touchpoint", "share", "customer").only(*OF_ANSWER)
        answers = answers.prefetch_related("customer__identifiers")
        found = (Prefetch(path, answers) for path in ("response", "case__response"))
        return self.select_related("by", "cause", "case").prefetch_related(*found)


class Evidence(models.Model):
    """One piece. Taken away its row stays, so that this can be undone."""

    class Kind(models.TextChoices):
        RESPONSE = "response", _("answers")
        CASE = "case", _("cases")
        CAUSE = "cause", _("causes")

    response = models.ForeignKey("feedback.Response", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("feedback.Case", models.PROTECT, null=True, related_name="+")
    cause = models.ForeignKey("feedback.Cause", models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("why does it matter here?"), max_length=300)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.why[:60]

    def names_to(self, user: Employee) -> bool:
        """Whether they are told who attached it: all are, unless its subject says otherwise."""
        return True

    @property
    def kind(self) -> str:
        return next(kind for kind in self.Kind.values if getattr(self, f"{kind}_id") is not None)

    @property
    def answer(self) -> Any:
        """The customer's answer behind it; none behind a cause."""
        return self.case.response if self.case else self.response


def evidence_rules(subject: str) -> list[models.BaseConstraint]:
    """What holds in the database for the evidence of a subject, by the name of its relation: one thing each,
    and no thing twice."""
    kinds, of_one = Evidence.Kind.values, Q()
    for kind in kinds:
        of_one |= Q(**{f"{name}__isnull": name != kind for name in kinds})
    once = [
        models.UniqueConstraint(
            subject, kind, name=f"{subject}_evidence_{kind}_once",
            condition=Q(removed_at=None, **{f"{kind}__isnull": False}),
        )
        for kind in kinds
    ]  # fmt: skip
    return [models.CheckConstraint(condition=of_one, name=f"{subject}_evidence_of_one"), *once]


class IdeaEvidenceQuerySet(EvidenceQuerySet):
    def visible_to(self, user: Employee) -> Self:
        return self.filter(idea__in=Idea.objects.visible_to(user))


class IdeaEvidence(Evidence):
    """On what an idea rests."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="evidence", db_index=False)

    objects = IdeaEvidenceQuerySet.as_manager()

    class Meta(Evidence.Meta):
        constraints = evidence_rules("idea")
        indexes = [models.Index(fields=["idea", "at", "id"], name="evidence_of_idea")]

    def names_to(self, user: Employee) -> bool:
        """On a board without names only themselves: it may be the author's."""
        return self.idea.names_to(user, self.by_id)

    def may_be_removed_by(self, user: Employee) -> bool:
        """Who attached it, whose idea it is, and who answers it."""
        mine = user.pk in (self.by_id, self.idea.author_id)
        return mine or self.idea.may_be_decided_by(user)


def with_evidence(ideas: IdeaQuerySet) -> IdeaQuerySet:
    """Each with `pieces`, the number of what it rests on."""
    return ideas.annotate(pieces=number_of(IdeaEvidence.objects.standing(), "idea"))
