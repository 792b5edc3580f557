"""Customers are invited to a board by a link of their own, by whoever may see them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from feedback.actions.customers import record_consent
from feedback.actions.invitations import Invitee
from feedback.actions.invitations import invite as invite_to_post
from feedback.models import Consent
from ideas.actions import panel as actions
from ideas.models import PanelMember
from ideas.tasks import remind_panel
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting


def fate(board, customer, by):
    return actions.invite_customers(board, customers=[customer], by=by)[customer.pk]


def letters():
    send_waiting()
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def test_whoever_is_invited_gets_one_letter_however_often_the_button_is_pressed(
    panel, make_customer, make_champion
):
    customer, champion = make_customer(email="gareth@example.com", language="cy"), make_champion()
    assert [fate(panel, customer, champion) for _press in range(2)] == ["invited", "invited"]
    assert fate(panel, customer, panel.reviewers.get()) == "member"
    (letter,) = letters()
    member = PanelMember.objects.get()
    assert (letter.to, member.language) == (["gareth@example.com"], "cy")
    assert member.link_until - member.invited_at == timedelta(days=30)


def test_the_letter_says_what_is_asked_and_is_stopped_by_one_click(
    panel, make_customer, make_champion, visitor
):
    fate(panel, make_customer(), make_champion())
    (letter,) = letters()
    assert "asks for your ideas" in letter.subject
    for text in (letter.body, letter.alternatives[0].content):
        assert "What should we mend?" in text
        assert "/b/" in text
        assert "/b/stop/" in text
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/b/stop/" + letter.extra_headers["List-Unsubscribe"].split("/b/stop/")[1].rstrip(">")
    assert visitor.get(path).status_code == 200
    assert not Consent.objects.exists()
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Consent.objects.values_list("purpose", "given")) == [("panel_mail", False)]


@pytest.mark.parametrize("purpose", ["reply", "survey", "panel", "panel_mail"])
def test_whose_last_word_was_no_is_not_asked(panel, make_customer, make_champion, purpose):
    customer, champion = make_customer(), make_champion()
    for given in (True, False):
        record_consent(customer, purpose=purpose, given=given, text="x", version="1", source="t")
    assert fate(panel, customer, champion) == "refused"
    record_consent(customer, purpose=purpose, given=True, text="x", version="1", source="t")
    assert fate(panel, customer, champion) == "invited"


def test_nobody_is_asked_twice_within_30_days_by_a_board_or_a_post(
    panel, make_board, make_customer, make_champion, make_post, time_machine_later
):
    champion, customer = make_champion(), make_customer(email="ann@x.example")
    invite_to_post(post=make_post(), invitees=[Invitee("ann@x.example")], language="en", by=champion)
    assert fate(panel, customer, champion) == "throttled"
    time_machine_later(days=31)
    assert fate(panel, customer, champion) == "invited"
    assert fate(make_board(is_for_customers=True), customer, champion) == "throttled"


def test_whose_address_nobody_knows_cannot_be_reached(panel, make_customer, make_champion):
    customer = make_customer()
    customer.identifiers.all().delete()
    assert fate(panel, customer, make_champion()) == "unreachable"
    assert not PanelMember.objects.exists()


def test_after_a_week_there_is_one_reminder_and_none_for_who_answered_or_said_no(
    make_member, time_machine_later
):
    waiting = make_member("Ann Ash", agreed=False)
    make_member("Bo Birch", stopped_at=timezone.now(), agreed=False)
    refuser = make_member("Cy Cole", agreed=False)
    make_member("Di Dale")
    record_consent(refuser.customer, purpose="survey", given=False, text="No", version="1", source="t")
    time_machine_later(days=8)
    for _run in range(2):
        remind_panel()
    assert [letter.to for letter in letters()] == [["ann@example.com"]]
    waiting.refresh_from_db()
    assert waiting.reminded_at


def test_a_new_link_shuts_the_older_one_and_goes_once_a_day(make_member, visitor, time_machine_later):
    member = make_member()
    older = member.path
    assert not actions.renew_link(member)  # one went just now
    time_machine_later(days=2)
    assert [actions.renew_link(member) for _press in range(2)] == [True, False]
    member.refresh_from_db()
    assert visitor.get(older).status_code == 404
    assert visitor.get(member.path).status_code == 200
    assert "Your link to “Guests”" in letters()[0].subject


def test_a_letter_that_waits_is_not_sent_once_the_link_is_taken_back(panel, make_customer, make_champion):
    fate(panel, make_customer(), make_champion())
    actions.end_link(PanelMember.objects.get())
    assert not letters()
    assert Event.objects.filter(name="panel.invited").count() == 1


def test_a_lead_finds_and_invites_only_customers_whom_they_see(
    panel, make_team, make_employee, make_customer, make_response, make_post, sign_in
):
    team = make_team()
    lead = make_employee(team=team)
    team.lead = lead
    team.save()
    mine, other = make_customer("Gareth Hallam"), make_customer("Gareth Stone", email="stone@example.com")
    make_response(post=make_post(team=team), team=team, customer=mine, score=1)
    client, path = sign_in(lead), f"/ideas/boards/{panel.pk}/customers/"
    page = client.get(path, {"q": "gareth"}).text
    assert ("Gareth Hallam" in page, "Gareth Stone" in page) == (True, False)
    assert client.post(f"{path}invite/", {"customers": [other.pk], "q": "gareth"}).status_code == 422
    assert client.post(f"{path}invite/", {"customers": [mine.pk]}).status_code == 302
    assert PanelMember.objects.get().customer == mine


def test_the_page_finds_by_name_and_address_and_says_who_cannot_be_asked(
    panel, make_champion, make_customer, make_member, sign_in
):
    make_member("Ann Ash", agreed=False)
    bo = make_customer("Bo Ash", email="bo@example.com")
    client, path = sign_in(make_champion()), f"/ideas/boards/{panel.pk}/customers/"
    page = client.get(path, {"q": "ash"}).text
    assert "is invited already" in page
    assert f'value="{bo.pk}"' in page
    assert "Bo Ash" in client.get(path, {"q": "Bo@Example.com"}).text
    done = client.post(f"{path}invite/", {"customers": [bo.pk]}, follow=True).text
    assert ("One customer is invited." in done, "One is not" in done) == (True, False)


def test_the_note_says_how_many_are_invited_and_why_the_others_are_not(
    panel, make_champion, make_customer, make_member, sign_in
):
    there = make_member("Ann Ash", agreed=False).customer
    lost, new = (
        make_customer("Bo Birch", email="bo@example.com"),
        make_customer("Cy Cole", email="c@example.com"),
    )
    lost.identifiers.all().delete()
    client, path = sign_in(make_champion()), f"/ideas/boards/{panel.pk}/customers/invite/"
    invite = lambda *whom: client.post(path, {"customers": [one.pk for one in whom]}, follow=True).text  # noqa: E731
    some = invite(there, lost, new)
    assert (
        "One customer is invited. 2 are not, each of whom is invited already or has no e-mail address."
        in some
    )
    assert "0 customers are invited. One is not, who is invited already." in invite(there)


def test_employees_invite_nobody_and_a_board_without_customers_has_no_such_page(
    panel, make_board, make_employee, make_champion, make_member, sign_in
):
    member, plain = make_member(), make_board()
    for path in (f"/ideas/boards/{panel.pk}/customers/invite/", f"/ideas/members/{member.pk}/end/"):
        assert sign_in(make_employee()).post(path).status_code == 403
    assert sign_in(make_champion()).get(f"/ideas/boards/{plain.pk}/customers/").status_code == 404


def test_the_api_invites_and_says_why_not(panel, make_customer, make_champion, sign_in):
    client, customer = sign_in(make_champion()), make_customer()
    said = {"board": panel.pk, "customer": customer.pk}
    send = lambda: client.post("/api/v1/board-members/", said, content_type="application/json")  # noqa: E731
    record_consent(customer, purpose="panel", given=False, text="No", version="1", source="t")
    refused = send()
    assert (refused.status_code, refused.json()["detail"]) == (409, "The customer does not wish to be asked.")
    Consent.objects.all().delete()
    made = send()
    assert (made.status_code, made.json()["customer"]) == (201, customer.pk)
    path = f"/api/v1/board-members/{made.json()['id']}/"
    assert [client.post(f"{path}{act}/").status_code for act in ("end", "end", "restore", "renew")] == [
        200, 409, 200, 409,
    ]  # fmt: skip


def test_where_nobody_found_can_be_invited_there_is_no_button(make_member, panel, make_champion, sign_in):
    make_member("Bo Birch", agreed=False)
    page = sign_in(make_champion()).get(f"/ideas/boards/{panel.pk}/customers/?q=birch").text
    assert ("is invited already" in page, "Send the invitations" in page) == (True, False)
