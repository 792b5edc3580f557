"""A group's published results with those of its parts, and what they are compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
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
from tenants.instances import loaded

PARTS, COMPARED = 25, 6
"""So many parts of a group are on its page, those of most people, and so many by driver; a file has all."""
Part = Result.Part
Place = tuple[int, str]
"""The key of a group, and which of its people."""
COLUMNS = tuple(field.attname for field in Result._meta.concrete_fields)


@dataclass
class Cell:
    """What was published of those in one group, by question."""

    group: WaveGroup
    part: str
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The same group in another wave has the same."""
        return str(sorted(self.group.teams)), self.part

    @property
    def asked(self) -> int:
        return self.results[""].asked

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


def gather(wave: Wave, group: WaveGroup, reader: Employee, *, in_full: bool = False) -> Pulse:
    """Of a group's many parts the page has some; in full come all, and every driver of each."""
    whole, parts = _places(wave, group)
    listed = parts if in_full else parts[:PARTS]
    cells = _cells(wave, [*whole, *listed], len(parts) if in_full else COMPARED)
    before, top = wave.before(), top_of(wave)
    values = wave.results.beside_the_tree().order_by("question", "value") if group == top else []
    return Pulse(
        wave=wave, group=group, above=None if group == top else group.parent,
        whole=cells[0] if whole else None, parts=cells[len(whole) :], more=len(parts) - len(listed),
        may_open=_may_open(wave, cells, reader), before=before,
        earlier=_earlier(before, cells, len(parts) if in_full else 0) if before else {},
        association=Association.objects.filter(group=group).first(), values=list(values),
        promises=list(figures.promised_after(wave)),
        last_promises=list(figures.promised_after(before)) if before else [],
    )  # fmt: skip


def top_of(wave: Wave) -> WaveGroup:
    """The group with which its reader begins: the whole; where all of it is one team, that team."""
    root, *below = wave.groups.filter(Q(parent=None) | Q(parent__parent=None)).select_related("parent")
    return below[0] if len(below) == 1 and not root.direct else root


def _places(wave: Wave, group: WaveGroup) -> tuple[list[Place], list[Place]]:
    """Where something was published: for the group itself, or nowhere; and for its parts, the largest first
    and at last all others together."""
    found: Iterable[Place] = (
        wave.results.at(group).filter(question="").order_by("-n", "pk").values_list("group", "part")
    )
    places = list(found)
    itself: Place = (group.pk, Part.WHOLE)
    parts = [place for place in places if place != itself]
    whole = [itself] if itself in places else []
    return whole, sorted(parts, key=lambda place: place[1] == Part.OTHERS)


def _cells(wave: Wave, places: list[Place], compared: int) -> list[Cell]:
    """What was published in these places; of the group itself and so many of its parts, every question."""
    groups = wave.groups.in_bulk({pk for pk, _part in places})
    found = {place: Cell(groups[place[0]], place[1]) for place in places}
    for row in _rows(wave, groups, {pk for pk, _part in places[: compared + 1]}):
        if cell := found.get((row.group_id, row.part)):
            cell.results[row.question] = row
    return list(found.values())


def _earlier(before: Wave, cells: list[Cell], compared: int) -> dict[tuple[str, str], Cell]:
    """The same groups in the wave before: those of the same teams."""
    groups = {row.pk: row for row in before.groups.filter(teams__in=[cell.group.teams for cell in cells])}
    teams = [cell.group.teams for cell in cells[: compared + 1]]
    found: dict[Place, Cell] = {}
    for row in _rows(before, groups, {pk for pk, group in groups.items() if group.teams in teams}):
        cell = found.setdefault((row.group_id, row.part), Cell(groups[row.group_id], row.part))
        cell.results[row.question] = row
    return {cell.key: cell for cell in found.values()}


def _rows(wave: Wave, groups: Collection[int], compared: Collection[int]) -> Iterator[Result]:
    """Of these groups who answered and the eNPS; of those that are compared by each question, all of it."""
    few = ["", *(one.key for one in wave.asked if one.kind == ENPS)]
    rows = wave.results.filter(Q(group__in=compared) | Q(question__in=few), group__in=groups, value="")
    return (loaded(Result, COLUMNS, values) for values in rows.values_list(*COLUMNS))


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
    return written.filter(group__in=_within(group))


def _within(group: WaveGroup) -> set[int]:
    """It and all groups below it."""
    below = defaultdict(list)
    for pk, parent in WaveGroup.objects.filter(wave=group.wave_id).values_list("pk", "parent"):
        below[parent].append(pk)
    found, queue = set(), [group.pk]
    while queue:
        pk = queue.pop()
        found.add(pk)
        queue += below[pk]
    return found
