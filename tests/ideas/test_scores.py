"""How those who try an idea find it: all together, and each one's scores, side by side."""

import re
from datetime import timedelta

from django.utils import timezone

from feedback.actions.invitations import answer_invitation
from feedback.actions.responses import hide_response
from feedback.models import Response
from ideas.actions import testing
from ideas.figures import last_testers, results
from ideas.views import trials


def test_both_scores_stand_side_by_side_once_they_answer(make_idea, complain, run, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    first = complain("Ann", touchpoint=idea.touchpoint, score=3)
    asked = testing.invite_testers(trial := run(idea, champion), [first], by=champion)[0]
    assert (asked.follows, asked.email, results(trial).answered) == (first, "ann@x.example", 0)
    answer_invitation(asked, {"metric": "nps", "score": 9, "comment": "Dry!", "language": "en"})
    found = results(trial)
    assert (found.asked, found.answered, found.moved.value, found.moved.n) == (1, 1, 6, 1)
    page = sign_in(champion).get(f"/ideas/{idea.pk}/scores/")
    assert re.search(r"<b>3</b> of 10.*<b>9</b> of 10.*\+6", page.text, re.DOTALL)


def test_the_case_and_the_customers_timeline_show_both_scores(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    first = complain("Ann", touchpoint=idea.touchpoint, score=3)
    asked = testing.invite_testers(run(idea, champion), [first], by=champion)[0]
    client = sign_in(champion)
    assert "no answer yet" in client.get(first.case.get_absolute_url()).text
    answer_invitation(asked, {"metric": "nps", "score": 9, "comment": "Dry!", "language": "en"})
    case = client.get(first.case.get_absolute_url()).text
    assert "Asked again since" in case
    assert "<b>9</b> of 10" in case
    assert "Dry!" in case
    assert "asked again after 3 of 10" in client.get(first.customer.get_absolute_url()).text


def test_testers_who_said_the_same_count_each_and_a_hidden_answer_is_neither_counted_nor_shown(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint, score=3) for name in ("Ann", "Bea", "Cai", "Dai")]
    trial = run(idea, champion)
    for asked, score in zip(testing.invite_testers(trial, firsts, by=champion), (9, 9, 6, 1), strict=True):
        answer_invitation(asked, {"metric": "nps", "score": score, "comment": "", "language": "en"})
    hide_response(Response.objects.get(post=trial.post, score=1), reason="A joke", by=champion)
    found = results(trial)
    assert (found.asked, found.answered, found.before.value, found.after.value) == (4, 3, 3, 8)
    assert (found.moved.value, found.moved.n) == (5, 3)
    shown = sign_in(champion).get(f"{idea.get_absolute_url()}scores/").context["testers"]
    assert {str(one) for one in shown} == {"Ann", "Bea", "Cai"}


def test_all_together_stand_on_the_page_and_each_one_where_they_are_asked_for(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea")]
    testing.invite_testers(run(idea, champion), firsts, by=champion)
    client, whole = sign_in(champion), f"{idea.get_absolute_url()}scores/"
    page = client.get(idea.get_absolute_url())
    assert ("Ann" in page.text, whole in page.text) == (False, True)
    page = client.get(whole)
    assert {str(one) for one in page.context["testers"]} == {"Ann", "Bea"}


def test_many_testers_stand_on_several_pages(make_idea, complain, run, make_champion, sign_in, monkeypatch):
    monkeypatch.setattr(trials, "EACH", 2)
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea", "Cai")]
    testing.invite_testers(run(idea, champion), firsts, by=champion)
    client, path = sign_in(champion), f"{idea.get_absolute_url()}scores/?page="
    first, last = client.get(f"{path}1"), client.get(f"{path}2")
    assert [[str(one) for one in page.context["testers"]] for page in (first, last)] == [
        ["Cai", "Bea"],
        ["Ann"],
    ]
    assert (f"{path}2" in first.text, f"{path}0" in first.text) == (True, False)
    assert (f"{path}1" in last.text, f"{path}3" in last.text) == (True, False)
    for odd in ("", "x", "0", "-1", "3", "9" * 30, "٣"):
        page = client.get(f"{path}{odd}")
        assert [str(one) for one in page.context["testers"]] == ["Cai", "Bea"]


def test_the_api_tells_all_testers_on_pages(make_idea, complain, run, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea", "Cai")]
    sent = testing.invite_testers(trial := run(idea, champion), firsts, by=champion)
    client, path = sign_in(champion), f"/api/v1/idea-tests/{trial.pk}/testers/?page_size=2"
    page = client.get(path).json()
    assert [row["invitation"] for row in page["results"]] == [sent[2].pk, sent[1].pk]
    rest = client.get(page["next"]).json()
    assert ([row["invitation"] for row in rest["results"]], rest["next"]) == ([sent[0].pk], None)
    assert client.get(rest["previous"]).json()["results"] == page["results"]
    assert client.get(path, {"cursor": "x"}).status_code == 404
    assert client.get(f"{path}&colour=red").status_code == 400


def test_a_page_of_the_api_tells_nothing_of_testers_whom_its_reader_does_not_see(
    make_idea, complain, run, make_champion, make_employee, make_team, make_post, sign_in
):
    idea, champion, team = make_idea(), make_champion(), make_team()
    mine, others = (make_post(touchpoint=idea.touchpoint, team=one) for one in (team, make_team()))
    firsts = [complain(name, post=post) for name, post in (("Ann", mine), ("Bea", others), ("Cai", mine))]
    sent = testing.invite_testers(trial := run(idea, champion), firsts, by=champion)
    team.lead = make_employee(team=team)
    team.save()
    client, path = sign_in(team.lead), f"/api/v1/idea-tests/{trial.pk}/testers/?page_size=1"
    told = []
    while path:
        page = client.get(path).json()
        told += [row["invitation"] for row in page["results"]]
        assert len(page["results"]) == 1
        path = page["next"]
    assert told == [sent[2].pk, sent[0].pk]


def test_who_was_invited_just_now_stands_before_who_answered_before_that(
    make_idea, complain, run, make_champion
):
    idea, champion = make_idea(), make_champion()
    ann, bea = (complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea"))
    testing.invite_testers(trial := run(idea, champion), [ann, bea], by=champion)
    now = timezone.now()
    trial.testers.filter(follows=bea).update(sent_at=now - timedelta(days=3), answered_at=now)
    trial.testers.filter(follows=ann).update(sent_at=now - timedelta(days=1))
    assert [str(one) for one in last_testers(trial, to=champion, most=9)] == ["Bea", "Ann"]
    trial.testers.filter(follows=bea).update(answered_at=now - timedelta(days=2))
    assert [str(one) for one in last_testers(trial, to=champion, most=9)] == ["Ann", "Bea"]


def test_two_that_measure_something_else_are_not_subtracted(make_idea, complain, run, make_champion):
    idea, champion = make_idea(), make_champion()
    first = complain("Ann", touchpoint=idea.touchpoint, score=3)
    trial = run(idea, champion, metric="csat")
    asked = testing.invite_testers(trial, [first], by=champion)[0]
    answer_invitation(asked, {"metric": "csat", "score": 5, "comment": "", "language": "en"})
    assert (results(trial).answered, results(trial).moved) == (1, None)


def test_others_read_the_figures_and_no_names(
    make_idea, complain, run, make_champion, make_employee, sign_in
):
    idea, champion = make_idea(), make_champion()
    trial = run(idea, champion)
    testing.invite_testers(trial, [complain("Ann", touchpoint=idea.touchpoint)], by=champion)
    client = sign_in(make_employee())
    page = client.get(f"/ideas/{idea.pk}/scores/")
    assert "Nobody is invited yet." not in page.text
    assert ("Ann" in page.text, "here that is nobody" in page.text) == (False, True)
    assert client.get(f"/ideas/{idea.pk}/testers/").status_code == 403
    assert client.get(f"/api/v1/idea-tests/{trial.pk}/testers/").json()["results"] == []
    assert client.get(f"/api/v1/idea-tests/{trial.pk}/proposed/").status_code == 403


def test_an_idea_without_a_test_has_no_scores_and_a_hidden_one_none_to_others(
    make_idea, make_board, run, make_champion, make_employee, sign_in
):
    champion, hidden = make_champion(), make_idea(board=make_board(is_one_way=True))
    run(hidden, champion)
    assert sign_in(champion).get(f"{make_idea().get_absolute_url()}scores/").status_code == 404
    path = f"{hidden.get_absolute_url()}scores/"
    assert sign_in(champion).get(path).status_code == 200
    assert sign_in(make_employee()).get(path).status_code == 404
