"""A promise that is kept by hand: by its owner or the champion, with a way back at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Commitment
from feedback.actions.causes import describe_cause, promise_prevention
from tenants.outbox.models import Event


@pytest.fixture
def staff(make_employee, make_team, make_champion):
    team = make_team(lead=make_employee(name="Lead"))
    return {
        "owner": make_employee(name="Owner", team=team), "lead": team.lead, "champion": make_champion(),
        "mate": make_employee(team=team),
    }  # fmt: skip


def prevention_of(owner):
    day = timezone.localdate() + timedelta(days=5)
    cause = describe_cause(title="No list", by=owner)
    return promise_prevention(cause, action="A list", owner=owner, due_on=day, effective_on=day, by=owner)


@pytest.mark.parametrize("who", ["owner", "champion"])
def test_owner_and_champion_say_that_it_is_done_and_the_board_shows_it(staff, make_promise, sign_in, who):
    made, client = make_promise(staff["owner"], kind="other", what="Mend the door"), sign_in(staff[who])
    assert "It is done" in client.get(f"/promises/{made.pk}/").text
    page = client.post(f"/promises/{made.pk}/keep/", follow=True)
    assert "The promise is kept." in page.text
    assert f"/promises/{made.pk}/undo-keep/" in page.text
    assert Commitment.objects.get(pk=made.pk).kept_by == staff[who]
    assert "Mend the door" in client.get("/promises/?view=kept").text
    assert "Mend the door" not in client.get("/promises/").text


@pytest.mark.parametrize("who", ["lead", "mate"])
def test_nobody_else_keeps_it(staff, make_promise, sign_in, who):
    made, client = make_promise(staff["owner"], kind="other"), sign_in(staff[who])
    assert "It is done" not in client.get(f"/promises/{made.pk}/").text
    assert client.post(f"/promises/{made.pk}/keep/").status_code == 404
    assert Commitment.objects.open().filter(pk=made.pk).exists()


@pytest.mark.parametrize("kind", ["answer", "danger"])
def test_an_answer_is_kept_by_answering_only(staff, make_promise, sign_in, kind):
    made, client = make_promise(staff["owner"], kind=kind), sign_in(staff["owner"])
    assert "It is done" not in client.get(f"/promises/{made.pk}/").text
    assert client.post(f"/promises/{made.pk}/keep/").status_code == 404


def test_a_second_click_changes_nothing(staff, make_promise, sign_in):
    made, client = make_promise(staff["owner"], kind="other"), sign_in(staff["owner"])
    client.post(f"/promises/{made.pk}/keep/")
    first = Commitment.objects.get(pk=made.pk).kept_at
    assert "Nothing was changed" in client.post(f"/promises/{made.pk}/keep/", follow=True).text
    assert Commitment.objects.get(pk=made.pk).kept_at == first


def test_a_slip_is_taken_back_at_once_by_whoever_made_it(staff, make_promise, sign_in):
    made, client = make_promise(staff["owner"], kind="other"), sign_in(staff["owner"])
    client.post(f"/promises/{made.pk}/keep/")
    sign_in(staff["champion"]).post(f"/promises/{made.pk}/undo-keep/")
    assert Commitment.objects.kept().filter(pk=made.pk).exists()
    assert "open again" in client.post(f"/promises/{made.pk}/undo-keep/", follow=True).text
    assert Commitment.objects.open().get(pk=made.pk).due_at == made.due_at


def test_after_a_while_the_first_time_stands(staff, make_promise, sign_in, time_machine_later):
    made = make_promise(staff["owner"], kind="other")
    sign_in(staff["owner"]).post(f"/promises/{made.pk}/keep/")
    time_machine_later(minutes=16)
    page = sign_in(staff["owner"]).post(f"/promises/{made.pk}/undo-keep/", follow=True)
    assert "Nothing was changed" in page.text
    assert Commitment.objects.kept().filter(pk=made.pk).exists()


def test_a_prevention_is_kept_from_its_promise_as_from_its_cause(staff, sign_in):
    for path in ("/promises/{0.commitment_id}/keep/", "/preventions/{0.pk}/keep/"):
        made = prevention_of(staff["owner"])
        page = sign_in(staff["champion"]).post(path.format(made), follow=True)
        assert f"/promises/{made.commitment_id}/undo-keep/" in page.text
        assert Commitment.objects.kept().filter(pk=made.commitment_id).exists()
        assert Event.objects.filter(name="prevention.kept", payload__prevention=made.pk).count() == 1


def test_the_champion_finds_the_button_at_the_cause(staff, sign_in):
    made = prevention_of(staff["owner"])
    button = f"/preventions/{made.pk}/keep/"
    assert button in sign_in(staff["champion"]).get(made.cause.get_absolute_url()).text
    assert button not in sign_in(staff["mate"]).get(made.cause.get_absolute_url()).text


def test_from_the_case_one_comes_back_to_the_case(staff, sign_in):
    made = prevention_of(staff["owner"])
    client = sign_in(staff["owner"])
    there = client.post(f"/preventions/{made.pk}/keep/", {"back": "/cases/7/"})
    assert there.headers["Location"] == "/cases/7/"
    elsewhere = client.post(f"/preventions/{made.pk}/keep/", {"back": "//evil.example/"})
    assert elsewhere.headers["Location"] == made.cause.get_absolute_url()
