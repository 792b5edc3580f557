"""What the quarter's page is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from employees.figures import Kept, Months, Record, kept_by_month
from employees.models import Commitment, Nudge
from feedback.figures import Casework, Effect, Scope, Tally, case_figures, effects, tally
from feedback.models import Case, Cause
from insights.figures.quarter.times import Quarter
from tenants.here import current_zone, midnight, today

DAY = timedelta(days=1)
EFFECTS, CAUSES = 4, 3


@dataclass(frozen=True)
class Facts:
    """A quarter in numbers: what was kept, in all and by kind and team, and what had been before; the cases;
    what was learned and prevented; and what stays open of it now."""

    quarter: Quarter
    kept: Kept
    before: Kept
    kinds: Sequence[Record]
    teams: Sequence[Record]
    answers: Tally
    cases: Casework
    causes: int
    promised: int
    prevented: int
    effects: list[Effect]
    open: int
    dangers: int
    unowned: int
    unshared: int
    unanswered: int
    unprevented: list[tuple[str, int]]


def gather(quarter: Quarter) -> Facts:
    """As of one moment, where the caller reads a snapshot."""
    kinds = over(quarter, "kind")
    before, kept = kinds.months.values()
    since, until = midnight(quarter.start), midnight(quarter.end)
    fell_due = Commitment.objects.overdue().filter(due_at__gte=since, due_at__lt=until)
    last = min(quarter.end - DAY, today())
    scope = Scope(quarter.start, last)
    preventions = Commitment.objects.filter(kind=Commitment.Kind.PREVENTION, withdrawn_at=None)
    return Facts(
        quarter, kept, before, kinds.records, over(quarter, "team").records,
        tally(scope), case_figures(scope, current_zone()),
        causes=Cause.objects.filter(created_at__gte=since, created_at__lt=until).count(),
        promised=preventions.filter(made_at__gte=since, made_at__lt=until).count(),
        prevented=preventions.filter(kept_at__gte=since, kept_at__lt=until).count(),
        effects=effects(quarter.start, quarter.end, EFFECTS),
        open=fell_due.count(), dangers=fell_due.filter(kind=Commitment.Kind.DANGER).count(),
        unowned=Commitment.objects.unowned().count(), unshared=Case.objects.unshared().count(),
        unanswered=Nudge.objects.unanswered().count(), unprevented=causes_without(),
    )  # fmt: skip


def over(quarter: Quarter, by: str) -> Months:
    """This quarter and the one before, in one statement."""
    return kept_by_month([quarter.before.start, quarter.start], by, until=quarter.end)


def causes_without() -> list[tuple[str, int]]:
    """Those that nobody promised to prevent, with how many cases; most first."""
    found = Cause.objects.unprevented().with_counts().filter(~Q(case_count=0))
    return list(found.order_by("-case_count", "pk").values_list("title", "case_count")[:CAUSES])
