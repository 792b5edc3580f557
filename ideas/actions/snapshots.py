"""A metric is kept with a decision as it stood on that day."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from employees.models import Employee, Team
from feedback.figures import Scope, tally
from feedback.models import ListeningPost, Touchpoint
from ideas.models import Decision, Snapshot
from tenants.here import today


class Place(NamedTuple):
    """Of which answers: of a team with all below it, a touchpoint, a post; of all where none is named."""

    team: Team | None = None
    touchpoint: Touchpoint | None = None
    post: ListeningPost | None = None

    def scope(self, first: date, last: date) -> Scope:
        teams = dict.fromkeys(Team.objects.with_below([self.team.pk]), 0) if self.team else None
        touchpoints = frozenset([self.touchpoint.pk]) if self.touchpoint else None
        return Scope(first, last, teams, touchpoints, frozenset([self.post.pk]) if self.post else None)


EVERYWHERE = Place()


@transaction.atomic
def keep_value(
    decision: Decision, *, metric: str, days: int, by: Employee, place: Place = EVERYWHERE
) -> Snapshot | None:
    """Keep the metric of so many days until the one on which it was decided, as the dashboard shows it; None
    where nobody answered. The same of the same days is kept once."""
    locked = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    last = min(locked.decided_on, today())
    first = last - timedelta(days=days - 1)
    facts = {"metric": metric, "first": first, "last": last, **place._asdict()}
    if known := decision.values.filter(**facts).first():
        return known
    figure = tally(place.scope(first, last)).figure(metric)
    if figure is None:
        return None
    kept = {"value": figure.value, "n": figure.n, "low": figure.low, "high": figure.high}
    return Snapshot.objects.create(decision=decision, by=by, **facts, **kept)
