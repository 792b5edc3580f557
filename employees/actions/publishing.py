"""What is published of a wave when it closes: decided once, question by question, from who answered it and
what they said. Pages, files and the API read what stands here and compute nothing from answers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from employees.metrics.comments import theme_of
from employees.metrics.drivers import NEEDED, drivers
from employees.metrics.groups import Group, Shown, atoms, beside, publish
from employees.models import Association, PulseQuestion, Result, Wave, WaveGroup
from employees.models.asking import DRIVER, ENPS

COMMENTS_OF = 10
"""The fewest comments that are shown together."""
Said = Mapping[str, Any]
"""One answer: its group, scores and comments by question, its attribute's value where the wave has one."""
Tallies = Mapping[int, Counter[Any]]
"""Of each group, by those who stand in it directly: how many gave each score, or wrote about each theme."""


def publish_results(wave: Wave, said: Sequence[Said]) -> None:
    """Write what is shown of these answers, and of each question; nothing where all of it would tell."""
    tree = Tree.of(wave)
    rows = [*tree.results("", _tallies(said, lambda one: [""]), wave.k, of_scores=False)]
    for question in wave.asked:
        rows += _question_rows(tree, question, said)
    Result.objects.bulk_create(rows, batch_size=2000)
    Association.objects.bulk_create(_associations(tree, said), batch_size=2000)


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

    def of_answers(self, tallies: Tallies, *, of_scores: bool) -> Group:
        """As the gate takes it: of each group how many answered, and what was said."""

        def grown(key: int) -> Group:
            tally = tallies.get(key, Counter())
            said = frozenset(tally) if of_scores else frozenset()
            below = tuple(grown(child) for child in self.below[key])
            return Group((key,), tally.total(), below, (key,), said)

        (root,) = self.below[None]
        return grown(root)

    def results(self, question: str, tallies: Tallies, k: int, *, of_scores: bool = True) -> Iterator[Result]:
        """The rows of all that is shown of a question; of_scores: where what they say is published, not only
        how many there are."""
        shown = publish(self.of_answers(tallies, of_scores=of_scores), k)
        if shown:
            draft = Draft(self, question, tallies, of_scores)
            yield from draft.rows(shown, None)


@dataclass
class Draft:
    """One question's rows in the making."""

    tree: Tree
    question: str
    tallies: Tallies
    of_scores: bool

    def rows(self, shown: Shown, within: int | None) -> Iterator[Result]:
        """Of a group, of what is shown of it, and of all others in it."""
        key = _key(shown)
        if shown.is_direct:
            yield self._row(key, within, Result.Part.DIRECT, [key])
            return
        labels = self.tree.labels(key)
        yield self._row(key, within, Result.Part.WHOLE, labels)
        if shown.parts and shown.others:
            yield self._row(key, key, Result.Part.OTHERS, set(labels) - self._apart(shown))
        for part in shown.parts:
            yield from self.rows(part, key)

    def _apart(self, shown: Shown) -> set[int]:
        """The labels in what is shown apart."""
        found = set[int]()
        for part in shown.parts:
            key = _key(part)
            found |= {key} if part.is_direct else set(self.tree.labels(key))
        return found

    def _row(self, key: int, within: int | None, part: str, labels: Sequence[int] | set[int]) -> Result:
        together = sum((self.tallies.get(label, Counter()) for label in labels), Counter[int]())
        return Result(
            wave=self.tree.wave, question=self.question, group_id=key, within_id=within, part=part,
            asked=sum(self.tree.groups[label].direct for label in labels), n=together.total(),
            counts=dict(together) if self.of_scores else _enough(together, self.tree.wave.k),
        )  # fmt: skip


def _enough(themes: Counter[Any], k: int) -> dict[str, int]:
    """The themes of which so many wrote."""
    return {theme: n for theme, n in themes.most_common() if theme and n >= k}


def _question_rows(tree: Tree, question: PulseQuestion, said: Sequence[Said]) -> Iterator[Result]:
    if not question.is_scored:
        written = _tallies(said, lambda one: _theme(one, question))
        yield from tree.results(question.key, written, max(COMMENTS_OF, tree.wave.k), of_scores=False)
        return
    tallies = _tallies(said, lambda one: _score(one, question))
    yield from tree.results(question.key, tallies, tree.wave.k)
    yield from _attribute_rows(tree, question, tallies, said)


def _theme(one: Said, question: PulseQuestion) -> list[str]:
    text = one["comments"].get(question.key)
    return [theme_of(text)] if text else []


def _score(one: Said, question: PulseQuestion) -> list[int]:
    score = one["scores"].get(question.key)
    return [] if score is None else [score]


def _tallies(said: Sequence[Said], read: Any) -> Tallies:
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for one in said:
        found[one["group"]].update(read(one))
    return found


def _attribute_rows(
    tree: Tree, question: PulseQuestion, tallies: Tallies, said: Sequence[Said]
) -> Iterator[Result]:
    """Of each value of the wave's attribute that may be shown beside the tree."""
    root = tree.of_answers(tallies, of_scores=True)
    shown = publish(root, tree.wave.k)
    scores: dict[str, Counter[int]] = defaultdict(Counter)
    crossed = Counter[tuple[Any, Any]]()
    lies_in = {label[0]: atom for label, atom in atoms(root, shown)} if shown else {}
    for one in said if shown else ():
        for score in _score(one, question):
            if value := one.get("attribute", ""):
                scores[value][score] += 1
                crossed[lies_in[one["group"]], value] += 1
    answers: dict[Any, frozenset[Any]] = {value: frozenset(counts) for value, counts in scores.items()}
    for value in beside(crossed, tree.wave.k, answers):
        counts = scores[str(value)]
        yield Result(
            wave=tree.wave, question=question.key, group_id=root.keys[0], value=value, asked=counts.total(),
            n=counts.total(), counts=dict(counts),
        )  # fmt: skip


def _associations(tree: Tree, said: Sequence[Said]) -> Iterator[Association]:
    """What goes with the score, in each group in which so many answered everything."""
    enps = next((question.key for question in tree.wave.asked if question.kind == ENPS), "")
    keys = [question.key for question in tree.wave.asked if question.kind == DRIVER]
    complete: dict[int, list[Mapping[str, int]]] = defaultdict(list)
    for one in said if enps and keys else ():
        if {enps, *keys} <= one["scores"].keys():
            complete[one["group"]].append(one["scores"])
    counts = {key: Counter({0: len(rows)}) for key, rows in complete.items()}
    shown = publish(tree.of_answers(counts, of_scores=False), NEEDED)
    for group in shown.all() if shown else ():
        key = _key(group)
        rows = [row for label in tree.labels(key) for row in complete[label]]
        columns = {name: [row[name] for row in rows] for name in keys}
        found = None if group.is_direct else drivers([row[enps] for row in rows], columns)
        if found:
            by_key = {name: driver._asdict() for name, driver in found.by_key.items()}
            yield Association(group_id=key, n=found.n, explained=found.explained, by_key=by_key)


def _key(shown: Shown) -> int:
    (key,) = shown.keys
    assert isinstance(key, int)
    return key
