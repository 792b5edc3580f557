"""How long people have been here, in bands of which each holds nobody or at least k who were asked."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise

from employees.metrics.groups import K, Key

EDGES = (0, 1, 3, 10)
"""Years at which a band begins; the last one has no end."""


def bands(years: Mapping[Key, int], k: int = K) -> dict[Key, str]:
    """The band of each, by their whole years: "0-1", "3-10", "10-". One with some but fewer than k is put
    together with the smaller of its neighbours, and named by the ends of both."""
    edges = list(EDGES)
    while (small := _smallest(edges, years, k)) is not None:
        del edges[_between(edges, years, small)]
    names = [f"{low}-{high}" for low, high in pairwise(edges)] + [f"{edges[-1]}-"]
    return {key: names[bisect_right(edges, number) - 1] for key, number in years.items()}


def _counts(edges: list[int], years: Mapping[Key, int]) -> list[int]:
    found = [0] * len(edges)
    for number in years.values():
        found[bisect_right(edges, number) - 1] += 1
    return found


def _smallest(edges: list[int], years: Mapping[Key, int], k: int) -> int | None:
    """The band that is too small, the smallest of them; None where none is, or there is but one."""
    few = [(n, place) for place, n in enumerate(_counts(edges, years)) if 0 < n < k]
    return min(few)[1] if few and len(edges) > 1 else None


def _between(edges: list[int], years: Mapping[Key, int], small: int) -> int:
    """The edge that parts a band from its smaller neighbour."""
    counts = _counts(edges, years)
    sides = [(counts[side], max(side, small)) for side in (small - 1, small + 1) if 0 <= side < len(edges)]
    return min(sides)[1]
