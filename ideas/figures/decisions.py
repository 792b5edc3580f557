"""How much of what is decided rests on customers; and all of it as a table."""

from datetime import date

from django.utils.translation import gettext as _

from employees.metrics import Figure, share
from employees.models import Employee
from ideas.models import Decision
from tenants.here import day_of
from tenants.sheets import Cell, Sheet

MOST = 10_000


def shares_with_evidence(*spans: tuple[date, date]) -> list[Figure | None]:
    """Of the decisions of each of these times that stand, in a hundred: those that rest on customers."""
    whole = (min(first for first, _last in spans), max(last for _first, last in spans))
    days = list(Decision.objects.standing().filter(decided_on__range=whole).by_day())
    return [
        share(
            sum(rests for day, _made, rests in days if first <= day <= last),
            sum(made for day, made, _rests in days if first <= day <= last),
        )
        for first, last in spans
    ]


def sheet(reader: Employee) -> Sheet:
    """What this person reads of it, the newest first."""
    rows = (
        Decision.objects.visible_to(reader)
        .counted()
        .select_related("by", "revisit")
        .order_by("-decided_on", "-id")
    )
    head = [
        _("number"), _("what was decided"), _("why"), _("by whom"), _("decided on"), _("rests on customers"),
        _("open promises"), _("looked at again by"), _("withdrawn on"),
    ]  # fmt: skip
    return Sheet("decisions", _("Decisions"), head, [_cells(row) for row in rows[:MOST]])


def _cells(row: Decision) -> list[Cell]:
    again = row.revisit_on.isoformat() if row.revisit and not row.revisit.is_settled else ""
    gone = day_of(row.withdrawn_at).isoformat() if row.withdrawn_at else ""
    rests = _("yes") if row.rests else _("no")
    return [row.pk, row.what, row.why, row.by.name, row.decided_on.isoformat(), rests, row.owed, again, gone]
