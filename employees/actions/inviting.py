"""Who a wave asks, where they stand in the tree, and the band of what it shows beside the teams."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from employees.metrics.bands import bands
from employees.metrics.groups import Group, team
from employees.models import Employee, PulseProgramme, Team
from tenants.here import current_zone, today


def invitees(branches: Iterable[int]) -> dict[int, int | None]:
    """The team of each who would be asked now: of these branches, or of all of the organisation."""
    people = Employee.objects.active().order_by("pk")
    if chosen := list(branches):
        people = people.filter(team__in=Team.objects.with_below(chosen))
    return dict(people.values_list("pk", "team"))


def staff_tree(people: Mapping[int, int | None]) -> Group:
    """The organisation's tree, with these people in their teams; in no team: directly in the organisation."""
    counts, children = Counter(people.values()), defaultdict(list)
    for pk, parent in Team.objects.order_by("pk").values_list("pk", "parent"):
        children[parent].append(pk)

    def grown(key: int | None) -> Group:
        return team(key, counts[key], *(grown(child) for child in children[key]))

    return grown(None)


def values_of(attribute: str, people: Mapping[int, object], k: int) -> dict[int, str]:
    """What is frozen of each beside their group; nothing where the wave shows nothing else."""
    if attribute != PulseProgramme.Attribute.TENURE:
        return {}
    joined = Employee.objects.filter(pk__in=people).values_list("pk", "joined_at")
    zone, last = current_zone(), today()
    years = {pk: whole_years(at.astimezone(zone).date(), last) for pk, at in joined}
    return {int(str(key)): band for key, band in bands(years, k).items()}


def whole_years(first: date, last: date) -> int:
    return max(0, last.year - first.year - (_in_year(last) < _in_year(first)))


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day
