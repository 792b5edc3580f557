"""What goes with a score: how closely each driver does, and its share of what they explain together. An
association, never a cause."""

from collections.abc import Mapping, Sequence
from math import atanh, comb, sqrt, tanh
from typing import NamedTuple

from employees.metrics.scores import Z

NEEDED = 30
"""Complete answers; of fewer nothing is said."""
VERY_STRONG, STRONG = 0.6, 0.4
EMPTY = 1e-9
"""What is left of a driver that the others say already."""
Matrix = list[list[float]]


class Driver(NamedTuple):
    """Pearson's correlation with the score, its interval by Fisher's z, and the share of R² that is this
    driver's (0 where the interval holds 0)."""

    correlation: float
    low: float
    high: float
    share: float = 0.0

    @property
    def is_associated(self) -> bool:
        return self.low > 0 or self.high < 0

    @property
    def strength(self) -> str:
        """very strong, strong or weak; TalentMap's bands."""
        size = abs(self.correlation)
        return "very strong" if size >= VERY_STRONG else "strong" if size >= STRONG else "weak"


class Drivers(NamedTuple):
    """Of n complete answers; `explained` is R² of the associated drivers, which their shares add up to."""

    n: int
    explained: float
    by_key: Mapping[str, Driver]


def drivers(scores: Sequence[int | None], answers: Mapping[str, Sequence[int | None]]) -> Drivers | None:
    """How each driver's answers go with the scores, person by person in the same order; None where fewer
    than NEEDED answered everything. A driver that all answered alike says nothing and is left out."""
    complete = [row for row in zip(scores, *answers.values(), strict=True) if None not in row]
    if len(complete) < NEEDED:
        return None
    score, *columns = ([float(value) for value in column] for column in zip(*complete, strict=True))
    varied = {key: column for key, column in zip(answers, columns, strict=True) if len(set(column)) > 1}
    if len(set(score)) == 1:
        return Drivers(len(complete), 0.0, {})
    found = {key: _driver(correlation(column, score), len(complete)) for key, column in varied.items()}
    real = [key for key, driver in found.items() if driver.is_associated]
    explained, shares = shapley([varied[key] for key in real], score)
    named = {key: found[key]._replace(share=share) for key, share in zip(real, shares, strict=True)}
    return Drivers(len(complete), explained, found | named)


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's r; both vary."""
    n, means = len(one), (sum(one) / len(one), sum(other) / len(other))
    a, b = ([value - mean for value in values] for values, mean in zip((one, other), means, strict=True))
    assert n == len(other)
    return _dot(a, b) / sqrt(_dot(a, a) * _dot(b, b))


def shapley(columns: Sequence[Sequence[float]], score: Sequence[float]) -> tuple[float, list[float]]:
    """R² of the regression of the score on the columns, and each column's share of it: what it adds to R²,
    averaged over all orders in which they can be entered (Lindeman, Merenda and Gold 1980)."""
    count = len(columns)
    every = [*columns, score]
    table = [[correlation(one, other) for other in every] for one in every]
    explained = _explained(table)
    shares = [0.0] * count
    for subset, before in explained.items():
        size = subset.bit_count()
        for place in range(count):
            if not subset >> place & 1:
                added = explained[subset | 1 << place] - before
                shares[place] += added / (count * comb(count - 1, size))
    return explained[(1 << count) - 1], shares


def _explained(table: Matrix) -> dict[int, float]:
    """R² of each subset of the columns, as bits; the last line of the correlations is the score's. Each
    column is swept out of what comes after it, so that a subset takes one step from a smaller one."""
    found = {0: 0.0}

    def enter(subset: int, first: int, left: Matrix) -> None:
        for place in range(len(left) - 1):
            rest = _swept(left, place)
            larger = subset | 1 << (first + place)
            found[larger] = 1 - rest[-1][-1]
            enter(larger, first + place + 1, rest)

    enter(0, 0, table)
    return found


def _swept(left: Matrix, place: int) -> Matrix:
    """What the column at this place leaves unexplained of those behind it."""
    pivot, behind = left[place], range(place + 1, len(left))
    if pivot[place] < EMPTY:
        return [[left[row][column] for column in behind] for row in behind]
    return [
        [left[row][column] - pivot[row] * pivot[column] / pivot[place] for column in behind] for row in behind
    ]


def _driver(r: float, n: int) -> Driver:
    z, half = atanh(max(-1 + EMPTY, min(1 - EMPTY, r))), Z / sqrt(n - 3)
    return Driver(r, tanh(z - half), tanh(z + half))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
