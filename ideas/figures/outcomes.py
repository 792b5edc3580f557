"""The outcomes of ideas as tables: the same rows in a file as on their page."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from employees.models import Employee
from ideas.models import BarrierRemoved, Idea, OutcomeCheck, Patent, Saving
from ideas.models.idea_rows import searched
from tenants.sheets import Cell, Sheet

MOST = 10_000
STATES = ("waiting", "proven", "unproven", "harmful")


def checks_seen(user: Employee, state: str) -> QuerySet[OutcomeCheck]:
    """Those of a state, or all that are judged."""
    shown = OutcomeCheck.objects.visible_to(user).select_related("idea", "touchpoint", "cause")
    seen = shown.defer(*searched("idea"))
    if state == "waiting":
        return seen.filter(judged_at=None)
    judged = seen.filter(judged_at__isnull=False)
    return judged.filter(verdict=state) if state in STATES else judged


def entries_seen(kind: type[Any], user: Employee) -> QuerySet[Any]:
    """Lines of the register on ideas that somebody sees."""
    seen = kind.objects.visible_to(user).select_related("idea").defer(*searched("idea"))
    if kind is Patent:
        return seen.prefetch_related("inventors")
    return seen.select_related("confirmed_by") if kind is Saving else seen


def entries_of(idea: Idea) -> dict[str, list[Any]]:
    """What stands on the register of an idea, by what it is."""
    patents = Patent.objects.standing().filter(idea=idea).prefetch_related("inventors")
    savings = Saving.objects.standing().filter(idea=idea).select_related("confirmed_by")
    barriers = BarrierRemoved.objects.standing().filter(idea=idea)
    return {"patents": list(patents), "savings": list(savings), "barriers": list(barriers)}


def sheet(view: str, user: Employee) -> Sheet:
    """The table of a view of the page."""
    makers: dict[str, Callable[[Employee], Sheet]] = {
        "patents": _patents, "savings": _savings, "barriers": _barriers
    }  # fmt: skip
    return makers[view](user) if view in makers else _checks(user, view)


def _checks(user: Employee, state: str) -> Sheet:
    head = [
        _("Idea"), _("Metric"), _("Verdict"), _("Delivered"), _("Before, from"), _("Before, to"),
        _("Before"), _("Before, low"), _("Before, high"), _("Before, n"), _("After, from"), _("After, to"),
        _("After"), _("After, low"), _("After, high"), _("After, n"), _("Difference"), _("Difference, low"),
        _("Difference, high"),
    ]  # fmt: skip
    rows = [_check_cells(check) for check in checks_seen(user, state).order_by("-id")[:MOST]]
    return Sheet("checks", _("Outcomes"), head, rows)


def _check_cells(check: OutcomeCheck) -> list[Cell]:
    days = [check.before_from, check.before_to, check.after_from, check.after_to]
    b1, b2, a1, a2 = (day.isoformat() for day in days)
    return [
        check.idea.title, check.metric, check.verdict, check.delivered_on.isoformat(),
        b1, b2, check.before_value, check.before_low, check.before_high, check.before_n,
        a1, a2, check.after_value, check.after_low, check.after_high, check.after_n,
        check.difference, check.difference_low, check.difference_high,
    ]  # fmt: skip


def _patents(user: Employee) -> Sheet:
    head = [_("Idea"), _("Office"), _("Number"), _("Filed"), _("Granted"), _("Inventors")]
    rows: list[list[Cell]] = [
        [one.idea.title, one.office, one.number, one.filed_on.isoformat(),
         one.granted_on.isoformat() if one.granted_on else None,
         "; ".join(person.name for person in one.inventors.all())]
        for one in entries_seen(Patent, user)[:MOST]
    ]  # fmt: skip
    return Sheet("patents", _("Patents"), head, rows)


def _savings(user: Employee) -> Sheet:
    head = [
        _("Idea"),
        _("Amount"),
        _("Currency"),
        _("How often"),
        _("How it was measured"),
        _("Confirmed by"),
    ]
    rows: list[list[Cell]] = [
        [one.idea.title, _number(one.amount), one.currency, one.get_span_display(), one.measured,
         one.confirmed_by.name]
        for one in entries_seen(Saving, user)[:MOST]
    ]  # fmt: skip
    return Sheet("savings", _("Savings"), head, rows)


def _barriers(user: Employee) -> Sheet:
    head = [_("Idea"), _("Whom did it hinder?"), _("Gone since"), _("What was done")]
    rows: list[list[Cell]] = [
        [one.idea.title, one.whom, one.since.isoformat(), one.how]
        for one in entries_seen(BarrierRemoved, user)[:MOST]
    ]
    return Sheet("barriers", _("Barriers removed"), head, rows)


def _number(amount: Decimal) -> float:
    return float(amount)
