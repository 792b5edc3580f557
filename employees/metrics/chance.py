"""How likely chance alone brings two orders of the same things so close together: never more than these
figures, exactly or by an inequality that always holds. Pure functions of counts."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import comb, exp, factorial, log, log1p

EXACT = 240
"""Up to so many the distribution is counted out."""
SEARCHED = 40


class Matches:
    """Two rows of labels, each in any order: at how many places both have the same, where chance decides."""

    def __init__(self, left: Mapping[Hashable, int], right: Mapping[Hashable, int]) -> None:
        self.n = sum(left.values())
        self.shared = [(left[label], right[label]) for label in left if right.get(label)]
        self.most = sum(min(pair) for pair in self.shared)
        self.mean = sum(a * b for a, b in self.shared) / self.n if self.n else 0.0

    def at_least(self, found: int) -> float:
        """The probability of so many matches or more; above the mean."""
        if found <= self.mean:
            return 1.0
        if self.n <= EXACT:
            return self._counted(found)
        more = found - self.mean
        return min(1.0, 2 * exp(-(more**2) / (4 * self.mean + 2 * more)))  # Chatterjee 2007, proposition 1.1

    def _counted(self, found: int) -> float:
        """By rook numbers: in how many ways so many places can be made to match, the others as they come."""
        ways = sum(
            (-1) ** (j - found) * comb(j - 1, found - 1) * rooks * factorial(self.n - j)
            for j, rooks in enumerate(self._rooks)
            if j >= found
        )
        return float(Fraction(ways, factorial(self.n)))

    @cached_property
    def _rooks(self) -> list[int]:
        found = [1]
        for a, b in self.shared:
            one = [comb(a, j) * comb(b, j) * factorial(j) for j in range(min(a, b) + 1)]
            product = [0] * (len(found) + len(one) - 1)
            for i, x in enumerate(found):
                for j, y in enumerate(one):
                    product[i + j] += x * y
            found = product
        return found


def inversions(values: Sequence[int]) -> int:
    """Pairs of which the earlier one is the greater."""
    seen: list[int] = []
    found = 0
    for value in values:
        found += len(seen) - bisect_right(seen, value)
        insort(seen, value)
    return found


def order_by_chance(values: Sequence[int]) -> float:
    """The probability that chance sorts these values as well, or better, up or down; never less than that.

    A sum of independent numbers (MacMahon): bounded by its exact generating function (Chernoff)."""
    sizes = Counter(values).values()
    n = len(values)
    pairs = (n * n - sum(size * size for size in sizes)) // 2
    found = inversions(values)
    few = min(found, pairs - found)
    if not pairs or few >= pairs / 2:
        return 1.0
    bounds = (rate * few + _generated(rate, n) - sum(_generated(rate, size) for size in sizes)
              for rate in _rates(pairs, n))  # fmt: skip
    return min(1.0, 2 * exp(min(bounds)))


def _rates(pairs: int, n: int) -> Iterable[float]:
    """From gentle to steep, in even steps of their logarithm."""
    least, most = 0.01 / n**1.5, 20.0
    step = (log(most) - log(least)) / SEARCHED
    return (exp(log(least) + step * at) for at in range(SEARCHED + 1))


def _generated(rate: float, n: int) -> float:
    """The logarithm of the mean of exp(-rate x inversions) of n different things in an order by chance."""
    one = log1p(-exp(-rate))
    return sum(log1p(-exp(-rate * i)) - one - log(i) for i in range(2, n + 1))
