"""A group's published results with those of its parts, and what they are compared with."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from employees import figures
from employees.metrics import Figure, finite, mean, nps_score, share
from employees.models import (
    Association,
    Employee,
    PulseComment,
    PulsePromise,
    PulseQuestion,
    Result,
    Wave,
    WaveGroup,
)
from employees.models.asking import DRIVER, ENPS, OPEN

PARTS = 25
"""So many parts of a group are on its page, those of most people; a file has all."""
Part = Result.Part


@dataclass
class Cell:
    """What was published of those in one group, by question."""

    group: WaveGroup
    part: str
    asked: int
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The same group in another wave has the same."""
        return str(sorted(self.group.teams)), self.part

    @property
    def answered(self) -> int:
        return self.results[""].n

    @property
    def rate(self) -> Figure | None:
        return share(self.answered, self.asked)

    def figure(self, question: PulseQuestion) -> Figure | None:
        """eNPS, or the mean of a driver; of those who were asked, so many answered."""
        if (found := self.results.get(question.key)) is None:
            return None
        scores = found.scores
        whole = nps_score(scores) if question.kind == ENPS else mean(scores)
        return finite(whole, found.asked) if whole else None


@dataclass(frozen=True)
class Pulse:
    """All that the page of a group shows."""

    wave: Wave
    group: WaveGroup
    above: WaveGroup | None
    whole: Cell | None
    parts: list[Cell]
    more: int
    may_open: set[int]
    before: Wave | None
    earlier: dict[tuple[str, str], Cell]
    association: Association | None
    values: list[Result]
    promises: list[PulsePromise]
    last_promises: list[PulsePromise]

    @property
    def enps(self) -> PulseQuestion | None:
        return next((one for one in self.wave.asked if one.kind == ENPS), None)

    @property
    def drivers(self) -> list[PulseQuestion]:
        return [one for one in self.wave.asked if one.kind == DRIVER]

    @property
    def open_questions(self) -> list[PulseQuestion]:
        return [one for one in self.wave.asked if one.kind == OPEN]

    def before_of(self, cell: Cell, question: PulseQuestion) -> Figure | None:
        """What the same group answered to the same question in the wave before."""
        found = self.earlier.get(cell.key)
        return found.figure(question) if found and cell.part != Part.OTHERS else None


def gather(wave: Wave, group: WaveGroup, reader: Employee, *, most: int | None = PARTS) -> Pulse:
    taking_part = wave.results.at(group).filter(question="").select_related("group")
    whole, parts = _split(taking_part.order_by("-n", "pk"), group)
    shown = [*([whole] if whole else []), *parts[:most]]
    _fill(shown, wave)
    before = wave.before()
    top = top_of(wave)
    values = wave.results.beside_the_tree().order_by("question", "value") if group == top else []
    return Pulse(
        wave=wave, group=group, above=None if group == top else group.parent, whole=whole, parts=parts[:most],
        more=len(parts) - len(parts[:most]), may_open=_may_open(wave, shown, reader), before=before,
        earlier=_earlier(before, shown) if before else {},
        association=Association.objects.filter(group=group).first(), values=list(values),
        promises=list(figures.promised_after(wave)),
        last_promises=list(figures.promised_after(before)) if before else [],
    )  # fmt: skip


def top_of(wave: Wave) -> WaveGroup:
    """The group with which its reader begins: the whole; where all of it is one team, that team."""
    root, *below = wave.groups.filter(Q(parent=None) | Q(parent__parent=None)).select_related("parent")
    return below[0] if len(below) == 1 and not root.direct else root


def _split(taking_part: Iterable[Result], group: WaveGroup) -> tuple[Cell | None, list[Cell]]:
    """The group's own cell, and its parts, the largest first and at last all others together."""
    cells = [Cell(row.group, row.part, row.asked, {"": row}) for row in taking_part]
    whole = next((cell for cell in cells if cell.group == group and cell.part == Part.WHOLE), None)
    parts = [cell for cell in cells if cell is not whole]
    return whole, sorted(parts, key=lambda cell: cell.part == Part.OTHERS)


def _fill(cells: list[Cell], wave: Wave) -> None:
    """Each question's result of these cells."""
    by_place = {(cell.group.pk, cell.part): cell for cell in cells}
    groups = {cell.group.pk for cell in cells}
    for row in wave.results.filter(group__in=groups, value="").exclude(question=""):
        if cell := by_place.get((row.group_id, row.part)):
            cell.results[row.question] = row


def _earlier(before: Wave, cells: list[Cell]) -> dict[tuple[str, str], Cell]:
    """The same groups in the wave before: those of the same teams."""
    teams = [cell.group.teams for cell in cells]
    groups = before.groups.in_bulk(list(before.groups.filter(teams__in=teams).values_list("pk", flat=True)))
    rows = before.results.filter(group__in=groups, value="").exclude(part=Part.OTHERS)
    found: dict[tuple[str, str], Cell] = {}
    results: dict[tuple[str, str], dict[str, Result]] = defaultdict(dict)
    for row in rows:
        cell = Cell(groups[row.group_id], row.part, row.asked)
        key = cell.key
        found.setdefault(key, cell)
        results[key][row.question] = row
    for key, cell in found.items():
        cell.results = results[key]
    return found


def _may_open(wave: Wave, cells: list[Cell], reader: Employee) -> set[int]:
    """The parts that have parts themselves, and whose page is this reader's to see."""
    parents = {cell.group.pk for cell in cells}
    with_parts = set(wave.results.filter(question="", within__in=parents).values_list("within", flat=True))
    return set(wave.groups.visible_to(reader).filter(pk__in=with_parts).values_list("pk", flat=True))


def published_comments(wave: Wave, group: WaveGroup, question: PulseQuestion) -> Result | None:
    """How many those in a group wrote, and about which themes, where that is published."""
    return wave.results.filter(question=question.key, group=group, part=Part.WHOLE).first()


def comments(shown: Result, group: WaveGroup, theme: str = "") -> QuerySet[PulseComment]:
    """They themselves, shuffled; those of one theme where that was published."""
    written = PulseComment.objects.filter(question=shown.question).order_by("pk")
    if theme:
        written = written.filter(theme=theme)
    if group.parent_id is None:
        return written.filter(group__wave=shown.wave_id)
    return written.filter(group__in=_within(shown.wave, group))


def _within(wave: Wave, group: WaveGroup) -> set[int]:
    """It and all groups below it."""
    below = defaultdict(list)
    for pk, parent in wave.groups.values_list("pk", "parent"):
        below[parent].append(pk)
    found, queue = set(), [group.pk]
    while queue:
        pk = queue.pop()
        found.add(pk)
        queue += below[pk]
    return found
