import unicodedata
from datetime import timedelta
from random import Random
from typing import NamedTuple

from django.utils import timezone

from employees.models import Employee, Team, Term
from feedback.management.demo.people import FIRST, LAST, Branch


class Staff(NamedTuple):
    """Who works in a demo organisation."""

    teams: dict[str, Team]
    everybody: list[Employee]
    admin: Employee
    champion: Employee
    deputy: Employee
    sponsor: Employee

    def of(self, team: Team) -> list[Employee]:
        return [employee for employee in self.everybody if employee.team_id == team.pk]


def build_staff(tree: Branch, *, host: str, chance: Random) -> Staff:
    """The tree with its people: the first of a team leads it; of the head office one configures, one is the
    customer champion, and the first is their executive sponsor."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    chance.shuffle(names)
    teams: dict[str, Team] = {}
    everybody: list[Employee] = []

    def grow(branch: Branch, parent: Team | None) -> None:
        team = teams[branch.name] = Team.objects.create(
            name=branch.name, parent=parent, location=branch.location
        )
        taken = [names.pop() for _ in range(branch.staff)]
        people = [Employee(name=name, email=address(name, host), team=team, language="en") for name in taken]
        for person in people:
            person.set_unusable_password()
        everybody.extend(Employee.objects.bulk_create(people))
        team.lead = people[0]
        team.save(update_fields=["lead"])
        for child in branch.below:
            grow(child, team)

    grow(tree, None)
    sponsor, admin, champion = everybody[:3]
    deputy = teams[tree.below[0].name].lead
    assert deputy is not None
    Employee.objects.filter(pk=admin.pk).update(is_admin=True)
    today = timezone.localdate()
    Term.objects.create(
        employee=champion, deputy=deputy, sponsor=sponsor,
        starts=today - timedelta(days=10), ends=today + timedelta(days=355),
    )  # fmt: skip
    return Staff(teams, everybody, admin, champion, deputy, sponsor)


def address(name: str, host: str) -> str:
    """`Ágnes Kovács` is agnes.kovacs@ the organisation's host."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"{plain.lower().replace(' ', '.')}@{host}"
