from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

OFFERED = 8


@dataclass(frozen=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.following.start

    @property
    def following(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def label(self) -> str:
        """As "July to September 2026"."""
        month = pgettext("date format: a month", "F")
        first, last = self.start, date(self.year, 3 * self.number, 1)
        facts = {"first": date_format(first, month), "last": date_format(last, month), "year": str(self.year)}
        return _("%(first)s to %(last)s %(year)s") % facts


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def offered(day: date) -> Iterator[Quarter]:
    """The last that is over, the one that runs, and those before, the newest first."""
    quarter = quarter_of(day)
    for _turn in range(OFFERED):
        yield quarter
        quarter = quarter.before
