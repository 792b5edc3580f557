"""The API, asked by a program that knows nothing of it but its own description."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import schemathesis
import werkzeug
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as times_and_phases
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config._checks import POSITIVE_DATA_ACCEPTANCE_EXPECTED_STATUSES
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth

from config.wsgi import application
from employees.actions.tokens import make_token
from tests.access import OPERATORS, ROUTES
from tests.access.kit import OPERATOR, Access
from tests.conftest import OrganisationClient, standing_in
from tests.examples import World

QUICK = times_and_phases(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
CSRF = "a" * 32
SLOW = {"POST /api/v1/organisations/"}
"""It makes a schema with all its tables: asked well once, and not at random."""
BY_PEOPLE = {"POST /api/v1/tokens/"}
"""A program makes no key for another one. Asked by a browser, whose cookies the check for operations that let
everybody in cannot take away; the walk of tests/tenancy asks it as nobody."""
RULES = [*POSITIVE_DATA_ACCEPTANCE_EXPECTED_STATUSES, "400", "412"]
"""A description cannot say every rule: that a date lies ahead, a key is of a row that is there, or an ETag is
that of what was read."""


@contextmanager
def one_connection() -> Iterator[None]:
    """Django closes its connection around a request, and with it the transaction of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def urlconf_of(role: str) -> str:
    return "config.operator_urls" if role == OPERATOR else "config.urls"


class Asking:
    """One role's program at one organisation. Whatever a request does is undone; what was answered is
    counted, and what a check found is kept."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role, self.urlconf = world, role, urlconf_of(role)
        self.host = f"{world.organisation.slug}.localhost"
        _token, secret = make_token(owner=world.people[role], name="program", scopes=["write"])
        self.headers = {"Authorization": f"Bearer {secret}"}
        client = OrganisationClient(world.organisation)
        client.force_login(world.people[role])
        self.browser = werkzeug.Client(application)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        for name, value in {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}.items():
            self.browser.set_cookie(name, value, domain=self.host)
        self.statuses: dict[str, Counter[int]] = {}
        self.findings: dict[str, str] = {}
        self.schema = self._read_description()

    def _read_description(self) -> Any:
        config = schemathesis.Config(seed=1)
        checks, walks = config.projects.default.checks, config.projects.default.phases.stateful
        walks.generation.modes = [GenerationMode.POSITIVE]  # what is refused leads nowhere
        checks.positive_data_acceptance.expected_statuses = RULES
        self.base = f"http://{self.host}"
        return schemathesis.openapi.from_wsgi(
            "/api/schema/", application, config=config, headers=self.headers | {"Host": self.host}
        )

    def operations(self) -> Iterator[Any]:
        return (found.ok() for found in self.schema.get_all_operations())

    def ask(self, case: Any) -> Any:
        """Send it, look at the answer with every check, and undo what it did."""
        with standing_in(self.world.organisation), transaction.atomic():
            response = self._checked(case)
            transaction.set_rollback(True)
        return response

    def _checked(self, case: Any) -> Any:
        response = case.call(**self.how(case))
        self.judge(response, case)
        return response

    def how(self, case: Any) -> dict[str, Any]:
        if case.operation.label in BY_PEOPLE:
            return {"base_url": self.base, "headers": {"X-CSRFToken": CSRF}, "session": self.browser}
        return {"base_url": self.base, "headers": self.headers}

    def judge(self, response: Any, case: Any) -> None:
        """Count what was answered, and keep what a check finds."""
        label, how = case.operation.label, self.how(case)
        self.statuses.setdefault(label, Counter())[response.status_code] += 1
        try:
            case.validate_response(
                response, headers=how["headers"], transport_kwargs=how,
                excluded_checks=[ignored_auth] if label in BY_PEOPLE else [],
            )  # fmt: skip
        except FailureGroup as group:
            for failure in group.exceptions:
                words = f"{failure.title}: {failure.message[:400]} | {response.content[:300]!r}"
                self.findings.setdefault(f"{label} {failure.title}", words)

    def ask_at_random(self, operation: Any, mode: GenerationMode, times: int) -> None:
        @times_and_phases(QUICK, max_examples=times)
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            self.ask(case)

        try:
            send()
        except Unsatisfiable:
            assert mode.is_negative, f"{operation.label}: nothing fits its description"

    def follow_links(self, times: int, steps: int) -> None:
        """Make things, and go on with what came back: each walk in a transaction that is undone."""
        asking = self

        class Walk(self.schema.as_state_machine()):  # type: ignore[misc]
            def setup(self) -> None:
                self.undoing = ExitStack()
                self.undoing.enter_context(standing_in(asking.world.organisation))
                self.undoing.enter_context(transaction.atomic())

            def teardown(self) -> None:
                transaction.set_rollback(True)
                self.undoing.close()

            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                return asking.how(case)

            def validate_response(self, response: Any, case: Any, *_checks: Any, **_how: Any) -> None:
                asking.judge(response, case)

        Walk.run(settings=times_and_phases(QUICK, max_examples=times, stateful_step_count=steps))

    def ask_well(self, operation: Any, prepare: Callable[..., Any] | None = None) -> int:
        """As the access table says how to ask; the status of the answer."""
        access, _route = self.line(operation)
        with standing_in(self.world.organisation), transaction.atomic():
            given = prepare(self.world) if prepare else {}
            response = self._checked(self._case(operation, access, given or {}))
            transaction.set_rollback(True)
        return int(response.status_code)

    def line(self, operation: Any) -> tuple[Access, str]:
        """The route's line in the access table."""
        path = operation.path.replace("{metric}", "nps").replace("{id}", "1")
        route = resolve(path, urlconf=self.urlconf).view_name
        return (ROUTES | OPERATORS)[route], route

    def _case(self, operation: Any, access: Access, given: dict[str, Any]) -> Any:
        method = operation.method.upper()
        at = access.at(self.world) | {name: value for name, value in given.items() if name in ("pk",)}
        facts: dict[str, Any] = {}
        if "{" in operation.path:
            name = operation.path.split("{")[1].split("}")[0]
            facts["path_parameters"] = {name: str(at.get("pk", at.get(name)))}
        if access.query(self.world) and method == "GET":
            facts["query"] = access.query(self.world)
        if method in ("POST", "PATCH") and operation.body:
            facts["body"] = _sent(given.get("body", access.bodies[method](self.world)))
            facts["media_type"] = "multipart/form-data" if access.form else "application/json"
        return operation.Case(**facts)


def _sent(body: Any) -> Any:
    """Files as their bytes; of an object that stands for one, only the name would be sent."""
    if not isinstance(body, dict):
        return body
    return {name: fact.read() if isinstance(fact, UploadedFile) else fact for name, fact in body.items()}
