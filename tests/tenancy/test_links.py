"""Fact 6: whatever one organisation has signed opens nothing at another whose rows are its twins, by HTTP."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from employees.models import Employee
from feedback.actions.public import new_token
from feedback.models import Response
from tests.access import ROUTES
from tests.access.kit import nothing
from tests.conftest import OrganisationClient, standing_in

LINKS = [
    "feedback:customer_page", "feedback:customer_consent", "feedback:invitation", "feedback:unsubscribe",
    "feedback:stop_newsletter", "ideas:panel", "ideas:stop_panel", "ideas:agree_panel", "ideas:leave_panel",
    "ideas:mails_panel", "ideas:propose_panel", "ideas:panel_idea", "ideas:panel_file", "ideas:panel_vote",
    "ideas:panel_take_vote_back", "ideas:panel_comment",
    "employees:join", "employees:wall", "employees:stop_monthly", "account_reset_password_from_key",
]  # fmt: skip

SENT = ("GET", "POST")


def ask(world: Any, path: str, method: str, body: dict[str, Any]) -> Any:
    client = OrganisationClient(world.organisation)
    return client.get(path) if method == "GET" else client.post(path, body)


@pytest.fixture
def twins(worlds):
    """The two organisations; those who forgot their password are one row with one hash in both."""
    password = make_password("three brown cows")
    for world in worlds:
        with standing_in(world.organisation):
            facts = {"email": "sam@twin.example.com", "password": password, "last_login": None}
            Employee.objects.filter(pk=world.colleague.pk).update(**facts)
            world.colleague.refresh_from_db()
    return worlds


@pytest.mark.parametrize(
    ("route", "method"),
    [(route, method) for route in LINKS for method in ROUTES[route].allow if method in SENT],
)
def test_a_link_of_one_organisation_is_refused_at_its_twin(route, method, twins):
    here, there = twins
    access = ROUTES[route]
    with standing_in(here.organisation):
        path, body = reverse(route, kwargs=access.at(here)), access.bodies.get("POST", nothing)(here)
    assert ask(there, path, method, body).status_code in (404, 410)
    assert ask(here, path, method, body).status_code < 400


def test_a_reset_at_one_changes_no_password_at_the_twin(twins):
    here, there = twins
    with standing_in(here.organisation):
        path = reverse(
            "account_reset_password_from_key", kwargs=ROUTES["account_reset_password_from_key"].at(here)
        )
    client = OrganisationClient(there.organisation)
    sent = client.get(path.rsplit("-", 1)[0].rsplit("-", 1)[0] + "-set-password/")
    done = client.post(path, {"password1": "four brown cows", "password2": "four brown cows"})
    assert (sent.status_code, done.status_code) == (410, 410)
    with standing_in(there.organisation):
        assert Employee.objects.get(pk=there.colleague.pk).check_password("three brown cows")


def test_the_token_of_a_form_of_one_organisation_sends_nothing_at_its_twin(twins):
    here, there = twins
    assert here.post.pk == there.post.pk
    with standing_in(here.organisation):
        foreign = new_token(here.post)
    with standing_in(there.organisation):
        own, before = new_token(there.post), Response.objects.count()
    send = lambda token: ask(there, f"/f/{there.post.key}/", "POST", {"token": token, "q-nps": "9"})  # noqa: E731
    assert send(foreign).status_code == 422
    with standing_in(there.organisation):
        assert Response.objects.count() == before
    assert send(own).status_code == 302
    with standing_in(there.organisation):
        assert Response.objects.count() == before + 1
