"""Who could try an idea out, and how those who did find it now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from employees.metrics import Figure, mean
from employees.models import Employee
from feedback.models import Consent, Customer, Invitation, Response
from feedback.models.customers import TESTER
from feedback.models.responses import ResponseQuerySet
from ideas.models import Idea, Trial

YEAR = timedelta(days=365)
PAIR = (
    "post_id", "sent_at", "answered_at", "customer__name",
    *(f"{answer}__{name}" for answer in ("follows", "response") for name in ("metric", "score", "scale")),
    "follows__case__response_id",
)  # fmt: skip
"""What is told of a tester."""
AGREED, READ, PROPOSED = 5000, 500, 50
"""Of so many who agreed so many complaints are looked at, and so many customers proposed at once."""


def touching(idea: Idea) -> ResponseQuerySet:
    """What customers complained about within a year that the idea touches: its cause, its touchpoint, or
    where it names neither its segment. A danger is not tested with who was in it."""
    touched = Q(case__cause=idea.cause_id) if idea.cause_id else Q()
    if idea.touchpoint_id:
        touched |= Q(touchpoint=idea.touchpoint_id)
    if not touched:
        touched = Q(segment=idea.segment)
    since = timezone.now() - YEAR
    return Response.objects.shown().filter(touched, case__opened_at__gt=since, case__danger="")


def proposed(idea: Idea, *, to: Employee) -> list[Response]:
    """Complaints of customers who agreed to try what we change and may be asked now, as far as this person
    sees them: the poorest first, of them the newest, one of each customer."""
    rows = touching(idea).filter(customer__in=_agreed())
    if "champion" not in to.roles:
        rows = rows.filter(pk__in=Response.objects.visible_to(to).values("pk"))
    poorest = rows.alias(part=F("score") * 1.0 / F("scale")).order_by(
        F("part").asc(nulls_last=True), F("received_at").desc(nulls_last=True), "-pk"
    )
    found: dict[int, UUID] = {}
    for key, customer in poorest.values_list("pk", "customer")[:READ]:
        found.setdefault(customer, key)
    willing = _willing(idea, found)
    return _shown([key for customer, key in found.items() if customer in willing][:PROPOSED])


def _agreed() -> list[int]:
    """The customers who once said yes; of many thousands those who did last."""
    said = Consent.objects.filter(purpose=TESTER, given=True).order_by("-at", "-pk")
    return list(said.values_list("customer", flat=True)[:AGREED])


def _willing(idea: Idea, customers: Iterable[int]) -> set[int]:
    """Those of them who may be asked now, and were not in a test of this idea."""
    tests = Trial.objects.filter(idea=idea).values("post")
    asked = Invitation.objects.testers().filter(post__in=tests).values("customer")
    may = Customer.objects.testers().filter(pk__in=list(customers)).exclude(pk__in=asked)
    return set(may.values_list("pk", flat=True))


def _shown(keys: list[UUID]) -> list[Response]:
    """With what the page names of them, in their order."""
    rows = Response.objects.select_related("customer", "touchpoint", "case__cause").in_bulk(keys)
    return [rows[key] for key in keys]


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
    asked = trial.testers.order_by().values_list(
        "response", "response__hidden_at", "follows__metric", "follows__score", "response__metric",
        "response__score",
    )  # fmt: skip
    said = [row for row in asked if row[0] and not row[1]]
    pairs = [
        (a, b) for _answer, _hidden, metric, a, same, b in said
        if metric == same and a is not None and b is not None
    ]  # fmt: skip
    return Results(
        len(asked), len(said), mean(Counter(a for a, _b in pairs)),
        mean(Counter(b for _a, b in pairs)), mean(Counter(b - a for a, b in pairs)),
    )  # fmt: skip


def pairs_of(trial: Trial, *, to: Employee, most: int = 100) -> list[Invitation]:
    """Both scores of each tester, as far as this person sees the first; who answered last on top."""
    seen = trial.testers
    if "champion" not in to.roles:
        seen = seen.filter(follows__in=Response.objects.visible_to(to))
    shown = seen.exclude(response__hidden_at__isnull=False).select_related(
        "customer", "response", "follows__case"
    )
    shown = shown.only(*PAIR)
    return list(shown.order_by(F("answered_at").desc(nulls_last=True), "-pk")[:most])


def difference(first: Response | None, later: Response | None) -> int | None:
    """By how much the later score is better; None where the two do not measure the same."""
    if not (first and later) or first.metric != later.metric or first.score is None or later.score is None:
        return None
    return later.score - first.score
