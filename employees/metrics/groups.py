"""Which groups of a wave may be told apart, so that nobody's answer can be solved for.

Two moments: when a wave opens, people of small teams are put together (`pool`), so that no answer is stored
under a label of fewer than k people who were asked; and when it is closed, `publish` decides by who answered
a question, and whether they said different things, which groups are shown. Pure functions of counts; a group
is named by the keys of its teams.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

K = 5
"""The fewest people whose answers are ever shown together; an organisation may ask for more, never fewer."""
Key = Hashable


class TooFewError(ValueError):
    """All together are fewer than k."""


@dataclass(frozen=True, slots=True)
class Group:
    """A team, or several that were put together: how many stand in it directly, and the groups below.

    `keys` are the teams that it is named by, `teams` those whose own people stand in it directly, `said` the
    different answers of these; nothing where it does not matter what they say."""

    keys: tuple[Key, ...]
    direct: int
    below: tuple["Group", ...] = ()
    teams: tuple[Key, ...] = ()
    said: frozenset[Key] = frozenset()
    n: int = field(init=False)
    answers: frozenset[Key] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "n", self.direct + sum(group.n for group in self.below))
        object.__setattr__(self, "answers", self.said.union(*(group.answers for group in self.below)))

    def all_teams(self) -> tuple[Key, ...]:
        """Whose people stand in it, directly or below."""
        return sum((group.all_teams() for group in self.below), self.teams)

    def labels(self) -> Iterator["Group"]:
        """Each group in which somebody stands directly."""
        if self.direct:
            yield self
        for group in self.below:
            yield from group.labels()


def team(key: Key, direct: int, *below: Group) -> Group:
    """A team as it is in the organisation's tree."""
    return Group((key,), direct, below, (key,) if direct else ())


def pool(root: Group, k: int = K) -> Group:
    """The tree with its small teams put together: in each group of the result nobody stands directly, or at
    least k do. Small teams of one parent become a group; where even that is small, its people count among
    those who stand directly in the parent; and where these are too few, among those of the smallest group
    below, which is named after them as well, so that every sum above stays what it is.

    TooFewError where all together are fewer than k."""
    if root.n < k:
        raise TooFewError(f"{root.n} people are fewer than {k}.")
    large = sorted((group for group in root.below if group.n >= k), key=lambda group: group.n)
    small = [group for group in root.below if 0 < group.n < k]
    together = _together(small)
    direct, teams = root.direct, root.teams
    if together.n >= k and not 0 < direct < k:
        return Group(root.keys, direct, (*(pool(group, k) for group in large), together), teams)
    direct, teams = direct + together.n, teams + together.teams
    if 0 < direct < k:
        large[0] = _joined(large[0], direct, teams)
        direct, teams = 0, ()
    return Group(root.keys, direct, tuple(pool(group, k) for group in large), teams)


def _together(small: Iterable[Group]) -> Group:
    """These as one group, without those below them."""
    teams = tuple(key for group in small for key in group.all_teams())
    return Group(teams, sum(group.n for group in small), (), teams)


def _joined(group: Group, direct: int, teams: tuple[Key, ...]) -> Group:
    """With these people among those who stand directly in it."""
    return replace(
        group, keys=(*teams, *group.keys), direct=group.direct + direct, teams=(*teams, *group.teams)
    )


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
    """What is shown of a tree of those who answered: of each group its parts of k and more (those who stand
    directly in it are one) in which not everybody said the same, for then each of them is known; while what
    is hidden holds some but is too small or too much alike itself, the smallest shown part is hidden, too.
    None where all together are too few, or say the same."""
    if not _may_be_known([root], k):
        return None
    shown: list[Group] = []
    hidden: list[Group] = []
    for part in sorted(_parts(root), key=lambda part: -part.n):
        (shown if _may_be_known([part], k) else hidden).append(part)
    while shown and any(part.n for part in hidden) and not _may_be_known(hidden, k):
        hidden.append(shown.pop())
    return Shown(root.keys, root.n, tuple(found for part in shown if (found := _shown(part, root, k))))


def _may_be_known(groups: Iterable[Group], k: int) -> bool:
    """Whether the sum of these groups tells of nobody in them."""
    together = Group((), 0, tuple(groups))
    return together.n >= k and len(together.answers) != 1


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
    crossed: Mapping[tuple[Key, Key], int], k: int = K, said: Mapping[Key, frozenset[Key]] | None = None
) -> tuple[Key, ...]:
    """Which values of one attribute may be shown beside a tree: `crossed` says how many who answered stand in
    each atom of the tree with each value, `said` what those with a value answered. Those of k and more, the
    largest first; and the smallest of them is hidden as long as the two divisions together solve for fewer
    than k."""
    values, answers = Counter[Key](), said or {}
    for (_atom, value), n in crossed.items():
        values[value] += n
    parts = (Group((value,), n, (), (value,), answers.get(value, frozenset())) for value, n in values.items())
    shown = publish(Group((), 0, tuple(parts)), k)
    found = [part.keys[0] for part in shown.parts] if shown else []
    while found and smallest_solvable(_hiding(crossed, found)) < k:
        found.pop()
    return tuple(found)


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
