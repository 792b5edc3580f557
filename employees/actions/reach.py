"""Whom the rungs of a ladder would reach today, by name: asked of the rungs that climb, not found anew."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from employees.actions.ladder import Rungs
from employees.models import Commitment, Employee, Policy, Team


@dataclass(frozen=True)
class Reached:
    """Somebody, or nobody, whom a rung reaches, and of which teams. is_meant: whom the rung names, not one
    above in their place."""

    person: Employee | None
    is_meant: bool
    teams: list[str]


@dataclass(frozen=True)
class Rung:
    """A rung of a ladder, with all whom it reaches; those who are not meant come first."""

    rung: str
    hours: int
    groups: list[Reached]

    @property
    def whole(self) -> int:
        return sum(len(group.teams) for group in self.groups)

    @property
    def meant(self) -> list[Reached]:
        return [group for group in self.groups if group.is_meant]

    @property
    def others(self) -> list[Reached]:
        return [group for group in self.groups if not group.is_meant]

    @property
    def as_meant(self) -> int:
        """Of how many teams the rung reaches whom it names."""
        return sum(len(group.teams) for group in self.meant)


def reach(policy: Policy) -> dict[str, list[Rung]]:
    """For each kind of promise its rungs, were a promise of each team broken today that is nobody's of those
    who are told. A promise may also be of no team."""
    rungs, known = Rungs(), dict[tuple[str, ...], list[list[Reached]]]()
    teams = [*Team.objects.order_by("name").values_list("pk", "name"), (None, _("promises of no team"))]
    found = {}
    for kind in Commitment.Kind.values:
        ladder = policy.ladder(kind)
        names = tuple(name for name, _hours in ladder)
        if names not in known:
            known[names] = _climb(names, teams, rungs)
        found[kind] = [Rung(*step, groups) for step, groups in zip(ladder, known[names], strict=True)]
    return found


def _climb(names: tuple[str, ...], teams: list[tuple[int | None, str]], rungs: Rungs) -> list[list[Reached]]:
    """Each team's promise climbs by itself: nobody is told of one twice."""
    found: list[dict[tuple[int, bool], list[str]]] = [defaultdict(list) for _name in names]
    for pk, team in teams:
        broken, told = Commitment(team_id=pk), list[int | None]()
        for place, name in enumerate(names):
            person = rungs.reached(name, broken, told)
            told.append(person.pk if person else None)
            meant = rungs.meant(name, broken)
            found[place][told[-1] or 0, person is not None and meant == person.pk].append(team)
    return [_groups(by_person, rungs) for by_person in found]


def _groups(by_person: dict[tuple[int, bool], list[str]], rungs: Rungs) -> list[Reached]:
    groups = [
        Reached(rungs.present.get(key), is_meant, teams) for (key, is_meant), teams in by_person.items()
    ]
    return sorted(groups, key=lambda group: (group.is_meant, -len(group.teams), str(group.person)))
