"""Listening posts that nobody cites."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Case, ListeningPost
from ideas.actions.evidence import attach, remove
from insights.figures.uncited import uncited
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
