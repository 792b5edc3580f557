import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from feedback.actions.customers import record_consent
from feedback.actions.invitations import Invitee, invite
from feedback.models import Consent, Invitation, ListeningPost, Response
from feedback.notices.invitations import invited
from feedback.tasks.invitations import remind_invited
from tenants.outbox.models import Event


@pytest.fixture
def sent(make_post, make_employee):
    invite(post=make_post(), invitees=[Invitee("ann@x.example")], language="en", by=make_employee())
    return Invitation.objects.get()


def shown(page):
    """What the page sends along to be sent."""
    found = re.search(r'<input type="hidden" name="people" value="(.*?)">', page.text)
    return {"people": html.unescape(found[1]), "language": "en", "send": "1"}


def test_an_admin_pastes_a_csv_and_nobody_is_asked_twice(sign_in, make_employee, make_post):
    post, admin = make_post(), sign_in(make_employee(is_admin=True))
    pasted = "name,mail\nAnn,Ann@X.example\nBo,bo@x.example\nAnn,ann@x.example"
    page = admin.post(f"/posts/{post.pk}/invite/", {"addresses": pasted, "language": "en"})
    assert not Invitation.objects.exists()
    for _ in range(2):
        sent = admin.post(f"/posts/{post.pk}/invite/", shown(page), follow=True)
        assert "2 invited; 0 were asked within 30 days" in sent.text
    assert set(Invitation.objects.values_list("email", flat=True)) == {"ann@x.example", "bo@x.example"}
    assert Event.objects.filter(name="invitation.sent").count() == 2


FILES = {
    "semicolons": "Vorname;Name;E-Mail;Language\nJörg;Weiß;joerg@x.example;en\n".encode("cp1252"),
    "utf-16": "E-mail\tFull name\tLang\njoerg@x.example\tJörg Weiß\ten\n".encode("utf-16"),
    "no header": "joerg@x.example,Jörg Weiß,English\n".encode(),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_is_read_whatever_its_dialect_and_charset(sign_in, make_employee, make_post, content):
    post, admin = make_post(), sign_in(make_employee(is_admin=True))
    body = {"file": SimpleUploadedFile("people.csv", content), "language": "cy"}
    page = admin.post(f"/posts/{post.pk}/invite/", body)
    assert "1 customer would be invited. Nothing is sent yet." in page.text
    admin.post(f"/posts/{post.pk}/invite/", shown(page) | {"language": "cy"})
    sent = Invitation.objects.get()
    assert (sent.email, sent.language) == ("joerg@x.example", "en")
    assert "Weiß" in sent.customer.name


def test_the_summary_names_who_is_left_out_and_which_rows_are_wrong(
    sign_in, make_employee, make_post, sent, make_customer
):
    record_consent(
        make_customer(email="no@x.example"), purpose="survey", given=False, text="No", version="1", source="t"
    )
    rows = ["email,name,language", "Ann@x.example,Ann,en", "no@x.example,No,", "bo@@x,Bo,", ",Cy,",
            "di@x.example,Di,tlh", "ed@x.example,Ed,", "ED@x.example,Ed,"]  # fmt: skip
    file = SimpleUploadedFile("people.csv", "\n".join(rows).encode())
    admin = sign_in(make_employee(is_admin=True))
    page = admin.post(f"/posts/{make_post().pk}/invite/", {"file": file, "language": "en"})
    assert page.context["fates"] == {
        "sent": ["ed@x.example"], "throttled": ["ann@x.example"], "refused": ["no@x.example"],
    }  # fmt: skip
    assert "1 was asked within 30 days" in page.text
    assert [number for number, _words in page.context["roll"].wrong] == [4, 5, 6, 8]
    assert "ed@x.example stands in row 7 already." in page.text


def test_a_list_that_was_changed_on_its_way_is_looked_at_again(sign_in, make_employee, make_post):
    admin = sign_in(make_employee(is_admin=True))
    for people in ("[", "[1]", '[["a@x.example"]]', "{}", '"ab"'):
        body = {"people": people, "language": "en", "send": "1"}
        assert admin.post(f"/posts/{make_post().pk}/invite/", body).status_code == 422
    assert not Invitation.objects.exists()


def test_a_file_without_addresses_says_so(sign_in, make_employee, make_post):
    admin = sign_in(make_employee(is_admin=True))
    for content in (b"name,town\nAnn,Leeds\n", b"%PDF-1.7", b"\0\0", b"email\n" + b"a@x.example\n" * 2_002):
        body = {"file": SimpleUploadedFile("people.csv", content), "language": "en"}
        assert admin.post(f"/posts/{make_post().pk}/invite/", body).status_code == 422


@pytest.mark.committing
def test_two_who_send_at_once_send_once(acme, make_post, make_employee, make_customer):
    post, people = make_post(), [make_employee(), make_employee()]
    everybody = [Invitee(f"c{number}@x.example") for number in range(20)]
    for invitee in everybody:
        make_customer(email=invitee.email, language="en")

    both_ready = Barrier(2)

    def send(by, invitees):
        with tenant_context(acme):
            ListeningPost.objects.get(pk=post.pk)
            both_ready.wait(timeout=30)
            told = invite(post=post, invitees=invitees, language="en", by=by)
            connection.close()
            return len(told["sent"])

    with ThreadPoolExecutor(2) as both:
        numbers = list(both.map(send, people, [everybody, everybody[::-1]]))
    assert sorted(numbers) == [0, 20]
    assert Invitation.objects.count() == 20


@pytest.mark.parametrize("addresses", ["", "nobody", "a@b@c", "x@" + "y" * 500])
def test_what_is_no_list_of_addresses_is_refused(sign_in, make_employee, make_post, addresses):
    admin = sign_in(make_employee(is_admin=True))
    body = {"addresses": addresses, "language": "en"}
    page = admin.post(f"/posts/{make_post().pk}/invite/", body)
    assert page.status_code == 422 or not page.context["fates"]["sent"]
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
    client_of, acme, sent, make_post, make_employee, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)  # a link says when it was made
    message = invited(Event.objects.get(name="invitation.sent"))
    assert sent.path in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client_of(acme).get(sent.stop_path)
    assert not Consent.objects.exists()
    client_of(acme).post(sent.stop_path, {"List-Unsubscribe": "One-Click"})
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=99))
    told = invite(post=make_post(), invitees=[Invitee("ann@x.example")], language="en", by=make_employee())
    assert told == {"sent": [], "throttled": [], "refused": ["ann@x.example"]}
