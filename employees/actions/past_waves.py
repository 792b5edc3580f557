"""Waves that another tool asked: looked at first, then brought in, and taken back as a whole."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.actions.past_reading import Error, Row, Table, read_table
from employees.metrics.groups import K
from employees.metrics.past import OUR_CUT, Detection, detect
from employees.metrics.past_groups import showable
from employees.models import Employee, PastLine, PastWave, Team
from employees.models.past_waves import Scale
from tenants.audit.record import record

HERE_ALREADY = gettext_lazy("The wave “%(title)s” is here already.")


@dataclass(frozen=True)
class LeftOut:
    """A group of the file that is not brought in: it is small itself, or would tell of others."""

    name: str
    is_small: bool


@dataclass(frozen=True)
class Draft:
    """One wave of a file as it would come in. Where its rows hold one another in a way that cannot be seen,
    and some are small, it is tangled: nobody can say what may be left out."""

    title: str
    closed_on: date
    rows: Sequence[Row]
    teams: Mapping[str, int]
    left_out: Sequence[LeftOut]
    detection: Detection
    chosen: str
    is_tangled: bool

    @property
    def scale(self) -> Scale:
        """What the figures say; where they leave it open, what somebody said who knows the tool."""
        if self.detection.is_open and self.chosen in self.detection.possible:
            return Scale(self.chosen)
        return self.detection.scale

    @property
    def is_chosen(self) -> bool:
        return self.scale != self.detection.scale

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """What speaks against each other way of counting, to be put into words for whoever reads it."""
        against = self.detection.against
        return [{"scale": scale, "code": why.code, "facts": why.facts} for scale, why in against.items()]

    @property
    def strangers(self) -> int:
        """How many groups are of no team that is here today."""
        return sum(1 for row in self.rows if row.written.name and row.written.name not in self.teams)


@dataclass
class Outcome:
    """What a file would do, or did."""

    drafts: list[Draft] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)
    waves: list[PastWave] = field(default_factory=list)


@transaction.atomic
def bring_in(
    *,
    text: str,
    tool: str,
    by: Employee,
    title: str = "",
    closed_on: date | None = None,
    scales: Mapping[str, str] | None = None,
    dry_run: bool,
) -> Outcome:
    """Take in the waves of a table: all of them, or with an error none. `scales` says by a wave's title how
    its tool counts, where its figures leave that open."""
    table = read_table(text, title=title, closed_on=closed_on)
    outcome = Outcome(errors=table.errors)
    if table.errors:
        return outcome
    here, file = _Teams(), uuid4()
    for wave, rows in table.waves.items():
        draft = _draft(wave, rows, here, table, (scales or {}).get(wave, ""))
        outcome.drafts.append(draft)
        outcome.errors += _errors_of(draft, tool)
        if not (dry_run or outcome.errors):
            _store(draft, outcome, tool=tool, by=by, file=file)
    if outcome.errors:
        outcome.waves = []
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def take_back(*, waves: Sequence[PastWave]) -> int:
    """Remove waves that were brought in, with all their lines; how many there were."""
    for wave in waves:
        record("past_wave.removed", subject=_subject(wave), before=_facts(wave))
    _rows, by_model = PastWave.objects.filter(pk__in=[wave.pk for wave in waves]).delete()
    return by_model.get(PastWave._meta.label, 0)


class _Teams:
    """The teams that are here today, by name and key, and which stands below which."""

    def __init__(self) -> None:
        rows = list(Team.objects.values_list("pk", "name", "parent_id"))
        times = Counter(name for _pk, name, _parent in rows)
        self.parents = {pk: parent for pk, _name, parent in rows}
        self.by_name = {name: pk for pk, name, _parent in rows if times[name] == 1}

    def matched(self, rows: Sequence[Row]) -> dict[str, int]:
        """The key of each row's team, where it has one here: as the file says, else by its name."""
        found: dict[int, str] = {}
        for row in rows:
            key = row.key if row.key in self.parents else self.by_name.get(row.written.name)
            if key is not None and row.written.name:
                found.setdefault(key, row.written.name)
        return {name: key for key, name in found.items()}

    def above(self, teams: Mapping[str, int]) -> dict[str, str]:
        """Of each row whose team stands below that of another, the nearest such row."""
        by_key, found = {key: name for name, key in teams.items()}, {}
        for name, team in teams.items():
            key = self.parents[team]
            while key is not None and key not in by_key:
                key = self.parents[key]
            if key is not None:
                found[name] = by_key[key]
        return found


def _draft(wave: str, rows: Sequence[Row], here: _Teams, table: Table, chosen: str) -> Draft:
    teams, sizes = here.matched(rows), {row.written.name: row.written.size for row in rows}
    told = _declared(rows) if table.has_parents else _derived(sizes, here.above(teams))
    parents = told if table.has_parents else _borne(told, sizes)
    shown = showable([row.written for row in rows], parents)
    kept = [row for row in rows if row.written.name in shown]
    left_out = [LeftOut(name, size < K) for name, size in sizes.items() if size and name not in shown]
    is_tangled = parents != told and any(group.is_small for group in left_out)
    detection = detect([row.written for row in kept])
    return Draft(wave, rows[0].closed_on, kept, teams, left_out, detection, chosen, is_tangled)


def _declared(rows: Sequence[Row]) -> dict[str, str]:
    """Which stands below which as the file says; a row without a name holds all."""
    has_all = any(not row.written.name for row in rows)
    below = [row for row in rows if row.parent or (has_all and row.written.name)]
    return {row.written.name: row.parent for row in below}


def _derived(sizes: Mapping[str, int], above: Mapping[str, str]) -> dict[str, str]:
    """The same from today's tree and the row that holds all."""
    of_all = {name: "" for name in sizes if name} if "" in sizes else {}
    return of_all | dict(above)


def _borne(parents: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, str]:
    """As far as the numbers bear it: below a row there are no more than it has itself."""
    below = Counter[str]()
    for name, above in parents.items():
        below[above] += sizes[name]
    return {name: above for name, above in parents.items() if below[above] <= sizes[above]}


def _errors_of(draft: Draft, tool: str) -> Iterator[Error]:
    words: list[Any] = []
    if PastWave.objects.filter(tool=tool, title=draft.title, closed_on=draft.closed_on).exists():
        words.append(HERE_ALREADY)
    if not draft.rows:
        words.append(_("Nothing of “%(title)s” can be shown without telling of somebody."))
    if draft.is_tangled:
        words.append(
            _("In “%(title)s” some rows hold others, and some are small. Say in a column “parent” which.")
        )
    if draft.chosen not in {"", draft.scale, Scale.UNKNOWN}:
        words.append(_("The figures of “%(title)s” are not counted that way."))
    yield from (_error(draft, text) for text in words)


def _error(draft: Draft, words: Any) -> Error:
    return draft.rows[0].number if draft.rows else 2, words % {"title": draft.title}


def _store(draft: Draft, outcome: Outcome, *, tool: str, by: Employee, file: UUID) -> None:
    """Keep the wave with its lines, unless somebody else did so this moment."""
    facts = {"scale": draft.scale, "is_chosen": draft.is_chosen, "evidence": draft.evidence,
             "left_out": len(draft.left_out), "file": file, "brought_in_by": by}  # fmt: skip
    wave, is_new = PastWave.objects.get_or_create(
        tool=tool, title=draft.title, closed_on=draft.closed_on, defaults=facts
    )
    if not is_new:
        outcome.errors.append(_error(draft, HERE_ALREADY))
        return
    PastLine.objects.bulk_create((_line(wave, row, draft) for row in draft.rows), batch_size=1000)
    record("past_wave.brought_in", subject=_subject(wave), after=_facts(wave))
    outcome.waves.append(wave)


def _line(wave: PastWave, row: Row, draft: Draft) -> PastLine:
    """The figures of a row. Where its scores are counted as ours, the parts are counted anew from them."""
    said = row.written
    parts = OUR_CUT.parts(said.counts) if wave.is_ours and said.counts else said.parts
    promoters, passives, detractors = parts or (None, None, None)
    return PastLine(
        wave=wave, team_id=draft.teams.get(said.name), name=said.name, asked=said.asked, n=said.n,
        promoters=promoters, passives=passives, detractors=detractors,
        score=None if said.score is None else float(said.score),
        mean=None if said.mean is None else float(said.mean), counts=dict(said.counts),
    )  # fmt: skip


def _subject(wave: PastWave) -> str:
    return f"employees.PastWave:{wave.pk}"


def _facts(wave: PastWave) -> dict[str, Any]:
    return {"title": wave.title, "closed_on": wave.closed_on, "tool": wave.tool, "scale": wave.scale,
            "left_out": wave.left_out}  # fmt: skip
