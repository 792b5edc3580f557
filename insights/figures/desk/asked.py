"""What the champion asked, whether it was answered, and what came of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Window
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees import metrics
from employees.models import Nudge
from insights.figures.desk.section import Desk, Section, Step
from insights.figures.paths import path_of
from insights.figures.words import item, number

SPAN = timedelta(days=90)
WAITING, ANSWERED = 5, 3
PROMISED = ("promise", "owner_id", "due_at", "kept_at", "withdrawn_at")
SHOWN = (
    "note", "at", "acknowledged_at", "answer", "on_behalf_of", "by__name", "to__name",
    *(f"commitment__{column}" for column in PROMISED),
)  # fmt: skip
"""A fifth of the columns of the four tables, and half of the time."""
STATES = {"kept": "kept", "late": "late", "withdrawn": "open", "moved": "moved", "open": "soon"}


def asked(desk: Desk) -> Section:
    """Those that wait for a word, the oldest first; then the last that have one."""
    nudges = Nudge.objects.with_outcome().select_related("by", "to").only(*SHOWN)
    waiting = list(nudges.unanswered().annotate(whole=Window(Count("pk"))).order_by("at", "pk")[:WAITING])
    whole = waiting[0].whole if waiting else 0
    answered = nudges.filter(acknowledged_at__isnull=False).order_by("-at", "-pk")[:ANSWERED]
    rows = [(nudge, STATES[nudge.outcome]) for nudge in (*waiting, *answered)]
    facts = {"rows": rows, "figures": _figures(), "more": whole - len(waiting)}
    return Section("asked", _("What was asked, and what came of it"), whole, _said(waiting, whole),
                   _first(waiting), "soon", facts)  # fmt: skip


def _figures() -> list[dict[str, Any]]:
    """Of the last 90 days: how many were acknowledged, and how many of the promises were kept in time."""
    kept = Q(commitment__kept_at__isnull=False)
    counts = Nudge.objects.filter(at__gt=timezone.now() - SPAN).aggregate(
        n=Count("at"),
        said=Count("at", filter=Q(acknowledged_at__isnull=False)),
        kept=Count("at", filter=kept),
        met=Count("at", filter=Q(commitment__kept_at__lte=F("commitment__due_at"))),
        open=Count("at", filter=~kept & Q(commitment__withdrawn_at=None)),
    )
    said, met, left = (
        metrics.share(counts[part], counts[whole])
        for part, whole in (("said", "n"), ("met", "kept"), ("open", "n"))
    )
    return [
        item(_("Acknowledged"), said, unit="%", note=_("questions of 90 days")),
        item(_("Kept in time after it"), met, unit="%", note=_("of those that were kept")),
        item(_("Still open"), left, unit="%"),
    ]


def _said(waiting: Sequence[Nudge], whole: int) -> str:
    if not whole:
        return _("Every question has been answered.")
    words = ngettext("One question has no answer yet.", "%(n)s questions have no answer yet.", whole)
    return words % {"n": number(whole)}


def _first(waiting: Sequence[Nudge]) -> Step | None:
    if not waiting:
        return None
    words = _("Ask %(name)s again about “%(promise)s”: there is no word yet.")
    facts = {"name": waiting[0].to.name, "promise": waiting[0].commitment.promise}
    return Step(words % facts, path_of("employees:promise", waiting[0].commitment_id))
