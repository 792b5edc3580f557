"""What another tool asked before, beside our own waves where it counted as we do, apart where it did not."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from employees.metrics.scores import Figure, finite, mean, nps_of
from employees.models import PastLine
from employees.models.past_waves import Scale

BALANCED = {Scale.OURS, Scale.SIX_TO_EIGHT, Scale.FIVE_POINT}
"""Whose score is promoters less detractors of all in n, so that it has an interval."""
WORDS = {
    "skipped": _("%(team)s: n is larger than the answers counted beside it by %(by)s; some who skipped the "
                 "question are in it."),
    "beyond": _("%(team)s: somebody gave %(given)s, which that scale does not have."),
    "five_columns": _("The file has columns for scores up to 5 only."),
    "parts": _("%(team)s: counted so, its scores would make %(expected)s promoters, passives and detractors; "
               "the file says %(given)s."),
    "score": _("%(team)s: counted so, promoters less detractors are %(expected)s in a hundred, but the score "
               "in the file is %(score)s."),
    "no_such_score": _("%(team)s: no division of %(n)s people has a score of %(score)s."),
    "skips_score": _("%(team)s: whoever skips brings a score nearer to 0 than %(expected)s; that in the file "
                     "is %(score)s."),
    "mean": _("%(team)s: counted so, the mean would lie between %(low)s and %(high)s; that in the file is "
              "%(mean)s."),
}  # fmt: skip


class DeviatingScaleError(ValueError):
    """A past wave that was not counted as we count was to stand beside our own."""


class PastPoint(NamedTuple):
    """A past wave of another tool as an earlier point of our own trend."""

    title: str
    closed_on: date
    tool: str
    figure: Figure
    asked: int | None


class Reason(NamedTuple):
    """Why a wave is not counted some way, in words."""

    scale: Scale
    words: str


def comparable_past(teams: Collection[int]) -> list[PastPoint]:
    """The past waves that were counted as we count, the oldest first: of the team with this key, or of
    everybody where none is named. Several teams that are shown together were never asked together."""
    lines = PastLine.objects.comparable()
    found = lines.filter(team__in=teams) if teams else lines.of_all()
    return [point(line) for line in found.order_by("wave__closed_on", "pk")] if len(teams) < 2 else []


def point(line: PastLine) -> PastPoint:
    """A line as a point of our trend; DeviatingScaleError where it was counted otherwise."""
    if not line.wave.is_ours:
        raise DeviatingScaleError(f"{line.wave} was counted otherwise.")
    figure = figure_of(line, Scale.OURS)
    if figure is None:
        raise DeviatingScaleError(f"{line.wave} has no score.")
    return PastPoint(line.wave.title, line.wave.closed_on, line.wave.tool, figure, line.asked)


def figure_of(line: PastLine, scale: str) -> Figure | None:
    """The score of a line as its tool counts, with an interval where its parts make that score."""
    parts = line.parts
    found = nps_of(*parts) if parts and scale in BALANCED and parts.n == line.n else None
    told = line.score if scale != Scale.OURS or not found else None
    if found and (told is None or abs(told - found.score.value) < 1):
        return finite(found.score, line.asked) if line.asked else found.score
    return None if told is None else Figure(told, line.n)


def mean_of(line: PastLine) -> float | None:
    """The mean that the file gives, or that its scores have."""
    found = mean({int(score): n for score, n in line.counts.items()}) if line.mean is None else None
    return found.value if found else line.mean


def whole_of(wave: Any) -> Figure | None:
    """The score of everybody in a wave of `with_whole()`, where its file told that."""
    return next((figure_of(line, wave.scale) for line in wave.whole), None)


def reasons(evidence: Iterable[Mapping[str, Any]]) -> list[Reason]:
    """What speaks against each other way of counting, for its reader."""
    return [Reason(Scale(why["scale"]), in_words(why["code"], why["facts"])) for why in evidence]


def in_words(code: str, facts: Mapping[str, Any]) -> str:
    shown = {name: _shown(value) for name, value in facts.items()}
    return str(WORDS[code]) % (shown | {"team": facts["team"] or _("Everybody")})


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
