"""Each metric, defined once: pages, API, exports, posters and mails all compute it here.

Pure functions from counts to figures; no database. A figure that nobody answered is None, never 0.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress, repeat
from math import ceil, copysign, exp, floor, inf, log, sqrt
from operator import mul
from typing import NamedTuple

Counts = Mapping[int, int]
"""How many answered each score."""

Z = 1.96
DETRACTORS, PASSIVES, PROMOTERS = range(7), range(7, 9), range(9, 11)
SATISFIED, CSAT_SCALE = range(4, 6), range(1, 6)
DIFFICULT, EASY, VERY_EASY, CES_SCALE = range(1, 4), range(5, 8), range(6, 8), range(1, 8)


class Figure(NamedTuple):
    """A value with its n and 95 % interval. Where n is too small for an interval, there is none. `centre` is
    the middle of the interval before it is cut to the scale, `se` its standard error: for the change test."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None
    centre: float | None = None
    se: float | None = None


class Nps(NamedTuple):
    """The Net Promoter Score, -100 to 100. `score` carries the adjusted-Wald interval, the one that is shown;
    `wald` the simple one."""

    promoters: int
    passives: int
    detractors: int
    score: Figure
    wald: tuple[float, float]


class Csat(NamedTuple):
    """Answers of 4 and 5 in a hundred, and the mean of 1 to 5."""

    share: Figure
    mean: Figure


@dataclass(frozen=True, slots=True)
class Ces:
    """How easy it was, 1 to 7: the mean, the share of 5 to 7, and the index (6 and 7 less 1 to 3)."""

    mean: Figure
    easy: Figure
    index: Figure


class Change(NamedTuple):
    """The difference of two figures from independent samples, tested: `is_real` when it exceeds chance."""

    difference: float
    low: float
    high: float
    z: float

    @property
    def is_real(self) -> bool:
        return abs(self.z) > Z


class WinBack(NamedTuple):
    """Of the customers at risk who answered: the share satisfied with our answer who will come back; and
    beside it the share who answered at all."""

    rate: Figure | None
    answering: Figure | None


class Times(NamedTuple):
    """How long something took, in the unit it was given in."""

    median: float
    p90: float
    n: int


class RateRatio(NamedTuple):
    """What a prevention did: cases a thousand contacts, before and after, and their ratio with interval."""

    before: float
    after: float
    ratio: float
    low: float
    high: float

    @property
    def is_lower(self) -> bool:
        return self.high < 1

    @property
    def is_higher(self) -> bool:
        return self.low > 1


def nps(counts: Counts) -> Nps | None:
    """NPS of the answers 0 to 10; whatever else was counted is not in n."""
    return nps_of(_within(counts, PROMOTERS), _within(counts, PASSIVES), _within(counts, DETRACTORS))


def nps_of(promoters: int, passives: int, detractors: int) -> Nps | None:
    """NPS = 100 (P - D) / n."""
    n = promoters + passives + detractors
    if not n:
        return None
    value, se = _balance(promoters, detractors, n)
    score = _balance_figure(promoters, detractors, n)
    return Nps(promoters, passives, detractors, score, (value - Z * se, value + Z * se))


def nps_score(counts: Counts) -> Figure | None:
    """The score of nps() alone, for what shows hundreds of them."""
    promoters, detractors = _within(counts, PROMOTERS), _within(counts, DETRACTORS)
    n = promoters + detractors + _within(counts, PASSIVES)
    return _balance_figure(promoters, detractors, n) if n else None


def csat(counts: Counts) -> Csat | None:
    """Satisfied (4, 5) of all who answered on 1 to 5."""
    satisfied, mean = csat_share(counts), _mean(counts, CSAT_SCALE)
    return Csat(satisfied, mean) if satisfied and mean else None


def csat_share(counts: Counts) -> Figure | None:
    """The share of csat() alone."""
    return share(_within(counts, SATISFIED), _within(counts, CSAT_SCALE))


def ces(counts: Counts) -> Ces | None:
    """Effort on 1 to 7; answers on 1 to 5 are another scale and never come in here."""
    n = _within(counts, CES_SCALE)
    easy, mean = share(_within(counts, EASY), n), ces_mean(counts)
    if not (easy and mean):
        return None
    index = _balance_figure(_within(counts, VERY_EASY), _within(counts, DIFFICULT), n)
    return Ces(mean, easy, index)


def ces_mean(counts: Counts) -> Figure | None:
    """The mean of ces() alone."""
    return _mean(counts, CES_SCALE)


def share(part: int, n: int) -> Figure | None:
    """`part` of `n` in a hundred, with Wilson's interval, which holds at 0, at all, and at small n."""
    if not n:
        return None
    p, spread = part / n, 1 + Z * Z / n
    centre = (p + Z * Z / (2 * n)) / spread
    half = Z / spread * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Figure(100 * p, n, 100 * min(low, p), 100 * max(high, p), 100 * centre, 100 * half / Z)


def mean(counts: Counts) -> Figure | None:
    """The mean of scores; an interval needs two answers that differ."""
    scores, times = counts.keys(), counts.values()
    n = sum(times)
    if not n:
        return None
    weighted = list(map(mul, scores, times))
    total, squares = sum(weighted), sum(map(mul, scores, weighted))
    value, spread = total / n, n * squares - total * total
    se = sqrt(spread / (n - 1)) / n if n > 1 else 0.0
    if not se:
        return Figure(value, n)
    answered = list(compress(scores, times))
    low, high = min(answered), max(answered)
    return Figure(value, n, max(value - Z * se, low), min(value + Z * se, high), value, se)


def mean_of(n: int, total: float, squares: float) -> Figure | None:
    """The mean of n values of any kind, by their sum and the sum of their squares."""
    if not n:
        return None
    value, spread = total / n, max(n * squares - total * total, 0.0)
    if n == 1:
        return Figure(value, n)
    se = sqrt(spread / (n - 1)) / n
    return Figure(value, n, value - Z * se, value + Z * se, value, se)


def finite(figure: Figure, population: int) -> Figure:
    """The figure of n of so many people in all: what nobody else can still say makes its error smaller, by
    sqrt((N - n) / (N - 1)), from a twentieth of them on; when all have answered there is none."""
    n, least = figure.n, 0.05
    if population <= 1 or n / population <= least or figure.se is None:
        return figure
    part = sqrt(max(population - n, 0) / (population - 1))
    low, high, centre = (
        None if end is None else figure.value + (end - figure.value) * part
        for end in (figure.low, figure.high, figure.centre)
    )
    return Figure(figure.value, n, low, high, centre, figure.se * part)


def change(now: Figure | None, before: Figure | None) -> Change | None:
    """z = (s1 - s2) / sqrt(SE1² + SE2²), of the intervals' centres, so that small samples are not overrated
    and the interval always agrees with the test; None where one of them cannot be tested."""
    if now is None or before is None or now.centre is None or before.centre is None:
        return None
    se, moved = sqrt((now.se or 0) ** 2 + (before.se or 0) ** 2), now.centre - before.centre
    z = moved / se if se else copysign(inf, moved) if moved else 0.0
    return Change(now.value - before.value, moved - Z * se, moved + Z * se, z)


def reply_rate(replied: int, needing: int) -> Figure:
    """Answered, of all that needed an answer; 100 when nothing did."""
    return share(replied, needing) or Figure(100.0, 0)


def attainment(met: int, breached: int) -> Figure | None:
    """Kept in time, of all that fell due; open and overdue counts as breached."""
    return share(met, met + breached)


def win_back(returning: int, answered: int, at_risk: int) -> WinBack:
    """returning: satisfied with our answer and coming back, of those at risk who answered that question."""
    return WinBack(share(returning, answered), share(answered, at_risk))


def times(values: Iterable[float]) -> Times | None:
    """Median and p90, interpolated as PostgreSQL's percentile_cont does."""
    found = sorted(values)
    return Times(_percentile(found, 0.5), _percentile(found, 0.9), len(found)) if found else None


def rate_ratio(
    cases_before: int, contacts_before: int, cases_after: int, contacts_after: int
) -> RateRatio | None:
    """r = (c2/e2) / (c1/e1), ln-SE = sqrt(1/c1 + 1/c2). After no case at all the ratio is 0, and half a case
    is added on both sides for the interval alone. Nothing before: nothing to compare."""
    if not (cases_before and contacts_before and contacts_after):
        return None
    before, after = cases_before / contacts_before, cases_after / contacts_after
    c1, c2 = (cases_before, cases_after) if cases_after else (cases_before + 0.5, 0.5)
    middle = log((c2 / contacts_after) / (c1 / contacts_before))
    half = Z * sqrt(1 / c1 + 1 / c2)
    low = exp(middle - half) if cases_after else 0.0
    return RateRatio(1000 * before, 1000 * after, after / before, low, exp(middle + half))


def _within(counts: Counts, scores: Collection[int]) -> int:
    return sum(map(counts.get, scores, repeat(0)))


def _mean(counts: Counts, scale: range) -> Figure | None:
    """As mean(), of the answers on the scale; the interval may reach its ends."""
    found = mean(dict(zip(scale, map(counts.get, scale, repeat(0)), strict=True)))
    if not (found and found.se):
        return found
    low, high = found.value - Z * found.se, found.value + Z * found.se
    return Figure(found.value, found.n, max(low, scale[0]), min(high, scale[-1]), found.value, found.se)


def _balance(up: float, down: float, n: float) -> tuple[float, float]:
    """100 (up - down) / n and its standard error."""
    p, d = up / n, down / n
    return 100 * (p - d), 100 * sqrt(max(p + d - (p - d) ** 2, 0.0) / n)


def _balance_figure(up: int, down: int, n: int) -> Figure:
    """The balance with its adjusted-Wald interval (3 more answers, 3/4 of one at either end)."""
    centre, se = _balance(up + 0.75, down + 0.75, n + 3)
    low, high = max(-100.0, centre - Z * se), min(100.0, centre + Z * se)
    return Figure(100 * (up - down) / n, n, low, high, centre, se)


def _percentile(ordered: list[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    below, above = ordered[floor(place)], ordered[ceil(place)]
    return below + (above - below) * (place - floor(place))
