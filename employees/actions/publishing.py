"""What is published of a wave when it closes: decided once, from who answered and what they said. Pages,
files and the API read what stands here and compute nothing from answers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from employees.metrics.comments import theme_of
from employees.metrics.drivers import NEEDED, drivers
from employees.metrics.gate import Shown, atoms, beside, may_be_known, publish
from employees.metrics.groups import Group
from employees.models import Association, Invited, PulseQuestion, Result, Wave, WaveGroup
from employees.models.asking import DRIVER, ENPS

DECIMALS = 2
"""Of what goes with the score: more of them would be enough to reckon back to single answers."""
Said = Mapping[str, Any]
"""One answer: its group, scores and comments by question, its attribute's value where the wave has one."""
Tallies = Mapping[int, Counter[Any]]
"""Of each group, by those who stand in it directly: how many gave each score, or wrote about each theme."""


def publish_results(wave: Wave, said: Sequence[Said]) -> None:
    """Write what is shown of these answers. Every score is shown of the same groups, comments and
    associations only of these; a question that may not be known of the whole is left out."""
    tree = Tree.of(wave)
    scores = {one.key: _tallies(said, one, _score) for one in wave.asked if one.is_scored}
    known = {
        key: tallies for key, tallies in scores.items() if may_be_known([tree.root({key: tallies})], wave.k)
    }
    root = tree.root(known, _part_taking(said))
    if shown := publish(root, wave.k) if known else _whole_alone(root, wave.k):
        rows = list(tree.rows("", shown, _part_taking(said), counted=False))
        for key, tallies in known.items():
            rows += tree.rows(key, shown, tallies)
        rows += _comment_rows(tree, shown, said)
        rows += _attribute_rows(tree, root, shown, known, said)
        Result.objects.bulk_create(rows, batch_size=2000)
        Association.objects.bulk_create(_associations(tree, shown, known, said), batch_size=2000)


def _whole_alone(root: Group, k: int) -> Shown | None:
    """How many took part, where nothing may be known of what they said."""
    return Shown(root.keys, root.n) if root.n >= k else None


@dataclass
class Tree:
    """The groups of a wave as they were frozen, by key."""

    wave: Wave
    groups: dict[int, WaveGroup]
    below: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, wave: Wave) -> "Tree":
        tree = cls(wave, {group.pk: group for group in wave.groups.all()})
        for group in tree.groups.values():
            tree.below[group.parent_id].append(group.pk)
        return tree

    def labels(self, key: int) -> list[int]:
        """It and all groups below it."""
        return [key, *(label for below in self.below[key] for label in self.labels(below))]

    def root(self, scores: Mapping[str, Tallies], part_taking: Tallies | None = None) -> Group:
        """The whole as the gate takes it: of each group who took part, and what they said to each
        question."""

        def grown(key: int) -> Group:
            said: dict[Any, Counter[Any]] = {
                question: tallies[key] for question, tallies in scores.items() if key in tallies
            }
            direct = (part_taking or next(iter(scores.values()))).get(key, Counter()).total()
            return Group((key,), direct, tuple(grown(child) for child in self.below[key]), (key,), said)

        (root,) = self.below[None]
        return grown(root)

    def labels_of(self, shown: Shown) -> set[int]:
        key = key_of(shown)
        return {key} if shown.is_direct else set(self.labels(key))

    def others(self, shown: Shown) -> set[int]:
        """The labels of a group that lie in nothing which is shown apart."""
        return self.labels_of(shown).difference(*(self.labels_of(part) for part in shown.parts))

    def rows(
        self,
        question: str,
        shown: Shown,
        tallies: Tallies,
        within: int | None = None,
        *,
        counted: bool = True,
    ) -> Iterator[Result]:
        """One question's results of a group, of what is shown of it, and of all others in it."""
        key, part = key_of(shown), Result.Part.DIRECT if shown.is_direct else Result.Part.WHOLE
        yield self.row(question, key, part, self.labels_of(shown), tallies, within, counted=counted)
        if shown.parts and shown.others:
            others = self.others(shown)
            row = self.row(question, key, Result.Part.OTHERS, others, tallies, key, counted=counted)
            yield from [row] if row.n else []
        for below in shown.parts:
            yield from self.rows(question, below, tallies, key, counted=counted)

    def row(
        self, question: str, key: int, part: str, labels: set[int], tallies: Tallies, within: int | None,
        *, counted: bool,
    ) -> Result:  # fmt: skip
        together = summed(tallies, labels)
        return Result(
            wave=self.wave, question=question, group_id=key, within_id=within, part=part,
            asked=sum(self.groups[label].direct for label in labels), n=together.total(),
            counts=dict(together) if counted else {},
        )  # fmt: skip


def key_of(shown: Shown) -> int:
    (key,) = shown.keys
    assert isinstance(key, int)
    return key


def summed(tallies: Tallies, labels: set[int]) -> Counter[Any]:
    return sum((tallies[label] for label in labels if label in tallies), Counter[Any]())


def _part_taking(said: Sequence[Said]) -> Tallies:
    found: dict[int, Counter[Any]] = defaultdict(Counter)
    for one in said:
        found[one["group"]][""] += 1
    return found


def _tallies(said: Sequence[Said], question: PulseQuestion, read: Any) -> Tallies:
    found: dict[int, Counter[Any]] = defaultdict(Counter)
    for one in said:
        if (value := read(one, question)) is not None:
            found[one["group"]][value] += 1
    return found


def _score(one: Said, question: PulseQuestion) -> int | None:
    return one["scores"].get(question.key)


def _theme(one: Said, question: PulseQuestion) -> str | None:
    text = one["comments"].get(question.key)
    return theme_of(text) if text else None


def _again(tree: Tree, shown: Shown, tallies: Tallies) -> Group:
    """What is shown, as a tree of something else that its people gave: nothing finer can be shown of that."""
    below = tuple(_again(tree, part, tallies) for part in shown.parts)
    left = tree.others(shown) if shown.parts else tree.labels_of(shown)
    return Group((key_of(shown), shown.is_direct), summed(tallies, left).total(), below)


def _kept(shown: Shown | None) -> Iterator[int]:
    """The groups that the gate left of such a tree, those of whole groups."""
    for one in shown.all() if shown else ():
        (key, is_direct) = one.keys
        if not (is_direct or one.is_direct):
            assert isinstance(key, int)
            yield key


def _comment_rows(tree: Tree, shown: Shown, said: Sequence[Said]) -> Iterator[Result]:
    """How many wrote, and about which themes, where ten and more did."""
    for question in tree.wave.asked:
        written = {} if question.is_scored else _tallies(said, question, _theme)
        for key in _kept(publish(_again(tree, shown, written), tree.wave.fewest_comments)):
            labels = set(tree.labels(key))
            row = tree.row(question.key, key, Result.Part.WHOLE, labels, written, None, counted=False)
            themes = summed(written, labels).most_common()
            row.counts = {theme: n for theme, n in themes if theme and n >= tree.wave.k}
            yield row


def _attribute_rows(
    tree: Tree, root: Group, shown: Shown, known: Mapping[str, Tallies], said: Sequence[Said]
) -> Iterator[Result]:
    """Of each value of the wave's attribute that may be shown beside the tree, for every question."""
    lies_in = {label[0]: atom for label, atom in atoms(root, shown)}
    asked = Counter(Invited.objects.filter(wave=tree.wave).values_list("attribute", flat=True))
    by_question = {key: _crossed(key, said, lies_in) for key in known}
    apart = [set(_values(counts, tree.wave.k)) for counts in by_question.values()]
    for value in sorted(set.intersection(*apart)) if apart else ():
        for key, counts in by_question.items():
            together = sum((found for place, found in counts.items() if place[1] == value), Counter[int]())
            yield Result(
                wave=tree.wave, question=key, group_id=key_of(shown), value=value, asked=asked[value],
                n=together.total(), counts=dict(together),
            )  # fmt: skip


def _crossed(question: str, said: Sequence[Said], lies_in: Mapping[Any, Any]) -> dict[Any, Counter[int]]:
    """How many in each atom of the tree and with each value gave each score."""
    found: dict[Any, Counter[int]] = defaultdict(Counter)
    for one in said:
        score, value = one["scores"].get(question), one.get("attribute", "")
        if value and score is not None:
            found[lies_in[one["group"]], value][score] += 1
    return found


def _values(crossed: Mapping[Any, Counter[int]], k: int) -> tuple[Any, ...]:
    numbers = {place: counts.total() for place, counts in crossed.items()}
    return beside(numbers, k, {place: frozenset(counts) for place, counts in crossed.items()})


def _associations(
    tree: Tree, shown: Shown, known: Mapping[str, Tallies], said: Sequence[Said]
) -> Iterator[Association]:
    """What goes with the score, in each group in which so many answered everything."""
    enps = next((one.key for one in tree.wave.asked if one.kind == ENPS), "")
    keys = [one.key for one in tree.wave.asked if one.kind == DRIVER and one.key in known]
    complete: dict[int, list[Mapping[str, int]]] = defaultdict(list)
    for one in said if enps in known and keys else ():
        if {enps, *keys} <= one["scores"].keys():
            complete[one["group"]].append(one["scores"])
    counts = {key: Counter({"": len(rows)}) for key, rows in complete.items()}
    for key in _kept(publish(_again(tree, shown, counts), NEEDED)):
        labels = tree.labels(key)
        rows = [row for label in labels for row in complete[label]]
        answered = [summed(known[name], set(labels)).total() for name in (enps, *keys)]
        if all(n == len(rows) or n >= len(rows) + tree.wave.k for n in answered):
            columns = {name: [row[name] for row in rows] for name in keys}
            yield from _association(key, [row[enps] for row in rows], columns)


def _association(key: int, scores: list[int], answers: dict[str, list[int]]) -> Iterator[Association]:
    """None where all answered a driver alike: that it is missing would say so."""
    found = drivers(scores, answers)
    if found and found.by_key.keys() == answers.keys():
        by_key = {
            name: {part: round(value, DECIMALS) for part, value in driver._asdict().items()}
            for name, driver in found.by_key.items()
        }
        explained = round(found.explained, DECIMALS)
        yield Association(group_id=key, n=found.n, explained=explained, by_key=by_key)
