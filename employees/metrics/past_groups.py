"""Which groups of a file may be brought in: the same gate that our own waves pass when they are published."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from employees.metrics.gate import publish
from employees.metrics.groups import Group, K
from employees.metrics.past import Written

EVERYBODY = None
"""What holds all groups of a file that stand beside one another."""
EXTREMES = {0, 1, 5, 10}


def showable(rows: Iterable[Written], parents: Mapping[str, str], k: int = K) -> set[str]:
    """The names of those that tell of nobody: k and more, not all of one mind, and not to be subtracted from
    one another so that fewer are left. `parents` says which stands below which; those that stand below none
    are taken to be parts of one whole, so that beside a hidden one the next smallest is hidden, too."""
    by_name = {row.name: row for row in rows}
    below: dict[str | None, list[str]] = {}
    for name in by_name:
        below.setdefault(parents.get(name, EVERYBODY), []).append(name)
    tops = [_group(name, by_name, below) for name in below.get(EVERYBODY, [])]
    shown = publish(tops[0] if len(tops) == 1 else Group((EVERYBODY,), 0, tuple(tops)), k)
    found = {part.keys[0] for part in shown.all() if not part.is_direct} if shown else set()
    return {name for name in found if isinstance(name, str)}


def _group(name: str, by_name: Mapping[str, Written], below: Mapping[str | None, list[str]]) -> Group:
    row, parts = by_name[name], [by_name[part] for part in below.get(name, [])]
    groups = tuple(_group(part.name, by_name, below) for part in parts)
    rest = max(0, row.size - sum(part.size for part in parts))
    return Group((name,), rest, groups, (name,), {"score": _said(_less(row, parts), rest)} if rest else {})


def _less(row: Written, parts: Iterable[Written]) -> Written:
    """What is left of a group without those below it, as far as it can be counted."""
    parts = list(parts)
    if not parts:
        return row
    left = replace(row, score=None, mean=None, parts=None, counts={})
    if row.counts and all(part.counts for part in parts):
        counts = {s: n - sum(part.counts.get(s, 0) for part in parts) for s, n in row.counts.items()}
        return replace(left, counts=counts)
    if row.parts and all(part.parts for part in parts):
        taken = [sum(numbers) for numbers in zip(*(part.parts for part in parts if part.parts), strict=True)]
        return replace(left, parts=type(row.parts)(*(n - t for n, t in zip(row.parts, taken, strict=True))))
    return left


def _said(row: Written, n: int) -> Counter[Hashable]:
    """How many said what, as far as the row tells; two different things where it leaves that open."""
    counts: Counter[Hashable] = (
        Counter(row.given) if row.counts else Counter(dict(enumerate(row.parts or ())))
    )
    if found := +counts:
        return found
    is_alike = (row.score is not None and abs(row.score) == 100) or (
        row.mean is not None and row.mean in EXTREMES
    )
    return Counter({"one": n}) if is_alike else Counter({"one": n - 1, "another": 1})
