"""How many answers a second are stored, by the public form and over the API, beside the bare server. Limits,
honeypot, idempotency, outbox and marks are on; 15 of 100 answers open a case; rows are counted afterwards."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tenants.utils import schema_context

from bench import bare
from bench.load import Outcome, fire, form_post, side_by_side
from bench.registry import Result, case
from bench.servers import granian
from employees.actions.tokens import make_token
from employees.models import Employee, Team, Term
from feedback.actions.public import new_token
from feedback.models import Case, Goal, Journey, ListeningPost, Mark, PostVersion, Response, Stage, Touchpoint
from tenants.actions import create_organisation
from tenants.models import Organisation
from tenants.outbox.models import Event

POOR = 15
TOKENS = 40_000
"""More showings of the form than a case can use, made before the clock runs."""
INTEGRATORS = 40
COMMENT = "Nobody came for an hour, and then the nurse was kind to us."


@case("intake")
def by_form() -> Iterator[Result]:
    """The public form's plain view."""
    organisation, post = place("bench-intake")
    with schema_context(organisation.schema_name):
        tokens = [new_token(post) for _ in range(TOKENS)]

    def request(number: int) -> bytes:
        said = {"token": tokens[number], "lang": "en", "q-nps": score(number), "q-why": COMMENT}
        head = f"X-Forwarded-For: {address(number)}\r\n"
        return form_post(f"/f/{post.key}/", host(organisation), urlencode(said).encode(), head)

    yield from measured("intake", organisation, request)


@case("intake_api")
def by_api() -> Iterator[Result]:
    """POST /api/v1/responses/, by integrators each within their limit."""
    organisation, post = place("bench-api")
    secrets = tokens_of(organisation)

    def request(number: int) -> bytes:
        said = {"post": post.pk, "score": score(number), "comment": COMMENT, "external_id": str(number)}
        body = json.dumps(said).encode()
        head = (
            f"POST /api/v1/responses/ HTTP/1.1\r\nHost: {host(organisation)}\r\n"
            f"Authorization: Bearer {secrets[number % INTEGRATORS]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"X-Forwarded-For: {address(number)}\r\n\r\n"
        )
        return head.encode() + body

    yield from measured("intake_api", organisation, request)


def score(number: int) -> int:
    return 3 if number % 100 < POOR else 9


def address(number: int) -> str:
    """One of many clients, each within the limits."""
    return f"10.{number % 250}.{number // 250 % 250}.7"


def host(organisation: Organisation) -> str:
    return f"{organisation.slug}.{settings.SITE_DOMAIN}"


def place(slug: str) -> tuple[Organisation, ListeningPost]:
    """An organisation with a team of five and a post."""
    organisation = create_organisation(name=slug, slug=slug)
    with schema_context(organisation.schema_name):
        team = Team.objects.create(name="Ward")
        for number in range(5):
            Employee.objects.create(
                name=f"Lee {number}", email=f"lee{number}@example.com", team=team, password="!"
            )
        stage = Stage.objects.create(journey=Journey.objects.create(name="Visit"), name="Stay")
        post = ListeningPost.objects.create(
            name="Ward", kind="survey", goal=Goal.objects.create(name="Fewer leave"), team=team,
            touchpoint=Touchpoint.objects.create(stage=stage, name="Ward"),
            review_on=timezone.localdate() + timedelta(days=90),
        )  # fmt: skip
        labels = {"en": "How likely are you to recommend us?"}
        questions = [
            {"key": "nps", "kind": "nps", "required": True, "labels": labels},
            {"key": "why", "kind": "text", "required": False, "labels": {"en": "Why?"}},
        ]
        PostVersion.objects.create(post=post, number=1, title={"en": "Your stay"}, questions=questions)
    return organisation, post


def tokens_of(organisation: Organisation) -> list[str]:
    """The secrets of a champion's tokens, which may hand in feedback."""
    with schema_context(organisation.schema_name):
        person, today = Employee.objects.first(), timezone.localdate()
        Term.objects.create(employee=person, sponsor=person, starts=today, ends=today + timedelta(days=9))
        made = (make_token(owner=person, name="bench", scopes=["feedback"]) for _ in range(INTEGRATORS))
        return [secret for _token, secret in made]


def measured(name: str, organisation: Organisation, request: object) -> Iterator[Result]:
    """Rounds of ours and of the bare server in turns; then every acknowledged answer must be there, once."""
    bare.prepare()
    connection.close()
    sent, outcomes = iter(range(TOKENS)), []
    with proxied(), granian("config.wsgi:application") as ours, granian("bench.bare:application") as floor:

        def store() -> Outcome:
            outcomes.append(fire(ours, lambda _number: request(next(sent))))
            return outcomes[-1]

        rates = side_by_side(store, lambda: fire(floor, plain))
    check(organisation, outcomes)
    yield Result(name, rates[0], "answers/s", rates[1])


@contextmanager
def proxied() -> Iterator[None]:
    """The servers believe the one proxy before them, so that there are many clients."""
    os.environ["NUM_PROXIES"] = "1"
    try:
        yield
    finally:
        del os.environ["NUM_PROXIES"]


def plain(number: int) -> bytes:
    said = {"score": score(number), "comment": COMMENT}
    return form_post("/", "localhost", urlencode(said).encode())


def check(organisation: Organisation, outcomes: list[Outcome]) -> None:
    accepted = sum(outcome.accepted for outcome in outcomes)
    statuses = [outcome.statuses for outcome in outcomes]
    with schema_context(organisation.schema_name):
        stored = Response.objects.count()
        told = Event.objects.filter(name="response.received").count()
        poor = Response.objects.needing_case().count()
        counts = (stored, told, Mark.objects.count(), Case.objects.count())
    if counts != (accepted, accepted, accepted, poor) or not 0.1 < poor / stored < 0.2:
        raise SystemExit(
            f"accepted {accepted}, stored, told, marked, cases {counts}, poor {poor}: {statuses}"
        )
