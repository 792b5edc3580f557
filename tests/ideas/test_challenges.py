"""A question with dates: it opens and ends by itself, and its sponsor says what became of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from employees.actions import ladder
from employees.models import Commitment
from ideas import tasks
from ideas.actions import challenging, voting
from ideas.actions.errors import DecidedError, OverError
from ideas.models import Challenge, Idea
from tenants.here import day_of, today
from tenants.outbox.models import Event
from tests.ideas.test_submitting import body
from tests.plans import queries


def test_it_comes_runs_and_ends_by_the_calendar(make_challenge, time_machine_later):
    challenge, seen = make_challenge(starts=1, days=1), []
    for _day in range(4):
        seen.append(challenge.state.value)
        time_machine_later(days=1)
    assert seen == ["coming", "running", "running", "ended"]


def test_its_last_day_is_that_of_the_organisation(make_challenge, acme):
    import time_machine

    acme.time_zone = "Asia/Tokyo"
    challenge = make_challenge(starts=0, days=0)
    last = timezone.now().replace(hour=14, minute=59)  # 23:59 in Tokyo
    Challenge.objects.update(opens_on=day_of(last), closes_on=day_of(last))
    challenge.refresh_from_db()
    for at, state in ((last, "running"), (last + timedelta(minutes=1), "ended")):
        with time_machine.travel(at, tick=False):
            assert challenge.state == state
            assert Challenge.objects.running().exists() == (state == "running")
            assert Challenge.objects.ended().exists() == (state == "ended")


def test_that_it_runs_is_noted_once(make_challenge):
    make_challenge()
    make_challenge(starts=1)
    for _twice in range(2):
        tasks.watch_challenges()
    assert Event.objects.filter(name="challenge.opened").count() == 1


def test_an_idea_that_comes_after_its_end_is_given_back_with_its_text(
    make_challenge, make_employee, make_touchpoint, sign_in, time_machine_later
):
    challenge, client = make_challenge(), sign_in(make_employee())
    late = body(make_touchpoint, title="A bench", challenge=challenge.pk)
    time_machine_later(days=4)
    page = client.post(f"/ideas/boards/{challenge.board_id}/new/", late)
    assert page.status_code == 422
    assert "It has ended meanwhile. Hand the idea in without it." in page.text
    assert "A bench" in page.text
    assert not Idea.objects.exists()


def test_it_ends_by_itself_once_and_its_sponsor_author_and_voter_are_told(
    make_challenge, make_idea, make_employee, time_machine_later, mails
):
    sponsor, author, voter = (
        make_employee(email=f"{who}@example.com") for who in ("sponsor", "author", "voter")
    )
    challenge = make_challenge(sponsor=sponsor)
    voting.vote(make_idea(challenge.board, author, challenge=challenge), by=voter)
    make_idea(challenge.board)
    assert not mails()
    time_machine_later(days=4)
    told = mails()
    assert set(told) == {"sponsor@example.com", "author@example.com", "voter@example.com"}
    assert "has ended, with one idea." in told["author@example.com"].body
    assert "You have promised to say what became of it by" in told["sponsor@example.com"].body
    assert f"{sponsor.name} has promised to say what became of it by" in told["voter@example.com"].body
    assert Event.objects.filter(name="challenge.ended").count() == 1


def test_its_end_is_a_promise_of_its_sponsor_that_climbs_the_ladder(
    make_challenge, make_employee, make_team, time_machine_later
):
    lead = make_employee()
    sponsor = make_employee(team=make_team(lead=lead))
    challenge = make_challenge(sponsor=sponsor, announce_days=10)
    time_machine_later(days=4)
    tasks.watch_challenges()
    promised = Commitment.objects.get(kind="challenge")
    assert (promised.owner, day_of(promised.due_at)) == (sponsor, today() + timedelta(days=10))
    assert promised.source_path == challenge.get_absolute_url()
    time_machine_later(days=8)
    ladder.remind_due()
    time_machine_later(days=3)
    ladder.escalate_due()
    told = Event.objects.filter(name__in=["commitment.reminder", "commitment.escalated"])
    assert {(one.name, one.recipient) for one in told} == {
        ("commitment.reminder", sponsor.email), ("commitment.escalated", lead.email),
    }  # fmt: skip


def test_a_sponsor_who_has_left_promises_nothing_and_the_champion_does(
    make_challenge, make_employee, make_champion, time_machine_later
):
    sponsor, champion = make_employee(), make_champion()
    make_challenge(sponsor=sponsor)
    sponsor.deactivated_at = timezone.now()
    sponsor.save()
    time_machine_later(days=4)
    tasks.watch_challenges()
    assert Commitment.objects.get(kind="challenge").owner == champion


def test_an_idea_answers_it_only_while_it_runs_and_on_its_board(
    make_challenge, make_board, make_idea, time_machine_later
):
    challenge = make_challenge()
    assert make_idea(challenge.board, challenge=challenge).challenge == challenge
    for board, answered in (
        (make_board(), challenge),
        (challenge.board, make_challenge(challenge.board, starts=1)),
    ):
        with pytest.raises(OverError):
            make_idea(board, challenge=answered)
    time_machine_later(days=4)
    with pytest.raises(OverError):
        make_idea(challenge.board, challenge=challenge)
    assert Idea.objects.count() == 1


def test_called_off_it_takes_nothing_and_goes_on_for_ten_minutes(
    make_challenge, make_idea, make_champion, make_employee, sign_in, time_machine_later
):
    challenge, client = make_challenge(), sign_in(make_champion())
    idea, path = make_idea(challenge.board, challenge=challenge), f"/ideas/challenges/{challenge.pk}/"
    assert client.post(f"{path}call-off/", {"reason": ""}).status_code == 422
    client.post(f"{path}call-off/", {"reason": "Asked too early"})
    with pytest.raises(DecidedError):
        voting.vote(Idea.objects.get(pk=idea.pk), by=make_employee())
    tasks.watch_challenges()
    client.post(f"{path}go-on/")
    assert Challenge.objects.running().exists()
    assert voting.vote(Idea.objects.get(pk=idea.pk), by=make_employee())


def test_called_off_for_good_those_who_took_part_are_told_why_and_nothing_is_promised(
    make_challenge, make_idea, make_employee, time_machine_later, mails
):
    challenge = make_challenge(sponsor=make_employee(email="sponsor@example.com"))
    make_idea(challenge.board, make_employee(email="author@example.com"), challenge=challenge)
    challenging.call_off(challenge, reason="Asked too early", by=challenge.sponsor)
    time_machine_later(minutes=11)
    told = mails()
    assert set(told) == {"sponsor@example.com", "author@example.com"}
    assert "Asked too early" in told["author@example.com"].body
    assert not challenging.go_on(challenge)
    assert not Commitment.objects.filter(kind="challenge").exists()


@pytest.mark.parametrize(
    ("starts", "days"), [(0, -1), (-9, 4), (0, 40_000)], ids=["backwards", "all past", "in a century"]
)
def test_days_that_are_not_possible_are_refused(make_challenge, starts, days):
    with pytest.raises(ValidationError):
        make_challenge(starts=starts, days=days)
    assert not Challenge.objects.exists()


def test_its_first_day_stands_once_it_has_come(make_challenge):
    challenge = make_challenge()
    with pytest.raises(ValidationError):
        challenging.change(challenge, opens_on=today())
    assert challenging.change(challenge, closes_on=today() + timedelta(days=9))


def test_the_form_asks_and_changes_it(make_board, make_employee, make_champion, sign_in):
    board, sponsor, client = make_board(), make_employee(), sign_in(make_champion())
    said = {"question": "What would make waiting bearable?", "opens_on": today(), "closes_on": today(),
            "sponsor": sponsor.pk, "budget": "", "announce_days": 14}  # fmt: skip
    path = f"/ideas/boards/{board.pk}/challenges/new/"
    assert sign_in(sponsor).post(path, said).status_code == 403
    assert client.post(path, said | {"closes_on": "2001-01-01"}).status_code == 422
    assert client.post(path, said).status_code == 302
    made = Challenge.objects.get()
    client.post(f"/ideas/challenges/{made.pk}/change/", said | {"budget": 3})
    made.refresh_from_db()
    assert (made.budget, made.sponsor) == (3, sponsor)


def test_the_board_its_ideas_the_lists_and_home_show_what_runs(
    make_challenge, make_idea, make_employee, make_touchpoint, sign_in
):
    challenge, client = make_challenge(), sign_in(make_employee())
    make_challenge(challenge.board, starts=2, question="What comes then?")
    for path in ("/", "/ideas/", f"/ideas/boards/{challenge.board_id}/", "/ideas/challenges/"):
        page = client.get(path).content.decode()
        assert "What would make waiting bearable?" in page
        assert "3 days left" in page
    path = f"/ideas/boards/{challenge.board_id}/new/?challenge={challenge.pk}"
    assert f'<option value="{challenge.pk}" selected>' in client.get(path).content.decode()
    client.post(path, body(make_touchpoint, challenge=challenge.pk))
    assert Idea.objects.get().challenge == challenge
    assert "A roof at the door" in client.get(challenge.get_absolute_url()).content.decode()


def test_who_does_not_see_the_board_sees_no_challenge_on_it(
    make_board, make_team, make_challenge, make_employee, sign_in
):
    sponsor = make_employee()
    challenge = make_challenge(make_board(teams=[make_team()]), sponsor=sponsor)
    other = sign_in(make_employee())
    assert other.get(challenge.get_absolute_url()).status_code == 404
    assert other.get(f"/api/v1/challenges/{challenge.pk}/").status_code == 404
    assert "bearable" not in other.get("/ideas/challenges/").content.decode()
    assert sign_in(sponsor).get(challenge.get_absolute_url()).status_code == 200


def test_on_a_one_way_board_its_sponsor_reads_its_ideas(make_board, make_challenge, make_idea, make_employee):
    sponsor, board = make_employee(), make_board(is_one_way=True)
    challenge = make_challenge(board, sponsor=sponsor)
    answer, _other = make_idea(board, challenge=challenge), make_idea(board)
    assert list(Idea.objects.visible_to(sponsor)) == [answer]


def test_the_api_asks_takes_ideas_and_says_what_became_of_it(
    make_board, make_champion, make_touchpoint, make_idea, sign_in, time_machine_later
):
    champion, board = make_champion(), make_board()
    client = sign_in(champion)

    def post(path, said):
        return client.post(f"/api/v1/{path}/", said, content_type="application/json")

    said = {"board": board.pk, "question": "Why?", "opens_on": today().isoformat(), "sponsor": champion.pk}
    assert post("challenges", said | {"closes_on": "2001-01-01"}).status_code == 400
    made = post("challenges", said | {"closes_on": today().isoformat()}).json()
    assert made["state"] == "running"
    idea = post("ideas", body(make_touchpoint, board=board.pk, challenge=made["id"])).json()
    other = post("ideas", body(make_touchpoint, board=make_board().pk, challenge=made["id"]))
    assert (idea["challenge"], other.status_code) == (made["id"], 409)
    path, words = f"challenges/{made['id']}", {"text": "Two", "named": [idea["id"]]}
    assert post(f"{path}/announce", words).status_code == 409
    time_machine_later(days=1)
    told = post(f"{path}/announce", words).json()
    assert (told["state"], told["announcement"], told["named"]) == ("announced", "Two", [idea["id"]])
    assert post(f"{path}/announce", words).status_code == 409
    assert post(f"{path}/call-off", {"reason": "No"}).status_code == 409


def test_a_list_of_challenges_asks_as_much_for_many_as_for_few(
    make_challenge, make_idea, make_employee, sign_in
):
    client = sign_in(make_employee())
    for _ in range(2):
        make_challenge()
    queries(client, "/ideas/challenges/")  # the first visit opens the session
    few = queries(client, "/ideas/challenges/")
    for _ in range(9):
        make_idea(board := make_challenge().board, challenge=board.challenges.get())
    assert queries(client, "/ideas/challenges/") == few <= 20
    assert client.get("/ideas/challenges/").content.count(b'class="row two"') == 11
