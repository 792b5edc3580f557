"""What is late and who can move it; and what nobody owns."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.models import Commitment, Nudge
from insights.figures.desk.movers import Movers, Share, late_groups, names_of, shares
from insights.figures.desk.section import Desk, Section, Step
from insights.figures.paths import path_of
from insights.figures.words import number

NAMED, DANGERS, LISTED, UNOWNED = 8, 3, 5, 3

SHOWN = (
    "promise", "kind", "source_path", "made_at", "first_due_at", "due_at", "kept_at", "withdrawn_at",
    "owner__name", "team__name",
)  # fmt: skip


class Line(NamedTuple):
    """A promise, and who can move it."""

    row: Commitment
    mover: int | None
    mover_name: str


def late(desk: Desk) -> Section:
    """Dangers first, then the oldest; beside it by whom it can be moved."""
    found = shares(late_groups(), desk.movers)
    top, lines = found[:NAMED], lines_of(late_rows(), desk.movers)
    names = names_of(share.key for share in top)
    for share in top:
        share.name = names.get(share.key or 0, "")
    whole = sum(share.number for share in found)
    facts = {"lines": lines, "shares": top, "others": len(found) - len(top), "more": whole - len(lines)}
    says, first = _said(found, whole), _first(desk, lines, found)
    return Section("late", _("Late, and who can move it"), whole, says, first, facts=facts)


def lines_of(rows: Sequence[Commitment], movers: Movers) -> list[Line]:
    keys = [movers.of(row.owner_id, row.team_id) for row in rows]
    return [Line(row, key, movers.name_of(key, row)) for row, key in zip(rows, keys, strict=True)]


def late_rows() -> list[Commitment]:
    """A few dangers, and the oldest of the others."""
    rows = with_questions(Commitment.objects.overdue()).order_by("due_at", "pk")
    danger = Commitment.Kind.DANGER
    return [*rows.filter(kind=danger)[:DANGERS], *rows.exclude(kind=danger)[:LISTED]]


def with_questions(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Each with `is_asked`: whether the champion waits for a word about it."""
    asked = Nudge.objects.open().filter(commitment=OuterRef("pk"))
    return rows.select_related("owner", "team").only(*SHOWN).annotate(is_asked=Exists(asked))


def unowned(desk: Desk) -> Section:
    """What nobody owns, the nearest date first."""
    found = with_questions(Commitment.objects.unowned()).annotate(whole=Window(Count("pk")))
    rows = list(found.order_by("due_at", "pk")[:UNOWNED])
    lines, whole = lines_of(rows, desk.movers), rows[0].whole if rows else 0
    says = ngettext("One promise has no owner.", "%(n)s promises have no owner.", whole) if whole else ""
    step = Step(
        ngettext("Find an owner for the promise that nobody owns.",
                 "Find owners for the %(n)s promises that nobody owns.", whole) % {"n": number(whole)},
        f"{path_of('employees:board')}?view=unowned",
    )  # fmt: skip
    return Section(
        "unowned", _("Promises that nobody owns"), whole,
        says % {"n": number(whole)} if whole else _("Every promise has an owner."), step if whole else None,
        facts={"lines": lines, "more": whole - len(lines)},
    )  # fmt: skip


def _said(found: list[Share], whole: int) -> str:
    if not whole:
        return _("Nothing is late.")
    late = ngettext("One promise is late.", "%(n)s promises are late.", whole) % {"n": number(whole)}
    people = len([share for share in found if share.key])
    moved = ngettext("One person can move it.", "%(n)s people can move them.", people)
    lost = sum(share.number for share in found if share.key is None)
    nobody = ngettext("For one nobody is there.", "For %(n)s nobody is there.", lost)
    told = [words % {"n": number(n)} for words, n in ((moved, people), (nobody, lost)) if n]
    return " ".join([late, *told])


def _first(desk: Desk, lines: list[Line], found: list[Share]) -> Step | None:
    """A danger before all; else who can move most, which may be the reader."""
    if lines and lines[0].row.kind == Commitment.Kind.DANGER:
        words = _("A danger is late: “%(promise)s”. Speak with %(name)s today.")
        row, _key, name = lines[0]
        facts = {"promise": row.promise, "name": name or _("whoever is there")}
        return Step(words % facts, path_of("employees:promise", row.pk))
    share = next((share for share in found if share.key), None)
    if share is None:
        return None
    if share.key == desk.reader.pk:
        return Step(_("Begin with the late promises that you can move yourself."), path_of("employees:mine"))
    words = ngettext(
        "Speak with %(name)s, who can move one late promise.",
        "Speak with %(name)s, who can move %(n)s of the late promises.",
        share.number,
    )
    facts = {"name": share.name, "n": number(share.number)}
    return Step(words % facts, f"{path_of('employees:board')}?view=overdue&owner={share.key}")
