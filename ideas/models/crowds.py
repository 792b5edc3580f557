"""Among whom somebody without a name hides: all who could have handed in on a board, as its rules tell."""

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.metrics.groups import K
from employees.models import Employee, Team
from ideas.models.audiences import Act, Audience

Rule = tuple[str, int | None, str]
"""An act, and the team or the role that may do it."""
NO_CUSTOMERS = _("On this board no customers take part.")
TOO_SMALL = _("Fewer than five people can hand in here: an idea without a name would not be one.")


def crowd_of(rules: Iterable[Rule]) -> list[Rule]:
    """Those that tell who may hand in; boards with the same ones are for the same people. None: for all."""
    told = set(rules)
    found: set[Rule] = set()
    for act in (Act.SEE.value, Act.SUBMIT.value):
        mine = {rule for rule in told if rule[0] == act}
        if (act, None, Audience.Role.EMPLOYEE.value) not in mine:
            found |= mine
    return sorted(found, key=str)


def name_of(crowd: Iterable[Rule]) -> str:
    """The same for the same people, and as short for a thousand rules as for one."""
    return sha256(repr(list(crowd)).encode()).hexdigest()


def is_too_small(crowd: Iterable[Rule]) -> bool:
    """Whether too few hide there. Who only leads a team above, or answers there, is not counted."""
    rules, people = list(crowd), Employee.objects.active()
    for act in (Act.SEE.value, Act.SUBMIT.value):
        if mine := [rule for rule in rules if rule[0] == act]:
            people = people.filter(_among(mine))
    return people[:K].count() < K


def _among(rules: Iterable[Rule]) -> Q:
    roles = {role for _act, _team, role in rules}
    found = Q(team__in=Team.objects.with_below([team for _act, team, _role in rules if team]))
    if Audience.Role.LEAD in roles:
        found |= Q(pk__in=Team.objects.exclude(lead=None).values("lead"))
    if Audience.Role.ADMIN in roles:
        found |= Q(is_admin=True)
    return found
