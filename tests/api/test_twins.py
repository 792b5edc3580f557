"""What can be done on a page can be done by a program, by the same rules."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from employees.models import Employee, Policy
from feedback.models import Consent, Customer, Goal, Import, Invitation, Response
from feedback.tasks.imports import work_on_import


@pytest.fixture
def ask(sign_in):
    def ask(person, method, path, facts=None, **headers):
        body = json.dumps(facts) if facts is not None else ""
        return sign_in(person).generic(
            method, f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )

    return ask


@pytest.fixture
def send_file(sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def send(person, text, name="answers.csv", **headers):
        return sign_in(person).post(
            "/api/v1/imports/", {"file": SimpleUploadedFile(name, text.encode())}, headers=headers
        )

    return send


ANSWERS = "id;score;why\n1;2;Zażółć the soup\n2;5;Fine\n3;99;Odd\n"


def test_a_file_is_sent_mapped_tried_run_and_undone(ask, send_file, make_champion, make_post):
    champion, post = make_champion(), make_post(("csat", "text"), kind="import")
    path = f"imports/{send_file(champion, ANSWERS).json()['id']}/"
    seen = ask(champion, "GET", f"{path}columns/").json()
    assert ([column["name"] for column in seen["columns"]], seen["reading"]["delimiter"]) == (
        ["id", "score", "why"], ";",
    )  # fmt: skip
    assert (seen["origin"], seen["mapping"]["score"]) == ("proposed", 1)
    assert ask(champion, "POST", f"{path}try/").status_code == 400
    mapping = {"ids": [0], "score": 1, "metric": "csat", "comments": [2]}
    kept = ask(champion, "PATCH", path, {"post": post.pk, "mapping": mapping})
    assert kept.json()["mapping"]["comments"] == [2]
    imported = Import.objects.get()
    for job, left in (("try", 0), ("run", 2), ("undo", 0)):
        assert ask(champion, "POST", f"{path}{job}/").json()["job"] == job
        assert ask(champion, "POST", f"{path}{job}/").status_code == 409
        work_on_import(imported.pk)
        assert Response.objects.count() == left
    read = ask(champion, "GET", path).json()
    assert (read["trial"]["stored"], read["counts"]["removed"], bool(read["undone_at"])) == (2, 2, True)
    refused = ask(champion, "GET", f"import-issues/?imported={imported.pk}&kind=row").json()["results"]
    assert [row["row"] for row in refused] == [4]


def test_a_mapping_that_does_not_fit_the_file_is_told_where(ask, send_file, make_champion):
    champion = make_champion()
    path = f"imports/{send_file(champion, ANSWERS).json()['id']}/"
    for mapping, field in [({"score": 9, "metric": "csat"}, "score"), ({"teams": {"a": 987_001}}, "teams")]:
        page = ask(champion, "PATCH", path, {"mapping": mapping})
        assert (page.status_code, list(page.json()["errors"]["mapping"])) == (400, [field])
    assert ask(champion, "PATCH", path, {"reading": {"charset": "klingon"}}).status_code == 400


def test_a_file_sent_again_with_its_key_is_one_import(send_file, make_champion):
    champion, key = make_champion(), {"Idempotency-Key": "file"}
    assert send_file(champion, ANSWERS, **key).json() == send_file(champion, ANSWERS, **key).json()
    assert send_file(champion, "score\n1\n", **key).status_code == 409
    assert Import.objects.count() == 1


def test_others_do_not_see_what_an_admin_brought_in(ask, send_file, make_employee):
    made = send_file(make_employee(is_admin=True), ANSWERS).json()["id"]
    assert ask(make_employee(is_admin=True), "GET", f"imports/{made}/").status_code == 404
    assert ask(make_employee(), "GET", "imports/").status_code == 403


def test_no_file_and_a_picture_are_refused(send_file, sign_in, make_champion):
    champion = make_champion()
    assert sign_in(champion).post("/api/v1/imports/", {}).json()["errors"]["file"]
    assert send_file(champion, "%PDF-1.4").json()["errors"]["file"]
    assert not Import.objects.exists()


def test_the_figures_come_exact_with_their_n_and_interval(ask, make_champion, make_post, make_response):
    champion, post = make_champion(), make_post()
    for score in (10, 10, 9, 8, 3):
        make_response(post=post, score=score)
    (nps,) = ask(champion, "GET", "metrics/").json()["metrics"]
    assert (nps["metric"], nps["whole"]["value"], nps["whole"]["n"]) == ("nps", 40.0, 5)
    assert nps["whole"]["low"] < 40 < nps["whole"]["high"]
    series = ask(champion, "GET", f"metrics/nps/?post={post.pk}&step=day&period=30").json()
    assert (len(series["over_time"]), series["over_time"][-1]["figure"]["value"]) == (30, 40.0)
    assert [(row["id"], row["figure"]["n"]) for row in series["by_post"]] == [(post.pk, 5)]
    assert ask(champion, "GET", "metrics/?colour=red").status_code == 400
    assert ask(champion, "GET", "metrics/joy/").status_code == 404


def test_how_we_work_is_read_and_changed_as_it_was_read(ask, make_employee):
    admin = make_employee(is_admin=True)
    etag = ask(admin, "GET", "policy/")["ETag"]
    facts = {"hours": {"0": [["08:00", "16:00"]]}, "holidays": ["2026-12-25"]}
    changed = ask(admin, "PATCH", "policy/", facts, **{"If-Match": etag})
    assert (changed.status_code, Policy.current().holidays) == (200, ["2026-12-25"])
    assert ask(admin, "PATCH", "policy/", facts, **{"If-Match": etag}).status_code == 412
    assert ask(admin, "PATCH", "policy/", facts, **{"If-Match": changed["ETag"]}).status_code == 200
    for wrong in ({"hours": {"0": [["17:00", "09:00"]]}}, {"hours": {"9": []}}, {"holidays": ["soon"]},
                  {"ladders": {"answer": {"lead": 9, "up": 1}}}):  # fmt: skip
        assert ask(admin, "PATCH", "policy/", wrong).status_code == 400
    assert ask(make_employee(), "GET", "policy/").status_code == 403


def test_people_change_their_own_settings_and_nothing_else(ask, make_employee):
    person = make_employee()
    changed = ask(
        person, "PATCH", "me/", {"name": "Ann", "notify": "daily", "is_admin": True, "email": "x@x.org"}
    )
    assert (changed.json()["name"], changed.json()["roles"]) == ("Ann", ["employee"])
    kept = Employee.objects.get(pk=person.pk)
    assert (kept.notify, kept.is_admin, kept.email) == ("daily", False, person.email)


def test_a_table_of_people_comes_in_whole_or_not_at_all(ask, make_employee):
    admin = make_employee(is_admin=True)
    good = {"kind": "people", "text": "email,name\na@x.org,A\nb@x.org,B\n"}
    assert ask(admin, "POST", "employees/import/", good).json()["new"] == 2
    assert Employee.objects.count() == 1
    bad = good | {"text": good["text"] + "c,C\n", "dry_run": False}
    assert [e["row"] for e in ask(admin, "POST", "employees/import/", bad).json()["errors"]] == [4]
    assert Employee.objects.count() == 1
    assert ask(admin, "POST", "employees/import/", good | {"dry_run": False}).json()["kept"] is True
    assert Employee.objects.count() == 3


def test_customers_are_invited_once_in_thirty_days(ask, make_champion, make_post):
    champion, body = make_champion(), {"post": make_post().pk, "addresses": ["a@x.org"], "language": "en"}
    counts = [ask(champion, "POST", "invitations/", body).json() for _ in range(2)]
    assert [(each["sent"], each["throttled"]) for each in counts] == [(1, 0), (1, 0)], (
        "a retry is told the same"
    )
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    later = ask(champion, "POST", "invitations/", body).json()
    assert (later["sent"], later["throttled"]) == (0, 1)
    assert [row["email"] for row in ask(champion, "GET", "invitations/").json()["results"]] == ["a@x.org"]
    assert Invitation.objects.count() == 1
    assert not mail.outbox, "the outbox sends, not the request"


def test_a_complaint_is_handed_on_by_anybody_and_opens_its_case(ask, make_employee, make_post):
    person, line = make_employee(), make_post(kind="complaint")
    path = f"complaint-lines/{line.pk}/complaints/"
    told = {"answers": {"nps": 2, "text": "It rained in"}, "email": "ann@x.org"}
    refused = ask(person, "POST", path, told)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["consent"])
    made = ask(person, "POST", path, told | {"consent": True}).json()
    response = Response.objects.get(pk=made["response"])
    assert (response.score, response.comment, response.case.pk) == (2, "It rained in", made["case"])
    assert ask(person, "POST", path, {"answers": {"joy": 1, "text": "x"}}).status_code == 400


def test_a_customer_has_a_timeline_and_consents(ask, make_champion, make_response, make_post):
    champion = make_champion()
    customer = Customer.objects.create(name="Ann")
    make_response(post=make_post(), score=2, comment="Cold", customer=customer)
    path = f"customers/{customer.pk}/"
    assert {row["kind"] for row in ask(champion, "GET", f"{path}timeline/").json()} == {"response", "case"}
    said = {"purpose": "reply", "given": True, "text": "You may write.", "text_version": "1"}
    assert ask(champion, "POST", f"{path}consents/", said).status_code == 201
    assert [row["given"] for row in ask(champion, "GET", f"{path}consents/").json()] == [True]
    assert Consent.objects.get().source == f"told to {champion}"


def test_the_board_and_a_promise_s_history_are_read(ask, make_champion, make_employee, make_promise):
    champion, owner = make_champion(), make_employee()
    made = make_promise(owner, hours=-1)
    board = ask(champion, "GET", "commitments/board/").json()
    assert (board["open"], board["overdue"], board["people"][0]["key"]) == (1, 1, owner.pk)
    assert ask(champion, "POST", f"commitments/{made.pk}/hand-over/", {"to": champion.pk}).status_code == 200
    legs = ask(champion, "GET", f"commitments/{made.pk}/history/").json()["hand_overs"]
    assert [(leg["giver"], leg["taker"]) for leg in legs] == [(owner.pk, champion.pk)]


def test_a_promise_is_handed_only_to_somebody_who_is_seen(ask, make_employee, make_promise, make_team):
    owner, stranger = make_employee(team=make_team()), make_employee(team=make_team())
    made = make_promise(owner)
    refused = ask(owner, "POST", f"commitments/{made.pk}/hand-over/", {"to": stranger.pk})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["to"])


def test_what_is_in_use_is_not_deleted(ask, make_employee, make_post):
    admin, used, idle = make_employee(is_admin=True), make_post().goal, Goal.objects.create(name="Idle")
    assert ask(admin, "DELETE", f"goals/{used.pk}/").status_code == 409
    assert ask(admin, "DELETE", f"goals/{idle.pk}/").status_code == 204
    assert list(Goal.objects.all()) == [used]


def test_a_token_that_may_hand_in_feedback_does_that_and_reads_nothing(
    acme, client_of, make_champion, make_post
):
    from employees.actions.tokens import make_token

    _token, secret = make_token(owner=make_champion(), name="till", scopes=["feedback"])
    client, headers = client_of(acme), {"Authorization": f"Bearer {secret}"}
    body = {"post": make_post().pk, "score": 9}
    sent = client.post("/api/v1/responses/", body, content_type="application/json", headers=headers)
    assert sent.status_code == 201
    assert client.get("/api/v1/responses/", headers=headers).status_code == 403


def test_a_kind_of_promise_that_is_not_named_keeps_its_reminder_and_its_ladder(ask, make_employee):
    admin, before = make_employee(is_admin=True), Policy.current()
    facts = {"reminders": {"answer": 5}, "ladders": {"answer": {"lead": 1}}}
    assert ask(admin, "PATCH", "policy/", facts).status_code == 200
    after = Policy.current()
    assert after.reminders == before.reminders | {"answer": 5}
    assert after.ladders == before.ladders | {"answer": {"lead": 1}}


def test_what_was_read_of_a_cause_can_be_changed_with_its_etag(ask, make_champion):
    champion = make_champion()
    made = ask(
        champion, "POST", "causes/", {"title": "The lift", "whys": [{"answer": "Old", "support": "Log"}]}
    )
    path = f"causes/{made.json()['id']}/"
    etag = ask(champion, "GET", path)["ETag"]
    facts = {"whys": [{"answer": "Never oiled", "support": "Log"}]}
    assert ask(champion, "POST", f"{path}whys/", facts, **{"If-Match": etag}).status_code == 200
    assert ask(champion, "POST", f"{path}whys/", facts, **{"If-Match": etag}).status_code == 412


@pytest.mark.parametrize("source", ["form", "staff", "invitation", "praise"])
def test_no_program_names_a_source_of_our_own(ask, make_champion, make_post, source):
    facts = {"post": make_post().pk, "score": 0, "source": source}
    assert ask(make_champion(), "POST", "responses/", facts).status_code == 400
    assert not Response.objects.exists()


def test_praise_is_handed_on_without_a_case(ask, make_employee, make_post):
    path = f"complaint-lines/{make_post(kind='complaint').pk}/complaints/"
    told = {"answers": {"nps": 10, "text": "Warm hands"}, "news": "praise"}
    assert ask(make_employee(), "POST", path, told).json()["case"] is None


def test_a_promise_is_kept_by_hand_and_a_slip_taken_back(ask, make_employee, make_promise):
    owner, mate = make_employee(), make_employee()
    made, answer = make_promise(owner, kind="other"), make_promise(owner, kind="answer")
    path = f"commitments/{made.pk}/"
    assert ask(mate, "POST", f"{path}keep/").status_code == 404
    assert ask(owner, "POST", f"commitments/{answer.pk}/keep/").status_code == 404
    assert ask(owner, "POST", f"{path}undo-keep/").status_code == 409
    assert ask(owner, "POST", f"{path}keep/").json()["kept_at"]
    assert ask(owner, "POST", f"{path}keep/").status_code == 409
    assert ask(owner, "POST", f"{path}undo-keep/").json()["kept_at"] is None
