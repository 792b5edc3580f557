"""What can be solved from sums that were published. Pure functions of sets and counts."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Any, NamedTuple


class Solved(NamedTuple):
    """The smallest number of people whose sum can be computed, and in which class each label lies, whose
    labels cannot be told apart."""

    smallest: int
    classes: dict[Hashable, int]


class UnsolvedError(Exception):
    """The sums overlap so that each class cannot be computed for itself: more would have to be searched."""


def solve(cells: Collection[frozenset[Any]], people: Mapping[Any, int]) -> Solved | None:
    """Of published sums, each over these labels, with so many people in each label. None where nothing was.

    Labels that stand in the same sums are a class. There are as many independent sums as classes exactly
    where every class can be computed, so that the smallest one is the smallest of all that can."""
    classes = _classes(cells, people)
    found = ({classes[label] for label in cell if label in classes} for cell in cells)
    sums = [sum(1 << number for number in numbers) for numbers in found]
    if _rank(sums) < len(set(classes.values())):
        raise UnsolvedError
    sizes: dict[int, int] = defaultdict(int)
    for label, number in classes.items():
        sizes[number] += people[label]
    return Solved(min(sizes.values()), classes) if sizes else None


def _classes(cells: Collection[frozenset[Any]], people: Mapping[Any, int]) -> dict[Hashable, int]:
    """The class of each label in which somebody is and of which something was published."""
    stands_in: dict[Hashable, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        for label in cell:
            stands_in[label].append(number)
    numbers: dict[tuple[int, ...], int] = {}
    return {
        label: numbers.setdefault(tuple(places), len(numbers))
        for label, places in stands_in.items()
        if people.get(label)
    }


def _rank(rows: Collection[int]) -> int:
    """Of sums as bits, computed modulo 2: the true rank is never less."""
    basis: dict[int, int] = {}
    for row in rows:
        while row and (other := basis.get(row.bit_length())):
            row ^= other
        if row:
            basis[row.bit_length()] = row
    return len(basis)
