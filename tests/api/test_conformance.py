"""What the API says of itself is true, whoever asks and whatever is sent."""

import sys

import pytest
from django.utils import timezone
from schemathesis import GenerationMode

from employees.actions import programmes
from feedback.actions import causes, imports, listening, responses
from feedback.models import Goal, Import, Journey, Stage, Touchpoint
from feedback.tasks.imports import work_on_import
from ideas.actions import panel
from ideas.actions.panel import RENEW_AFTER
from ideas.models import PanelMember
from tenants import actions
from tenants.models import Organisation
from tests.access.kit import ADMIN, CHAMPION, EMPLOYEE, LEAD, OPERATOR
from tests.api.asking import SLOW, Asking, one_connection
from tests.conftest import standing_in
from tests.examples import build

ASKING = (EMPLOYEE, LEAD, CHAMPION, ADMIN, OPERATOR)
AT_RANDOM = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}


@pytest.fixture
def asks(acme, heed, settings, tmp_path):
    """A program of each role: the operator's at the platform's own organisation."""
    settings.MEDIA_ROOT = tmp_path
    worlds = {}

    def asks(role):
        place = heed if role == OPERATOR else acme
        with standing_in(place):
            if place.slug not in worlds:
                worlds[place.slug] = build(place)
            return Asking(worlds[place.slug], role)

    with one_connection():
        yield asks


def ran(w):
    Import.objects.filter(pk=w.imported.pk).update(by=w.people["champion"])
    assert imports.ask_for(w.imported, Import.Job.RUN)
    work_on_import(w.imported.pk)


def explained_anew(w):
    by = w.people["champion"]
    causes.join([w.explained_case], causes.describe_cause(title="A leak", by=by), by=by)


def organisation(act):
    def prepare(w):
        act(Organisation.objects.get(slug="acme"))

    return prepare


PREPARE = {
    "POST /api/v1/posts/{id}/reopen/": lambda w: listening.retire_post(w.post) and None,
    "POST /api/v1/responses/{id}/unhide/": lambda w: (
        responses.hide_response(w.response, reason="Twice", by=w.people["champion"]) and None
    ),
    "POST /api/v1/commitments/{id}/undo-keep/": lambda w: w.promise.keep(w.people["champion"]) and None,
    "POST /api/v1/pulse-programmes/{id}/resume/": lambda w: (
        programmes.end_programme(w.pulse_programme) and {"pk": w.pulse_programme.pk}
    ),
    "POST /api/v1/board-members/{id}/renew/": lambda w: (
        PanelMember.objects.update(sent_at=timezone.now() - RENEW_AFTER) and None
    ),
    "POST /api/v1/board-members/{id}/restore/": lambda w: panel.end_link(w.member) and None,
    "POST /api/v1/imports/{id}/undo/": ran,
    "POST /api/v1/cases/{id}/prevent/": explained_anew,
    "POST /api/v1/cases/{id}/unprevented/": explained_anew,
    "DELETE /api/v1/goals/{id}/": lambda w: {"pk": Goal.objects.create(name="Idle").pk},
    "DELETE /api/v1/journeys/{id}/": lambda w: {"pk": Journey.objects.create(name="Idle").pk},
    "DELETE /api/v1/stages/{id}/": lambda w: {
        "pk": Stage.objects.create(journey=w.stage.journey, name="Idle").pk
    },
    "DELETE /api/v1/touchpoints/{id}/": lambda w: {
        "pk": Touchpoint.objects.create(stage=w.stage, name="Idle").pk
    },
    "POST /api/v1/organisations/{id}/resume/": organisation(
        lambda found: actions.suspend(found, reason="unpaid")
    ),
    "POST /api/v1/organisations/{id}/restore/": organisation(
        lambda found: actions.delete(found, typed_name=found.name)
    ),
    "POST /api/v1/organisations/": lambda w: {
        "body": {"name": "Coil", "slug": "coil", "language": "en", "time_zone": "Europe/London",
                 "admin_email": "ann@example.com"}
    },
}  # fmt: skip


def told(asked):
    return "\n".join(f"{asking.role}: {where}: {words}" for asking in asked
                     for where, words in asking.findings.items())  # fmt: skip


def test_every_operation_does_what_it_is_for(asks):
    asked = [asks(role) for role in ASKING]
    for asking in asked:
        for operation in asking.operations():
            access, _route = asking.line(operation)
            allowed = asking.role in access.allow.get(operation.method.upper(), ())
            if allowed or operation.label not in SLOW:
                asking.ask_well(operation, PREPARE.get(operation.label))
    labels = sorted({label for asking in asked for label in asking.statuses}, key=lambda x: x.split()[::-1])
    never = [
        label for label in labels
        if not any(status < 300 for asking in asked for status in asking.statuses.get(label, ()))
    ]  # fmt: skip
    table = "\n".join(
        f"{label}  " + "  ".join(f"{a.role}={dict(a.statuses.get(label, {}))}" for a in asked)
        for label in labels
    )
    sys.stdout.write(f"{table}\n{len(labels)} operations, {len(labels) - len(never)} did well\n")
    assert not told(asked), told(asked)
    assert not never


@pytest.mark.parametrize("role", [CHAMPION, ADMIN])
def test_what_was_made_is_found_by_its_links_as(role, asks):
    asking = asks(role)
    asking.follow_links(times=90, steps=8)
    found = [
        label for label, statuses in asking.statuses.items()
        if "{id}" in label and any(status < 300 for status in statuses)
    ]  # fmt: skip
    assert not asking.findings, told([asking])
    assert len(found) > 3, f"links led only to {found}"


@pytest.mark.parametrize("role", ASKING)
def test_whatever_is_sent_is_answered_as_described_to(role, asks):
    asking = asks(role)
    for operation in asking.operations():
        for mode, times in AT_RANDOM.items():
            if operation.label not in SLOW:
                asking.ask_at_random(operation, mode, times)
    assert not asking.findings, told([asking])
