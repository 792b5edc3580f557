"""Which groups of a closed wave are shown, so that nobody's answer can be solved for from all that is.

A group is shown for everything or not at all: were it shown for one question and missing for another, the gap
would say that its people all gave the same answer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from employees.metrics.groups import Group, K, Key, together


@dataclass(frozen=True, slots=True)
class Shown:
    """A group that is published: its n, and what is shown of it apart. `others` of it are in nothing that is
    shown apart; there are none, or at least k."""

    keys: tuple[Key, ...]
    n: int
    parts: tuple["Shown", ...] = ()
    is_direct: bool = False

    @property
    def others(self) -> int:
        return self.n - sum(part.n for part in self.parts)

    def all(self) -> Iterator["Shown"]:
        """It and all that is shown below it."""
        yield self
        for part in self.parts:
            yield from part.all()


def publish(root: Group, k: int = K) -> Shown | None:
    """What is shown of a tree of those who answered: of each group its parts (those who stand directly in it
    are one) of which everything may be known; while what is hidden could be known by subtraction and may not
    be, the smallest shown part is hidden, too. None where the whole may not be known."""
    if not may_be_known([root], k):
        return None
    shown: list[Group] = []
    hidden: list[Group] = []
    for part in sorted(_parts(root), key=lambda part: -part.n):
        (shown if may_be_known([part], k) else hidden).append(part)
    while shown and any(part.n for part in hidden) and not may_be_known(hidden, k, left_over=True):
        hidden.append(shown.pop())
    return Shown(root.keys, root.n, tuple(found for part in shown if (found := _shown(part, root, k))))


def may_be_known(groups: Sequence[Group], k: int, *, left_over: bool = False) -> bool:
    """Whether the sum of these tells of nobody in them: k and more took part, and so many answered each
    question, not all of them alike. Of what is left over a question may have no answer at all."""
    if sum(group.n for group in groups) < k:
        return False
    answers = together(group.answers for group in groups).values()
    return all(
        (counts.total() >= k and len(counts) > 1) or (left_over and not counts.total()) for counts in answers
    )


def _parts(group: Group) -> Iterator[Group]:
    if group.below:
        yield from group.below
        yield replace(group, below=())


def _shown(part: Group, parent: Group, k: int) -> Shown | None:
    if part.keys == parent.keys:
        return Shown(part.keys, part.n, is_direct=True)
    return publish(part, k)


def atoms(root: Group, shown: Shown) -> Iterator[tuple[tuple[Key, ...], Key]]:
    """Each label of a published tree, and what it lies in that cannot be told apart further."""
    apart = {(part.keys, part.is_direct): part for part in shown.parts}
    if root.direct:
        yield root.keys, (root.keys, (root.keys, True) in apart)
    for group in root.below:
        if part := apart.get((group.keys, False)):
            yield from atoms(group, part)
        else:
            yield from ((label.keys, (root.keys, False)) for label in group.labels())


def beside(
    crossed: Mapping[tuple[Key, Key], int],
    k: int = K,
    said: Mapping[tuple[Key, Key], frozenset[Key]] | None = None,
) -> tuple[Key, ...]:
    """Which values of one attribute may be shown beside a tree: `crossed` says how many who answered stand in
    each atom of the tree with each value, `said` what they answered. Those of k and more, the largest first;
    and the smallest of them is hidden as long as the two divisions together solve for fewer than k, or for
    people who all said the same."""
    values = Counter[Key]()
    for (_atom, value), n in crossed.items():
        values[value] += n
    shown = publish(Group((), 0, tuple(Group((value,), n, (), (value,)) for value, n in values.items())), k)
    found = [part.keys[0] for part in shown.parts] if shown else []
    while found and not _are_safe(crossed, found, k, said):
        found.pop()
    return tuple(found)


def _are_safe(
    crossed: Mapping[tuple[Key, Key], int],
    shown: Sequence[Key],
    k: int,
    said: Mapping[tuple[Key, Key], frozenset[Key]] | None,
) -> bool:
    if smallest_solvable(_hiding(crossed, shown)) < k:
        return False
    return said is None or all(len(answers) != 1 for answers in _left_after(said, shown))


def _left_after(
    said: Mapping[tuple[Key, Key], frozenset[Key]], shown: Sequence[Key]
) -> Iterator[frozenset[Key]]:
    """What was answered by those who are left of each set of values when every atom that lies wholly in it is
    subtracted: all that can be solved for without cancelling people out."""
    kept = set(shown)
    merged: dict[tuple[Key, Key], frozenset[Key]] = {}
    for (atom, value), answers in said.items():
        place = atom, (value,) if value in kept else ()
        merged[place] = merged.get(place, frozenset()) | answers
    lies_in: dict[Key, set[Key]] = {}
    for atom, value in merged:
        lies_in.setdefault(atom, set()).add(value)
    values = {value for _atom, value in merged}
    for chosen in chain.from_iterable(combinations(values, size) for size in range(1, len(values) + 1)):
        left = [
            answers
            for (atom, value), answers in merged.items()
            if value in chosen and not lies_in[atom] <= set(chosen)
        ]
        yield frozenset[Key]().union(*left)


def _hiding(crossed: Mapping[tuple[Key, Key], int], shown: Iterable[Key]) -> Mapping[tuple[Key, Key], int]:
    """With all values together that are not shown."""
    found, kept = Counter[tuple[Key, Key]](), set(shown)
    for (atom, value), n in crossed.items():
        found[atom, (value,) if value in kept else ()] += n
    return found


def smallest_solvable(crossed: Mapping[tuple[Key, Key], int]) -> int:
    """The smallest number of people of whom anything can be computed from two divisions of the same people:
    `crossed` says how many stand in each pair of parts that cannot be told apart further.

    What is published can be added and subtracted with any weights. A sum of a number for each part of the
    one division and a number for each part of the other is nought for a pair exactly where its two numbers
    cancel out; so the pairs in which it is not nought separate the parts into classes, and the smallest such
    set is the smallest cut through the graph whose lines are the pairs (Stoer and Wagner 1997)."""
    graph: dict[Key, dict[Key, int]] = {}
    for (one, other), n in crossed.items():
        if n:
            for a, b in (((0, one), (1, other)), ((1, other), (0, one))):
                graph.setdefault(a, {})[b] = n
    return min((_smallest_cut(piece) for piece in _pieces(graph)), default=0)


def _pieces(graph: dict[Key, dict[Key, int]]) -> Iterator[dict[Key, dict[Key, int]]]:
    """The parts of a graph that hang together."""
    left = set(graph)
    while left:
        queue, found = [left.pop()], set[Key]()
        while queue:
            one = queue.pop()
            found.add(one)
            queue += graph[one].keys() - found
        left -= found
        yield {one: dict(graph[one]) for one in found}


def _smallest_cut(graph: dict[Key, dict[Key, int]]) -> int:
    """The smallest weight whose lines separate a graph that hangs together; it is used up."""
    found: list[int] = []
    while len(graph) > 1:
        weight, last, before = _one_cut(graph)
        found.append(weight)
        for other, n in graph.pop(last).items():
            del graph[other][last]
            if other != before:
                graph[before][other] = graph[other][before] = graph[before].get(other, 0) + n
    return min(found)


def _one_cut(graph: dict[Key, dict[Key, int]]) -> tuple[int, Key, Key]:
    """The weight that separates the one which is reached last from all others; and the one before it."""
    bound = dict.fromkeys(graph, 0)
    last = before = next(iter(graph))
    weight = 0
    while bound:
        before, last = last, max(bound, key=bound.__getitem__)
        weight = bound.pop(last)
        for other, n in graph[last].items():
            if other in bound:
                bound[other] += n
    return weight, last, before
