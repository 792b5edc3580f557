import json
import os
import secrets
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import time_machine
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tenants.utils import schema_context

from employees.models import Employee
from feedback.management.demo import mass, recognition
from feedback.management.demo.desk import DeskTeller
from feedback.management.demo.knowing import build_knowing
from feedback.management.demo.letters import build_letters
from feedback.management.demo.listening import build_listening
from feedback.management.demo.office import build_absences, pledges
from feedback.management.demo.organisations import DEMOS, Demo
from feedback.management.demo.pulses import began, pulses
from feedback.management.demo.staff import Staff, build_staff
from feedback.management.demo.stories import Story, Teller, tell
from ideas.actions.trending import count_trends
from ideas.management.demo.ideas import ideas
from tenants import places
from tenants.actions import create_organisation, drop_due
from tenants.models import Organisation

DAYS = 120
SCALE = float(os.environ.get("DEMO_SCALE", "1"))  # tests of the demo need no crowd
TOLD_OF = {recognition.thanks: 24, recognition.praise: 14, recognition.goodwill: 16}
UNHAPPY, HAPPY = round(75 * SCALE), round(25 * SCALE)
SignIn = dict[str, str]


class Command(BaseCommand):
    """Three organisations and what happened there: a chain of stores, a health trust, the operator's. Made
    once; what is there already stays as it is, and what a broken start left half made is made anew."""

    help = "Fill an empty site with the demo's organisations."

    def handle(self, **options: object) -> None:
        state = Path(os.environ.get("DEMO_STATE", places.DEMO_STATE))
        done = json.loads(state.read_text())["sign_ins"] if state.exists() else []
        makers = {demo.slug: partial(make, demo) for demo in DEMOS} | {"ops": make_operator}
        for slug in makers.keys() - {each["slug"] for each in done}:
            forget(slug)
        for slug, maker in makers.items():
            if not any(each["slug"] == slug for each in done):
                done += [each | {"slug": slug, "host": f"{slug}.{settings.SITE_DOMAIN}"} for each in maker()]
                places.write_private(state, json.dumps({"sign_ins": done}))


def forget(slug: str) -> None:
    """Drop an organisation whose making was broken off: nobody has its passwords."""
    Organisation.objects.filter(slug=slug).update(deleted_at=timezone.now(), drop_after=timezone.now())
    drop_due()


def make(demo: Demo) -> list[SignIn]:
    """One organisation, 120 days ago, and all that has happened since."""
    now, chance = timezone.now(), Random(demo.slug)  # noqa: S311, the same content each time
    beginning = now - timedelta(days=DAYS)
    organisation = create_organisation(name=demo.name, slug=demo.slug)
    Organisation.objects.filter(pk=organisation.pk).update(brand_color=demo.brand_color, created_at=beginning)
    with schema_context(organisation.schema_name):
        with time_machine.travel(beginning, tick=True):
            staff = build_staff(demo.tree, host=f"{demo.slug}.example", chance=chance)
            posts = build_listening(demo, sponsor=staff.sponsor, teams=staff.teams)
            recognition.set_up(names=demo.wall)
        mass.bring_in(demo, posts[-1], by=staff.admin, days=DAYS, now=now, chance=chance)
        register = pledges(staff, now=now, days=DAYS, chance=Random(demo.slug))  # noqa: S311, as above
        desk = DeskTeller(staff, Random(f"{demo.slug}, desk")).stories(now, days=DAYS, share=SCALE)  # noqa: S311
        with time_machine.travel(beginning, tick=True):
            wished = ideas(staff, demo.slug, now=now, days=DAYS - 1, chance=Random(f"{demo.slug} ideas"))  # noqa: S311
        tell(stories(Teller(demo, staff, posts, chance), now, chance) + register + desk + wished, until=now)
        build_absences(staff, chance=chance)
        build_knowing(demo.slug, staff, now=now, chance=chance)
        build_letters(staff, now=now)
        count_trends()
        return give_passwords(staff, demo.name)


def stories(teller: Teller, now: datetime, chance: Random) -> list[tuple[datetime, Story]]:
    """When each story begins: most of them long ago, some today."""
    begun = [now - timedelta(days=DAYS * chance.random() ** 2, minutes=30) for _ in range(UNHAPPY + HAPPY)]
    unhappy = [
        (at, teller.unhappy(stops_after=chance.choice([0, 1, 2, 3, 4, 6, 6, 6]))) for at in begun[:UNHAPPY]
    ]
    nights = (now - timedelta(days=DAYS), teller.nights())
    happy = [(at, teller.happy()) for at in begun[UNHAPPY:]]
    asked = (began(now), pulses(teller.staff, Random(f"{teller.demo.slug} pulse")))  # noqa: S311
    return [nights, asked, *unhappy, *happy, *recognitions(teller, now, chance)]


def recognitions(teller: Teller, now: datetime, chance: Random) -> list[tuple[datetime, Story]]:
    """Thanks, praise and gestures of the last two months."""
    return [
        (now - timedelta(days=60 * chance.random(), minutes=30), story(teller))
        for story, times in TOLD_OF.items() for _each in range(max(2, round(times * SCALE)))
    ]  # fmt: skip


def give_passwords(staff: Staff, organisation: str) -> list[SignIn]:
    team = next(team for team in staff.teams.values() if team.lead and not team.children.exists())
    assert team.lead is not None
    colleague = next(each for each in staff.of(team) if each != team.lead)
    people = {
        "admin": staff.admin,
        "customer champion": staff.champion,
        f"lead, {team}": team.lead,
        f"employee, {team}": colleague,
    }
    return [sign_in(person, role, organisation) for role, person in people.items()]


def make_operator() -> list[SignIn]:
    organisation = create_organisation(name="Heed Operations", slug="ops", is_operator=True)
    with schema_context(organisation.schema_name):
        operator = Employee.objects.create_user("operator@ops.example", name="Robin Hale", is_operator=True)
        return [sign_in(operator, "operator of the platform", organisation.name)]


def sign_in(person: Employee, role: str, organisation: str) -> SignIn:
    """A random password for this demo; in clear it stands in a private file only."""
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    person.set_password(password)
    person.save(update_fields=["password"])
    return {"organisation": organisation, "email": person.email, "password": password, "role": role}
