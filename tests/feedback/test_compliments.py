"""Praise that names somebody is found by a program, confirmed by a person, and told to whom it means."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from employees.actions.naming import Directory, Person, names_in
from employees.models import Recognition
from feedback.actions import compliments, sharing
from feedback.actions.handling import mark_danger
from feedback.actions.responses import hide_response
from feedback.models import Compliment, Response
from tenants.audit.models import Entry
from tenants.outbox.send import send_waiting
from tests.plans import follow_an_index, plans, queries

PEOPLE = [("Nia Rowlands", 1), ("Will Smith", 1), ("May Chen", 1), ("Ágnes Kovács", 2), ("Samuel Fox", 1),
          ("Sam Lee", 2), ("Li Zhang", 1), ("Tom Rees", 2), ("Tom Nair", 3), ("Mark Hill", 2)]  # fmt: skip
TEAMS = ["Ward 7", "Emergency", "Online orders"]


@pytest.fixture(scope="module")
def directory():
    made = Directory()
    for key, (name, team) in enumerate(PEOPLE, 1):
        made.add_person(Person(key, name, team))
    for key, name in enumerate(TEAMS, 1):
        made.add_team(key, name)
    return made


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nia was lovely", ["Nia Rowlands"]),
        ("thank you nia!", ["Nia Rowlands"]),
        ("NIA'S smile", ["Nia Rowlands"]),
        ("Nia Rowlands and Will Smith", ["Nia Rowlands", "Will Smith"]),
        ("Mrs. Rowlands helped", ["Nia Rowlands"]),
        ("agnes was quick", ["Ágnes Kovács"]),
        ("We thanked Sam twice", ["Samuel Fox"]),
        ("Niamh was there, in Niagara", []),
        ("Will was great", ["Will Smith"]),
        ("Thank you, Will", ["Will Smith"]),
        ("Will you come back? We will", []),
        ("Last May we met May at the desk", ["May Chen"]),
        ("It may rain in May. May I come?", []),
        ("Mark my words: a mark of quality", []),
        ("We liked Mark", ["Mark Hill"]),
        ("Thanks to Li", ["Li Zhang"]),
        ("", []),
    ],
)
def test_names_are_found_as_people_write_them_and_words_are_left_words(directory, text, named):
    found = names_in(text, team=1, directory=directory)
    assert [PEOPLE[name.people[0] - 1][0] for name in found] == named
    assert all(name.is_clear for name in found)


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("All of ward 7 were kind", ["Ward 7"]),
        ("The Emergency team was quick", ["Emergency"]),
        ("It was an emergency", []),
        ("Online Orders rang me", ["Online orders"]),
        ("online I found nothing", []),
        ("Ward 70", []),
    ],
)
def test_teams_are_found_by_their_whole_name(directory, text, teams):
    assert [TEAMS[name.teams[0] - 1] for name in names_in(text, directory=directory) if name.teams] == teams


def test_a_name_that_hungarian_lengthens_is_found_there_only(directory):
    assert names_in("Köszönöm Ágnesnek", language="hu", directory=directory)
    assert not names_in("Köszönöm Ágnesnek", language="en", directory=directory)


def test_the_responding_teams_own_comes_first_and_several_are_choices(directory):
    assert names_in("Tom helped", team=2, directory=directory)[0].people == (8,)
    (unclear,) = names_in("Tom helped", team=1, directory=directory)
    assert (unclear.people, unclear.is_clear) == ((8, 9), False)


@pytest.fixture
def ward(make_team, make_employee):
    team = make_team(name="Ward 7", lead=make_employee(name="Eleri Prosser"))
    for name in ("Nia Rowlands", "Tom Tapper"):
        make_employee(name=name, team=team)
    return team


@pytest.fixture
def make_praise(make_response, make_post, ward):
    post = make_post(team=ward)

    def make(comment="Nia carried my bag.", **facts):
        return make_response(post=post, comment=comment, **facts)

    return make


def nia(ward):
    return ward.members.get(name="Nia Rowlands")


def test_praise_that_names_somebody_waits_for_a_person_and_is_found_once(make_praise, ward):
    named = make_praise()
    make_praise("All was well.")
    make_praise("Nia was rude.", score=1)
    assert [compliments.find_compliments(), compliments.find_compliments()] == [1, 0]
    found = Compliment.objects.get()
    assert found.response == named
    assert found.names == [{"said": "Nia", "people": [nia(ward).pk], "teams": []}]


def test_what_the_customer_says_of_themselves_is_no_praise(make_praise, make_customer, ward):
    make_praise("My name is Nia and I loved it.")
    make_praise("Thank you all! Tom", customer=make_customer(name="Tom Price"))
    assert compliments.find_compliments() == 0


def test_old_praise_and_hidden_praise_are_left_alone(make_praise, ward):
    import time_machine

    with time_machine.travel(timezone.now() - timedelta(days=61)):
        make_praise()
    Response.objects.filter(pk=make_praise().pk).update(hidden_at=timezone.now())
    assert compliments.find_compliments() == 0


def test_the_lead_confirms_and_the_named_are_told_without_the_customer(
    make_praise, make_customer, ward, sign_in, time_machine_later
):
    customer = make_customer(name="Gareth Hallam", email="gareth@example.com")
    response = make_praise("Nia carried my bag. Gareth Hallam, 07700 900123", customer=customer)
    compliments.find_compliments()
    client = sign_in(ward.lead)
    assert "One compliment waits for a name." in client.get("/compliments/").text
    form = client.get(f"/responses/{response.pk}/recognise/").context["form"]
    assert form["people"].value() == [nia(ward).pk]
    words = form["words"].value()
    assert "Nia carried my bag." in words
    assert not any(private in words for private in ("Gareth", "Hallam", "07700"))
    page = client.post(
        f"/responses/{response.pk}/recognise/", {"people": [nia(ward).pk], "words": words}, follow=True
    )
    assert "It is confirmed." in page.text
    time_machine_later(minutes=11)
    send_waiting()
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([nia(ward).email], "A customer praises your work")
    assert words in message.body
    assert "Gareth" not in str(message.message())
    assert Entry.objects.get(action="compliment.confirmed").after["people"] == [nia(ward).pk]


def test_what_identifies_the_customer_is_taken_out_whatever_is_sent(make_praise, make_customer, ward):
    customer = make_customer(name="Gareth Hallam", email="gareth@example.com")
    response = make_praise("Nia carried my bag.", customer=customer)
    words = "Nia carried the bag of Gareth Hallam, gareth@example.com"
    made = compliments.confirm(response, people=[nia(ward)], teams=[], words=words, by=ward.lead)
    assert made.recognition.words == "Nia carried the bag of [name] [name], [e-mail]"


def test_everybody_reads_it_and_the_list_no_longer_waits(make_praise, ward, sign_in, make_employee):
    made = compliments.confirm(make_praise(), people=[nia(ward)], teams=[ward], words="A bag", by=ward.lead)
    read = sign_in(make_employee()).get("/thanks/?view=compliment").text
    assert "Nia Rowlands, Ward 7" in read
    assert "Confirmed by Eleri Prosser" in read
    client = sign_in(ward.lead)
    assert "Nothing waits here" in client.get("/compliments/").text
    assert "Nia Rowlands" in client.get("/compliments/?view=settled").text
    assert made.recognition.source_path == made.response.get_absolute_url()


def test_it_is_confirmed_once(make_praise, ward, sign_in, make_champion):
    response = make_praise()
    body = {"people": [nia(ward).pk], "words": "A bag"}
    for person in (ward.lead, make_champion()):
        sign_in(person).post(f"/responses/{response.pk}/recognise/", body)
    assert Recognition.objects.count() == 1
    page = sign_in(ward.lead).get(f"/responses/{response.pk}/recognise/", follow=True)
    assert "settled it meanwhile" in page.text


def test_an_unclear_name_is_a_choice_and_never_a_guess(make_praise, ward, make_employee, sign_in):
    make_employee(name="Nia Hughes", team=ward)
    form = sign_in(ward.lead).get(f"/responses/{make_praise().pk}/recognise/")
    assert form.context["form"]["people"].value() == []
    assert "Several are called “Nia”" in form.text
    assert form.text.count('name="people"') == 2


def test_nobody_confirms_praise_of_themselves(make_praise, ward, sign_in):
    response = make_praise("Eleri is a star.")
    page = sign_in(ward.lead).get(f"/responses/{response.pk}/recognise/")
    assert "You are named yourself" in page.text
    body = {"people": [ward.lead.pk], "words": "A star"}
    assert sign_in(ward.lead).post(f"/responses/{response.pk}/recognise/", body).status_code == 422
    api = sign_in(ward.lead).post(
        "/api/v1/compliments/", body | {"response": str(response.pk)}, content_type="application/json"
    )
    assert api.status_code == 400
    assert not Recognition.objects.exists()


def test_only_the_teams_lead_and_the_champion_confirm(make_praise, ward, make_team, make_employee, sign_in):
    path = f"/responses/{make_praise().pk}/recognise/"
    other = make_team(lead=make_employee()).lead
    assert sign_in(other).get(path).status_code == 404
    assert sign_in(nia(ward)).get(path).status_code == 403


def test_a_poor_answer_and_a_danger_praise_nobody(make_praise, ward, sign_in):
    poor, danger = make_praise(score=2), make_praise(score=2)
    mark_danger(danger.case, danger="safety", by=ward.lead)
    Response.objects.filter(pk=danger.pk).update(score=9)
    for response in (poor, danger):
        assert sign_in(ward.lead).get(f"/responses/{response.pk}/recognise/").status_code == 404


@pytest.mark.parametrize("why", ["hidden", "danger"])
def test_what_must_not_be_read_any_more_is_no_recognition(make_praise, ward, make_champion, sign_in, why):
    response = make_praise(score=2)
    Response.objects.filter(pk=response.pk).update(score=9)
    response.refresh_from_db()
    facts = {"people": [nia(ward)], "teams": [], "by": ward.lead}
    compliments.confirm(response, words="A bag", **facts)
    client = sign_in(make_champion())
    assert "A bag" in client.get("/thanks/").text
    if why == "hidden":
        client.post(f"/responses/{response.pk}/hide/", {"reason": "It was about another ward"})
    else:
        mark_danger(response.case, danger="safety", by=ward.lead)
    assert "A bag" not in client.get("/thanks/").text
    assert not Recognition.objects.standing().exists()
    assert compliments.confirm(response, words="Once more", **facts) is None
    if why == "hidden":
        client.post(f"/responses/{response.pk}/unhide/")
    else:
        mark_danger(response.case, danger="", by=ward.lead)
    assert Compliment.objects.waiting().get().response == response


@pytest.mark.parametrize("why", ["hidden", "danger"])
def test_a_program_sees_no_compliment_that_must_not_be_read(make_praise, ward, sign_in, why):
    response = make_praise(score=2)
    Response.objects.filter(pk=response.pk).update(score=9)
    compliments.find_compliments()
    client, path = sign_in(ward.lead), f"/api/v1/compliments/{Compliment.objects.get().pk}/"
    assert client.get(path).status_code == 200
    if why == "hidden":
        hide_response(response, reason="Another ward", by=ward.lead)
    else:
        mark_danger(response.case, danger="safety", by=ward.lead)
    assert client.get("/api/v1/compliments/").json()["results"] == []
    assert (client.get(path).status_code, client.post(f"{path}nobody/").status_code) == (404, 404)
    assert "Nothing waits here" in client.get("/compliments/").text


def test_a_confirmation_is_taken_back_and_waits_again(make_praise, ward, sign_in, time_machine_later):
    response = make_praise()
    made = compliments.confirm(response, people=[nia(ward)], teams=[], words="A bag", by=ward.lead)
    page = sign_in(ward.lead).post(f"/compliments/{made.pk}/undo/", follow=True)
    assert "waits for a name again" in page.text
    assert "A bag" not in sign_in(ward.lead).get("/thanks/").text
    time_machine_later(minutes=11)
    send_waiting()
    assert not mail.outbox
    assert compliments.confirm(response, people=[nia(ward)], teams=[], words="B", by=ward.lead)


def test_what_names_nobody_leaves_the_list_and_comes_back(make_praise, ward, sign_in):
    response, client = make_praise(), sign_in(ward.lead)
    page = client.post(f"/responses/{response.pk}/nobody/", follow=True)
    assert "off the list" in page.text
    undo = f"/compliments/{Compliment.objects.get().pk}/undo/"
    assert undo in page.text
    client.post(undo)
    assert Compliment.objects.waiting().count() == 1


def test_the_first_page_of_lead_and_champion_says_how_many_wait(make_praise, ward, make_champion, sign_in):
    make_praise()
    compliments.find_compliments()
    for reader in (ward.lead, make_champion()):
        assert "1 compliments wait for a name" in sign_in(reader).get("/").text


def test_a_response_leads_to_the_person_who_may_say_so(make_praise, ward, sign_in):
    response = make_praise("Somebody at the desk was kind.")
    link = f"/responses/{response.pk}/recognise/"
    assert link in sign_in(ward.lead).get(f"/responses/{response.pk}/").text
    compliments.names_nobody(response, by=ward.lead)
    assert link not in sign_in(ward.lead).get(f"/responses/{response.pk}/").text


@pytest.mark.parametrize(("metric", "score"), [("nps", 9), ("nps", 8), ("csat", 4), ("csat", 3), ("ces", 5),
                                               ("rating", 4), ("", None)])  # fmt: skip
def test_good_news_is_the_same_of_one_and_of_many(make_praise, metric, score):
    response = make_praise(metric=metric, score=score)
    assert Response.objects.praising().exists() == sharing.is_good_news(response)


def test_a_long_list_asks_as_often_as_a_short_one_and_follows_its_index(make_praise, make_champion, sign_in):
    client = sign_in(make_champion())
    make_praise()
    compliments.find_compliments()
    queries(client, "/compliments/")
    few = queries(client, "/compliments/")
    for _each in range(12):
        make_praise()
    compliments.find_compliments()
    assert queries(client, "/compliments/") == few
    assert follow_an_index(plans(client, "/compliments/", "feedback_compliment"), "feedback_compliment")


def test_a_program_confirms_and_takes_back(make_praise, ward, sign_in):
    response, client = make_praise(), sign_in(ward.lead)
    compliments.find_compliments()
    (waiting,) = client.get("/api/v1/compliments/?state=waiting").json()["results"]
    assert waiting["names"][0]["said"] == "Nia"
    body = {"response": str(response.pk), "people": [nia(ward).pk], "words": "A bag"}
    made = client.post("/api/v1/compliments/", body, content_type="application/json")
    assert (made.status_code, bool(made.json()["recognition"])) == (201, True)
    assert (
        client.post(
            "/api/v1/compliments/", body | {"words": "B"}, content_type="application/json"
        ).status_code
        == 409
    )
    path = f"/api/v1/compliments/{waiting['id']}/"
    assert client.post(f"{path}nobody/").status_code == 409
    assert client.post(f"{path}undo/").status_code == 204
    assert client.post(f"{path}undo/").status_code == 409
    assert client.post(f"{path}nobody/").json()["settled_by"] == ward.lead.pk
