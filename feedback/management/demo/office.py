"""What goes on in the champion's office of a demo organisation: who is away when, and what those at the top
promise before everybody."""

from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Count
from django.utils import timezone

from employees.actions import ledger
from employees.actions.absences import begin_due, save_absence
from employees.actions.register import pledge
from employees.models import Absence, Commitment, Employee
from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from tenants.here import today

WHY = ("Annual leave", "Course", "Parental leave", "Moving house", "", "")

PLEDGES = (
    "A morning each month where customers are served",
    "Read ten comments aloud at the start of each meeting",
    "An answer to every open question of the last staff meeting",
    "A seat for somebody from the front line in the budget round",
    "Ring three customers who left us, and say what I heard",
    "The report on waiting times, where all can read it",
    "No new form for customers before an old one is gone",
    "A visit to each place that was opened this year",
    "Half a day with the people who answer complaints",
    "What became of last year's five promises, in the newsletter",
    "A named person for customers who need an interpreter",
    "Our opening hours, right on every door and every page",
)


def pledges(staff: Staff, *, now: datetime, days: int, chance: Random) -> list[tuple[datetime, Story]]:
    """One a week or so, by whoever's promises stand on the register; the last ones are open still."""
    directors = [staff.sponsor, staff.champion, *_executives(staff)]
    step = timedelta(days=days) / (len(PLEDGES) + 1)
    return [
        (
            now - step * (len(PLEDGES) - place),
            pledged(words, by=directors[place % len(directors)], chance=chance),
        )
        for place, words in enumerate(PLEDGES)
    ]


def _executives(staff: Staff) -> list[Employee]:
    """The leads right below the head office, marked as executives."""
    found = list(Employee.objects.filter(leads__parent__parent=None, leads__parent__isnull=False)[:2])
    Employee.objects.filter(pk__in=[person.pk for person in found]).update(is_executive=True)
    return list(Employee.objects.filter(pk__in=[person.pk for person in found]))


def pledged(words: str, *, by: Employee, chance: Random) -> Story:
    """Promised, now and then moved with a reason, as a rule kept, seldom late."""
    made = pledge(words, due_at=timezone.now() + timedelta(days=chance.randrange(12, 30)), by=by)
    yield (made.due_at - timezone.now()) * chance.uniform(0.3, 0.9)
    if chance.random() < 0.3:
        reason = chance.choice(("The people I need are away until then.", "It was more than I thought."))
        ledger.renegotiate(made, due_at=made.due_at + timedelta(days=10), reason=reason, by=by)
        yield timedelta(days=9)
    if chance.random() < 0.85:
        ledger.keep(made, by=by)


def build_absences(staff: Staff, *, chance: Random) -> None:
    """Some are away now, with a mate who stands in, some soon; the champion goes in two weeks."""
    first, spared = today(), {staff.champion.pk, staff.deputy.pk, staff.admin.pk, staff.sponsor.pk}
    go_away(
        staff.champion, staff.deputy, first + timedelta(days=14), first + timedelta(days=21), "Annual leave"
    )
    others = [person for person in staff.everybody if person.pk not in spared and not person.leads.exists()]
    for person in chance.sample(others, 6):
        mates = [mate for mate in others if mate.team_id == person.team_id and mate != person]
        begins = first + timedelta(days=chance.randrange(-4, 20))
        ends = max(begins, first) + timedelta(days=chance.randrange(2, 12))
        go_away(person, chance.choice(mates) if mates else None, begins, ends, chance.choice(WHY))
    busy = Commitment.objects.open().values("owner").annotate(n=Count("pk")).order_by("-n")
    asked = Employee.objects.filter(pk__in=[row["owner"] for row in busy[:20] if row["owner"] not in spared])
    for person in asked.filter(absences=None, leads=None)[:2]:
        go_away(person, None, first + timedelta(days=1), first + timedelta(days=6), "Annual leave")
    begin_due()


def go_away(person: Employee, stand_in: Employee | None, begins: date, ends: date, note: str) -> None:
    """Where the mate is there in these days."""
    free = stand_in and not Absence.objects.within(begins, ends).filter(employee=stand_in).exists()
    save_absence(
        Absence(employee=person, stand_in=stand_in if free else None, starts=begins, ends=ends, note=note)
    )
