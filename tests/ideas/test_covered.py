"""How many customers an idea is about is told as soon as they are chosen, and on its page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tenants.utils import schema_context

from feedback.actions.causes import describe_cause, join
from feedback.models import Case
from ideas.figures import covered
from ideas.figures.covered import KEPT
from ideas.models.receipts import new_ticket
from ideas.views import anonymous
from tests.ideas.anonymous_kit import HAND_IN

COVERED, UNNAMED = "/ideas/covered/", "/unnamed/covered/"


@pytest.fixture
def till(make_post, make_response, make_touchpoint):
    """A touchpoint at which two were glad and one complained; and somebody elsewhere did."""
    touchpoint = make_touchpoint()
    for post in (make_post(touchpoint=touchpoint), make_post()):
        make_response(post=post, score=1)
    for score in (9, 10):
        make_response(post=make_post(touchpoint=touchpoint), score=score)
    return touchpoint


@pytest.fixture
def client(sign_in, make_employee):
    return sign_in(make_employee())


def test_the_choice_is_counted_while_an_idea_is_written(client, till):
    assert "3 answers of the last year, one case." in client.get(f"{COVERED}?touchpoint={till.pk}").text
    assert "2 answers of the last year, 2 cases." in client.get(f"{COVERED}?segment=detractor").text
    both = client.get(f"{COVERED}?touchpoint={till.pk}&segment=detractor").text
    assert "One answer of the last year, one case." in both


def test_of_a_cause_the_answers_are_counted_whose_cases_it_has(client, till, make_employee):
    cause = describe_cause(title="No chairs", by=make_employee())
    join(Case.objects.all()[:1], cause, by=make_employee())
    assert "One answer of the last year, one case." in client.get(f"{COVERED}?cause={cause.pk}").text


@pytest.mark.parametrize(
    "asked", ["", "touchpoint=", "touchpoint=0", "cause=x", "segment=happy", "cause=%00"]
)
def test_of_nobody_nothing_is_said(client, till, asked):
    found = client.get(f"{COVERED}?{asked}")
    assert (found.status_code, "answer" in found.text) == (200, False)


def test_the_form_asks_again_with_each_choice(client, make_board, till):
    form = f"/ideas/boards/{make_board().pk}/new/"
    assert f'hx-get="{COVERED}"' in client.get(form).text
    page = client.get(f"{form}?touchpoint={till.pk}").text
    assert "3 answers of the last year, one case." in page
    refused = client.post(form, {"segment": "promoter"})
    assert (refused.status_code, "2 answers of the last year, 0 cases." in refused.text) == (422, True)


def test_where_ideas_are_taken_without_a_name_no_address_says_who_was_thought_of(
    client, nobody, quiet_board, till
):
    for path in (f"/ideas/boards/{quiet_board.pk}/new/", f"/unnamed/boards/{quiet_board.pk}/"):
        page = client.get(path).text
        assert (COVERED in page, f'hx-post="{UNNAMED}"' in page) == (False, True)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
        asked = {"ticket": ticket, "touchpoint": till.pk}
        assert "3 answers of the last year, one case." in nobody.post(UNNAMED, asked).text
        for path in (UNNAMED, HAND_IN):
            assert "of the last year" not in nobody.post(path, asked | {"ticket": "forged"}).text


def test_a_ticket_of_one_organisation_tells_nothing_of_another(quiet_board, client_of, bolt, till):
    asked = {"ticket": new_ticket(quiet_board.pk), "segment": "detractor"}
    with schema_context(bolt.schema_name):
        theirs = client_of(bolt).post(UNNAMED, asked)
    assert (theirs.status_code, theirs.text.strip()) == (200, "")


def test_what_was_counted_for_an_idea_without_a_name_is_not_kept(
    nobody, quiet_board, till, make_post, make_response
):
    asked = {"ticket": new_ticket(quiet_board.pk), "touchpoint": till.pk}
    assert "3 answers" in nobody.post(UNNAMED, asked).text
    make_response(post=make_post(touchpoint=till))
    assert covered(touchpoint=till.pk, cause=None, segment="").answers == 4


def test_whoever_changes_an_idea_is_told_too(make_idea, make_board, make_employee, sign_in, till):
    author = make_employee()
    for quiet in (False, True):
        idea = make_idea(make_board(allows_anonymous=quiet), by=author, touchpoint=till)
        page = sign_in(author).get(f"/ideas/{idea.pk}/change/").text
        assert "3 answers of the last year, one case." in page
        assert (f'hx-get="{COVERED}"' in page, f'hx-post="{UNNAMED}"' in page) == (not quiet, quiet)


def test_whoever_asks_too_often_is_told_to_wait(nobody, quiet_board, till, monkeypatch):
    monkeypatch.setattr(anonymous, "SEARCHES", 2)
    asked = {"ticket": new_ticket(quiet_board.pk), "touchpoint": till.pk}
    assert [nobody.post(UNNAMED, asked).status_code for _ in range(3)] == [200, 200, 429]


def test_the_page_of_an_idea_tells_it(client, make_idea, till):
    page = client.get(make_idea(touchpoint=till).get_absolute_url()).text
    assert "3 answers of the last year, one case." in page


def test_it_is_counted_again_after_some_minutes(till, make_post, make_response, time_machine):
    whom = {"touchpoint": till.pk, "cause": None, "segment": ""}
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    assert covered(**whom).answers == 3
    make_response(post=make_post(touchpoint=till))
    assert covered(**whom).answers == 3
    time_machine.move_to(now + KEPT + timedelta(seconds=1), tick=False)
    assert covered(**whom).answers == 4


def test_what_one_organisation_counted_is_not_told_to_another(acme, bolt, till):
    whom = {"touchpoint": till.pk, "cause": None, "segment": ""}
    assert covered(**whom).answers == 3
    with schema_context(bolt.schema_name):
        assert covered(**whom).answers == 0
