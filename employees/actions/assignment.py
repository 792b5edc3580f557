"""Who takes a promise that nobody in particular made: of the team's members who are there the one with the
fewest open promises, else its lead, else the next lead up. One rule for one case and for an import's many.

Of those with equally many it is the one who was given their last one the longest ago. Who has 30 open ones
has as many as anybody: counting on would make each answer dearer, the more are waiting."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Model

from employees.models import Employee, Team, Term
from tenants.database import prepared_cursor
from tenants.here import day_of, today
from tenants.rows import fresh_key_of_each

Load = tuple[int, int, int]
"""Open promises, the key of the last one and that of the employee: the least of these is next."""

YET_TO_COME = 1 << 63
"""Above every key there is."""
LOADS = """
SELECT person.team_id, owed.count, owed.last, person.id FROM employees_employee AS person
JOIN employees_team AS team ON team.id = person.team_id
CROSS JOIN LATERAL (
    SELECT count(*), coalesce(max(id), 0) AS last FROM (
        SELECT id FROM employees_commitment
        WHERE owner_id = person.id AND kept_at IS NULL AND withdrawn_at IS NULL
        ORDER BY due_at DESC, id DESC LIMIT 30
    ) AS latest
) AS owed
WHERE person.team_id = {of} AND person.deactivated_at IS NULL
    AND person.id IS DISTINCT FROM team.lead_id
    AND NOT EXISTS (
        SELECT FROM employees_absence AS away
        WHERE away.employee_id = person.id AND away.ends >= $2::date AND away.starts <= $3::date
            AND (away.starts <= $2::date OR away.ends >= $3::date)
    )
"""
"""Nobody who is away today or on the day of the date; in plain SQL, as it is asked with each answer that
opens a case."""

LOADS_OF_MANY = LOADS.format(of="ANY($1::bigint[])")
NEXT = f"SELECT id FROM ({LOADS.format(of='$1')}) AS load ORDER BY count, last, id LIMIT 1"  # noqa: S608 - our own words


def assignees(wanted: Mapping[int, int], *, due_at: datetime) -> dict[int, list[int | None]]:
    """For each team's key and number of new promises, the keys of those who get them, one after the other to
    whoever has the fewest open ones then. None where neither the team nor a lead above it has anybody: such a
    promise stands in the unassigned queue."""
    loads = _loads(wanted, due_at)
    leads = _leads([team for team in wanted if not loads[team]])
    return {
        team: _spread(loads[team], count) if loads[team] else [leads.get(team)] * count
        for team, count in wanted.items()
    }


def keys_and_next_owner(team: int, *tables: type[Model], due_at: datetime) -> tuple[list[int], int | None]:
    """A fresh key for a row of each table, and the key of who gets the next promise of this team."""
    *keys, owner = fresh_key_of_each(*tables, beside=NEXT, values=[team, today(), day_of(due_at)])
    return keys, owner or _leads([team]).get(team)


def assignee(team: Team, *, due_at: datetime) -> Employee | None:
    """Who gets the next promise of this team."""
    (found,) = assignees({team.pk: 1}, due_at=due_at)[team.pk]
    return Employee.objects.get(pk=found) if found else None


def _spread(heap: list[Load], count: int) -> list[int | None]:
    heapq.heapify(heap)
    found: list[int | None] = []
    for later in range(YET_TO_COME, YET_TO_COME + count):
        load, _last, employee = heap[0]
        heapq.heapreplace(heap, (load + 1, later, employee))
        found.append(employee)
    return found


def _loads(teams: Iterable[int], due_at: datetime) -> dict[int, list[Load]]:
    found: dict[int, list[Load]] = defaultdict(list)
    with prepared_cursor() as cursor:
        cursor.execute(LOADS_OF_MANY, [list(teams), today(), day_of(due_at)])
        for team, *load in cursor.fetchall():
            found[team].append(tuple(load))
    return found


def _leads(teams: list[int]) -> dict[int, int]:
    """The nearest lead who is there, of the team or upward, of teams in which nobody is."""
    if not teams:
        return {}
    tree = {pk: (parent, lead) for pk, parent, lead in Team.objects.values_list("pk", "parent", "lead")}
    there = set(Employee.objects.present().filter(leads__isnull=False).values_list("pk", flat=True))
    found = {}
    for team in teams:
        at: int | None = team
        while at is not None and tree[at][1] not in there:
            at = tree[at][0]
        if at is not None:
            found[team] = tree[at][1]
    return found


def lead_for(team: int, *, apart: Employee) -> Employee | None:
    """Who decides for somebody of this team: its lead, else the next one up who is there and not the asker,
    else who is the champion or stands in. None where nobody is there."""
    tree = {pk: (parent, lead) for pk, parent, lead in Team.objects.values_list("pk", "parent", "lead")}
    chain: list[int | None] = []
    at: int | None = team
    while at is not None:
        chain.append(tree[at][1])
        at = tree[at][0]
    if term := Term.objects.current():
        chain += [term.employee_id, term.deputy_id, term.sponsor_id]
    there = Employee.objects.present().exclude(pk=apart.pk).in_bulk([key for key in chain if key])
    return next((there[key] for key in chain if key in there), None)
