"""Who is counted together. When a wave opens, people of small teams are put together (`pool`), so that no
answer is stored under a label of fewer than k people who were asked. When it is closed, gate.py decides which
groups are shown. Pure functions of counts; a group is named by the keys of its teams.
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

    `keys` are the teams that it is named by, `teams` those whose own people stand in it directly, `said` how
    many of these gave each answer, by question; nothing where it does not matter what they say."""

    keys: tuple[Key, ...]
    direct: int
    below: tuple["Group", ...] = ()
    teams: tuple[Key, ...] = ()
    said: Mapping[Key, Counter[Key]] = field(default_factory=dict)
    n: int = field(init=False)
    answers: Mapping[Key, Counter[Key]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "n", self.direct + sum(group.n for group in self.below))
        object.__setattr__(self, "answers", together([self.said, *(group.answers for group in self.below)]))

    def all_teams(self) -> tuple[Key, ...]:
        """Whose people stand in it, directly or below."""
        return sum((group.all_teams() for group in self.below), self.teams)

    def labels(self) -> Iterator["Group"]:
        """Each group in which somebody stands directly."""
        if self.direct:
            yield self
        for group in self.below:
            yield from group.labels()


def together(answers: Iterable[Mapping[Key, Counter[Key]]]) -> Mapping[Key, Counter[Key]]:
    """How many gave each answer, by question, in all."""
    found: dict[Key, Counter[Key]] = {}
    for by_question in answers:
        for question, counts in by_question.items():
            found.setdefault(question, Counter()).update(counts)
    return found


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
