"""How those who try an idea out find it now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from employees.metrics import Figure, mean
from employees.models import Employee
from feedback.models import Customer, Invitation, Response
from feedback.models.cases import case_path
from ideas.models import Trial

FACTS = (
    "pk", "sent_at", "answered_at", "customer", "customer__name", "follows", "follows__case",
    "follows__metric", "follows__score", "follows__scale", "response", "response__hidden_at",
    "response__metric", "response__score", "response__scale",
)  # fmt: skip


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
    hidden_at: datetime | None
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
        if self.first_metric != self.later_metric or self.first_score is None or self.later_score is None:
            return None
        return self.later_score - self.first_score


@dataclass(frozen=True)
class Results:
    """How many were asked and answered; of those who scored the same question twice, the mean before and
    after, and the mean of the differences."""

    asked: int
    answered: int
    before: Figure | None
    after: Figure | None
    moved: Figure | None


def all_testers(trial: Trial) -> list[Tester]:
    """All who were asked; who answered last on top."""
    return told(trial.testers.order_by(F("answered_at").desc(nulls_last=True), "-pk"))


def told(asked: QuerySet[Invitation]) -> list[Tester]:
    return [Tester(*row) for row in asked.values_list(*FACTS)]


def seen_of(testers: Sequence[Tester], *, to: Employee, most: int = 100) -> list[Tester]:
    """The first of them, as far as this person sees what they had said; none whose later answer is hidden."""
    stay = [one for one in testers if not one.hidden_at]
    rows = Response.objects.visible_to(to).filter(pk__in=[one.first for one in stay])
    seen = set(rows.order_by().values_list("pk", flat=True))
    return [one for one in stay if one.first in seen][:most]


def results(testers: Sequence[Tester]) -> Results:
    said = [one for one in testers if one.later and not one.hidden_at]
    found = [one for one in said if one.difference is not None]
    return Results(
        len(testers), len(said), mean(Counter(one.first_score for one in found)),
        mean(Counter(one.later_score for one in found)), mean(Counter(one.difference for one in found)),
    )  # fmt: skip
