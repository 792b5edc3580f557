"""Colleagues thank one another: with a reason, aloud, and never themselves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from employees.actions import recognising, telling
from employees.models import Line, Recognition
from tenants.audit.models import Entry
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting
from tests.plans import follow_an_index, plans, queries

SAID = {"words": "You drove out with the parcel", "outcome": "Her birthday was saved"}


@pytest.fixture
def mates(make_employee, make_team):
    team = make_team(name="Till")
    return [make_employee(name=name, team=team) for name in ("Ann Rees", "Bo Nair", "Cy Hallam")]


@pytest.fixture
def make_thanks(acme):
    def make(by, *people, teams=(), **said):
        return recognising.thank(by=by, people=people, teams=teams, **(SAID | said))

    return make


def test_thanks_are_said_and_read_by_all(mates, make_employee, sign_in):
    ann, bo, cy = mates
    body = SAID | {"people": [bo.pk, cy.pk]}
    page = sign_in(ann).post("/thanks/new/", body, follow=True)
    assert "everybody can read them" in page.text
    read = sign_in(make_employee()).get("/thanks/").text
    for words in ("Bo Nair, Cy Hallam", "Thanked by Ann Rees", *SAID.values()):
        assert words in read
    assert "Take it back" not in read


def test_a_double_click_thanks_once_and_another_is_thanked_apart(mates, sign_in):
    ann, bo, cy = mates
    client = sign_in(ann)
    for people in ([bo.pk], [bo.pk], [cy.pk]):
        assert client.post("/thanks/new/", SAID | {"people": people}).status_code == 302
    assert [list(each.people.all()) for each in Recognition.objects.order_by("pk")] == [[bo], [cy]]
    assert Event.objects.filter(name="recognition.given").count() == 2


def test_the_thanked_are_told_once_there_is_no_way_back(mates, make_thanks, time_machine_later):
    ann, bo, cy = mates
    make_thanks(ann, bo, teams=[ann.team])
    send_waiting()
    assert not mail.outbox
    time_machine_later(minutes=11)
    send_waiting()
    assert sorted(message.to[0] for message in mail.outbox) == [bo.email, cy.email]
    assert mail.outbox[0].subject == "Ann Rees thanks you"
    assert SAID["outcome"] in mail.outbox[0].body
    assert SAID["words"] in mail.outbox[0].alternatives[0].content
    assert "/thanks/?view=mine#recognition-" in mail.outbox[0].body


def test_who_reads_once_a_day_gets_a_line(mates, make_thanks):
    ann, bo, _cy = mates
    bo.notify = "daily"
    bo.save()
    made = make_thanks(ann, bo)
    assert Line.objects.get(to=bo).text == f"Ann Rees thanks you: “{SAID['words']}”"
    assert recognising.withdraw(made, by=ann)
    assert not Line.objects.exists()
    assert not telling.send_digests()


def test_thanks_are_taken_back_at_once_and_nobody_is_told(mates, make_thanks, sign_in, time_machine_later):
    ann, bo, _cy = mates
    made = make_thanks(ann, bo)
    assert sign_in(bo).post(f"/thanks/{made.pk}/withdraw/").status_code == 404
    assert "taken back" in sign_in(ann).post(f"/thanks/{made.pk}/withdraw/", follow=True).text
    assert SAID["words"] not in sign_in(bo).get("/thanks/").text
    time_machine_later(minutes=11)
    send_waiting()
    assert not mail.outbox
    assert Entry.objects.filter(action="recognition.withdrawn").exists()


def test_after_ten_minutes_they_stand(mates, make_thanks, sign_in, time_machine_later):
    ann, bo, _cy = mates
    made, client = make_thanks(ann, bo), sign_in(ann)
    assert "Take it back" in client.get("/thanks/").text
    time_machine_later(minutes=11)
    assert "Take it back" not in client.get("/thanks/").text
    assert "too late" in client.post(f"/thanks/{made.pk}/withdraw/", follow=True).text
    assert Recognition.objects.standing().count() == 1


def test_nobody_thanks_themselves(mates, make_employee, make_team, sign_in):
    ann, alone = mates[0], make_employee(team=make_team())
    assert sign_in(ann).post("/thanks/new/", SAID | {"people": [ann.pk]}).status_code == 422
    page = sign_in(alone).post("/thanks/new/", SAID | {"team": alone.team_id})
    assert (page.status_code, "Nobody thanks themselves" in page.text) == (422, True)
    assert not Recognition.objects.exists()


@pytest.mark.parametrize("missing", ["words", "outcome", "people"])
def test_somebody_a_reason_and_an_outcome_are_needed(mates, sign_in, missing):
    body = {name: value for name, value in (SAID | {"people": [mates[1].pk]}).items() if name != missing}
    page = sign_in(mates[0]).post("/thanks/new/", body)
    assert page.status_code == 422
    assert f'href="#id_{missing}' in page.text
    assert not Event.objects.filter(name="recognition.given").exists()


def test_somebody_of_another_place_is_looked_for_and_what_was_written_stays(mates, make_employee, sign_in):
    ann, bo, far = mates[0], mates[1], make_employee(name="Zofia Nowak")
    client = sign_in(ann)
    assert "Zofia" not in client.get("/thanks/new/").text
    page = client.post("/thanks/new/", SAID | {"people": [bo.pk], "find": "nowak z", "look": "1"})
    assert (page.status_code, SAID["words"] in page.text) == (200, True)
    assert f'value="{far.pk}"' in page.text
    assert not Recognition.objects.exists()
    assert client.post("/thanks/new/", SAID | {"people": [bo.pk, far.pk]}).status_code == 302
    assert set(Recognition.objects.get().people.all()) == {bo, far}


@pytest.mark.parametrize("button", [{"look": "1"}, {}])
@pytest.mark.parametrize(
    "wrong",
    [{"find": "\x00"}, {"find": "re\x00es"}, {"people": ["9" * 5000]}, {"people": ["9" * 19, "٣", "\x00"]}],
)
def test_what_no_name_or_key_can_be_is_no_failure(mates, sign_in, button, wrong):
    page = sign_in(mates[0]).post("/thanks/new/", SAID | wrong | button)
    assert page.status_code == (200 if button else 422)


def test_a_flood_of_thanks_is_stopped_and_the_next_day_goes_on(mates, make_thanks, sign_in):
    ann, bo, _cy = mates
    for _each in range(recognising.A_DAY):
        recognising.withdraw(make_thanks(ann, bo), by=ann)
    page = sign_in(ann).post("/thanks/new/", SAID | {"people": [bo.pk]})
    assert (page.status_code, "Go on tomorrow" in page.text) == (422, True)
    Recognition.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert sign_in(ann).post("/thanks/new/", SAID | {"people": [bo.pk]}).status_code == 302


def test_about_me_holds_what_names_me_or_my_team(mates, make_employee, make_thanks, sign_in):
    ann, bo, cy = mates
    make_thanks(ann, bo, words="Named")
    make_thanks(ann, teams=[cy.team], words="The team")
    make_thanks(ann, make_employee(), words="Elsewhere")
    page = sign_in(bo).get("/thanks/?view=mine").text
    assert ["Named" in page, "The team" in page, "Elsewhere" in page] == [True, True, False]


def test_a_long_list_asks_as_often_as_a_short_one_and_follows_its_index(mates, make_thanks, sign_in):
    ann, bo, cy = mates
    client = sign_in(bo)
    make_thanks(ann, bo, cy, teams=[bo.team])
    queries(client, "/thanks/")
    few = queries(client, "/thanks/")
    for number in range(15):
        make_thanks(ann, bo, cy, teams=[bo.team], words=f"No. {number}")
    assert queries(client, "/thanks/") == few
    assert follow_an_index(plans(client, "/thanks/", "employees_recognition"), "employees_recognition")


def test_a_program_thanks_and_takes_back(mates, sign_in):
    ann, bo, _cy = mates
    client, body = sign_in(ann), SAID | {"people": [bo.pk]}
    made = client.post("/api/v1/recognitions/", body, content_type="application/json")
    assert (made.status_code, made.json()["people"]) == (201, [{"id": bo.pk, "name": "Bo Nair"}])
    path = f"/api/v1/recognitions/{made.json()['id']}/"
    assert client.get(path).json()["outcome"] == SAID["outcome"]
    assert client.get(f"/api/v1/recognitions/?person={bo.pk}").json()["results"][0]["kind"] == "thanks"
    assert client.post(f"{path}withdraw/").status_code == 204
    assert client.post(f"{path}withdraw/").status_code == 409
    assert client.get(path).status_code == 404


def test_a_program_asks_for_the_thanks_of_anybody_whom_thanks_name(
    mates, make_thanks, make_employee, make_team, sign_in
):
    ann, stranger, unnamed = mates[0], make_employee(team=make_team()), make_employee(team=make_team())
    make_thanks(ann, stranger)
    client = sign_in(make_employee(team=make_team()))
    assert len(client.get(f"/api/v1/recognitions/?person={stranger.pk}").json()["results"]) == 1
    for unknown in (unnamed.pk, 999_999, "x"):
        assert client.get(f"/api/v1/recognitions/?person={unknown}").status_code == 400
    assert client.get("/api/v1/recognitions/?person=").status_code == 200


def test_nobody_thanks_every_team_at_once(mates, make_team, make_employee, sign_in):
    teams = [make_employee(team=make_team()).team_id for _each in range(2)]
    client = sign_in(mates[0])
    made = client.post("/api/v1/recognitions/", SAID | {"teams": teams}, content_type="application/json")
    assert (made.status_code, "or a team" in made.text) == (400, True)
    one = client.post("/api/v1/recognitions/", SAID | {"teams": teams[:1]}, content_type="application/json")
    assert one.status_code == 201
    assert Event.objects.filter(name="recognition.given").count() == 1


def test_a_program_is_told_what_is_wrong(mates, sign_in):
    client = sign_in(mates[0])
    for people in ([], [mates[0].pk], [987_001]):
        body = SAID | {"people": people}
        assert client.post("/api/v1/recognitions/", body, content_type="application/json").status_code == 400
