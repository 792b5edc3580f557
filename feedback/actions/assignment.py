"""Who gets a case: somebody of the team with the fewest open promises, or its lead. One rule, for one case
and for the many of an import."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

from employees.figures import open_promises_of_members
from employees.models import Employee, Team

Load = tuple[int, int]
"""Open promises and key of an employee: the least of these is next."""


def assignees(wanted: Mapping[int, int]) -> dict[int, list[int | None]]:
    """For each team's key and number of new cases, the keys of those who get them, one after the other to
    whoever has the fewest open promises then. None where neither the team nor a lead above it has anybody:
    such a promise stands in the unassigned queue."""
    loads = _loads(wanted)
    leads = _leads([team for team in wanted if not loads[team]])
    return {
        team: _spread(loads[team], count) if loads[team] else [leads.get(team)] * count
        for team, count in wanted.items()
    }


def next_owner(team: int) -> int | None:
    """The key of who gets the next case of this team."""
    (found,) = assignees({team: 1})[team]
    return found


def assignee(team: Team) -> Employee | None:
    """Who gets the next case of this team."""
    found = next_owner(team.pk)
    return Employee.objects.get(pk=found) if found else None


def _spread(heap: list[Load], count: int) -> list[int | None]:
    heapq.heapify(heap)
    found: list[int | None] = []
    for _number in range(count):
        load, employee = heap[0]
        heapq.heapreplace(heap, (load + 1, employee))
        found.append(employee)
    return found


def _loads(teams: Iterable[int]) -> dict[int, list[Load]]:
    found: dict[int, list[Load]] = defaultdict(list)
    for team, load, pk in open_promises_of_members(list(teams)):
        found[team].append((load, pk))
    return found


def _leads(teams: list[int]) -> dict[int, int]:
    """The nearest active lead, of the team or upward, of teams in which nobody works."""
    if not teams:
        return {}
    tree = {pk: (parent, lead) for pk, parent, lead in Team.objects.values_list("pk", "parent", "lead")}
    active = set(Employee.objects.active().filter(leads__isnull=False).values_list("pk", flat=True))
    found = {}
    for team in teams:
        at: int | None = team
        while at is not None and tree[at][1] not in active:
            at = tree[at][0]
        if at is not None:
            found[team] = tree[at][1]
    return found
