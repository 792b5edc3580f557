"""What is sent twice with one Idempotency-Key is done once."""

import pytest

from employees.models import Nudge
from feedback.models import Message, Response
from tenants.outbox.models import Answered

KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture
def send(sign_in):
    def send(person, path, facts, **headers):
        client = sign_in(person)
        return client.post(f"/api/v1/{path}", facts, content_type="application/json", headers=headers)

    return send


def test_a_bulk_that_is_sent_again_stores_nothing_twice(send, make_champion, make_post):
    body, champion = {"responses": [{"post": make_post().pk, "score": 9}]}, make_champion()
    first, again = (send(champion, "responses/bulk/", body, **KEY) for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Response.objects.count() == 1


def test_a_note_and_a_question_are_written_once(send, make_champion, make_case, make_promise, make_employee):
    champion, case, promise = make_champion(), make_case(), make_promise(make_employee())
    for _ in range(2):
        assert send(champion, f"cases/{case.pk}/notes/", {"body": "Call"}, **KEY).status_code == 201
        assert send(champion, f"commitments/{promise.pk}/nudge/", {}, **KEY).status_code == 201
    assert (Message.objects.count(), Nudge.objects.count()) == (1, 1)


def test_another_body_with_the_same_key_is_a_conflict(send, make_champion, make_case):
    champion, path = make_champion(), f"cases/{make_case().pk}/notes/"
    send(champion, path, {"body": "Call"}, **KEY)
    assert send(champion, path, {"body": "Write"}, **KEY).status_code == 409


def test_a_secret_is_not_kept_for_a_second_answer(send, make_employee):
    made = send(make_employee(), "tokens/", {"name": "x", "scopes": ["read"]}, **KEY)
    assert made.json()["secret"]
    assert not Answered.objects.exists()
