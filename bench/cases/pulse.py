"""How many answers of the pulse a second are sealed and stored by the public form, beside the bare server.
Limits are on; each link takes one answer; rows are counted afterwards."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone
from django_tenants.utils import schema_context

from bench import bare
from bench.cases.intake import COMMENT, address, host, plain, proxied
from bench.load import Outcome, fire, form_post, side_by_side
from bench.registry import Result, case
from bench.servers import granian
from employees.actions.waves import open_wave
from employees.models import Employee, Participation, Sealed, Team, Wave
from employees.models.pulse_cards import answer_path
from employees.models.shipped import shipped_questions
from tenants.actions import create_organisation
from tenants.models import Organisation

PEOPLE, TEAMS = 40_000, 200
"""More people than can answer while a case is measured."""
ASKED = ("enps", "needs", "time", "voice", "lead", "difference", "change")


@case("pulse")
def by_form() -> Iterator[Result]:
    """Seven questions by signed links: eNPS, five statements, one text."""
    organisation = create_organisation(name="bench-pulse", slug="bench-pulse")
    with schema_context(organisation.schema_name):
        wave, paths = opened(organisation)
    said = {"lang": "en", "q-enps": "8", "q-change": COMMENT} | {f"q-{key}": "4" for key in ASKED[1:-1]}
    body, sent, outcomes = urlencode(said).encode(), iter(paths), []

    def request(number: int) -> bytes:
        head = f"X-Forwarded-For: {address(number)}\r\n"
        return form_post(next(sent), host(organisation), body, head)

    bare.prepare()
    connection.close()
    with proxied(), granian("config.wsgi:application") as ours, granian("bench.bare:application") as floor:

        def store() -> Outcome:
            outcomes.append(fire(ours, request))
            return outcomes[-1]

        rates = side_by_side(store, lambda: fire(floor, plain))
    check(organisation, wave, sum(outcome.accepted for outcome in outcomes))
    yield Result("pulse", rates[0], "answers/s", rates[1])


def opened(organisation: Organisation) -> tuple[Wave, list[str]]:
    """A wave that is open, and each one's own address."""
    teams = Team.objects.bulk_create(Team(name=f"Store {number}") for number in range(TEAMS))
    people = Employee.objects.bulk_create(
        (
            Employee(name=f"P {n}", email=f"p{n}@example.com", team=teams[n % TEAMS], password="!")
            for n in range(PEOPLE)
        ),
        batch_size=4000,
    )
    wave = Wave.objects.create(
        title="Spring", questions=[shipped_questions()[key] for key in ASKED],
        closes_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    open_wave(wave)
    return wave, [answer_path(wave.pk, person.pk) for person in people]


def check(organisation: Organisation, wave: Wave, accepted: int) -> None:
    with schema_context(organisation.schema_name):
        counts = Participation.objects.filter(wave=wave).count(), Sealed.objects.filter(wave=wave).count()
    if counts != (accepted, accepted):
        raise SystemExit(f"accepted {accepted}, took part and sealed {counts}")
