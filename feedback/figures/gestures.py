"""What gestures of goodwill cost and what became of them, by team and month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from employees import metrics
from feedback.models.gestures import GestureQuerySet

LISTED = 200


@dataclass(frozen=True)
class GestureSum:
    """The gestures that a team gave in a month, in one currency: how many, worth what together; of their
    cases, each counted once, how the customers judged our answers, and how many of them were heard of again
    or say that they will come back."""

    month: date
    team: int
    team_name: str
    currency: str
    number: int
    amount: Decimal
    judged: metrics.Figure | None
    returning: metrics.Figure | None
    came_back: metrics.Figure | None


def gesture_sums(gestures: GestureQuerySet) -> list[GestureSum]:
    """The latest month first; in it by team."""
    keys = ("month", "team", "team__name", "currency")
    given = gestures.given().with_outcome().order_by()
    counted = given.values(*keys, score=F("case__reply_score")).annotate(
        number=Count("pk"), worth=Sum("amount"), cases=_cases(),
        asked=_cases(case__will_return__isnull=False), will=_cases(case__will_return=True),
        known=_cases(case__response__customer__isnull=False), back=_cases(came_back=True),
    )  # fmt: skip
    groups = defaultdict(list)
    for row in counted:
        groups[tuple(row[key] for key in keys)].append(row)
    sums = [_sum(key, rows) for key, rows in groups.items()]
    return sorted(sums, key=lambda each: (-each.month.toordinal(), each.team_name, each.currency))[:LISTED]


def _cases(**facts: bool) -> Count:
    """Two gestures on one case are followed by one answer."""
    return Count("case", distinct=True, filter=Q(**facts) if facts else None)


def _sum(key: tuple, rows: list[dict]) -> GestureSum:
    total = {name: sum(row[name] for row in rows) for name in ("number", "worth", "asked", "will", "known",
                                                               "back")}  # fmt: skip
    scores = {row["score"]: row["cases"] for row in rows if row["score"]}
    month, team, name, currency = key
    return GestureSum(
        month, team, name, currency, total["number"], total["worth"], metrics.mean(scores),
        metrics.share(total["will"], total["asked"]), metrics.share(total["back"], total["known"]),
    )  # fmt: skip
