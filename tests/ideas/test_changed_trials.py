"""What is tried can be said better, and who begins a test of an idea that has one loses nothing."""

import pytest

from feedback.actions.listening import revise_questions
from feedback.notices.invitations import invited
from ideas.actions import testing
from ideas.actions.errors import BegunError
from ideas.models import Trial
from tenants.audit.models import Entry
from tenants.outbox.models import Event


@pytest.fixture
def tested(make_idea, run, make_champion):
    """An idea that is tested, its test, and who began it."""
    champion = make_champion()
    return (idea := make_idea()), run(idea, champion), champion


def facts(trial, **said):
    post = trial.post
    return {"what": trial.what, "goal": post.goal_id, "touchpoint": post.touchpoint_id,
            "team": post.team_id} | said  # fmt: skip


def headings():
    return ["The wide roof" in invited(event).body for event in Event.objects.filter(name="invitation.sent")]


def test_who_is_invited_later_reads_the_new_words(tested, complain, sign_in):
    idea, trial, champion = tested
    first, second = (complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bo"))
    testing.invite_testers(trial, [first], by=champion)
    assert headings() == [False]
    client, path = sign_in(champion), f"/ideas/{idea.pk}/test/change/"
    assert path in client.get(idea.get_absolute_url()).text
    assert 'value="The new roof"' in client.get(path).text
    assert client.post(path, facts(trial, what="")).status_code == 422
    page = client.post(path, facts(trial, what="The wide roof"), follow=True)
    assert ("The wide roof" in page.text, "The new roof" in page.text) == (True, False)
    testing.invite_testers(trial, [second], by=champion)
    assert headings()[-1]
    assert Entry.objects.get(action="idea.test_changed").after == {"what": "The wide roof"}


def test_another_team_answers_from_then_on_and_what_else_is_asked_stays(
    tested, complain, make_team, make_employee, sign_in
):
    idea, trial, champion = tested
    asked = [
        *trial.post.version.questions,
        {"key": "w", "kind": "text", "required": False, "labels": {"en": "And?"}},
    ]
    revise_questions(trial.post, title={"en": "Our roof"}, questions=asked)
    other, path = make_team(), f"/ideas/{idea.pk}/test/change/"
    sign_in(champion).post(path, facts(trial, team=other.pk))
    post = Trial.objects.get().post
    assert (post.team, post.version.title) == (other, {"en": "Our roof"})
    sign_in(champion).post(path, facts(trial, what="The wide roof"))
    version = Trial.objects.get().post.version
    assert (version.title["en"], version.questions) == ("Is it better now? The wide roof", asked)
    assert sign_in(make_employee()).get(path).status_code == 403


def test_a_program_says_it_better_as_who_may_test_the_idea(tested, make_employee, sign_in):
    _idea, trial, champion = tested
    path, said = f"/api/v1/idea-tests/{trial.pk}/", {"what": "The wide roof", "metric": "csat"}
    ask = {"content_type": "application/json"}
    assert sign_in(make_employee()).patch(path, said, **ask).status_code == 403
    page = sign_in(champion).patch(path, said, **ask)
    assert (page.status_code, page.json()["what"], page.json()["metric"]) == (200, "The wide roof", "nps")
    assert page["ETag"] == sign_in(champion).get(path)["ETag"]
    assert sign_in(champion).patch(path, {"what": ""}, **ask).status_code == 400
    assert Trial.objects.get().post.version.title["en"] == "Is it better now? The wide roof"


def test_a_second_test_of_an_idea_leads_to_the_first_with_what_was_typed(tested, make_team, sign_in):
    idea, trial, champion = tested
    client, path, team = sign_in(champion), f"/ideas/{idea.pk}/test/", make_team()
    typed = facts(trial, what="A roof & a bench", metric="csat", team=team.pk)
    page = client.post(path, typed, follow=True)
    assert "It is tested already: “The new roof”, NPS, 0 to 10." in page.text
    assert 'value="A roof &amp; a bench"' in page.text
    assert page.context["form"]["team"].value() == str(team.pk)
    assert Trial.objects.get().what == "The new roof"
    page = client.get(path, follow=True)
    assert page.redirect_chain == [(f"{path}change/", 302)]


def test_the_same_sent_twice_is_one_test_and_says_so(tested, sign_in):
    idea, trial, champion = tested
    page = sign_in(champion).post(f"/ideas/{idea.pk}/test/", facts(trial, metric="nps"), follow=True)
    assert page.redirect_chain == [(f"/ideas/{idea.pk}/testers/", 302)]
    assert "It is tested already" in page.text
    assert Trial.objects.get() == trial


def test_a_program_is_told_that_it_is_tested_already(tested, sign_in):
    idea, trial, champion = tested
    client, path = sign_in(champion), "/api/v1/idea-tests/"
    asked = facts(trial, idea=idea.pk, metric="nps")
    same, other = (client.post(path, asked | more, content_type="application/json")
                   for more in ({}, {"what": "A bench"}))  # fmt: skip
    assert (same.status_code, same.json()["id"], other.status_code) == (201, trial.pk, 409)


def test_neither_other_words_nor_another_question_go_to_a_test_that_was_begun(tested, run):
    idea, _trial, champion = tested
    with pytest.raises(BegunError):
        run(idea, champion, metric="csat")
