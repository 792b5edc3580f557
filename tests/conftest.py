"""What every test may ask for. The factories bring the organisation: no factory, no database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_context
from hypothesis import settings

from tenants import fleeting, hosts, memory
from tenants.models import Organisation
from tests import committing, databases
from tests.languages import arabic, catalogue  # noqa: F401

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")  # how fast the machine is, is not what a property says


class OrganisationClient(Client):
    """A browser at one organisation's host. Afterwards the test stands in the organisation where it stood."""

    def __init__(self, organisation: Organisation, **defaults: Any) -> None:
        super().__init__(HTTP_HOST=f"{organisation.slug}.localhost", **defaults)
        self.organisation = organisation

    def request(self, **request: Any) -> Any:
        before = connection.tenant
        try:
            return super().request(**request)
        finally:
            connection.set_tenant(before)

    def force_login(self, user: Any, backend: str | None = None) -> None:
        with schema_context(self.organisation.schema_name):
            super().force_login(user, backend)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """The worker's own database, with two organisations and the one that runs the platform.

    Not pytest-django's: that one makes a database only for tests with its marker, and ours ask by fixture."""
    with django_db_blocker.unblock():
        configured = databases.make()
    yield
    with django_db_blocker.unblock():
        databases.drop(configured)


@pytest.fixture(scope="session", autouse=True)
def keys_of_waves(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where keys are kept of waves that tests open."""
    site.PULSE_KEY_DIR = tmp_path_factory.mktemp("keys")


@pytest.fixture
def organisations(request: pytest.FixtureRequest) -> Iterator[dict[str, Organisation]]:
    """The organisations by short name, in a transaction that is rolled back, or, for a test marked
    `committing`, for real: afterwards their tables and the queue are emptied."""
    really = request.node.get_closest_marker("committing")
    request.getfixturevalue("committed" if really else "db")
    yield {organisation.slug: organisation for organisation in Organisation.objects.all()}
    connection.set_schema_to_public()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        connection.set_schema_to_public()
        committing.empty()


@pytest.fixture
def acme(organisations: dict[str, Organisation]) -> Organisation:
    """The organisation in which the test stands."""
    connection.set_tenant(organisations["acme"])
    return organisations["acme"]


@pytest.fixture
def bolt(organisations: dict[str, Organisation]) -> Organisation:
    """Another one; enter it by `with schema_context(bolt.schema_name)`."""
    return organisations["bolt"]


@pytest.fixture
def heed(organisations: dict[str, Organisation]) -> Organisation:
    """The organisation that runs the platform."""
    return organisations["heed"]


@pytest.fixture
def client_of(organisations: dict[str, Organisation]) -> Callable[..., OrganisationClient]:
    """A browser at an organisation's host, signed in as nobody."""
    return OrganisationClient


@pytest.fixture
def sign_in(organisations: dict[str, Organisation]) -> Callable[..., OrganisationClient]:
    """A browser in which this employee is signed in, at the organisation in which the test stands now."""

    def sign_in(employee: Any, **defaults: Any) -> OrganisationClient:
        here = next(o for o in organisations.values() if o.schema_name == connection.schema_name)
        client = OrganisationClient(here, **defaults)
        client.force_login(employee)
        return client

    return sign_in


@pytest.fixture
def make_employee(acme: Organisation) -> Callable[..., Any]:
    """Somebody who works here; facts as in the model, `password=` to sign in by the form."""
    from employees.models import Employee

    numbers = count(1)

    def make(**facts: Any) -> Employee:
        number = next(numbers)
        password = facts.pop("password", None)
        person = Employee(**({"name": f"Lee {number}", "email": f"lee{number}@example.com"} | facts))
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save()
        person.refresh_from_db()
        return person

    return make


@pytest.fixture
def make_team(acme: Organisation) -> Callable[..., Any]:
    from employees.models import Team

    numbers = count(1)

    def make(**facts: Any) -> Team:
        return Team.objects.create(**({"name": f"Ward {next(numbers)}"} | facts))

    return make


@pytest.fixture
def send_away(acme: Organisation) -> Callable[..., Any]:
    """Somebody is away, from today on as a rule, for so many days."""
    from datetime import timedelta

    from employees.models import Absence
    from tenants.here import today

    def send(person: Any, *, since: int = 0, days: int = 1, **facts: Any) -> Absence:
        first = today() + timedelta(days=since)
        return Absence.objects.create(
            employee=person, starts=first, ends=first + timedelta(days=days - 1), **facts
        )

    return send


@pytest.fixture
def make_champion(make_employee: Callable[..., Any]) -> Callable[..., Any]:
    """An employee who is the customer champion now."""
    from datetime import timedelta

    from django.utils import timezone

    from employees.models import Term

    def make(**facts: Any) -> Any:
        person, today = make_employee(**facts), timezone.localdate()
        Term.objects.create(
            employee=person, sponsor=person, starts=today - timedelta(days=1), ends=today + timedelta(days=90)
        )
        return person

    return make


@pytest.fixture
def live_site(committed: None) -> Iterator[str]:
    """A real server in a thread, on every host: `f"http://acme.localhost:{port}"`. Only for tests that are
    marked `committing`; yields the port."""
    from tests.live import serve

    with serve() as port:
        yield port


@contextmanager
def standing_in(organisation: Organisation) -> Iterator[None]:
    """Stand in another organisation for a while, with its row at hand."""
    before = connection.tenant
    connection.set_tenant(organisation)
    try:
        yield
    finally:
        connection.set_tenant(before)


@pytest.fixture(autouse=True)
def forget_the_last_test() -> None:
    cache.clear()
    hosts.forget()
    memory.forget_all()
    fleeting.forget_counts()
    storages["default"].__dict__.pop("relative_media_root", None)  # django-tenants keeps the first for ever


@pytest.fixture
def make_touchpoint(acme: Organisation) -> Callable[..., Any]:
    """A touchpoint, in a stage of a journey of its own."""
    from feedback.models import Journey, Stage, Touchpoint

    numbers = count(1)

    def make(**facts: Any) -> Touchpoint:
        number = next(numbers)
        stage = Stage.objects.create(journey=Journey.objects.create(name=f"Visit {number}"), name="Stay")
        return Touchpoint.objects.create(**({"stage": stage, "name": f"Reception {number}"} | facts))

    return make


@pytest.fixture
def make_post(make_touchpoint: Callable[..., Any], make_team: Callable[..., Any]) -> Callable[..., Any]:
    """A listening post with one version of questions: `kinds` are theirs, keyed by kind; the first is asked
    for."""
    from datetime import timedelta

    from django.utils import timezone

    from feedback.models import Goal, ListeningPost, PostVersion

    numbers = count(1)

    def make(
        kinds: tuple[str, ...] = ("nps", "text"), languages: tuple[str, ...] = ("en",), **facts: Any
    ) -> Any:
        number = next(numbers)
        labels = {code: f"How was it? ({code})" for code in languages}
        questions = [
            {"key": kind, "kind": kind, "required": kind == kinds[0], "labels": labels} for kind in kinds
        ]
        goal = Goal.objects.get_or_create(name="Fewer leave")[0]
        given = {
            "name": f"Post {number}", "kind": "survey", "goal": goal,
            "touchpoint": facts.get("touchpoint") or make_touchpoint(),
            "team": facts.get("team") or make_team(),
            "review_on": timezone.localdate() + timedelta(days=90),
        }  # fmt: skip
        post = ListeningPost.objects.create(**(given | facts))
        PostVersion.objects.create(post=post, number=1, title=labels, questions=questions)
        return post

    return make


@pytest.fixture
def make_response(make_post: Callable[..., Any]) -> Callable[..., Any]:
    """An answer as it is received, NPS 9 unless told otherwise; a poor one opens a case."""
    from feedback.actions.intake import receive_response

    def make(**facts: Any) -> Any:
        return receive_response(
            **({"post": facts.get("post") or make_post(), "metric": "nps", "score": 9} | facts)
        )

    return make
