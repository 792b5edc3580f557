"""Names behind an @ in a comment."""

import pytest
from django.core import mail

from ideas.actions import commenting, following
from ideas.actions.news import tell_mentioned, tell_of_comment
from ideas.models import Follow, Mention
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting


@pytest.fixture
def nia(make_employee):
    return make_employee(name="Nia Rowlands")


@pytest.fixture
def named(make_idea, make_employee):
    """Whom a text names."""

    def named(text, idea=None):
        made = commenting.comment_on(idea or make_idea(), text=text, by=make_employee(name="Zed Quill"))
        return [mention.employee for mention in made.mentions.order_by("pk")]

    return named


@pytest.mark.parametrize(
    "text",
    [
        "@Nia Rowlands, which door?",
        "Ask @nia rowlands!",
        "(@Nia)",
        "@Nía Rowlands",
        "@Nia can you?",
        "@Nia's",
    ],
)
def test_a_name_behind_an_at_means_who_is_called_so(text, named, nia):
    assert named(text) == [nia]


@pytest.mark.parametrize("text", ["nia@rowlands.example", "@@Nia", "Nia Rowlands", "@", "@ Nia", "@Nobody"])
def test_other_signs_name_nobody(text, named, nia):
    assert named(text) == []


def test_a_name_of_two_stays_plain(named, nia, make_employee):
    make_employee(name="Nia Parry")
    assert named("@Nia, hm") == []
    assert named("@Nia Rowlands, hm") == [nia]


def test_only_who_may_see_the_idea_can_be_meant(named, nia, make_board, make_idea, make_team, make_employee):
    team = make_team()
    mate = make_employee(name="Nia Parry", team=team)
    idea = make_idea(make_board(teams=[team]), mate)
    assert named("@Nia Rowlands and @Nia", idea) == [mate]


def test_whoever_is_named_is_told_once_and_follows(make_idea, make_employee, nia):
    idea, by = make_idea(), make_employee()
    made = commenting.comment_on(idea, text="@Nia Rowlands <b>look</b>", by=by)
    for _delivery in range(2):
        tell_mentioned(made.pk)
        tell_of_comment(made.pk)
    commenting.edit_comment(made, text="@Nia Rowlands, please look", by=by)
    tell_mentioned(made.pk)
    told = list(Event.objects.filter(recipient=nia.email).values_list("name", flat=True))
    assert told == ["idea.mentioned"]
    assert Follow.objects.standing().filter(idea=idea, employee=nia).exists()
    send_waiting()
    letter = next(sent for sent in mail.outbox if sent.to == [nia.email])
    assert letter.subject.endswith(f"names you: “{idea.title}”")


def test_whoever_is_named_by_a_change_is_told_then(make_idea, make_employee, nia):
    by = make_employee()
    made = commenting.comment_on(make_idea(), text="Look", by=by)
    assert tell_mentioned(made.pk) == 0
    commenting.edit_comment(made, text="Look, @Nia", by=by)
    assert tell_mentioned(made.pk) == 1


def test_nobody_is_told_that_they_named_themselves_and_who_left_does_not_follow_again(make_idea, nia):
    idea = make_idea()
    following.follow(idea, who=nia)
    following.leave(idea, who=nia)
    made = commenting.comment_on(idea, text="I am @Nia Rowlands", by=nia)
    assert not made.mentions.exists()
    assert not Follow.objects.standing().filter(idea=idea, employee=nia).exists()


def test_the_name_stands_out_and_the_text_stays_text(make_idea, make_employee, nia, sign_in):
    idea, by = make_idea(), make_employee()
    text = "<script>alert(1)</script> @Nia Rowlands & @Nia Rowlandson"
    made = commenting.comment_on(idea, text=text, by=by)
    page = sign_in(by).get(idea.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <b>@Nia Rowlands</b> &amp; @Nia Rowlandson" in page
    assert sign_in(by).get(f"/api/v1/idea-comments/{made.pk}/").json()["mentions"] == [nia.pk]


def test_names_are_suggested_while_typing_and_put_in(make_idea, make_employee, nia, sign_in):
    idea, client = make_idea(), sign_in(make_employee())
    path = f"/ideas/{idea.pk}/people/"
    assert "Nia Rowlands" in client.post(path, {"text": "Ask @rowl"}).content.decode()
    assert "Nia Rowlands" in client.post(path, {"text": "Ask @ní"}).content.decode()
    assert "Nia Rowlands" not in client.post(path, {"text": "Ask nia"}).content.decode()
    said = {"text": "Ask @ni about it", "caret": "7", "field": "answer-3", "pick": nia.pk}
    box = client.post(path, said).content.decode()
    assert "Ask @Nia Rowlands about it</textarea>" in box
    assert 'id="answer-3"' in box
    odd = client.post(path, {"text": "@Ni", "caret": "9" * 30, "field": '"><script>', "pick": "x"})
    assert odd.status_code == 200
    assert "<script>" not in odd.content.decode()


def test_one_comment_names_so_many(named, make_employee):
    names = [f"Anna{chr(97 + n)} Brown" for n in range(12)]
    for name in names:
        make_employee(name=name)
    assert len(named(" ".join(f"@{name}" for name in names))) == 10
    assert Mention.objects.count() == 10
