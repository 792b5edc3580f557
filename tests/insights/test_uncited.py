"""Listening posts that nobody cites."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Case, ListeningPost
from ideas.actions.decisions import make_decision
from ideas.actions.evidence import attach, remove
from ideas.actions.snapshots import Place, keep_value
from ideas.actions.testing import begin_trial
from ideas.models import DecisionEvidence, Snapshot
from insights.figures.uncited import uncited
from tenants.here import today
from tests.plans import queries


@pytest.fixture
def make_old(make_post):
    """A post that has listened for a hundred days, unless told otherwise."""

    def make(days=100, **facts):
        return make_post(created_at=timezone.now() - timedelta(days=days), **facts)

    return make


def listed():
    return [row.post for row in uncited()]


def test_a_post_of_ninety_days_that_nobody_cites_is_listed_a_younger_one_not(make_old, make_response):
    old = make_old()
    make_old(days=89)
    make_response(post=old)
    assert [(row.post, row.answers) for row in uncited()] == [(old, 1)]


def test_a_case_cites_its_post_for_ninety_days(make_old, make_response):
    old = make_old()
    poor = make_response(post=old, score=1)
    assert listed() == []
    Case.objects.filter(response=poor).update(opened_at=timezone.now() - timedelta(days=91))
    assert listed() == [old]


def test_evidence_of_an_idea_cites_it_until_it_is_taken_away(
    make_old, make_response, make_idea, make_employee
):
    old, bo = make_old(), make_employee()
    piece = attach(make_idea(), thing=make_response(post=old), why="It says so", by=bo)
    assert listed() == []
    remove(piece, by=bo)
    assert listed() == [old]


def test_a_case_that_is_evidence_cites_its_post(make_old, make_response, make_idea, make_employee):
    old = make_old()
    poor = make_response(post=old, score=1)
    Case.objects.update(opened_at=timezone.now() - timedelta(days=200))
    attach(make_idea(), thing=poor.case, why="It says so", by=make_employee())
    assert listed() == []


@pytest.fixture
def decided(make_employee):
    by, day = make_employee(), today()
    return make_decision(
        what="A roof", why="It rains", by=by, made_by=by, decided_on=day, revisit_on=day + timedelta(days=60)
    )


def test_evidence_of_a_decision_cites_it_until_it_is_taken_away(make_old, make_response, decided):
    old = make_old()
    piece = attach(decided, thing=make_response(post=old), why="It says so", by=decided.by)
    assert listed() == []
    remove(piece, by=decided.by)
    assert listed() == [old]


def test_a_case_that_a_decision_rests_on_cites_its_post_for_ninety_days(make_old, make_response, decided):
    old = make_old()
    poor = make_response(post=old, score=1)
    Case.objects.update(opened_at=timezone.now() - timedelta(days=200))
    attach(decided, thing=poor.case, why="It says so", by=decided.by)
    assert listed() == []
    DecisionEvidence.objects.update(at=timezone.now() - timedelta(days=91))
    assert listed() == [old]


def test_a_metric_of_a_post_that_is_kept_with_a_decision_cites_it_for_ninety_days(
    make_old, make_response, decided
):
    old, other = make_old(), make_old(days=95)
    make_response(post=old)
    keep_value(decided, metric="nps", days=90, by=decided.by, place=Place(post=old))
    assert listed() == [other]
    Snapshot.objects.update(at=timezone.now() - timedelta(days=91))
    assert listed() == [old, other]


def test_the_post_of_a_test_is_not_called_out_however_old_it_is(
    make_old, make_idea, make_team, make_employee
):
    old, idea = make_old(), make_idea()
    begin_trial(
        idea, what="A roof", metric="nps", goal=old.goal, touchpoint=idea.touchpoint, team=make_team(),
        by=make_employee(),
    )  # fmt: skip
    ListeningPost.objects.update(created_at=timezone.now() - timedelta(days=100))
    assert listed() == [old]


def test_a_retired_post_is_not_listed(make_old):
    old = make_old()
    ListeningPost.objects.filter(pk=old.pk).update(retired_at=timezone.now())
    assert listed() == []


def test_the_page_leads_to_where_it_is_retired(make_old, make_employee, make_champion, sign_in):
    old = make_old()
    page = sign_in(make_employee(is_admin=True)).get("/figures/posts/")
    assert f"/posts/{old.pk}/#retire" in page.text
    assert "Retire it" in page.text
    assert "Look at it" in sign_in(make_champion()).get("/figures/posts/").text
    assert sign_in(make_employee()).get("/figures/posts/").status_code == 403


def test_many_posts_are_asked_for_at_once(make_old, make_champion, sign_in):
    make_old()
    client = sign_in(make_champion())
    queries(client, "/figures/posts/")  # what a process asks once
    few = queries(client, "/figures/posts/")
    for _post in range(5):
        make_old()
    assert queries(client, "/figures/posts/") == few
