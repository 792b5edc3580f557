"""How those who try an idea out find it now."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from employees.metrics import Figure, mean
from employees.models import Employee
from feedback.models import Customer, Invitation, Response
from feedback.models.cases import case_path
from ideas.models import Trial

FACTS = (
    "pk", "sent_at", "answered_at", "customer", "customer__name", "follows", "follows__case",
    "follows__metric", "follows__score", "follows__scale", "response", "response__metric",
    "response__score", "response__scale",
)  # fmt: skip
SCORES = ("follows__metric", "follows__score", "response__metric", "response__score")
SAID = Q(response__isnull=False, response__hidden_at=None)


class Tester(NamedTuple):
    """Somebody who was asked because of what they had said first, and what they said later."""

    invitation: int
    invited_at: datetime
    answered_at: datetime | None
    customer: int
    name: str
    first: UUID
    case: int | None
    first_metric: str
    first_score: int | None
    first_scale: int | None
    later: UUID | None
    later_metric: str | None
    later_score: int | None
    later_scale: int | None

    def __str__(self) -> str:
        return str(Customer(pk=self.customer, name=self.name))

    def get_absolute_url(self) -> str:
        """Of what they had said first."""
        return case_path(self.case) if self.case else Response(pk=self.first).get_absolute_url()

    @property
    def difference(self) -> int | None:
        """By how much the later score is better; None where the two do not measure the same."""
        pair = _pair(self)
        return pair[1] - pair[0] if pair else None


class Group(NamedTuple):
    """So many testers whose answers, the first and a later one, have these scores."""

    first_metric: str
    first_score: int | None
    later_metric: str | None
    later_score: int | None
    said: bool
    number: int


def _pair(one: Tester | Group) -> tuple[int, int] | None:
    """Both scores, where they measure the same."""
    if one.first_metric != one.later_metric or one.first_score is None or one.later_score is None:
        return None
    return one.first_score, one.later_score


@dataclass(frozen=True)
class Results:
    """How many were asked and answered; of those who scored the same question twice, the mean before and
    after, and the mean of the differences."""

    asked: int
    answered: int
    before: Figure | None
    after: Figure | None
    moved: Figure | None


def results(trial: Trial) -> Results:
    """Of all who were asked; what they said later counts unless it was hidden."""
    asked = trial.testers.order_by().values_list(*SCORES).annotate(said=SAID, number=Count("pk"))
    groups = [Group(*row) for row in asked]
    before, after, moved = Counter[int](), Counter[int](), Counter[int]()
    for one in groups:
        if one.said and (pair := _pair(one)):
            first, later = pair
            before[first] += one.number
            after[later] += one.number
            moved[later - first] += one.number
    said = sum(one.number for one in groups if one.said)
    return Results(sum(one.number for one in groups), said, mean(before), mean(after), mean(moved))


def testers_seen(trial: Trial, *, to: Employee) -> QuerySet[Invitation]:
    return seen_of(trial.testers, to=to)


def seen_of(asked: QuerySet[Invitation], *, to: Employee) -> QuerySet[Invitation]:
    """Those of whom this person sees what they had said; none whose later answer is hidden."""
    seen = Response.objects.visible_to(to).filter(pk=OuterRef("follows")).order_by().values("pk")
    # compared, and not asked whether it exists: that is answered by reading all answers there are
    return asked.filter(response__hidden_at=None, follows=Subquery(seen))


def last_testers(trial: Trial, *, to: Employee, first: int = 0, most: int) -> list[Tester]:
    """So many of those seen, from the `first` one on: who answered or was asked last on top."""
    newest = testers_seen(trial, to=to).order_by(Coalesce("answered_at", "sent_at").desc(), "-pk")
    return told(newest[first : first + most])


def told(asked: QuerySet[Invitation]) -> list[Tester]:
    return [Tester(*row) for row in asked.values_list(*FACTS)]
