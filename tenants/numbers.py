"""Counting the rows that belong to others."""

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def number_of(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many of these rows one has whom each of them names in its field `of`. It is counted for those that
    are shown, where a join would read the rows of all; sorted or filtered by it, for all."""
    of_one = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(of_one.values(number=Count(F("pk")))), 0)
