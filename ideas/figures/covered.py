"""How many customers an idea is about: the answers and cases of the last year at its touchpoint, in its
segment, of its cause."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import QuerySet

from feedback.models import Case, Response
from tenants.here import today

YEAR = timedelta(days=365)
MOST = 1000
"""Beyond so many it is said that there are more."""
KEPT = timedelta(minutes=5)


@dataclass(frozen=True)
class Covered:
    """At most MOST + 1 each."""

    answers: int
    cases: int


def covered(*, touchpoint: int | None, cause: int | None, segment: str) -> Covered:
    """Of the customers whom an idea names, by keys; counted again after some minutes, as a hundred readers
    of an idea need not count them a hundred times."""
    key = f"covered-{touchpoint}-{cause}-{segment}-{today()}"
    found = cache.get(key)
    if found is None:
        found = count_covered(touchpoint=touchpoint, cause=cause, segment=segment)
        cache.set(key, found, KEPT.total_seconds())
    return found


def count_covered(*, touchpoint: int | None, cause: int | None, segment: str) -> Covered:
    """The same, counted now."""
    answers = Response.objects.shown().filter(day__gt=today() - YEAR)
    if touchpoint:
        answers = answers.filter(touchpoint=touchpoint)
    if segment:
        answers = answers.filter(segment=segment)
    if cause:
        answers = answers.filter(pk__in=Case.objects.filter(cause=cause).values("response"))
    cases = Case.objects.filter(response__in=answers.values("pk"))
    return Covered(_number(answers), _number(cases))


def _number(rows: QuerySet) -> int:
    return rows.order_by()[: MOST + 1].count()
