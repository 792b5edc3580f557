"""The smallest group of whom anything can be solved from all that was ever published of a wave."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from employees.actions.proving.findings import FAILED, HELD, UNCHECKED, Finding
from employees.metrics.gate import smallest_solvable
from employees.metrics.solving import UnsolvedError, solve
from employees.models import Invited, Participation, PulseAnswer, PulseComment, Result, Wave, WaveGroup

CHECK = "published"
SMALL = _(
    "From the %(n)d figures that were published, a group of %(least)d people can be solved for, fewer than"
    " %(k)d."
)
LARGE = _(
    "The smallest group that can be solved for, from all %(n)d figures that were published, has %(least)d"
    " people; at least %(k)d it must have."
)
OTHERS = _("A figure of %(question)s counts %(n)d people, and the answers are others.")
ALIKE = _("All %(n)d of a group said the same to %(question)s, and it is shown.")


class Cells:
    """What was published of a wave, as sums over its labels: the groups in which somebody stands directly."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.scored = {question.key for question in wave.asked if question.is_scored}
        self.below: dict[int | None, list[int]] = defaultdict(list)
        for pk, parent in WaveGroup.objects.filter(wave=wave).values_list("pk", "parent"):
            self.below[parent].append(pk)
        self.rows: dict[str, list[Result]] = defaultdict(list)
        for row in Result.objects.filter(wave=wave).order_by("pk"):
            self.rows[row.question].append(row)

    def labels(self, group: int) -> frozenset[int]:
        return frozenset([group]).union(*(self.labels(child) for child in self.below[group]))

    def cells(self, rows: list[Result]) -> dict[int, frozenset[int]]:
        """Each row of the tree, and whom it is a sum of."""
        found: dict[int, frozenset[int]] = {}
        shown: dict[int | None, set[int]] = defaultdict(set)
        for row in rows:
            if row.part != Result.Part.OTHERS:
                found[row.pk] = (
                    self.labels(row.group_id) if row.part == Result.Part.WHOLE else frozenset([row.group_id])
                )
                shown[row.within_id] |= found[row.pk]
        for row in rows:
            if row.part == Result.Part.OTHERS:
                found[row.pk] = self.labels(row.group_id) - shown[row.group_id]
        return found


def check_published(wave: Wave) -> Iterator[Finding]:
    """Solved question by question, from the figures that were published and the answers that are stored."""
    cells, answered = Cells(wave), _answered(wave)
    smallest: list[int] = []
    failed: list[Finding] = []
    for question, rows in cells.rows.items():
        try:
            sizes, wrong = _solved(cells, rows, answered[question])
        except UnsolvedError:
            text = _("What was published of the question %(question)s could not be solved.")
            yield Finding(CHECK, UNCHECKED, text, {"question": question or "-"}, wave.pk)
            continue
        smallest += sizes
        failed += [Finding(CHECK, FAILED, text, facts | {"question": question or "-"}, wave.pk)
                   for text, facts in wrong]  # fmt: skip
    yield from failed
    found = _verdict(wave, min(smallest, default=None), sum(len(rows) for rows in cells.rows.values()))
    if not failed or found.verdict == FAILED:
        yield found


def _verdict(wave: Wave, least: int | None, n: int) -> Finding:
    if least is None:
        return Finding(CHECK, HELD, _("Nothing was published of it."), {}, wave.pk)
    facts = {"least": least, "n": n, "k": wave.k}
    is_small = least < wave.k
    return Finding(CHECK, FAILED if is_small else HELD, SMALL if is_small else LARGE, facts, wave.pk)


def _solved(
    cells: Cells, rows: list[Result], people: Counter[int]
) -> tuple[list[int], list[tuple[str, dict[str, Any]]]]:
    """The smallest groups of a question, in the tree and beside it; and what is wrong with its figures."""
    tree, beside = [row for row in rows if not row.value], [row for row in rows if row.value]
    sums, wrong = cells.cells(tree), []
    for row in tree:
        if row.n != sum(people[label] for label in sums[row.pk]):
            wrong.append(
                (_("A figure of %(question)s counts %(n)d people, and the answers are others."), {"n": row.n})
            )
        if row.question in cells.scored and len(row.counts) == 1:
            wrong.append(
                (_("All %(n)d of a group said the same to %(question)s, and it is shown."), {"n": row.n})
            )
    found = solve(list(sums.values()), people)
    smallest = [found.smallest] if found else []
    if found and beside:
        smallest.append(smallest_solvable(_crossed(cells.wave, found.classes, {row.value for row in beside})))
    return smallest, wrong


def _crossed(wave: Wave, classes: dict[Any, int], shown: set[str]) -> Counter[tuple[Any, Any]]:
    """How many who took part stand in each class of the tree with each value that is shown beside it."""
    took_part = Participation.objects.filter(wave=wave).values("employee_id")
    asked = Invited.objects.filter(wave=wave, employee_id__in=took_part).values_list("group_id", "attribute")
    return Counter(
        (classes[group], (value if value in shown else "",)) for group, value in asked if group in classes
    )


def _answered(wave: Wave) -> dict[str, Counter[int]]:
    """How many of each label answered each question; under no key, anything at all."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    answers = PulseAnswer.objects.filter(group__wave=wave).values_list("group_id", "scores")
    for group, scores in answers.iterator():
        found[""][group] += 1
        for question in scores:
            found[question][group] += 1
    comments = PulseComment.objects.filter(group__wave=wave).values_list("group_id", "question")
    for group, question in comments.iterator():
        found[question][group] += 1
    return found
