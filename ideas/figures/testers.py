"""Who could try an idea out."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from employees.models import Employee
from feedback.models import Consent, Customer, Invitation, Response
from feedback.models.customers import TESTER
from feedback.models.responses import ResponseQuerySet
from ideas.models import Idea, Trial

YEAR = timedelta(days=365)
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
