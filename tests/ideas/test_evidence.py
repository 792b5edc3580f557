"""What an idea rests on: answers, cases and causes, and who sees how much of them."""

import pytest
from django.urls import reverse

from feedback.actions import sharing
from feedback.models import Cause, Response
from ideas.actions import evidence
from ideas.actions.errors import FullError
from ideas.models import IdeaEvidence
from ideas.models.evidence import MOST
from tests.feedback.bringing_in import ask
from tests.plans import queries


@pytest.fixture
def path(make_idea):
    def path(idea=None):
        return reverse("ideas:evidence", args=[(idea or make_idea()).pk])

    return path


def read(client, idea):
    return client.get(idea.get_absolute_url()).content.decode()


def test_whoever_sees_a_case_picks_it_and_says_why(make_idea, make_case, make_employee, make_team, sign_in):
    owner, idea = make_employee(team=make_team()), make_idea()
    case = make_case(owner, comment="The ramp was iced over")
    client, path = sign_in(owner), reverse("ideas:evidence", args=[idea.pk])
    assert "The ramp was iced over" in client.get(path, {"kind": "case", "q": "ramp"}).content.decode()
    assert "The ramp" not in client.get(path, {"kind": "case", "q": "lift"}).content.decode()
    said = {"thing": f"case:{case.pk}", "why": "It is the same ramp"}
    assert client.post(path, said).status_code == 302
    page = read(client, idea)
    assert "The ramp was iced over" in page
    assert "It is the same ramp" in page
    assert case.get_absolute_url() in page


def test_whoever_may_not_see_a_case_reads_only_that_it_is_there(
    make_idea, make_case, make_employee, make_team, sign_in
):
    idea, case = make_idea(), make_case(comment="The ramp was iced over")
    made = evidence.attach(idea, thing=case, why="The same ramp", by=case.owner)
    stranger = sign_in(make_employee(team=make_team()))
    page = read(stranger, idea)
    assert "A case that you do not see" in page
    assert "iced over" not in page
    assert case.get_absolute_url() not in page
    shown = stranger.get(f"/api/v1/idea-evidence/{made.pk}/").json()
    assert (shown["case"], shown["words"], shown["score"], shown["is_seen"]) == (None, "", None, False)
    said = {"thing": f"case:{case.pk}", "why": "Guessed"}
    assert stranger.post(reverse("ideas:evidence", args=[make_idea().pk]), said).status_code == 422


def test_the_first_five_pieces_stand_on_the_page_and_all_where_they_are_asked_for(
    make_idea, make_champion, sign_in
):
    idea, by = make_idea(), make_champion()
    for number in range(6):
        evidence.attach(idea, thing=Cause.objects.create(title="Ice"), why=f"Reason {number:02}.", by=by)
    client, whole = sign_in(by), f"{idea.get_absolute_url()}?evidence=all"
    page = read(client, idea)
    assert ("Reason 04." in page, "Reason 05." in page, f"{whole}#evidence" in page) == (True, False, True)
    page = client.get(whole).text
    assert ("Reason 00." in page, "Reason 05." in page, f"{whole}#evidence" in page) == (True, True, False)
    said = {"thing": f"cause:{Cause.objects.create(title='Salt').pk}", "why": "One more."}
    assert "One more." in client.post(reverse("ideas:evidence", args=[idea.pk]), said, follow=True).text


def test_words_are_shown_as_the_feed_shows_them(
    make_idea, make_response, make_customer, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    customer = make_customer(name="Orla Vance", email="orla@vance.example.com")
    said = make_response(comment="Orla Vance here, orla@vance.example.com: warm hands", customer=customer)
    evidence.attach(idea, thing=said, why="Praise", by=champion)
    page = read(sign_in(champion), idea)
    assert "warm hands" in page
    assert "Vance" not in page
    assert "orla@" not in page


def test_an_answer_on_the_feed_is_picked_by_everybody_and_found_by_what_the_feed_shows(
    make_idea, make_response, make_champion, make_employee, make_team, sign_in
):
    said = make_response(comment="Orla says: warm hands")
    sharing.share(said, text="Warm hands", is_good=True, by=make_champion())
    idea, client = make_idea(), sign_in(make_employee(team=make_team()))
    path = reverse("ideas:evidence", args=[idea.pk])
    assert f"response:{said.pk}" in client.get(path, {"kind": "response", "q": "warm"}).content.decode()
    assert f"response:{said.pk}" not in client.get(path, {"kind": "response", "q": "Orla"}).content.decode()
    assert client.post(path, {"thing": f"response:{said.pk}", "why": "Praise"}).status_code == 302
    page = read(client, idea)
    assert "Warm hands" in page
    assert "Orla" not in page


def test_an_answer_that_is_hidden_is_hidden_here(make_idea, make_response, make_champion, sign_in):
    from feedback.actions.responses import hide_response

    idea, champion, said = make_idea(), make_champion(), make_response(comment="Huw is lazy")
    evidence.attach(idea, thing=said, why="Heard", by=champion)
    hide_response(said, reason="It names somebody", by=champion)
    assert "Huw is lazy" not in read(sign_in(champion), idea)


def test_a_cause_is_picked_and_the_list_counts_what_there_is(make_idea, make_employee, sign_in):
    idea, client = make_idea(), sign_in(make_employee())
    cause = Cause.objects.create(title="Nobody salts the ramp")
    path = reverse("ideas:evidence", args=[idea.pk])
    assert "Nobody salts" in client.get(path, {"kind": "cause", "q": "ramp salts"}).content.decode()
    client.post(path, {"thing": f"cause:{cause.pk}", "why": "It says so"})
    assert "Nobody salts the ramp" in read(client, idea)
    assert "one piece of evidence" in client.get(f"/ideas/boards/{idea.board_id}/").content.decode()


def test_the_same_thing_stands_once_and_there_is_room_for_so_many(make_idea, make_employee):
    idea, by = make_idea(), make_employee()
    causes = [Cause.objects.create(title=f"Cause {n}") for n in range(MOST + 1)]
    first = evidence.attach(idea, thing=causes[0], why="One", by=by)
    assert evidence.attach(idea, thing=causes[0], why="Again", by=by) == first
    for cause in causes[1:MOST]:
        evidence.attach(idea, thing=cause, why="More", by=by)
    with pytest.raises(FullError):
        evidence.attach(idea, thing=causes[MOST], why="Too many", by=by)


def test_it_is_taken_away_by_those_concerned_and_brought_back(make_idea, make_employee, sign_in):
    author, by = make_employee(), make_employee()
    idea, cause = make_idea(by=author), Cause.objects.create(title="No salt")
    made = evidence.attach(idea, thing=cause, why="It says so", by=by)
    away, again = (reverse(f"ideas:{act}_evidence", args=[made.pk]) for act in ("remove", "restore"))
    assert sign_in(make_employee()).post(away).status_code == 403
    client = sign_in(author)
    assert again in client.post(away, follow=True).content.decode()
    assert not idea.evidence.standing()
    client.post(again)
    assert list(idea.evidence.standing()) == [made]


def test_what_was_attached_anew_is_not_brought_back_twice(make_idea, make_employee):
    idea, by, cause = make_idea(), make_employee(), Cause.objects.create(title="No salt")
    made = evidence.attach(idea, thing=cause, why="It says so", by=by)
    evidence.remove(made, by=by)
    anew = evidence.attach(idea, thing=cause, why="It does", by=by)
    assert not evidence.restore(made, idea)
    assert list(idea.evidence.standing()) == [anew]


def test_an_answer_that_is_cited_stays_when_its_import_is_undone(make_idea, make_employee, bring_in):
    imported = bring_in("score,why\n5,Warm\n1,Cold\n", score=0, metric="csat", comments=[1])
    cited = Response.objects.get(comment="Cold")
    evidence.attach(make_idea(), thing=cited, why="The same soup", by=make_employee())
    ask(imported, "undo")
    assert list(Response.objects.all()) == [cited]


@pytest.mark.parametrize(
    "thing", ["", "case", "case:", "case:x", "case:" + "9" * 40, "response:12", "planet:1", "cause:0"]
)
def test_what_was_not_found_is_not_picked(thing, path, make_employee, sign_in):
    page = sign_in(make_employee()).post(path(), {"thing": thing, "why": "Hm", "kind": "case"})
    assert page.status_code == 422


@pytest.mark.parametrize("asked", ["' & !:*", "%_\\", "\x00", "x" * 99, "12345678901234567890"])
@pytest.mark.parametrize("kind", ["response", "case", "cause", "planet"])
def test_any_words_can_be_looked_for(asked, kind, path, make_champion, sign_in):
    assert sign_in(make_champion()).get(path(), {"kind": kind, "q": asked}).status_code == 200


def test_over_the_api_one_thing_is_named(make_idea, make_employee, sign_in):
    idea, client, cause = make_idea(), sign_in(make_employee()), Cause.objects.create(title="No salt")
    facts = {"idea": idea.pk, "cause": cause.pk, "why": "It says so"}
    send = lambda **more: client.post("/api/v1/idea-evidence/", facts | more, content_type="application/json")  # noqa: E731
    made = send()
    assert (made.status_code, made.json()["kind"], made.json()["is_seen"]) == (201, "cause", True)
    assert send(cause=None).status_code == 400
    assert send(response="00000000-0000-0000-0000-000000000000").status_code == 400
    one = f"/api/v1/idea-evidence/{made.json()['id']}/"
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404
    assert client.post(f"{one}restore/").status_code == 200
    assert client.post(f"{one}restore/").status_code == 409
    assert IdeaEvidence.objects.standing().count() == 1


def test_a_page_asks_as_much_for_much_evidence_as_for_little(make_idea, make_case, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    client = sign_in(champion)
    evidence.attach(idea, thing=make_case(), why="One", by=champion)
    queries(client, idea.get_absolute_url())  # the first visit opens the session
    few = queries(client, idea.get_absolute_url())
    for _ in range(6):
        evidence.attach(idea, thing=make_case(), why="More", by=champion)
    assert queries(client, idea.get_absolute_url()) == few <= 60
