"""The customer's own page: by a signed link, without signing in; the thread, a word back, a judgement."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.utils import timezone
from django_tenants.utils import schema_context

from employees.models import Commitment
from feedback.actions import replies
from feedback.actions.responses import hide_response
from feedback.models import Case
from feedback.views.customer_page import PER_ADDRESS, PER_CASE


@pytest.fixture
def visitor(client_of, acme):
    return client_of(acme)


@pytest.fixture
def send(visitor):
    """Open the page and send its form, as a browser does: with what it shows already."""

    def send(case, **said):
        page = visitor.get(case.customer_path)
        key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
        shown = {name: value for name, value in page.context["form"].initial.items() if value is not None}
        return visitor.post(case.customer_path, {"key": key, "body": ""} | shown | said)

    return send


@pytest.fixture
def answered(make_case):
    return make_case(answered=True)


def test_the_page_shows_what_was_said_and_by_when_an_answer_comes(visitor, make_case):
    case = make_case()
    page = visitor.get(case.customer_path)
    assert page.status_code == 200
    assert "The ramp was blocked again." in page.text
    assert "We answer within 24 hours." in page.text
    assert f"{case.owner}, {case.team}, answers you." in page.text
    assert 'name="score"' not in page.text


def test_the_page_needs_no_script_no_sign_in_and_is_kept_by_no_index(visitor, answered):
    page = visitor.get(answered.customer_path)
    assert "<script" not in page.text
    assert "session" not in page.cookies
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex", True)


def test_the_thread_is_read_in_its_order_and_notes_of_staff_are_never_shown(visitor, answered):
    replies.receive_message(answered, body="And the lift?")
    replies.add_note(answered, by=answered.owner, body="He was rude.")
    replies.reply(answered, by=answered.owner, kind="person", body="The lift works.")
    page = visitor.get(answered.customer_path).text
    said = [page.index(words) for words in ("blocked again", "I called.", "And the lift?", "The lift works.")]
    assert said == sorted(said)
    assert "rude" not in page


def test_what_staff_write_and_what_customers_write_is_text_not_markup(visitor, send, answered):
    send(answered, body="<script>alert(1)</script>")
    replies.reply(answered, by=answered.owner, kind="call", body="<img src=x>")
    page = visitor.get(answered.customer_path).text
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;img src=x&gt;" in page
    assert "<script" not in page


def test_a_reply_is_a_new_promise_of_24_hours_that_its_owner_sees(send, answered, sign_in, fresh):
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        page = send(answered, body="It is blocked again.")
        assert (page.status_code, page.url) == (302, answered.customer_path)
        promise = Commitment.objects.open().get()
        assert promise.due_at == timezone.now() + timedelta(hours=24)
        assert (promise.owner, fresh(answered).current) == (answered.owner, promise)
        assert f"/cases/{answered.pk}/" in sign_in(answered.owner).get("/promises/mine/").text
        assert "It is blocked again." in sign_in(answered.owner).get(f"/cases/{answered.pk}/").text


def test_the_page_shows_the_clock_of_the_reply_and_stops_it_when_that_is_answered(visitor, send, answered):
    assert "We answer within 24 hours." not in visitor.get(answered.customer_path).text
    send(answered, body="Hello?")
    assert "We answer within 24 hours." in visitor.get(answered.customer_path).text
    replies.reply(answered, by=answered.owner, kind="call", body="Done.")
    assert "We answer within 24 hours." not in visitor.get(answered.customer_path).text


def test_a_double_click_is_one_message_and_one_promise(visitor, answered):
    body = {"key": str(uuid4()), "body": "Hello?"}
    assert {visitor.post(answered.customer_path, body).status_code for _click in range(2)} == {302}
    assert answered.messages.filter(kind="in").count() == 1
    assert Commitment.objects.open().count() == 1


def test_a_key_that_another_case_used_hides_no_message(visitor, make_case):
    first, second = make_case(), make_case()
    body = {"key": str(uuid4()), "body": "Hello?"}
    for case in (first, second):
        assert visitor.post(case.customer_path, body).status_code == 302
        assert case.messages.get().body == "Hello?"


@pytest.mark.parametrize("score", [1, 5])
def test_the_answer_is_judged_from_1_to_5(send, answered, score, fresh):
    send(answered, score=score)
    assert (fresh(answered).reply_score, fresh(answered).will_return) == (score, None)
    assert fresh(answered).judged_at


@pytest.mark.parametrize("score", ["0", "6", "-1", "4.5", "five", "５5"])
def test_no_other_judgement_is_taken(send, answered, score, fresh):
    page = send(answered, score=score, body="Thanks")
    assert page.status_code == 422
    assert "Thanks" in page.text
    assert fresh(answered).reply_score is None
    assert not answered.messages.filter(kind="in").exists()


@pytest.mark.parametrize(("word", "kept"), [("yes", True), ("no", False)])
def test_whether_they_come_back_is_kept_and_shown_to_whoever_answered(
    send, answered, word, kept, fresh, sign_in
):
    send(answered, will_return=word)
    assert fresh(answered).will_return is kept
    assert "judged by the customer" in sign_in(answered.owner).get(f"/cases/{answered.pk}/").text


def test_a_judgement_may_be_changed_and_is_no_new_one_when_sent_again(send, answered, fresh):
    send(answered, score=2, will_return="no")
    send(answered, score=4, will_return="yes")
    judged = fresh(answered)
    send(answered, body="One more thing")
    assert (fresh(answered).reply_score, fresh(answered).will_return) == (4, True)
    assert fresh(answered).judged_at == judged.judged_at
    assert answered.events.filter(kind="judged").count() == 2


def test_before_an_answer_there_is_nothing_to_judge(visitor, make_case, fresh):
    case = make_case()
    page = visitor.post(case.customer_path, {"key": str(uuid4()), "score": "5", "will_return": "yes"})
    assert page.status_code == 422
    assert (fresh(case).reply_score, fresh(case).will_return) == (None, None)


def test_an_empty_form_is_sent_back_with_what_is_wrong(send, answered):
    page = send(answered, body="   ")
    assert page.status_code == 422
    assert "Write something, or choose an answer to a question." in page.text


def test_a_word_of_a_closed_case_opens_it_again(send, answered, fresh):
    Case.objects.filter(pk=answered.pk).update(closed_at=timezone.now(), closed_by=answered.owner)
    send(answered, body="It happened again.")
    assert fresh(answered).closed_at is None
    assert answered.events.filter(kind="reopened").exists()


def links_that_are_not_ours(case):
    number, seal = case.token.split(":")
    yield from (f"{number}:{seal[:-1]}{'A' if seal[-1] != 'A' else 'B'}", f"{case.pk + 1}:{seal}", seal)
    yield from (f"{number}:", f" {case.token}", f"{case.token}:{seal}", "x" * 3000, "\x00", "１:a")
    yield signing.Signer(salt="feedback.thanks:acme").sign(str(case.pk))
    yield signing.Signer().sign(str(case.pk))


def test_a_link_that_was_changed_or_made_for_something_else_opens_nothing(visitor, make_case):
    case, _next = make_case(), make_case()
    for token in links_that_are_not_ours(case):
        for method in (visitor.get, visitor.post):
            page = method(f"/c/{token}/", {"key": str(uuid4()), "body": "Hello?"})
            assert page.status_code == 404, token
    assert not case.messages.exists()


def test_a_link_of_another_organisation_opens_nothing_though_the_number_is_the_same(
    visitor, client_of, bolt, answered
):
    path = answered.customer_path
    with schema_context(bolt.schema_name):
        assert not Case.objects.exists()
    there = client_of(bolt)
    assert there.get(path).status_code == 404
    assert there.post(path, {"key": str(uuid4()), "body": "Hello?"}).status_code == 404
    assert there.post(f"{path}consent/", {"given": "no"}).status_code == 404
    assert visitor.get(path).status_code == 200


def test_a_link_opens_its_own_case_only(visitor, make_case):
    mine, other = make_case(comment="My ramp"), make_case(comment="Somebody else's bed")
    page = visitor.get(mine.customer_path).text
    assert "My ramp" in page
    assert "Somebody else" not in page
    assert other.token not in page


def test_the_link_ends_when_its_feedback_is_hidden(visitor, answered):
    hide_response(answered.response, reason="Spam", by=answered.owner)
    assert visitor.get(answered.customer_path).status_code == 404
    assert visitor.post(answered.customer_path, {"key": str(uuid4()), "body": "Hm"}).status_code == 404


def test_mails_are_stopped_and_allowed_again_and_the_page_stays(visitor, make_case, make_customer):
    case = make_case(customer=make_customer())
    assert "Write me no more mails" in visitor.get(case.customer_path).text
    visitor.post(f"{case.customer_path}consent/", {"given": "no"})
    assert "You may write to me" in visitor.get(case.customer_path).text
    visitor.post(f"{case.customer_path}consent/", {"given": "yes"})
    said = case.response.customer.consents.filter(purpose="reply").order_by("id")
    assert [(consent.given, consent.source) for consent in said][-2:] == [
        (False, "customer page"), (True, "customer page"),
    ]  # fmt: skip


def test_so_many_messages_an_hour_of_one_case_and_no_more(visitor, answered):
    def write():
        return visitor.post(answered.customer_path, {"key": str(uuid4()), "body": "Hello?"})

    assert {write().status_code for _message in range(PER_CASE)} == {302}
    refused = write()
    assert refused.status_code == 429
    assert 3000 < int(refused["Retry-After"]) <= 3601
    assert "try again in an hour" in refused.text
    assert answered.messages.filter(kind="in").count() == PER_CASE
    assert visitor.get(answered.customer_path).status_code == 200


def test_so_many_an_hour_from_one_address_whatever_the_case_and_none_lost_elsewhere(
    visitor, client_of, acme, make_case
):
    cases = [make_case() for _case in range(PER_ADDRESS // PER_CASE + 1)]
    sent = [
        visitor.post(case.customer_path, {"key": str(uuid4()), "body": "Hello?"}).status_code
        for case in cases[:-1]
        for _message in range(PER_CASE)
    ]
    last = {"key": str(uuid4()), "body": "Hello?"}
    assert set(sent) == {302}
    assert visitor.post(cases[-1].customer_path, last).status_code == 429
    elsewhere = client_of(acme, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(cases[-1].customer_path, last).status_code == 302


def test_a_consent_counts_as_a_message_does(visitor, make_case, make_customer):
    case = make_case(customer=make_customer())
    path = f"{case.customer_path}consent/"
    given = [visitor.post(path, {"given": word}).status_code for word in ["no", "yes"] * (PER_CASE // 2)]
    assert set(given) == {302}
    assert visitor.post(path, {"given": "no"}).status_code == 429
