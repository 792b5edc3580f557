"""How another tool counted the figures that it wrote, worked out from the figures themselves.

For each way of counting is asked whether a tool that counts so could have written what stands in a row. A way
that could not have written every row is out; only what is left alone is taken for granted. Pure functions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from employees.models.past_waves import KNOWN_SCALES, Parts, Scale

ALL_COLUMNS = frozenset(range(11))


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says of one group. `counts` holds each score of which the file has a column; numbers
    with decimals are as exact as they were written."""

    name: str
    n: int
    asked: int | None = None
    parts: Parts | None = None
    counts: Mapping[int, int] = field(default_factory=dict)
    score: Decimal | None = None
    mean: Decimal | None = None

    @property
    def given(self) -> list[int]:
        """The scores that somebody gave."""
        return [score for score, n in self.counts.items() if n]

    @property
    def answered(self) -> int | None:
        """Of how many the file says what they answered; None where it gives figures only."""
        return sum(self.counts.values()) if self.counts else self.parts.n if self.parts else None

    @property
    def size(self) -> int:
        """How many answered, as far as those who skipped can be told from them."""
        return self.n if self.answered is None else min(self.n, self.answered)


class Objection(NamedTuple):
    """Why a group's figures are not counted some way: a code (its words are in figures) and numbers."""

    code: str
    facts: dict[str, Any]


class Cut(NamedTuple):
    """Where a scale is divided: its lowest score, the lowest passive, the lowest promoter, its highest."""

    lowest: int
    passive: int
    promoter: int
    highest: int

    def parts(self, counts: Mapping[int, int]) -> Parts:
        promoters = sum(n for score, n in counts.items() if score >= self.promoter)
        detractors = sum(n for score, n in counts.items() if score < self.passive)
        return Parts(promoters, sum(counts.values()) - promoters - detractors, detractors)

    def totals(self, parts: Parts) -> tuple[int, int]:
        """The least and the most that the scores of such parts add up to."""
        promoters, passives, detractors = parts
        least = promoters * self.promoter + passives * self.passive + detractors * self.lowest
        most = promoters * self.highest + passives * (self.promoter - 1) + detractors * (self.passive - 1)
        return least, most


OUR_CUT, SIX_CUT = Cut(0, 7, 9, 10), Cut(0, 6, 9, 10)
FIVE_CUTS = [
    Cut(1, passive, promoter, 5) for passive in (4, 3, 2, 5) for promoter in range(5, passive - 1, -1)
]
WAYS: dict[Scale, list[tuple[Cut, Cut]]] = {
    Scale.OURS: [(OUR_CUT, OUR_CUT)],
    Scale.SIX_TO_EIGHT: [(SIX_CUT, SIX_CUT), (OUR_CUT, SIX_CUT)],
    Scale.FIVE_POINT: [(cut, cut) for cut in FIVE_CUTS],
}
"""Of each scale, how the parts may be cut and how the score is: a file may hold the usual parts beside the
tool's own score."""


@dataclass(frozen=True, slots=True)
class Detection:
    """The ways of counting that could have written all rows, and what speaks against the others."""

    possible: tuple[Scale, ...]
    against: Mapping[Scale, Objection]
    is_recounted: bool = False

    @property
    def scale(self) -> Scale:
        """The one way that it can be; where several can, or none, it is not known."""
        if self.is_recounted:
            return Scale.OURS
        return self.possible[0] if len(self.possible) == 1 else Scale.UNKNOWN

    @property
    def is_open(self) -> bool:
        """Whether somebody who knows the tool may say which it is."""
        return self.scale == Scale.UNKNOWN and len(self.possible) > 1


def detect(rows: Sequence[Written]) -> Detection:
    """How the figures of one wave were counted. Where a file says of each of 0 to 10 how many gave it, we
    count them ourselves: the figures that we keep are ours then, whatever else its scores would allow."""
    against: dict[Scale, Objection] = {}
    for scale in KNOWN_SCALES:
        if found := next((why for row in rows if (why := objection(row, scale))), None):
            against[scale] = found
    possible = tuple(scale for scale in KNOWN_SCALES if scale not in against)
    has_all = all(row.counts.keys() == ALL_COLUMNS for row in rows) and Scale.FIVE_POINT in against
    return Detection(possible, against, Scale.OURS in possible and has_all)


def objection(row: Written, scale: Scale) -> Objection | None:
    """Why a tool that counts so cannot have written this row; None where it can."""
    if scale == Scale.SKIPS:
        return _objection_to_skips(row)
    found = [_objection_to_cut(row, parts, score) for parts, score in WAYS[scale]]
    return None if None in found else found[0]


def _objection_to_cut(row: Written, cut: Cut, by: Cut) -> Objection | None:
    """`cut` makes the parts, `by` the score."""
    if row.answered is not None and row.n != row.answered:
        return _told(row, "skipped", n=row.n, answered=row.answered, by=row.n - row.answered)
    return (
        _objection_to_range(row, cut)
        or _objection_to_parts(row, cut)
        or _objection_to_score(row, _balances(row, cut, by), row.n)
        or _objection_to_mean(row, cut)
    )


def _objection_to_skips(row: Written) -> Objection | None:
    """Those who skipped may be counted in n, in the passives, or in both, or in the score alone."""
    cut = OUR_CUT
    counted = cut.parts(row.counts) if row.counts else row.parts
    if counted is None:
        return None
    if why := _objection_to_range(row, cut):
        return why
    extra = row.parts.passives - counted.passives if row.parts else 0
    skipped = max(extra, row.n - counted.n)
    if row.parts and (row.parts._replace(passives=counted.passives) != counted or extra not in {0, skipped}):
        return _different_parts(row, counted)
    least = counted.n + skipped
    if not _fits_some(row.score, counted.balance, least, least if skipped else row.asked):
        return _told(row, "skips_score", score=str(row.score), expected=_hundredth(counted.balance, least))
    return None if row.counts else _objection_to_mean(row, cut, is_skipped=True)


def _objection_to_range(row: Written, cut: Cut) -> Objection | None:
    if beyond := [score for score in row.given if not cut.lowest <= score <= cut.highest]:
        return _told(row, "beyond", given=max(beyond) if max(beyond) > cut.highest else min(beyond))
    if cut.highest == 10 and len(row.counts) >= 5 and max(row.counts) <= 5:
        return _told(row, "five_columns")
    return None


def _objection_to_parts(row: Written, cut: Cut) -> Objection | None:
    if row.counts and row.parts and cut.parts(row.counts) != row.parts:
        return _different_parts(row, cut.parts(row.counts))
    return None


def _objection_to_score(row: Written, balances: range | None, n: int) -> Objection | None:
    if row.score is None:
        return None
    if _fitting(row.score, balances or range(-n, n + 1), n):
        return None
    if balances is None:
        return _told(row, "no_such_score", score=str(row.score), n=n)
    return _told(row, "score", score=str(row.score), expected=_hundredth(balances[0], n))


def _objection_to_mean(row: Written, cut: Cut, *, is_skipped: bool = False) -> Objection | None:
    """Whether people who are divided so can have this mean."""
    if row.mean is None:
        return None
    if row.counts:
        total = sum(score * n for score, n in row.counts.items())
        ends = [(Fraction(total, row.answered or 1),) * 2]
    else:
        ends = [_means(cut, parts) for parts in _divisions(row, cut, is_skipped=is_skipped) if parts.n]
    if not ends:
        return None
    low, high = min(least for least, _most in ends), max(most for _least, most in ends)
    if low - _step(row.mean) < Fraction(row.mean) < high + _step(row.mean):
        return None
    facts = {"mean": str(row.mean), "low": _rounded(low), "high": _rounded(high)}
    return _told(row, "mean", **facts)


def _balances(row: Written, cut: Cut, by: Cut) -> range | None:
    """What promoters less detractors can be; None where the row has neither scores nor parts."""
    if row.counts:
        balance = by.parts(row.counts).balance
    elif row.parts:
        balance = row.parts.balance
        if cut != by:
            return range(balance, balance + row.parts.detractors + 1)
    else:
        return None
    return range(balance, balance + 1)


def _divisions(row: Written, cut: Cut, *, is_skipped: bool) -> Iterator[Parts]:
    """How those who answered may be divided: the outermost ways."""
    if row.parts:
        yield row.parts
        if is_skipped:
            yield row.parts._replace(passives=0)
    elif row.score is None or is_skipped:
        yield from (Parts(0, 0, row.n), Parts(row.n, 0, 0))
    else:
        fitting = _fitting(row.score, range(-row.n, row.n + 1), row.n)
        for balance in {*fitting[:2], *fitting[-2:]}:
            for less in {max(0, -balance), (row.n - balance) // 2}:
                yield Parts(balance + less, row.n - balance - 2 * less, less)


def _means(cut: Cut, parts: Parts) -> tuple[Fraction, Fraction]:
    least, most = cut.totals(parts)
    return Fraction(least, parts.n), Fraction(most, parts.n)


def _fitting(score: Decimal, balances: range, n: int) -> range:
    """The balances that such a score may stand for, rounded or cut."""
    first = floor((Fraction(score) - _step(score)) * n / 100) + 1
    last = ceil((Fraction(score) + _step(score)) * n / 100) - 1
    return range(max(first, balances[0]), min(last, balances[-1]) + 1)


def _fits_some(score: Decimal | None, balance: int, least: int, most: int | None) -> bool:
    """Whether the score is this balance of at least so many people, and of at most so many."""
    if score is None:
        return True
    low, high = Fraction(score) - _step(score), Fraction(score) + _step(score)
    if balance == 0:
        return low < 0 < high
    if balance < 0:
        balance, low, high = -balance, -high, -low
    if high <= 0:
        return False
    first = max(least, floor(100 * balance / high) + 1)
    last = None if low <= 0 else ceil(100 * balance / low) - 1
    ends = [end for end in (last, most) if end is not None]
    return not ends or first <= min(ends)


def _step(told: Decimal) -> Fraction:
    """One in the last place that was written."""
    exponent = told.as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent


def _different_parts(row: Written, expected: Parts) -> Objection:
    assert row.parts is not None
    return _told(row, "parts", expected=list(expected), given=list(row.parts))


def _told(row: Written, code: str, **facts: Any) -> Objection:
    return Objection(code, {"team": row.name} | facts)


def _hundredth(balance: int, n: int) -> float:
    return _rounded(Fraction(100 * balance, n or 1))


def _rounded(exact: Fraction) -> float:
    return round(float(exact), 1)
