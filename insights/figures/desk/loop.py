"""What waits at the steps of the closed loop after the answer: sharing, the cause, its prevention."""

from typing import Any

from django.db.models import Count, Window
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import Case, Cause
from feedback.models.cases import CaseQuerySet
from insights.figures.desk.section import Desk, Section, Step, counted, number_within
from insights.figures.paths import path_of
from insights.figures.words import number

LISTED = 3


def unshared(desk: Desk) -> Section:
    words = lambda n: ngettext(  # noqa: E731
        "One case is answered, and not shared with all staff.",
        "%(n)s cases are answered, and not shared with all staff.", n,
    )  # fmt: skip
    step = _("See that the answered case is shared, or say why not.")
    rows = Case.objects.unshared()
    return _step("unshared", _("Answered, not shared"), rows, words, step, view="unshared", desk=desk)


def uncaused(desk: Desk) -> Section:
    words = lambda n: ngettext(  # noqa: E731
        "One case is shared, and nobody has said why it happened.",
        "%(n)s cases are shared, and nobody has said why they happened.", n,
    )  # fmt: skip
    step = _("Ask why it happened: the oldest case without a cause comes first.")
    rows = Case.objects.shared_unexplained()
    return _step("uncaused", _("Shared, without a cause"), rows, words, step, view="no_cause", desk=desk)


def unprevented(desk: Desk) -> Section:
    """Causes that nobody promised to prevent, those with most cases first."""
    found = Cause.objects.unprevented()
    rows = list(
        found.with_counts().annotate(whole=Window(Count("pk"))).order_by("-case_count", "pk")[:LISTED]
    )
    whole = rows[0].whole if rows else 0
    words = ngettext("One cause has no prevention.", "%(n)s causes have no prevention.", whole)
    says = words % {"n": number(whole)} if whole else _("Against every known cause something is promised.")
    facts = {"rows": rows, "more": whole - len(rows)}
    first = (
        Step(_("Find who prevents “%(cause)s”.") % {"cause": rows[0]}, rows[0].get_absolute_url())
        if rows
        else None
    )
    return Section("unprevented", _("Causes without a prevention"), whole, says, first, "soon", facts)


def _step(
    key: str, title: str, cases: CaseQuerySet, words: Any, step: str, *, view: str, desk: Desk
) -> Section:
    """Cases that wait at a step, the oldest first; those are listed that the reader may see."""
    whole = number_within(cases)
    seen = cases.visible_to(desk.reader).select_related("team", "response", "current__owner", "carried_by")
    rows = list(seen.order_by("answered_at", "pk")[:LISTED]) if whole else []
    says = capfirst(words(whole) % {"n": counted(whole)}) if whole else _("No case waits here.")
    url = f"{path_of('feedback:cases')}?view={view}"
    facts = {"rows": rows, "url": url, "more": whole - len(rows)}
    return Section(
        key, title, whole, says, Step(step, url) if whole else None, "soon", facts, is_bounded=True
    )
