"""How many of each team came to know customers: whoever was at a date of a programme within twelve months."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from employees.models import Employee, SignUp


@dataclass(frozen=True)
class Covered:
    """Of n people who work in a team now, how many came. Everybody is counted, so there is no interval."""

    key: int | None
    team: str
    n: int
    attended: int

    @property
    def percent(self) -> int:
        return round(100 * self.attended / self.n) if self.n else 0


@dataclass(frozen=True)
class Coverage:
    whole: Covered
    teams: list[Covered]


def coverage() -> Coverage:
    """Team by team, and the whole; one query."""
    came = Exists(SignUp.objects.lately().filter(employee=OuterRef("pk")))
    counted = (
        Employee.objects.active().annotate(came=came).order_by("team__name", "team")
        .values("team", "team__name").annotate(n=Count("pk"), attended=Count("pk", filter=Q(came=True)))
    )  # fmt: skip
    teams = [Covered(row["team"], row["team__name"] or "", row["n"], row["attended"]) for row in counted]
    return Coverage(Covered(None, "", sum(t.n for t in teams), sum(t.attended for t in teams)), teams)
