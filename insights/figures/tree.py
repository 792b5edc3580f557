"""The tree of teams as one reader sees it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from employees.models import Employee, Team


@dataclass(frozen=True)
class Node:
    """A team in the tree."""

    pk: int
    name: str
    parent: int | None
    lead: int | None


class Tree:
    """All teams, read once; `roots` are the highest ones whose figures this reader may see."""

    def __init__(self, reader: Employee) -> None:
        rows = Team.objects.order_by("name", "pk").values_list("pk", "name", "parent_id", "lead_id")
        self.nodes = {row[0]: Node(*row) for row in rows}
        self.children: dict[int | None, list[int]] = defaultdict(list)
        for node in self.nodes.values():
            self.children[node.parent].append(node.pk)
        self.sees_all = "champion" in reader.roles
        led = [node.pk for node in self.nodes.values() if node.lead == reader.pk]
        self.roots = self.children[None] if self.sees_all else led

    @cached_property
    def visible(self) -> dict[int, int]:
        """Each visible team and its depth, parents before their children."""
        found: dict[int, int] = {}
        queue = [(pk, 0) for pk in reversed(self.roots)]
        while queue:
            pk, depth = queue.pop()
            if pk not in found:
                found[pk] = depth
                queue += [(child, depth + 1) for child in reversed(self.children[pk])]
        return found

    def below(self, pk: int) -> list[int]:
        """The team and all below it."""
        found = [pk]
        for one in found:
            found += self.children[one]
        return found

    def branches(self, chosen: int | None) -> dict[int, int]:
        """To which row of a table each team belongs: a child of the chosen one with all below, or itself."""
        tops = [chosen] if chosen else self.roots
        split = tops if len(tops) > 1 else [child for top in tops for child in self.children[top]]
        found = {pk: pk for pk in tops}
        for branch in split:
            found |= dict.fromkeys(self.below(branch), branch)
        return found
