"""Ideas that wait for their answer, and what was found of those that were delivered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.figures.verdicts import told
from ideas.models import Idea, OutcomeCheck
from ideas.models.checks import OutcomeCheckQuerySet
from ideas.models.idea_rows import searched
from insights.figures.desk.section import Desk, Section, Step, counted, number_within
from insights.figures.words import number
from tenants.clock import when

LISTED, VERDICTS = 5, 3
MONTH = timedelta(days=30)
Verdict = OutcomeCheck.Verdict


def ideas(desk: Desk) -> Section:
    """The oldest without an answer; of the last month's verdicts the harmful ones first."""
    waiting = Idea.objects.undecided()
    whole = number_within(waiting)
    seen = waiting.visible_to(desk.reader).select_related("board", "review__owner")
    rows = list(seen.order_by("submitted_at", "pk")[:LISTED])
    judged = OutcomeCheck.objects.visible_to(desk.reader).filter(judged_at__gt=timezone.now() - MONTH)
    found = dict(judged.order_by().values_list("verdict").annotate(n=Count("pk")))
    checks = _first_checks(judged)
    facts = {
        "rows": rows, "more": whole - len(rows), "more_words": counted(whole, len(rows)),
        "verdicts": [told(check) for check in checks], "others": sum(found.values()) - len(checks),
    }  # fmt: skip
    says = f"{_waiting(rows, whole)} {_found(found)}".strip()
    first = _first(rows, checks)
    return Section("ideas", _("Ideas without an answer"), whole, says, first, "soon", facts, is_bounded=True)


def _first_checks(judged: OutcomeCheckQuerySet) -> list[OutcomeCheck]:
    """The newest that did harm, and the newest of the others where those are few; each read from the index by
    which they are sorted."""
    shown = judged.select_related("idea").defer(*searched("idea")).order_by("-judged_at", "-pk")
    harmful = list(shown.filter(verdict=Verdict.HARMFUL)[:VERDICTS])
    room = VERDICTS - len(harmful)
    return [*harmful, *shown.exclude(verdict=Verdict.HARMFUL)[:room]] if room else harmful


def _waiting(rows: Sequence[Idea], whole: int) -> str:
    if not whole:
        return _("No idea waits for its answer.")
    words = ngettext("One idea waits for its answer.", "%(n)s ideas wait for their answer.", whole)
    oldest = _("The oldest was handed in %(at)s.") % {"at": when(rows[0].submitted_at)} if rows else ""
    return capfirst(f"{words % {'n': counted(whole)}} {oldest}".strip())


def _found(numbers: Mapping[str, int]) -> str:
    """Of the last month, in a sentence."""
    if not numbers:
        return ""
    words = _("In 30 days %(proven)s were proven, %(unproven)s were not, %(harmful)s did harm.")
    return words % {verdict: number(numbers.get(verdict, 0)) for verdict in Verdict.values}


def _first(rows: Sequence[Idea], checks: Sequence[OutcomeCheck]) -> Step | None:
    """Harm before all; else the answer that is overdue the longest."""
    if checks and checks[0].verdict == Verdict.HARMFUL:
        idea = checks[0].idea
        words = _("Customers are worse off since “%(title)s”: decide what becomes of it.")
        return Step(words % {"title": idea.title}, f"{idea.get_absolute_url()}#outcome")
    promised = [(idea, idea.review) for idea in rows if idea.review]
    late, review = next((pair for pair in promised if pair[1].is_overdue), (None, None))
    if late is None or review is None:
        return None
    words = _("See that “%(title)s” is answered: it was promised for %(at)s.")
    return Step(words % {"title": late.title, "at": when(review.due_at)}, late.get_absolute_url())
