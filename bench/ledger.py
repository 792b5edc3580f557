"""An organisation with a hundred thousand open promises, and three times as many that were settled."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.databases import settle
from employees.models import Employee, Team, Term

PEOPLE, TEAMS, REGIONS, YEARS = 500, 60, 6, 2
EACH = 20
"""Open promises a person at least, so that people are compared in a small organisation, too."""
SETTLED = 3
"""For each open promise."""

PROMISES = """
INSERT INTO employees_commitment (
    owner_id, team_id, kind, promise, source_path, made_at, first_due_at, due_at, owned_since, kept_at,
    withdrawn_at, withdrawn_reason, climbed)
SELECT CASE WHEN turn %% 200 > 0 THEN (%(people)s::bigint[])[1 + turn %% %(person_count)s::int] END,
    (%(teams)s::bigint[])[1 + turn %% %(person_count)s::int %% %(team_count)s::int],
    (ARRAY['answer', 'answer', 'answer', 'danger', 'prevention', 'other'])[1 + floor(random() * 6)::int],
    'What we promised, number ' || turn, '', due - interval '24 hours', due, due, due - interval '24 hours',
    CASE WHEN NOT is_open AND turn %% 50 > 0 THEN due + interval '1 hour' * (random() * 12 - 10) END,
    CASE WHEN NOT is_open AND turn %% 50 = 0 THEN due END, '', 0
FROM (
    SELECT n / %(share)s::int AS turn, n %% %(share)s::int = 0 AS is_open,
        now() + interval '1 day' * CASE WHEN n %% %(share)s::int = 0 THEN random() * 40 - 10
            ELSE -%(days)s::int * random() END AS due
    FROM generate_series(1, %(all)s::int) AS n
) AS drawn
"""

HANDED = """
INSERT INTO employees_handover (commitment_id, giver_id, taker_id, by_id, at, reason, held, "left")
SELECT id, (%(people)s::bigint[])[1 + id %% %(person_count)s::int], owner_id, owner_id,
    made_at + (due_at - made_at) * part, '', (due_at - made_at) * part, (due_at - made_at) * (1 - part)
FROM (SELECT *, random() AS part FROM employees_commitment WHERE id %% %(every)s::int = 0) AS passed
"""
ASKED = """
INSERT INTO employees_nudge (commitment_id, by_id, to_id, at, note, acknowledged_at, answer, on_behalf_of)
SELECT id, %(champion)s, owner_id, due_at, 'How does it stand?',
    CASE WHEN random() < 0.7 THEN due_at + interval '5 hours' END, '', ''
FROM employees_commitment WHERE owner_id IS NOT NULL AND id %% %(seldom)s::int = 0 AND due_at < now()
"""
EVERY, SELDOM = 8, 80
"""Of so many promises one passes through two hands, or is asked about."""


def fill(promises: int) -> Employee:
    """Fill the organisation in use with so many open promises; the champion, who sees them all."""
    today = timezone.localdate()
    champion = Employee.objects.create(email="champion@example.com", name="Ada Champion")
    Term.objects.create(
        employee=champion, sponsor=champion, starts=today - timedelta(days=1),
        ends=today + timedelta(days=300),
    )  # fmt: skip
    teams = make_teams(champion)
    staff = Employee.objects.bulk_create(
        Employee(email=f"staff{n}@example.com", name=f"Person {n}", team_id=teams[n % TEAMS])
        for n in range(min(PEOPLE, promises // EACH))
    )
    with connection.cursor() as cursor:
        cursor.execute(PROMISES, {
            "people": [person.pk for person in staff], "person_count": len(staff), "teams": teams,
            "team_count": TEAMS, "share": SETTLED + 1, "all": promises * (SETTLED + 1), "days": 365 * YEARS,
        })  # fmt: skip
        keys = [person.pk for person in staff]
        cursor.execute(HANDED, {"people": keys, "person_count": len(staff), "every": EVERY})
        cursor.execute(ASKED, {"champion": champion.pk, "seldom": SELDOM})
    settle(
        "employees_commitment",
        "employees_handover",
        "employees_nudge",
        "employees_employee",
        "employees_team",
    )
    return champion


def make_teams(lead: Employee) -> list[int]:
    """The keys of the teams at the bottom of a tree of three levels."""
    top = Team.objects.create(name="All of us", lead=lead)
    regions = [Team.objects.create(name=f"Region {n}", parent=top) for n in range(REGIONS)]
    return [Team.objects.create(name=f"Store {n}", parent=regions[n % REGIONS]).pk for n in range(TEAMS)]
