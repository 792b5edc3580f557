import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from employees.actions import attending, frontline
from employees.models import Employee, Programme, ProgrammeDate
from feedback.actions import newsletters, sharing
from feedback.actions.learnings import learn, take_back
from feedback.actions.responses import hide_response
from feedback.models import Newsletter, NewsletterItem
from feedback.notices.newsletters import issue
from feedback.tasks.newsletters import deliver
from tenants.audit.models import Entry
from tenants.here import today
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting

PAGE, API = "/learning/newsletter/", "/api/v1/newsletters/"


@pytest.fixture
def editor(make_champion):
    return make_champion(name="Nia Rowlands")


@pytest.fixture
def share(make_response, editor):
    return sharing.share(make_response(score=9), text="Warm hands", is_good=True, by=editor)


@pytest.fixture
def programme_date(editor):
    starts = timezone.now() + timedelta(days=9)
    lab = Programme.objects.create(name="The lab", kind="accessibility", teaches="Where steps shut out.")
    return ProgrammeDate.objects.create(
        programme=lab, place="Leeds", starts=starts, ends=starts + timedelta(hours=2), closes_at=starts,
        places=9, organiser=editor,
    )  # fmt: skip


@pytest.fixture
def full(editor, share, programme_date):
    """A draft of this week with a piece of each kind."""
    learn(text="They come by bus", by=editor, language="en")
    signed = attending.sign_up(programme_date, by=editor)
    type(signed).objects.filter(pk=signed.pk).update(attended_at=timezone.now())
    attending.say_learned(signed, learned="Doors are heavy", language="cy")
    frontline.note_day(by=editor, on=today(), place="Till 3", saw="They count coins")
    return newsletters.draft(week=today(), by=editor, language="en", title="Our week")


def sent_form(draft, **changes):
    """The page's form, as it is sent; changes by the number of the piece."""
    items = list(draft.items.standing())
    sent = {"title": "Our week", "introduction": "Read this.", "language": "cy",
            "form-TOTAL_FORMS": len(items), "form-INITIAL_FORMS": len(items)}  # fmt: skip
    for number, item in enumerate(items):
        facts = {"id": item.pk, "text": item.text, "language": item.language, "position": item.position}
        sent |= {f"form-{number}-{name}": value for name, value in facts.items()}
    return sent | changes


def letters():
    """What the mails of the outbox say now, by who gets them."""
    found = [issue(event) for event in Event.objects.filter(name="newsletter.issue").order_by("pk")]
    return {message.to[0]: message for message in found if message}


def test_a_week_is_gathered_with_a_piece_of_each_kind(full):
    kinds = NewsletterItem.objects.values_list("kind", "text", "language")
    assert list(kinds) == [
        ("customer", "They come by bus", "en"), ("programme", "Doors are heavy", "cy"),
        ("frontline", "They count coins", "en"), ("news", "Warm hands", "en"),
        ("date", "Where steps shut out.", "en"),
    ]  # fmt: skip
    assert full.week.weekday() == 0


def test_another_week_has_nothing_of_this_one(editor, full):
    long_ago = newsletters.draft(week=date(2026, 1, 7), by=editor, language="en")
    assert set(long_ago.items.values_list("kind", flat=True)) <= {"date"}


def test_a_week_has_one_newsletter_and_what_is_new_is_added_at_its_end(sign_in, editor, full):
    client = sign_in(editor)
    assert client.post(f"{PAGE}new/", {"day": today()})["Location"] == f"{PAGE}{full.pk}/edit/"
    learn(text="They walk home", by=editor)
    assert "1 pieces are new" in client.post(f"{PAGE}{full.pk}/gather/", follow=True).text
    assert "Nothing is new" in client.post(f"{PAGE}{full.pk}/gather/", follow=True).text
    assert full.items.last().text == "They walk home"


def test_an_editor_changes_words_order_and_what_is_left_out(sign_in, editor, full):
    client = sign_in(editor)
    changes = {"form-0-position": 9, "form-1-text": "Doors are too heavy", "form-2-is_left_out": "on"}
    client.post(f"{PAGE}{full.pk}/edit/", sent_form(full, **changes))
    shown = list(full.items.shown().values_list("text", flat=True))
    assert shown == ["Doors are too heavy", "Warm hands", "Where steps shut out.", "They come by bus"]
    page = client.get(f"{PAGE}{full.pk}/preview/").text
    assert "Read this." in page
    assert "They count coins" not in page
    assert 'lang="cy"' in page


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"form-0-text": ""}, {"form-0-position": "-1"}, {"form-TOTAL_FORMS": "x"}]
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(sign_in, editor, full, wrong):
    answer = sign_in(editor).post(f"{PAGE}{full.pk}/edit/", sent_form(full, **wrong))
    assert answer.status_code == 422
    assert Newsletter.objects.get().introduction == ""


def test_a_piece_of_another_newsletter_is_not_changed(sign_in, editor, full):
    other = newsletters.draft(week=date(2026, 1, 7), by=editor, language="en")
    foreign = NewsletterItem.objects.create(
        newsletter=other, position=1, kind="news", text="Mine", language="en"
    )
    sign_in(editor).post(f"{PAGE}{full.pk}/edit/", sent_form(full, **{"form-0-id": foreign.pk}))
    assert NewsletterItem.objects.get(pk=foreign.pk).text == "Mine"


def test_it_is_sent_once_however_often_the_button_is_pressed(sign_in, editor, make_employee, full):
    readers = [editor, make_employee(), make_employee()]
    make_employee(newsletter=False)
    make_employee(deactivated_at=timezone.now())
    client = sign_in(editor)
    for _ in range(2):
        client.post(f"{PAGE}{full.pk}/send/")
    for _ in range(3):
        deliver(full.pk)
    recipients = Event.objects.filter(name="newsletter.issue").values_list("recipient", flat=True)
    assert sorted(recipients) == sorted(person.email for person in readers)
    assert Newsletter.objects.get().written == Newsletter.objects.get().readers == 3
    assert Entry.objects.filter(action="newsletter.sent").count() == 1


def test_progress_is_seen_until_the_last_mail_has_gone(sign_in, editor, make_employee, full):
    make_employee()
    newsletters.send(full, by=editor)
    client, path = sign_in(editor), f"{PAGE}{full.pk}/"
    assert "0 of 2 mails are written" in client.get(path).text
    deliver(full.pk)
    assert "2 wait to be sent" in client.get(path).text
    send_waiting()
    assert "Sent to 2 readers" in client.get(path).text
    assert "wait to be sent" not in sign_in(make_employee()).get(path).text
    assert [message.subject for message in mail.outbox].count("Our week") == 2


def test_who_goes_on_after_a_crash_writes_to_nobody_twice(editor, make_employee, full, monkeypatch):
    monkeypatch.setattr(newsletters, "BATCH", 2)
    everybody = {editor.email} | {make_employee().email for _ in range(4)}
    newsletters.send(full, by=editor)
    assert newsletters.write_batch(full.pk) == 2
    deliver(full.pk)
    written = list(Event.objects.filter(name="newsletter.issue").values_list("recipient", flat=True))
    assert len(written) == 5
    assert set(written) == everybody


def test_a_thousand_readers_are_a_few_statements(editor, full):
    new = [Employee(name=str(n), email=f"r{n}@x.example", password="!") for n in range(1000)]
    Employee.objects.bulk_create(new)
    newsletters.send(full, by=editor)
    with CaptureQueriesContext(connection) as asked:
        deliver(full.pk)
    assert Event.objects.filter(name="newsletter.issue").count() == 1001
    assert len(asked) < 60
    with CaptureQueriesContext(connection) as asked:
        for event in Event.objects.filter(name="newsletter.issue")[:20]:
            issue(event)
    whole = [query for query in asked if "feedback_newsletter" in query["sql"]]
    assert len(whole) <= 4


def test_each_reads_it_in_their_own_language_and_texts_say_theirs(editor, make_employee, full, catalogue):
    catalogue("cy", **{"From the front line": "O'r llawr", "Read it here": "Darllenwch yma"})
    reader = make_employee(language="cy")
    newsletters.send(full, by=editor)
    deliver(full.pk)
    found = letters()
    html = found[reader.email].alternatives[0][0]
    assert "O&#x27;r llawr" in html
    assert "O'R LLAWR" in found[reader.email].body
    assert re.search(r'lang="en" dir="auto">They count coins', html)
    assert "FROM THE FRONT LINE" in found[editor.email].body


def test_one_click_ends_it_and_the_settings_bring_it_back(client_of, acme, sign_in, editor, full):
    newsletters.send(full, by=editor)
    deliver(full.pk)
    headers = letters()[editor.email].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    visitor = client_of(acme, enforce_csrf_checks=True)
    assert visitor.get(path).status_code == 200
    assert Employee.objects.get(pk=editor.pk).newsletter
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Employee.objects.get(pk=editor.pk).newsletter
    assert not letters()
    facts = {"name": "Nia", "notify": "at_once", "newsletter": "on"}
    sign_in(Employee.objects.get(pk=editor.pk)).post("/me/", facts)
    assert Employee.objects.get(pk=editor.pk).newsletter


@pytest.mark.parametrize("token", ["x", "a:b:c", "e" * 3000])
def test_a_link_that_is_not_ours_stops_nothing(client_of, acme, token):
    assert client_of(acme).post(f"{PAGE}stop/{token}/").status_code == 404


def test_the_page_stops_and_starts_it_too(sign_in, make_employee):
    client = sign_in(person := make_employee())
    assert "You get it no longer" in client.post(f"{PAGE}wish/", {"wished": "0"}, follow=True).text
    assert not Employee.objects.get(pk=person.pk).newsletter
    client.post(f"{PAGE}wish/", {"wished": "1"})
    assert Employee.objects.get(pk=person.pk).newsletter


def test_what_is_taken_back_after_it_was_gathered_goes_to_nobody(editor, full, share, programme_date):
    learning = full.items.get(kind="customer").learning
    take_back(learning, by=editor)
    hide_response(share.response, reason="Names somebody", by=editor)
    ProgrammeDate.objects.update(called_off_at=timezone.now())
    frontline.take_back(full.items.get(kind="frontline").day, by=editor)
    assert list(full.items.shown().values_list("kind", flat=True)) == ["programme"]
    assert not newsletters.gather(full)


def test_everybody_reads_what_was_sent_and_no_draft(sign_in, make_employee, editor, full):
    client, path = sign_in(make_employee()), f"{PAGE}{full.pk}/"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}edit/").status_code == 403
    newsletters.send(full, by=editor)
    assert "They count coins" in client.get(path).text
    assert "Our week" in client.get(PAGE).text
    assert sign_in(editor).get(f"{path}edit/").status_code == 404


def test_a_proof_goes_to_its_editor_only(sign_in, editor, make_employee, full):
    make_employee()
    sign_in(editor).post(f"{PAGE}{full.pk}/proof/")
    assert list(letters()) == [editor.email]
    assert Newsletter.objects.get().sent_at is None


def test_a_draft_is_thrown_away_and_what_was_sent_stays(editor, full):
    assert newsletters.discard(full)
    again = newsletters.draft(week=today(), by=editor, language="en")
    assert again.items.count() == 5
    assert newsletters.send(again, by=editor)
    assert not newsletters.discard(again)
    assert not newsletters.edit(again, {"title": "Other"}, [])


def test_an_empty_one_is_not_sent(sign_in, editor):
    empty = newsletters.draft(week=date(2026, 1, 7), by=editor, language="en")
    page = sign_in(editor).post(f"{PAGE}{empty.pk}/send/", follow=True)
    assert "There is nothing in it yet" in page.text
    assert Newsletter.objects.get().sent_at is None


def test_a_week_to_come_is_refused(sign_in, editor):
    answer = sign_in(editor).post(f"{PAGE}new/", {"day": today() + timedelta(days=8)})
    assert answer.status_code == 422


def test_programs_do_the_same(sign_in, editor, make_employee, full):
    client, path, sent = sign_in(editor), f"{API}{full.pk}/", {"content_type": "application/json"}
    first = full.items.first().pk
    change = {"title": "News", "items": [{"id": first, "is_left_out": True}]}
    etag = client.get(path)["ETag"]
    changed = client.patch(path, change, headers={"If-Match": etag}, **sent)
    assert (changed.json()["title"], changed.json()["items"][0]["is_left_out"]) == ("News", True)
    assert client.patch(path, change, headers={"If-Match": etag}, **sent).status_code == 412
    preview = client.get(f"{path}preview/").json()
    assert (preview["subject"], preview["readers"]) == ("News", 1)
    assert client.post(f"{path}send/").json()["readers"] == 1
    assert [client.post(f"{path}{verb}/").status_code for verb in ("send", "gather", "proof")] == [409] * 3
    assert client.delete(path).status_code == 409
    other = sign_in(make_employee())
    assert len(other.get(path).json()["items"]) == 4
    assert other.post(API, {"week": "2026-01-07"}, **sent).status_code == 403
