"""A check in words, with its numbers: the same on its page, in lists, mails and the API."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from employees.metrics import Figure
from ideas.metrics.checking import as_read, written
from ideas.models import OutcomeCheck

STATES = {"proven": "good", "unproven": "open", "harmful": "bad", "": "soon"}
WIDTH = 200


@dataclass(frozen=True)
class Told:
    """A check as a page shows it."""

    check: OutcomeCheck
    says: str
    state: str
    items: list[dict[str, object]]
    drawn: "Drawn | None"


@dataclass(frozen=True)
class Drawn:
    """The interval of the difference, in a box of WIDTH with no change in its middle."""

    low: float
    high: float


def told(check: OutcomeCheck) -> Told:
    return Told(check, says(check), STATES[check.verdict], items(check), drawn(check))


def says(check: OutcomeCheck) -> str:
    """What was found, and why it is called so."""
    if not check.verdict:
        return _("It is judged when %(day)s is over.") % {"day": day(check.after_to)}
    if check.has_too_few:
        words = _("%(n1)s answers before and %(n2)s after are too few to tell.")
        return words % {"n1": count(check.before_n), "n2": count(check.after_n)}
    if check.difference_low is None:
        return _("The answers differ too little among themselves to tell what is chance.")
    reasons = {
        "proven": _("That is better, and more than chance."),
        "harmful": _("That is worse, and more than chance."),
        "unproven": _("That may be chance alone."),
    }
    return f"{_moved(check)} {reasons[check.verdict]}"


def _moved(check: OutcomeCheck) -> str:
    words = _("%(metric)s went from %(before)s to %(after)s (n = %(n1)s and %(n2)s).")
    return words % {
        "metric": check.get_metric_display(), "n1": count(check.before_n), "n2": count(check.after_n),
        "before": as_read(check.metric, check.before_value),
        "after": as_read(check.metric, check.after_value),
    }  # fmt: skip


def count(n: int | None) -> str:
    return number_format(n or 0, force_grouping=True)


def day(of: date) -> str:
    return date_format(of, "DATE_FORMAT")


def items(check: OutcomeCheck) -> list[dict[str, object]]:
    """Before, after and the difference, as components/figs.html shows them."""
    sides = [
        (_("Before"), check.before, check.before_n, check.before_from, check.before_to),
        (_("After"), check.after, check.after_n, check.after_from, check.after_to),
    ]
    found = [_item(check, name, one, n, f"{day(first)} – {day(last)}") for name, one, n, first, last in sides]
    if check.difference is not None and not check.has_too_few:
        value, low, high = check.difference, check.difference_low, check.difference_high
        note = _("95 % interval, adjusted for few answers")
        moved = _item(check, _("Difference"), Figure(value, 0, low, high), None, note)
        found.append(moved | {"value": written(check.metric, value)})
    return found


def _item(check: OutcomeCheck, name: str, one: Figure | None, n: int | None, note: str) -> dict[str, object]:
    low, high = (one.low, one.high) if one else (None, None)
    return {
        "name": name, "value": as_read(check.metric, one.value) if one else None, "n": n, "note": note,
        "low": written(check.metric, low), "high": written(check.metric, high),
    }  # fmt: skip


def drawn(check: OutcomeCheck) -> Drawn | None:
    """Where the interval stands; better is always towards the end of the line."""
    ends = check.difference_low, check.difference_high
    if check.has_too_few or any(end is None for end in ends):
        return None
    most = max(abs(end or 0) for end in ends) * 1.1 or 1
    side = -1 if check.fewer_is_better else 1
    places = [round(WIDTH / 2 * (1 + side * (end or 0) / most), 1) for end in ends]
    return Drawn(min(places), max(places))
