"""How many of the customers whom an idea is for gave each score, in a window of days."""

from datetime import date, timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from feedback.models import Case, Response
from feedback.models.responses import ResponseQuerySet
from ideas.models import OutcomeCheck, Trial

YEAR = timedelta(days=365)


def counts_of(check: OutcomeCheck, first: date, last: date) -> dict[int, int]:
    """By score; of the metric of cases, how many answers opened one (1) and how many did not (0). Only what
    is shown and has a day counts."""
    answers = _unchosen().shown().filter(day__range=(first, last))
    if check.places is not None:
        answers = answers.filter(touchpoint__in=check.places)
    if check.segment:
        answers = answers.annotate(was=_segment_at(first)).filter(was=check.segment)
    if check.metric == "cases":
        scored = answers.annotate(of=Cast(Exists(_cases(check)), IntegerField()))
    else:
        scored = answers.filter(metric=check.metric, score__isnull=False).annotate(of=F("score"))
    return dict(scored.order_by().values_list("of").annotate(n=Count("pk")))


def places_of(check: OutcomeCheck) -> list[int] | None:
    """Where its answers are given: see OutcomeCheck. None is everywhere."""
    if check.touchpoint_id:
        return [check.touchpoint_id]
    if check.cause_id and check.metric != "cases":
        hit = _unchosen().filter(case__cause=check.cause_id)
        return sorted(hit.order_by().values_list("touchpoint", flat=True).distinct())
    return None


def _unchosen() -> ResponseQuerySet:
    """Without what those say who were invited to try an idea, whichever: they were chosen because they had
    complained, and say nothing about all customers."""
    return Response.objects.exclude(post__in=Trial.objects.order_by().values("post"))


def _cases(check: OutcomeCheck) -> QuerySet[Case]:
    cases = Case.objects.filter(response=OuterRef("pk"))
    return cases.filter(cause=check.cause_id) if check.cause_id else cases


def _segment_at(day: date) -> Subquery:
    """In which segment the customer of an answer was on the morning of a day, as far as was known."""
    known = (
        _unchosen()
        .shown()
        .filter(customer=OuterRef("customer"), segment__isnull=False, day__lt=day, day__gte=day - YEAR)
    )
    return Subquery(known.order_by("-received_at", "-pk").values("segment")[:1])
