"""What rewards are tied to: outcomes for customers, by team over a quarter. Neither revenue nor speed."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate

from employees import metrics
from employees.models import Team
from feedback.figures.casework import CaseFigures, case_figures
from feedback.figures.reading import Scope
from feedback.models import Case, Prevention

ENOUGH = 10
"""Below so many customers or causes a figure is not shown: it would say more about chance."""
ASKED = re.compile(r"(20[0-9]{2})-([1-4])")


@dataclass(frozen=True)
class Quarter:
    """Three months of the calendar."""

    year: int
    number: int

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return self.following.start - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(asked: str, today: date) -> Quarter:
    """As 2026-3; what is not a quarter, or lies ahead, is this one."""
    match, this = ASKED.fullmatch(asked), quarter_of(today)
    found = Quarter(int(match[1]), int(match[2])) if match else this
    return found if found.start <= this.start else this


@dataclass(frozen=True)
class TeamOutcome:
    """What a team did for customers in a quarter; with no team: all together. A figure of too few is left
    out, and its n stays."""

    team: int | None
    name: str
    won_back: metrics.Figure | None
    won_back_n: int
    quality: metrics.Figure | None
    quality_n: int
    prevented: metrics.Figure | None
    prevented_n: int
    held: int


def outcomes(quarter: Quarter, zone: ZoneInfo) -> tuple[TeamOutcome, list[TeamOutcome]]:
    """Of all together, and of each team of which something is known, by name: nobody is ranked."""
    names = dict(Team.objects.values_list("pk", "name"))
    cases = case_figures(Scope(quarter.start, quarter.end, branches={pk: pk for pk in names}), zone)
    kept, held = _preventions(quarter, zone)
    known = {pk for pk, found in cases.by_branch.items() if _known(found)} | {pk for pk in kept if pk}
    teams = [
        _outcome(pk, names.get(pk, ""), cases.by_branch.get(pk, CaseFigures()), kept[pk], held[pk])
        for pk in known
    ]
    whole = _outcome(None, "", cases.now, kept.total(), held.total())
    return whole, sorted(teams, key=lambda each: each.name)


def _known(found: CaseFigures) -> bool:
    return bool(found.judged or found.reply_scores)


def _outcome(team: int | None, name: str, cases: CaseFigures, kept: int, held: int) -> TeamOutcome:
    quality_n = sum(cases.reply_scores.values())
    return TeamOutcome(
        team, name, _enough(cases.win_back.rate), cases.judged, _enough(cases.reply_quality), quality_n,
        _enough(metrics.share(held, kept)), kept, held,
    )  # fmt: skip


def _enough(figure: metrics.Figure | None) -> metrics.Figure | None:
    return figure if figure and figure.n >= ENOUGH else None


def _preventions(quarter: Quarter, zone: ZoneInfo) -> tuple[Counter[int | None], Counter[int | None]]:
    """By team: the promises of prevention that were kept in the quarter, and those of them whose cause has
    brought no case since it took effect."""
    begins, ends = (datetime.combine(day, time(), zone) for day in (quarter.start, quarter.following.start))
    opened = Case.objects.alias(opened_on=TruncDate("opened_at", tzinfo=zone))
    again = opened.filter(cause=OuterRef("cause"), opened_on__gt=OuterRef("effective_on"))
    kept = Prevention.objects.filter(commitment__kept_at__gte=begins, commitment__kept_at__lt=ends)
    rows = list(kept.annotate(again=Exists(again)).values_list("commitment__team", "again"))
    return Counter(team for team, _again in rows), Counter(team for team, again in rows if not again)
