"""What preventions did: cases of a cause a thousand answers, before and after they took effect."""

from dataclasses import dataclass
from datetime import date, timedelta

from employees import metrics
from feedback.figures.reading import Scope, tally
from feedback.models import Case, Prevention
from tenants.here import midnight, today

LONGEST, SHORTEST = timedelta(days=90), timedelta(days=14)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Effect:
    """A prevention that was kept: the cases of its cause as long before as after; no ratio where there is
    nothing to compare yet."""

    cause: str
    action: str
    effective_on: date
    before: int
    after: int
    ratio: metrics.RateRatio | None


def effects(since: date, until: date, most: int) -> list[Effect]:
    """Of the preventions that were kept and took effect in this time, those of most cases first."""
    kept = Prevention.objects.filter(
        commitment__kept_at__isnull=False, effective_on__gte=since, effective_on__lt=min(until, today())
    )
    found = [_effect(prevention) for prevention in kept.select_related("cause")[: most * 5]]
    return sorted(found, key=lambda one: (one.ratio is None, -one.before))[:most]


def _effect(prevention: Prevention) -> Effect:
    """The same time before and after, three months at most; two weeks at least for a ratio."""
    at = prevention.effective_on
    span = min(LONGEST, today() - at)
    before, after = (_cases(prevention, start, start + span) for start in (at - span, at))
    ratio = None
    if span >= SHORTEST:
        ratio = metrics.rate_ratio(before, _answers(at - span, at), after, _answers(at, at + span))
    return Effect(prevention.cause.title, prevention.action, at, before, after, ratio)


def _cases(prevention: Prevention, start: date, end: date) -> int:
    opened = Case.objects.filter(opened_at__gte=midnight(start), opened_at__lt=midnight(end))
    return opened.filter(cause=prevention.cause_id).count()


def _answers(start: date, end: date) -> int:
    return tally(Scope(start, end - DAY)).received
