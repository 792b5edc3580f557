"""The numbers of the dashboard, all as of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from employees.metrics import Figure
from feedback.figures import Casework, Tally, Waiting, add_to, case_figures, read, waiting
from feedback.models import Invitation, PostVersion
from ideas.figures import shares_with_evidence
from insights.figures.chosen import Chosen
from tenants.here import current_zone, midnight

METRICS = ("nps", "csat", "ces", "rating")
PLACES = ("branch", "touchpoint", "post")


@dataclass(frozen=True)
class Numbers:
    """Tallies of the time shown, of its later and its earlier part, by time and by place; and cases."""

    chosen: Chosen
    whole: Tally
    now: Tally
    before: Tally
    over_time: dict[date, Tally]
    places: dict[str, dict[int, Tally]]
    trends: dict[int, dict[int, Tally]]
    cases: Casework
    waiting: Waiting
    names: dict[str, Mapping[int, str]]
    breaks: list[tuple[date, int, int]]
    asked: tuple[int, int]
    kinds: frozenset[str]
    decided: Figure | None
    decided_before: Figure | None

    @cached_property
    def metrics(self) -> list[str]:
        """Those that anybody answered."""
        return [metric for metric in METRICS if self.overall[metric]]

    @cached_property
    def overall(self) -> dict[str, Figure | None]:
        """The figure of all by each metric, which every cell of a table is compared with."""
        return {metric: self.whole.figure(metric) for metric in METRICS}


def gather(chosen: Chosen) -> Numbers:
    """Everything the page, its tables, its downloads and its API twin show."""
    step, scope = chosen.steps, chosen.scope
    found = read(scope, (step, "now"), ("branch", "part"), ("touchpoint", "now"), ("post", "now"))
    found["branch", "now"] = halved(found["branch", "part"], chosen)
    now, before = (in_all(found["post", "now"], half) for half in (True, False))
    decided, decided_before = decisions(chosen)
    return Numbers(
        chosen=chosen, whole=now if chosen.days else in_all(found["post", "now"]), now=now, before=before,
        over_time=drawn(found[step, "now"], chosen),
        places={place: drawn(found[place, "now"], chosen) for place in PLACES},
        trends=trends(found["branch", "part"]),
        cases=case_figures(chosen.cases, current_zone()), waiting=waiting(scope),
        names=names(chosen), breaks=breaks(chosen), asked=asked(chosen),
        decided=decided, decided_before=decided_before,
        kinds=frozenset(kind for pk, (_, kind) in chosen.posts.items() if (pk, True) in found["post", "now"]),
    )  # fmt: skip


def decisions(chosen: Chosen) -> tuple[Figure | None, Figure | None]:
    """How many decisions rest on customers, in the time that is shown and in as long a time before it. Of the
    whole organisation, whatever place is chosen: a decision is made for all of it."""
    now = chosen.start, chosen.today
    if not chosen.days:
        return shares_with_evidence(now)[0], None
    span = timedelta(days=chosen.days)
    shown, before = shares_with_evidence(now, (chosen.start - span, chosen.today - span))
    return shown, before


def in_all(tallies: dict[tuple, Tally], half: bool | None = None) -> Tally:
    """The tallies together, or those whose key ends with this half."""
    found = Tally()
    for key, one in tallies.items():
        if half is None or key[-1] == half:
            found = found.plus(one)
    return found


def halved(tallies: dict[tuple, Tally], chosen: Chosen) -> dict[tuple, Tally]:
    """By half of the time instead of by part: the later half begins with a part."""
    first = 1 + chosen.parts.index(chosen.scope.now or chosen.start)
    found: dict[tuple, Tally] = {}
    for (key, part), one in tallies.items():
        add_to(found, (key, part >= first), one)
    return found


def drawn(tallies: dict[tuple, Tally], chosen: Chosen) -> dict[Any, Tally]:
    """By their first key, without the time that is read for the comparison only."""
    found: dict[Any, Tally] = {}
    for (key, now), one in tallies.items():
        if now or not chosen.days:
            add_to(found, key, one)
    return found


def trends(tallies: dict[tuple, Tally]) -> dict[int, dict[int, Tally]]:
    """Each branch's parts of the time that is shown, by their numbers from 0."""
    found: dict[int, dict[int, Tally]] = {}
    for (branch, part), one in tallies.items():
        if part > 0:
            found.setdefault(branch, {})[part - 1] = one
    return found


def names(chosen: Chosen) -> dict[str, Mapping[int, str]]:
    return {
        "branch": {node.pk: node.name for node in chosen.tree.nodes.values()},
        "touchpoint": chosen.touchpoints,
        "post": {pk: name for pk, (name, _kind) in chosen.posts.items()},
    }


def breaks(chosen: Chosen) -> list[tuple[date, int, int]]:
    """New versions of a question within the time: day, post and number; a line may break there."""
    since = PostVersion.objects.filter(number__gt=1, since__gte=midnight(chosen.start))
    rows = since.order_by("since").values_list("since", "post_id", "number")
    return [(at.astimezone(current_zone()).date(), post, number) for at, post, number in rows]


def asked(chosen: Chosen) -> tuple[int, int]:
    """How many were invited by a personal link in the time, and how many of them answered."""
    sent = Invitation.objects.filter(sent_at__gte=midnight(chosen.start))
    if chosen.post:
        sent = sent.filter(post=chosen.post)
    if chosen.touchpoint:
        sent = sent.filter(post__touchpoint=chosen.touchpoint)
    if chosen.team or not chosen.tree.sees_all:
        sent = sent.filter(post__team__in=list(chosen.scope.branches or {}))
    found = sent.aggregate(sent=Count("pk"), answered=Count("pk", filter=Q(response__isnull=False)))
    return found["sent"], found["answered"]
