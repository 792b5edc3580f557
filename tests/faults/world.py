"""`python -m tests.faults.world make|hurry`: the organisation that is asked, and how its time passes."""

import contextlib
import sys
import time
from datetime import timedelta

import django

STEP = timedelta(hours=21)
PORTION = 40


def make() -> None:
    """A region with two wards, a champion, and a post with a question and a why."""
    from django.utils import timezone
    from django_tenants.utils import schema_context

    from employees.models import Employee, Team, Term
    from feedback.models import Goal, Journey, ListeningPost, PostVersion, Stage, Touchpoint
    from tenants.actions import create_organisation

    organisation = create_organisation(name="Acme Health", slug="acme")
    with schema_context(organisation.schema_name):

        def person(name: str, **facts: object) -> Employee:
            return Employee.objects.create(name=name, email=f"{name}@acme.example", **facts)

        region = Team.objects.create(name="Region", lead=person("up"))
        ward = Team.objects.create(name="Ward", parent=region, lead=person("lead"))
        for number in range(3):
            person(f"lee{number}", team=ward)
        today = timezone.localdate()
        Term.objects.create(
            employee=person("champion"), sponsor=person("sponsor"),
            starts=today - timedelta(days=1), ends=today + timedelta(days=90),
        )  # fmt: skip
        stage = Stage.objects.create(journey=Journey.objects.create(name="A visit"), name="Stay")
        post = ListeningPost.objects.create(
            name="Leaving", kind="survey", goal=Goal.objects.create(name="Fewer leave"), team=ward,
            touchpoint=Touchpoint.objects.create(stage=stage, name="Reception"),
            review_on=today + timedelta(days=90),
        )  # fmt: skip
        questions = [
            {"key": kind, "kind": kind, "required": kind == "nps", "labels": {"en": "How was it?"}}
            for kind in ("nps", "text")
        ]
        PostVersion.objects.create(post=post, number=1, title={"en": "Your stay"}, questions=questions)


def hurry() -> None:
    """Twice a second 21 hours pass for some promises, and somebody looks at them; while the database is away
    time stands still."""
    from django.db import DatabaseError, connection

    while True:
        try:
            pass_time()
        except DatabaseError:
            with contextlib.suppress(DatabaseError):
                connection.close()
        time.sleep(0.5)


def pass_time() -> None:
    """First comes the reminder, then each rung: a promise whose turn has come waits until it was told of."""
    from django.db.models import F, Q
    from django.utils import timezone
    from django_tenants.utils import schema_context

    from employees.models import Commitment
    from tenants.models import Organisation
    from tenants.queue import enqueue

    now = timezone.now()
    with schema_context(Organisation.objects.get(slug="acme").schema_name):
        told = Q(reminded_at__isnull=False) | Q(due_at__gt=now + timedelta(hours=4))
        ripe = Commitment.objects.open().filter(told, climbs_at__gt=now)
        moved = {
            name: F(name) - STEP for name in ("made_at", "owned_since", "due_at", "first_due_at", "climbs_at")
        }
        keys = list(ripe.values_list("pk", flat=True)[:PORTION])
        ripe.filter(pk__in=keys).update(**moved)
        enqueue("employees.tasks.watch_promises")


if __name__ == "__main__":
    django.setup()
    {"make": make, "hurry": hurry}[sys.argv[1]]()
