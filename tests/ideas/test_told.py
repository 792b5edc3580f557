"""Who is told what became of an idea or a challenge: of those whom it concerns, those who see it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from employees.models import Absence, Employee, Line, Term
from ideas import tasks
from ideas.actions import challenging, concluding, deciding, merging, outcomes, telling, voting
from ideas.actions.boards import Some, limit_board
from ideas.models import Audience, Idea
from ideas.models.readers import seeing, seeing_board
from tenants.here import today
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting

STAYS, GOES = "stays@example.com", "goes@example.com"
SEEING = [role for role in Audience.Role.values if role != "customer"]


@pytest.fixture
def team(make_team):
    return make_team()


@pytest.fixture
def board(make_board, make_employee, team):
    """Of one team, by somebody of which its ideas are answered."""
    return make_board([make_employee(email="answers@example.com")], [team])


@pytest.fixture
def wanted(board, team, make_idea, make_employee):
    """An idea for which two have voted, of whom one left the team since; as did its author."""
    author, goes, stays = (
        make_employee(email=each, team=team) for each in ("author@example.com", GOES, STAYS)
    )
    idea = make_idea(board, author, title="A roof at the door")
    for voter in (goes, stays):
        voting.vote(idea, by=voter)
    Employee.objects.filter(pk__in=[author.pk, goes.pk]).update(team=None)
    return idea


def decide(idea, to="planned", **facts):
    return deciding.decide(idea, to=to, reason="In spring", by=idea.board.reviewers.get(), **facts)


def written():
    """By reader, each of whom is written to once."""
    send_waiting()
    found = {message.to[0]: message for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    return found


def test_of_an_answer_those_are_told_who_see_the_idea(wanted):
    move = decide(wanted)
    assert (telling.tell_of_move(move.pk), telling.tell_of_move(move.pk)) == (1, 0)
    assert set(written()) == {STAYS}


def test_whose_wish_is_one_letter_a_day_reads_nothing_there_of_what_they_do_not_see(wanted):
    Employee.objects.update(notify=Employee.Notify.DAILY)
    telling.tell_of_move(decide(wanted).pk)
    assert [line.to.email for line in Line.objects.all()] == [STAYS]


def test_voters_are_told_nothing_of_a_board_that_is_for_another_team_now(wanted, board, make_team):
    limit_board(board, [Some("see", team=make_team())])
    assert telling.tell_of_move(decide(wanted).pk) == 0
    assert written() == {}


def test_on_a_board_that_became_one_way_authors_alone_are_told(make_board, make_idea, make_employee):
    idea = make_idea(make_board([make_employee()]), make_employee(email="author@example.com"))
    voting.vote(idea, by=make_employee(email=GOES))
    type(idea.board).objects.update(is_one_way=True)
    assert telling.tell_of_move(decide(idea).pk) == 1
    assert set(written()) == {"author@example.com"}


def test_whoever_goes_between_the_answer_and_its_mail_gets_none(wanted, board, make_team):
    telling.tell_of_move(decide(wanted).pk)
    limit_board(board, [Some("see", team=make_team())])
    assert written() == {}
    assert not Event.objects.waiting().exclude(recipient="").exists()


@pytest.fixture
def same(board, make_idea, make_employee, team):
    """It says what another one says that its author does not see, and is one with it."""
    type(board).objects.update(is_one_way=True)
    board.refresh_from_db()
    same = make_idea(board, make_employee(email="same@example.com", team=team), title="Cover the entrance")
    idea = make_idea(board, make_employee(team=None), title="A roof at the door")
    merging.merge(same, into=idea, reason="It is the same", by=board.reviewers.get())
    same.refresh_from_db()
    return same


def test_an_author_is_told_by_their_own_what_becomes_of_the_one_that_it_is_part_of(same):
    idea = same.merged_into
    assert telling.tell_of_move(decide(idea).pk) == 1
    body = written()["same@example.com"].body
    assert ("Cover the entrance" in body, idea.title in body) == (True, False)
    assert same.get_absolute_url() in body


def test_an_author_who_sees_neither_any_more_is_told_nothing(same):
    Employee.objects.filter(pk=same.author_id).update(team=None)
    assert telling.tell_of_move(decide(same.merged_into).pk) == 0
    assert written() == {}


def judge(idea, customers_say, deliver, judged, before, after):
    customers_say(idea.touchpoint, before)
    check = deliver(idea, by=idea.board.reviewers.get())
    Event.objects.all().delete()
    return judged(check, lambda: customers_say(idea.touchpoint, after))


def test_of_what_a_check_found_those_are_told_who_see_the_idea(wanted, customers_say, deliver, judged):
    judge(wanted, customers_say, deliver, judged, {2: 12, 5: 8}, {5: 17, 1: 3})
    told = {mail for mail, message in written().items() if "is proven" in message.body}
    assert told == {STAYS}


def test_of_a_harmful_one_its_sponsors_are_told_whatever_they_see(
    wanted, make_employee, customers_say, deliver, judged
):
    champion, sponsor = make_employee(), make_employee()
    ends = today() + timedelta(days=300)
    Term.objects.create(employee=champion, sponsor=sponsor, starts=today(), ends=ends)
    judge(wanted, customers_say, deliver, judged, {5: 17, 1: 3}, {2: 17, 5: 3})
    told = {mail for mail, message in written().items() if "worse off" in message.subject}
    assert told == {champion.email, sponsor.email}
    assert not wanted.is_seen_by(sponsor)


def test_an_author_reads_of_a_check_by_their_own_and_no_link_leads_to_what_they_do_not_see(
    same, customers_say, deliver, judged
):
    idea = same.merged_into
    check = judge(idea, customers_say, deliver, judged, {2: 12, 5: 8}, {5: 17, 1: 3})
    body = written()["same@example.com"].body
    assert "Your idea “Cover the entrance” was delivered." in body
    assert not [
        each for each in (idea.title, f"{idea.get_absolute_url()}#", "The numbers stand") if each in body
    ]
    assert outcomes.tell_of_outcome(check.pk) == 0


@pytest.fixture
def ended(board, team, make_challenge, make_idea, make_employee, time_machine_later):
    """One that has an idea of somebody who left the team, and a vote of somebody who did not."""
    sponsor = make_employee(email="sponsor@example.com")
    challenge = make_challenge(board, sponsor=sponsor)
    goes, stays = (make_employee(email=each, team=team) for each in (GOES, STAYS))
    voting.vote(make_idea(board, goes, challenge=challenge), by=stays)
    Employee.objects.filter(pk=goes.pk).update(team=None)
    time_machine_later(days=4)
    return challenge


def test_that_a_challenge_is_over_and_what_became_of_it_those_are_told_who_see_its_board(ended):
    tasks.watch_challenges()
    assert set(written()) == {STAYS, "sponsor@example.com"}
    mail.outbox.clear()
    challenging.announce(ended, text="Two of them", named=[], by=ended.sponsor)
    assert concluding.tell_of_announcement(ended.pk) == 1
    assert set(written()) == {STAYS}


def test_whoever_has_lost_sight_of_a_challenge_before_its_mail_is_written_gets_none(ended, board, make_team):
    tasks.watch_challenges()
    limit_board(board, [Some("see", team=make_team())])
    assert set(written()) == {"sponsor@example.com"}


def test_of_a_challenge_on_a_one_way_board_each_reads_the_named_ideas_that_they_see(
    make_board, make_challenge, make_idea, make_employee, time_machine_later
):
    challenge = make_challenge(make_board([make_employee()], is_one_way=True))
    ideas = [make_idea(challenge.board, make_employee(email=f"{name}@example.com"), challenge=challenge,
                       title=f"By {name}") for name in ("ann", "bo")]  # fmt: skip
    time_machine_later(days=4)
    challenging.announce(challenge, text="Both", named=ideas, by=challenge.sponsor)
    concluding.tell_of_announcement(challenge.pk)
    body = written()["ann@example.com"].body
    assert ("By ann" in body, "By bo" in body) == (True, False)


@pytest.fixture
def region(make_employee, make_team, make_champion):
    """A team; and people of each kind: of it, above and below it, who lead, are in office, or have left."""
    top = make_team(lead=make_employee())
    region = make_team(parent=top, lead=make_employee(team=top))
    for team in (
        top,
        region,
        make_team(parent=region, lead=make_employee()),
        make_team(lead=make_employee()),
    ):
        make_employee(team=team)
    for facts in ({}, {"is_admin": True}, {"is_operator": True}, {"team": region, "deactivated_at": now()}):
        make_employee(**facts)
    champion, days = make_champion(), {"starts": today(), "ends": today()}
    Term.objects.update(deputy=make_employee(), sponsor=make_employee())
    Absence.objects.create(employee=champion, **days)
    return region


@pytest.mark.parametrize("is_one_way", [False, True], ids=["read by all", "one-way"])
def test_asked_of_many_people_the_same_ones_see_it_as_asked_of_each(
    region, make_board, make_idea, make_challenge, make_employee, is_one_way
):
    board = make_board([make_employee()], is_one_way=is_one_way)
    asked = make_challenge(board, sponsor=make_employee())
    board.crisis_reviewers.add(make_employee())
    ideas = [make_idea(board), make_idea(board, challenge=asked), make_idea(board, is_crisis=True)]
    for some in (None, Some("see", team=region), *(Some("see", role=role) for role in SEEING)):
        limit_board(board, [some] if some else [])
        people = [*Employee.objects.all()]
        assert {*seeing_board(Employee.objects.all(), board)} == {
            one for one in people if board.is_seen_by(one)
        }
        for idea in ideas:
            found = Idea.objects.get(pk=idea.pk)
            assert {*seeing(Employee.objects.all(), found)} == {
                one for one in people if found.is_seen_by(one)
            }


def test_to_find_who_is_told_asks_as_much_of_many_voters_as_of_few(wanted, board, make_employee):
    def asked():
        idea = Idea.objects.get(pk=wanted.pk)
        with CaptureQueriesContext(connection) as queries:
            told = telling.told_of(idea, telling.concerned(idea))
        return len(told), len(queries)

    _one, few = asked()
    for number in range(30):
        voting.vote(wanted, by=make_employee(team=board.audiences.get().team if number % 2 else None))
    assert asked() == (16, few)
    assert few <= 20
