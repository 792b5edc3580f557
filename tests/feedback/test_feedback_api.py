import pytest

from feedback.models import Case, Customer, ListeningPost, Response


@pytest.fixture
def api(sign_in, make_champion):
    """A champion who sends and reads JSON."""
    client = sign_in(make_champion())

    def ask(method, path, facts=None, **headers):
        return client.generic(
            method, f"/api/v1/{path}", _json(facts), content_type="application/json", **headers
        )

    return ask


def _json(facts):
    import json

    return json.dumps(facts) if facts is not None else ""


def test_a_poor_response_opens_its_case_and_is_read_again(api, make_post):
    made = api("POST", "responses/", {"post": make_post().pk, "score": 2, "comment": "Nobody came"})
    assert (made.status_code, made.json()["segment"]) == (201, "detractor")
    read = api("GET", f"responses/{made.json()['id']}/")
    assert (read.json(), bool(read["ETag"])) == (made.json(), True)
    assert Case.objects.get().response_id == Response.objects.get().pk


def test_the_same_external_id_is_one_response(api, make_post):
    body = {"post": make_post().pk, "score": 9, "source": "till", "external_id": "17"}
    first, again = api("POST", "responses/", body), api("POST", "responses/", body)
    assert first.json()["id"] == again.json()["id"]
    assert Response.objects.count() == 1


def test_a_customer_is_found_by_what_the_other_system_knows(api, make_post):
    body = {"post": make_post().pk, "score": 9, "customer_email": "Ann@X.example", "customer_number": "K-1"}
    api("POST", "responses/", body)
    api("POST", "responses/", {"post": body["post"], "score": 8, "customer_number": "K-1"})
    assert Customer.objects.get().responses.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"score": 11}, "score"),
        ({"score": 0, "metric": "csat"}, "score"),
        ({"metric": "joy"}, "metric"),
        ({"comment": "x" * 5001}, "comment"),
        ({"comment": "a\x00b"}, "comment"),
        ({"answers": {"nps-9": 1}}, "answers"),
        ({"answers": {"text": {"a": []}}}, "answers"),
        ({"answers": []}, "answers"),
        ({"post": 10**30}, "post"),
        ({"post": None}, "post"),
        ({"received_at": "2999-01-01T00:00:00Z"}, "received_at"),
        ({"received_at": "yesterday"}, "received_at"),
        ({"source": "form"}, "source"),
        ({"team": True}, "team"),
        ({"customer_email": "nobody"}, "non_field_errors"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(api, make_post, facts, field):
    page = api("POST", "responses/", {"post": make_post().pk, "score": 9} | facts)
    assert (page.status_code, field in page.json()["errors"]) == (400, True), page.json()
    assert not Response.objects.exists()


@pytest.mark.parametrize("body", ["[" * 100_000, "{", '"x"', "[]", "\x00"])
def test_broken_json_is_a_400(sign_in, make_champion, body):
    client = sign_in(make_champion())
    for path in ("responses/", "responses/bulk/"):
        assert (
            client.generic("POST", f"/api/v1/{path}", body, content_type="application/json").status_code
            == 400
        )


def test_a_bulk_stores_what_is_right_and_names_the_rest(api, make_post):
    post = make_post()
    rows = [{"post": post.pk, "score": 9, "external_id": str(n)} for n in range(10)]
    rows += [{"post": post.pk, "score": 99}, {"score": 1}, {"post": post.pk, "score": 1, "external_id": "0"}]
    report = api("POST", "responses/bulk/", {"responses": rows}).json()
    assert (report["stored"], report["repeated"]) == (10, 1)
    assert [(e["row"], list(e["errors"])) for e in report["errors"]] == [(10, ["score"]), (11, ["post"])]


def test_all_or_nothing_stores_nothing_when_one_is_wrong(api, make_post):
    post = make_post()
    rows = [{"post": post.pk, "score": 9}, {"post": post.pk, "score": 99}]
    assert api("POST", "responses/bulk/", {"responses": rows, "all_or_nothing": True}).status_code == 400
    assert not Response.objects.exists()


def test_a_thousand_go_in_at_once_and_one_more_does_not(api, make_post):
    rows = [{"post": make_post().pk, "score": 9}] * 1001
    assert api("POST", "responses/bulk/", {"responses": rows}).status_code == 400
    assert api("POST", "responses/bulk/", {"responses": rows[:1000]}).json()["stored"] == 1000


def test_a_response_is_corrected_and_moved_only_as_it_was_read(api, make_response, make_team):
    response, team = make_response(), make_team()
    stale = '"0000"'
    assert api("PATCH", f"responses/{response.pk}/", {"score": 1}, HTTP_IF_MATCH=stale).status_code == 412
    changed = api("PATCH", f"responses/{response.pk}/", {"score": 1, "team": team.pk}).json()
    assert (changed["segment"], changed["team"]) == ("detractor", team.pk)
    assert api("PATCH", f"responses/{response.pk}/", {"score": 11}).status_code == 400


def test_hiding_twice_is_a_conflict(api, make_response):
    path = f"responses/{make_response().pk}/hide/"
    assert [api("POST", path, {"reason": "Spam"}).status_code for _ in range(2)] == [200, 409]


def test_an_unknown_filter_is_refused(api, make_response):
    assert api("GET", "responses/?colour=red").status_code == 400
    assert len(api("GET", f"responses/?post={make_response().post_id}").json()["results"]) == 1


def test_a_post_is_made_revised_and_retired(sign_in, make_employee, make_post):
    client, old = sign_in(make_employee(is_admin=True)), make_post()
    facts = {"name": "Ward 7", "kind": "qr", "goal": old.goal_id, "touchpoint": old.touchpoint_id,
             "team": old.team_id, "review_on": "2030-01-01"}  # fmt: skip
    made = client.post("/api/v1/posts/", facts, content_type="application/json").json()
    questions = [{"key": "csat", "kind": "csat", "labels": {"en": "How was it?"}}]
    body = {"title": {"en": "Stay"}, "questions": questions}
    revised = client.post(f"/api/v1/posts/{made['id']}/revise/", body, content_type="application/json").json()
    assert (made["version"], revised["version"], revised["questions"][0]["key"]) == (1, 2, "csat")
    retire = f"/api/v1/posts/{made['id']}/retire/"
    assert [client.post(retire, {}, content_type="application/json").status_code for _ in range(2)] == [
        200,
        409,
    ]
    assert ListeningPost.objects.get(pk=made["id"]).retired_at


def test_who_may_only_read_does_not_write(sign_in, make_employee, make_post):
    client = sign_in(make_employee())
    body = {"post": make_post().pk, "score": 9}
    assert client.post("/api/v1/responses/", body, content_type="application/json").status_code == 403
    assert client.post("/api/v1/goals/", {"name": "x"}, content_type="application/json").status_code == 403
