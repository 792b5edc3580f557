"""Who could try an idea out, and how those who did find it now."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from employees.metrics import Figure, mean
from employees.models import Employee
from feedback.models import Case, Customer, Invitation, Response
from feedback.models.responses import ResponseQuerySet
from ideas.models import Idea, Trial

YEAR = timedelta(days=365)
READ, PROPOSED = 300, 50
"""So many complaints are looked at, and so many customers are proposed at once."""


def touching(idea: Idea) -> ResponseQuerySet:
    """What customers complained about within a year that the idea touches: its cause, its touchpoint, or
    where it names neither its segment. A danger is not tested with who was in it."""
    cases = Case.objects.filter(opened_at__gt=timezone.now() - YEAR, danger="")
    touched = Q(cause=idea.cause_id) if idea.cause_id else Q()
    if idea.touchpoint_id:
        touched |= Q(response__touchpoint=idea.touchpoint_id)
    if not touched:
        touched = Q(response__segment=idea.segment)
    return Response.objects.shown().filter(pk__in=cases.filter(touched).values("response"))


def proposed(idea: Idea, *, to: Employee) -> list[Response]:
    """Complaints of customers who agreed to try what we change and may be asked now, as far as this person
    sees them: the poorest first, of them the newest, one of each customer."""
    rows = touching(idea).filter(pk__in=Response.objects.visible_to(to).values("pk"))
    asked = Invitation.objects.testers().filter(post__in=Trial.objects.filter(idea=idea).values("post"))
    rows = rows.filter(customer__in=Customer.objects.testers().exclude(pk__in=asked.values("customer")))
    poorest = rows.alias(part=F("score") * 1.0 / F("scale")).order_by(
        F("part").asc(nulls_last=True), F("received_at").desc(nulls_last=True), "-pk"
    )
    found: dict[int | None, Response] = {}
    for row in poorest.select_related("customer", "touchpoint", "case__cause")[:READ]:
        found.setdefault(row.customer_id, row)
    return list(found.values())[:PROPOSED]


def usual_metric(idea: Idea) -> str:
    """What testers are asked: the metric that the idea should move, else the one most complaints have."""
    if idea.metric in Trial.Metric.values:
        return idea.metric
    metrics = Counter(touching(idea).exclude(metric="").values_list("metric", flat=True)[:READ])
    return max(metrics, key=lambda metric: (metrics[metric], metric), default="csat")


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
    rows = trial.testers.filter(Q(response=None) | Q(response__hidden_at=None))
    said = list(rows.filter(response__isnull=False).values_list(
        "follows__metric", "follows__score", "response__metric", "response__score"
    ))  # fmt: skip
    pairs = [(a, b) for metric, a, same, b in said if metric == same and a is not None and b is not None]
    return Results(
        trial.testers.count(), len(said), mean(Counter(a for a, _b in pairs)),
        mean(Counter(b for _a, b in pairs)), mean(Counter(b - a for a, b in pairs)),
    )  # fmt: skip


def pairs_of(trial: Trial, *, to: Employee, most: int = 100) -> list[Invitation]:
    """Both scores of each tester, as far as this person sees the first; who answered last on top."""
    seen = trial.testers.filter(follows__in=Response.objects.visible_to(to))
    shown = seen.exclude(response__hidden_at__isnull=False).select_related(
        "customer", "response", "follows__case", "follows__touchpoint"
    )
    return list(shown.order_by(F("answered_at").desc(nulls_last=True), "-pk")[:most])


def difference(first: Response | None, later: Response | None) -> int | None:
    """By how much the later score is better; None where the two do not measure the same."""
    if not (first and later) or first.metric != later.metric or first.score is None or later.score is None:
        return None
    return later.score - first.score
