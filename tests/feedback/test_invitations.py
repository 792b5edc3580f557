from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.invitations import invite
from feedback.models import Consent, Invitation, Response
from feedback.notices.invitations import invited
from feedback.tasks.invitations import remind_invited
from tenants.outbox.models import Event


@pytest.fixture
def sent(make_post, make_employee):
    invite(post=make_post(), addresses=["ann@x.example"], language="en", by=make_employee())
    return Invitation.objects.get()


def test_an_admin_pastes_a_csv_and_nobody_is_asked_twice(sign_in, make_employee, make_post):
    post, admin = make_post(), sign_in(make_employee(is_admin=True))
    body = {"addresses": "name,mail\nAnn,Ann@X.example\nBo,bo@x.example\nAnn,ann@x.example", "language": "en"}
    for _ in range(2):
        assert admin.post(f"/posts/{post.pk}/invite/", body).status_code == 302
    assert set(Invitation.objects.values_list("email", flat=True)) == {"ann@x.example", "bo@x.example"}
    assert Event.objects.filter(name="invitation.sent").count() == 2


@pytest.mark.parametrize("addresses", ["", "nobody", "a@b@c", "x@" + "y" * 500])
def test_what_is_no_list_of_addresses_is_refused(sign_in, make_employee, make_post, addresses):
    admin = sign_in(make_employee(is_admin=True))
    body = {"addresses": addresses, "language": "en"}
    assert admin.post(f"/posts/{make_post().pk}/invite/", body).status_code == 422
    assert not Invitation.objects.exists()


def test_a_personal_link_takes_one_answer(client_of, acme, sent):
    visitor = client_of(acme)
    assert visitor.get(sent.path).status_code == 200
    assert visitor.post(sent.path, {"q-nps": "77"}).status_code == 422
    assert [visitor.post(sent.path, {"q-nps": score}).status_code for score in ("9", "1")] == [302, 302]
    assert (Response.objects.get().score, Response.objects.get().customer) == (9, sent.customer)


@pytest.mark.parametrize("token", ["x", "a:b:c", "e" * 3000])
def test_a_link_that_is_not_ours_is_nothing(client_of, acme, token):
    assert client_of(acme).get(f"/i/{token}/").status_code == 404
    assert client_of(acme).post(f"/i/{token}/stop/").status_code == 404


def test_a_link_of_one_organisation_opens_nothing_at_another(client_of, bolt, sent):
    assert client_of(bolt).get(sent.path).status_code == 404


def test_one_reminder_goes_to_who_has_not_answered(sent):
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=6))
    for _ in range(2):
        remind_invited()
    assert Event.objects.filter(name="invitation.reminded").count() == 1


def test_the_mail_can_be_stopped_by_one_click_and_nobody_is_asked_after_it(
    client_of, acme, sent, make_post, make_employee
):
    message = invited(Event.objects.get(name="invitation.sent"))
    assert sent.path in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client_of(acme).get(sent.stop_path)
    assert not Consent.objects.exists()
    client_of(acme).post(sent.stop_path, {"List-Unsubscribe": "One-Click"})
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=99))
    counts = invite(post=make_post(), addresses=["ann@x.example"], language="en", by=make_employee())
    assert counts == {"sent": 0, "throttled": 0, "refused": 1}
