"""Who gets news of an idea, and how often."""

import pytest
from django.core import mail

from employees.models import Line
from ideas.actions import commenting, deciding, following, voting
from ideas.actions.news import tell_of_comment
from ideas.models import Follow, Idea
from ideas.tasks import tell_of_move
from tenants.outbox.models import Event


@pytest.fixture
def told(acme):
    """Say something, let the news be written, and give whom it went to."""

    def told(idea, by, text="Which door?"):
        before = set(Event.objects.values_list("pk", flat=True))
        tell_of_comment(commenting.comment_on(idea, text=text, by=by).pk)
        news = Event.objects.filter(name="idea.news").exclude(pk__in=before)
        return sorted(news.values_list("recipient", flat=True))

    return told


def following_of(idea):
    return {row.employee for row in Follow.objects.standing().filter(idea=idea)}


def test_whoever_takes_part_follows(make_idea, make_employee):
    author, voter, talker = make_employee(), make_employee(), make_employee()
    idea = make_idea(by=author)
    voting.vote(idea, by=voter)
    commenting.comment_on(idea, text="Which door?", by=talker)
    assert following_of(idea) == {author, voter, talker}


def test_whoever_left_is_not_brought_back_by_what_they_do_but_by_their_wish(
    make_idea, make_employee, sign_in
):
    idea, person = make_idea(), make_employee()
    client, page = sign_in(person), f"/ideas/{idea.pk}/"
    assert "Follow it" in client.get(page).content.decode()
    client.post(f"{page}follow/")
    assert "Stop following" in client.get(page).content.decode()
    client.post(f"{page}unfollow/")
    voting.vote(idea, by=person)
    assert person not in following_of(idea)
    client.post(f"{page}follow/")
    assert person in following_of(idea)


def test_comments_are_news_once_until_somebody_has_looked(make_idea, make_employee, sign_in, told):
    author, other = make_employee(), make_employee()
    idea = make_idea(by=author)
    assert told(idea, other, "One") == [author.email]
    assert told(idea, other, "Two") == []
    for words in ("Three", "Four"):
        sign_in(author).get(idea.get_absolute_url())
        assert told(idea, other, words) == [author.email]
        assert told(idea, other, f"{words} again") == []


def test_the_same_comment_delivered_again_tells_nobody_again(make_idea, make_employee, sign_in):
    author = make_employee()
    idea = make_idea(by=author)
    made = commenting.comment_on(idea, text="One", by=make_employee())
    assert tell_of_comment(made.pk) == 1
    sign_in(author).get(idea.get_absolute_url())
    assert tell_of_comment(made.pk) == 0


def test_nobody_is_told_of_their_own_words_nor_of_what_they_may_not_see(
    make_board, make_idea, make_employee, make_team, told
):
    team = make_team()
    board = make_board(teams=[team])
    author, leaver = make_employee(team=team), make_employee(team=team)
    idea = make_idea(board, author)
    following.follow(idea, who=leaver)
    leaver.team = None
    leaver.save()
    assert told(idea, author) == []


def test_a_hidden_comment_is_no_news(make_idea, make_employee, make_champion):
    made = commenting.comment_on(make_idea(), text="Huw is lazy", by=make_employee())
    commenting.hide_comment(made, reason="A name", by=make_champion())
    assert tell_of_comment(made.pk) == 0


def test_news_comes_as_the_reader_wishes(make_idea, make_employee, told):
    daily, own = make_employee(notify="daily"), make_employee(notify="mine")
    idea = make_idea(by=daily)
    voting.vote(idea, by=own)
    assert told(idea, make_employee()) == []
    assert Line.objects.filter(to=daily).count() == 1


def test_a_decision_is_told_once_to_all_who_follow(make_idea, make_employee, make_champion):
    author, follower, leaver = make_employee(), make_employee(), make_employee()
    idea = make_idea(by=author)
    following.follow(idea, who=follower)
    voting.vote(idea, by=leaver)
    following.leave(idea, who=leaver)
    move = deciding.decide(idea, to=Idea.Status.PLANNED, reason="In spring", by=make_champion())
    for _delivery in range(2):
        tell_of_move(move.pk)
    news = Event.objects.filter(name="idea.answered").values_list("recipient", flat=True)
    assert sorted(news) == sorted([author.email, follower.email])


def test_the_mail_says_who_said_what_and_how_to_stop(make_idea, make_employee, told):
    from tenants.outbox.send import send_waiting

    author = make_employee()
    told(make_idea(by=author, title="A roof"), make_employee(name="Nia Rowlands"), "Which <door>?")
    send_waiting()
    letter = next(sent for sent in mail.outbox if sent.to == [author.email])
    assert letter.subject == "New comments on “A roof”"
    assert "Nia Rowlands said" in letter.body
    assert "Which <door>?" in letter.body
    assert "Which &lt;door&gt;?" in letter.alternatives[0][0]
    assert "you can stop that" in letter.body


def test_merging_carries_followers_over_and_back(make_idea, make_employee):
    first, second, both = make_employee(), make_employee(), make_employee()
    duplicate, other = make_idea(by=first), make_idea(by=second)
    for idea in (duplicate, other):
        following.follow(idea, who=both)
    assert following.carry_followers(duplicate, into=other) == 1
    assert following.carry_followers(duplicate, into=other) == 0
    assert following_of(other) == {first, second, both}
    assert following.leave_followers(duplicate, at=other) == 1
    assert following_of(other) == {second, both}


def test_what_somebody_follows_stands_in_a_list(make_idea, make_employee, sign_in):
    person, idea = make_employee(), make_idea(title="A roof over there")
    client = sign_in(person)
    assert "You follow no idea" in client.get("/ideas/followed/").content.decode()
    assert client.post(f"/api/v1/ideas/{idea.pk}/follow/").json() == {"follows": True}
    assert "A roof over there" in client.get("/ideas/followed/").content.decode()
    assert client.post(f"/api/v1/ideas/{idea.pk}/unfollow/").json() == {"follows": False}
