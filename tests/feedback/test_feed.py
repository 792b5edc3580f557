"""What all staff read: how it gets there, how it is narrowed, what never gets there, how it goes again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.models import Employee
from feedback.actions import handling, sharing
from feedback.actions.responses import hide_response, redate_response
from feedback.models import Share


@pytest.fixture
def at_work(make_case, sign_in):
    """An answered case, and the browser of whoever has it."""

    def make(**facts):
        case = make_case(answered=True, **facts)
        return case, sign_in(case.owner)

    return make


@pytest.fixture
def make_share(make_response, make_employee):
    def make(text, *, is_good=True, **facts):
        response = make_response(score=9 if is_good else 2, opens_cases=False, **facts)
        return sharing.share(response, text=text, is_good=is_good, by=make_employee())

    return make


@pytest.fixture
def reader(make_employee, sign_in):
    """Somebody who works elsewhere."""
    return sign_in(make_employee())


def shared_texts(browser, query=""):
    return {share.text for share in browser.get(f"/feed/{query}").context["page"].rows}


def test_what_is_shared_is_read_by_everybody_without_what_identifies_the_customer(
    at_work, make_customer, reader
):
    words = "I am Gareth Hallam, gareth@example.com: the ramp was blocked."
    case, browser = at_work(comment=words, customer=make_customer())
    form = browser.get(f"/cases/{case.pk}/").context["share_form"]
    browser.post(f"/cases/{case.pk}/share/", {"text": form.initial["text"], "is_good": "False"})
    feed = reader.get("/feed/").text
    assert "the ramp was blocked" in feed
    assert "Bad news" in feed
    assert not [name for name in ("Hallam", "gareth@") if name in feed]
    assert reader.get(f"/cases/{case.pk}/").status_code == 404


def test_good_news_goes_by_the_same_door(make_response, make_employee, make_team, sign_in, reader):
    lead = make_employee()
    team = make_team(lead=lead)
    response = make_response(team=team, comment="Kind people", score=10)
    form = sign_in(lead).get(f"/responses/{response.pk}/share/").context["form"]
    assert form.initial == {"text": "Kind people", "is_good": True}
    sign_in(lead).post(f"/responses/{response.pk}/share/", {"text": "Kind people", "is_good": "True"})
    assert shared_texts(reader, "?news=good") == {"Kind people"}


def test_nothing_is_shared_before_the_customer_is_answered(make_case, sign_in, reader):
    case = make_case()
    page = sign_in(case.owner).post(
        f"/cases/{case.pk}/share/", {"text": "Nobody came", "is_good": "False"}, follow=True
    )
    assert "Nothing was changed" in page.text
    assert shared_texts(reader) == set()


def test_the_feed_is_narrowed_by_team_with_those_below_it(make_share, make_team, reader):
    region = make_team(name="North")
    store, other = make_team(parent=region), make_team()
    make_share("In the store", team=store)
    make_share("Elsewhere", team=other)
    assert shared_texts(reader, f"?team={region.pk}") == {"In the store"}
    assert shared_texts(reader, f"?team={other.pk}") == {"Elsewhere"}


def test_the_feed_is_narrowed_by_touchpoint(make_share, make_touchpoint, reader):
    till, park = make_touchpoint(name="Till"), make_touchpoint(name="Car park")
    make_share("Quick", touchpoint=till)
    make_share("Full", touchpoint=park)
    assert shared_texts(reader, f"?touchpoint={park.pk}") == {"Full"}


def test_the_feed_is_narrowed_to_good_or_bad_news(make_share, reader):
    make_share("Warm hands")
    make_share("Cold soup", is_good=False)
    assert shared_texts(reader) == {"Warm hands", "Cold soup"}
    assert shared_texts(reader, "?news=bad") == {"Cold soup"}
    assert shared_texts(reader, "?news=good") == {"Warm hands"}


def test_filters_are_joined_and_a_wrong_one_is_said_not_applied(make_share, make_team, reader):
    team = make_team()
    make_share("Warm hands", team=team)
    make_share("Cold soup", team=team, is_good=False)
    make_share("Far away", is_good=False)
    assert shared_texts(reader, f"?team={team.pk}&news=bad") == {"Cold soup"}
    wrong = reader.get("/feed/?team=999999&news=sideways")
    assert wrong.status_code == 200
    assert len(wrong.context["page"].rows) == 3
    assert "Select a valid choice" in wrong.text


def test_my_team_is_one_of_the_views(make_share, make_team, make_employee, sign_in):
    team = make_team()
    make_share("Ours", team=team)
    make_share("Theirs")
    mine = sign_in(make_employee(team=team))
    view = next(v for v in mine.get("/feed/").context["views"] if v["label"] == "My team")
    assert {share.text for share in mine.get(view["url"]).context["page"].rows} == {"Ours"}


def test_the_top_says_how_much_of_what_came_in_was_shared(make_share, make_response, reader):
    make_share("Warm hands")
    make_share("Cold soup", is_good=False)
    make_share("Wet bed", is_good=False)
    make_response(score=10)
    old = make_share("Long ago")
    redate_response(old.response, received_at=timezone.now() - timedelta(days=31))
    said = "Of 4 answers of the last 30 days we shared 3: 1 good, 2 bad."
    assert said in reader.get("/feed/?news=good").text


def test_the_feed_says_what_was_done(at_work, reader):
    case, browser = at_work()
    browser.post(f"/cases/{case.pk}/share/", {"text": "The ramp was blocked", "is_good": "False"})
    feed = reader.get("/feed/").text
    assert f"Shared by {case.owner}." in feed
    assert "The customer was answered" in feed


def test_a_danger_is_never_shared_whichever_door_is_tried(at_work, make_champion, sign_in, reader):
    case, browser = at_work(danger="safety")
    champion, sent = sign_in(make_champion()), {"text": "He fell", "is_good": "False"}
    assert "A danger is shared with nobody." in browser.get(f"/cases/{case.pk}/").text
    browser.post(f"/cases/{case.pk}/share/", sent)
    champion.post(f"/responses/{case.response_id}/share/", sent)
    api = champion.post(f"/api/v1/cases/{case.pk}/share/", sent, content_type="application/json")
    assert api.status_code == 409
    assert shared_texts(reader) == set()
    assert not Share.objects.exists()


def test_what_turns_out_to_be_a_danger_leaves_the_feed_even_while_it_is_hidden(
    at_work, make_employee, reader
):
    case, browser = at_work()
    browser.post(f"/cases/{case.pk}/share/", {"text": "They say he fell", "is_good": "False"})
    hide_response(case.response, reason="Twice", by=make_employee())
    handling.mark_danger(case, danger="safety", by=case.owner)
    assert shared_texts(reader) == set()
    assert not Share.objects.standing().exists()


def test_a_share_that_is_taken_back_is_gone_and_may_be_shared_anew(at_work, reader, fresh):
    case, browser = at_work()
    browser.post(f"/cases/{case.pk}/share/", {"text": "The ramp", "is_good": "False"})
    assert browser.post(f"/shares/{Share.objects.get().pk}/withdraw/").status_code == 302
    assert shared_texts(reader) == set()
    assert fresh(case).shared_at is None
    browser.post(f"/cases/{case.pk}/share/", {"text": "The ramp, shorter", "is_good": "False"})
    assert shared_texts(reader) == {"The ramp, shorter"}


def test_only_who_shared_it_or_the_champion_takes_it_back(make_share, reader, make_champion, sign_in):
    share = make_share("Warm hands")
    assert reader.post(f"/shares/{share.pk}/withdraw/").status_code == 404
    assert shared_texts(reader) == {"Warm hands"}
    assert sign_in(make_champion()).post(f"/shares/{share.pk}/withdraw/").status_code == 302
    assert shared_texts(reader) == set()
    assert sign_in(Employee.objects.get(pk=share.shared_by_id)).post(
        f"/shares/{share.pk}/withdraw/"
    ).status_code == 404  # fmt: skip


def test_what_is_hidden_is_hidden_from_the_feed_and_counted_nowhere(
    make_share, make_employee, make_champion, sign_in, reader
):
    share = make_share("Spam, spam")
    make_share("Warm hands")
    champion = sign_in(make_champion())
    champion.post(f"/responses/{share.response_id}/hide/", {"reason": "Spam"})
    assert shared_texts(reader) == {"Warm hands"}
    assert "Of 1 answers of the last 30 days we shared 1" in reader.get("/feed/").text
    assert "Spam, spam" not in reader.get("/").text
    shown = reader.get(reverse("api:share-list")).json()["results"]
    assert [row["text"] for row in shown] == ["Warm hands"]


def test_not_to_share_needs_a_reason(at_work, fresh):
    case, browser = at_work()
    page = browser.post(f"/cases/{case.pk}/decline/", {"reason": " "})
    assert page.status_code == 422
    assert "This field is required." in page.text
    assert fresh(case).share_declined_at is None


def test_the_champion_sees_what_was_not_shared_who_said_so_and_why(at_work, make_champion, sign_in, reader):
    case, browser = at_work()
    browser.post(f"/cases/{case.pk}/decline/", {"reason": "It is about a colleague"})
    page = sign_in(make_champion()).get(f"/cases/{case.pk}/").text
    assert f"Not shared, says {case.owner}: It is about a colleague" in page
    assert shared_texts(reader) == set()


def test_what_was_not_shared_may_be_shared_after_all(at_work, reader):
    case, browser = at_work()
    browser.post(f"/cases/{case.pk}/decline/", {"reason": "Personal"})
    assert sharing.share(case.response, text="The ramp", is_good=False, by=case.owner)
    assert shared_texts(reader) == {"The ramp"}
    page = browser.get(f"/cases/{case.pk}/").text
    assert "Not shared, says" not in page
    assert ": Personal" in page  # in its history


def test_whoever_could_be_known_by_place_and_day_is_pointed_out(at_work, make_response):
    case, browser = at_work()
    warning = "this customer can be known"
    assert f"Only one answer came from this place on that day: with place and date, {warning}" in (
        browser.get(f"/cases/{case.pk}/").text
    )
    facts = {"post": case.response.post, "team": case.team, "touchpoint": case.response.touchpoint}
    for _other in range(4):
        make_response(**facts)
    assert warning not in browser.get(f"/cases/{case.pk}/").text


def test_the_feed_goes_on_page_by_page(make_share, make_post, make_team, reader):
    post, team = make_post(), make_team()
    for number in range(27):
        make_share(f"Number {number}", post=post, team=team)
    first = reader.get("/feed/?news=good")
    second = {share.text for share in reader.get(first.context["older"]).context["page"].rows}
    assert {share.text for share in first.context["page"].rows} | second == {
        f"Number {number}" for number in range(27)
    }
    assert "news=good" in first.context["older"]
    assert second
