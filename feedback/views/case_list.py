"""The list of cases: its views, what they hold, how many, and what the page says about it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from employees.models import Employee, Team
from feedback.forms.filters import CaseFilter
from feedback.models import Case
from tenants.paging import Page, Stretch, address, read_page, turns

COUNTED = 1000
"""Beyond so many, a list says "1,000+": counting on would cost more than it tells."""
SOON = timedelta(hours=4)
OLDEST = ("answered_at", "id")
Cases = QuerySet[Case]


def _waiting_first(cases: Any) -> list[Stretch[Case]]:
    """Who waits for an answer, by its date; then what nobody promises any more; then the answered, the oldest
    first."""
    orphaned = cases.waiting().filter(current__withdrawn_at__isnull=False)
    settled = cases.open().filter(waiting_since=None)
    return [*_urgent_first(cases.waiting()), Stretch(orphaned, ("id",)), Stretch(settled, OLDEST)]


def _urgent_first(cases: Any) -> list[Stretch[Case]]:
    running = cases.filter(current__kept_at=None, current__withdrawn_at=None)
    return [Stretch(running, ("current__due_at", "current_id"))]


VIEWS: dict[str, tuple[str | Promise, Callable[[Any, Employee], list[Stretch[Case]]]]] = {
    "open": (gettext_lazy("Open"), lambda cases, user: _waiting_first(cases)),
    "mine": (gettext_lazy("Mine"), lambda cases, user: _waiting_first(cases.owned_by(user))),
    "late": (gettext_lazy("Late"), lambda cases, user: _urgent_first(cases.late())),
    "unshared": (
        gettext_lazy("Answered, not shared"), lambda cases, user: [Stretch(cases.unshared(), OLDEST)]
    ),
    "no_cause": (gettext_lazy("No cause yet"), lambda cases, user: [Stretch(cases.unexplained(), OLDEST)]),
    "closed": (gettext_lazy("Closed"), lambda cases, user: [Stretch(cases.closed(), ("-closed_at", "-id"))]),
}  # fmt: skip


class CaseList:
    """What one reader asks for: a view, filters, and where to begin."""

    def __init__(self, user: Employee, query: Any, path: str) -> None:
        self.user, self.query, self.path = user, query, path
        self.view = query.get("view", "") if query.get("view", "") in VIEWS else "open"
        self.form = CaseFilter(query or {"view": self.view}, languages=settings.LANGUAGES)
        self.filters = {k: v for k, v in query.items() if k in ("team", "touchpoint", "language", "q") and v}
        self.cases = narrowed(Case.objects.visible_to(user), self.form.chosen)

    def stretches(self, view: str) -> list[Stretch[Case]]:
        return VIEWS[view][1](self.cases, self.user)

    def page(self) -> Page[Case]:
        shown = self.cases.select_related(
            "team", "response__customer", "response__touchpoint", "current__owner", "carried_by"
        )
        return read_page(VIEWS[self.view][1](shown, self.user), self.query.get("after", ""))

    def counts(self) -> dict[str, int]:
        """How many each view holds, at most one more than are counted."""
        counted = [view for view in VIEWS if view != "closed"]
        return {view: sum(count_some(s.rows) for s in self.stretches(view)) for view in counted}

    def address(self, **changes: str) -> str:
        return address(self.path, **({"view": self.view} | self.filters | changes))

    def context(self) -> dict[str, Any]:
        page, counts = self.page(), self.counts()
        return {
            "page": page,
            "form": self.form,
            "view": self.view,
            "views": [self._item(view, counts) for view in VIEWS],
            "sentence": sentence(counts["open"], counts["late"], count_some(self._soon())),
            **turns(page, self.path, view=self.view, **self.filters),
            "here": self.address(after=self.query.get("after", "")),
        }

    def _item(self, view: str, counts: dict[str, int]) -> dict[str, Any]:
        count = counted_words(counts[view]) if view in counts else None
        url = self.address(view=view)
        return {"label": VIEWS[view][0], "url": url, "current": view == self.view, "count": count}

    def _soon(self) -> Cases:
        now = timezone.now()
        return self.cases.filter(
            closed_at=None, current__kept_at=None, current__withdrawn_at=None,
            current__due_at__gte=now, current__due_at__lt=now + SOON,
        )  # fmt: skip


def narrowed(cases: Any, chosen: dict[str, Any]) -> Any:
    """The cases that pass the filters. A team holds those below it."""
    if team := chosen.get("team"):
        cases = cases.filter(team__in=Team.objects.with_below([team.pk]))
    if touchpoint := chosen.get("touchpoint"):
        cases = cases.filter(response__touchpoint=touchpoint)
    if language := chosen.get("language"):
        cases = cases.filter(response__language=language)
    if words := chosen.get("q"):
        cases = cases.filter(search=SearchQuery(words, config="simple", search_type="websearch"))
    return cases


def count_some(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: COUNTED + 1].count()


def counted_words(number: int) -> str:
    return _("%(number)s+") % {"number": f"{COUNTED:,}"} if number > COUNTED else str(number)


def sentence(opened: int, late: int, soon: int) -> str:
    """How things stand, as the page begins."""
    if not opened:
        return _("No case is open. Everybody who wrote has an answer, and every cause has been looked for.")
    words = [ngettext("%(n)s is open.", "%(n)s are open.", opened) % {"n": counted_words(opened)}]
    if late:
        words.append(ngettext("%(n)s is late.", "%(n)s are late.", late) % {"n": counted_words(late)})
    if soon:
        falls_due = ngettext("%(n)s falls due within four hours.", "%(n)s fall due within four hours.", soon)
        words.append(falls_due % {"n": counted_words(soon)})
    if not late and not soon:
        words.append(_("Nothing is late."))
    return " ".join(words)
