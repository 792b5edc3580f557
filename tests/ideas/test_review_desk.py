"""The desk of answers: one idea after the other."""

import pytest


@pytest.fixture
def desk(make_board, make_idea, make_employee, sign_in):
    """Three ideas that wait for one person, and their client."""
    reviewer = make_employee()
    ideas = [
        make_idea(make_board([reviewer], review_days=days), title=f"Number {days}") for days in (1, 2, 3)
    ]
    return sign_in(reviewer), ideas


def shown(client, path="/ideas/review/"):
    page = client.get(path, follow=True)
    return next(
        title for title in ("Number 1", "Number 2", "Number 3") if f">{title}</h1>" in page.content.decode()
    )


def test_it_says_where_one_stands_and_leads_on_without_losing_what_waits(desk):
    client, (first, second, third) = desk
    page = client.get("/ideas/review/").content.decode()
    assert "1 of 3" in page
    assert f'href="/ideas/review/?at={second.pk}" rel="next"' in page
    page = client.get(f"/ideas/review/?at={third.pk}").content.decode()
    assert "3 of 3" in page
    assert f'href="/ideas/review/?at={second.pk}" rel="prev"' in page
    assert f'href="/ideas/review/?at={first.pk}" rel="next"' in page


def test_answered_the_next_one_is_shown_and_not_the_first_again(desk):
    client, (first, second, third) = desk
    said = {"to": "planned", "reason": "In spring", "next": third.pk}
    page = client.post(f"/ideas/{second.pk}/decide/", said, follow=True)
    assert "2 of 2" in page.content.decode()
    assert shown(client) == "Number 1"
    said["next"] = ""
    for idea in (third, first):
        page = client.post(f"/ideas/{idea.pk}/decide/", said, follow=True)
    assert "No idea waits for you" in page.content.decode()


def test_an_answer_that_lacks_something_stays_at_the_desk(desk):
    client, (_first, second, third) = desk
    page = client.post(f"/ideas/{second.pk}/decide/", {"to": "planned", "next": third.pk})
    assert page.status_code == 422
    assert "2 of 3" in page.content.decode()


@pytest.mark.parametrize("asked", ["0", "x", "9" * 40, "", "1 or 1"])
def test_what_does_not_wait_shows_the_first(desk, asked):
    client, _ideas = desk
    assert shown(client, f"/ideas/review/?at={asked}") == "Number 1"


def test_an_idea_of_others_is_not_at_my_desk(desk, make_idea):
    client, _ideas = desk
    assert shown(client, f"/ideas/review/?at={make_idea(title='Number 9').pk}") == "Number 1"
