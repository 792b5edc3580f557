import pytest
from django.utils import timezone

from feedback.models import Case, Customer, Goal, ListeningPost, PostVersion, Response
from tests.feedback.forms_of import Page


@pytest.fixture
def admin(sign_in, make_employee):
    return sign_in(make_employee(is_admin=True))


def sent(title="Your stay", *rows, languages=("en",), **extra):
    """What the questions page sends."""
    body = {"languages": list(languages), "questions-TOTAL_FORMS": len(rows), "questions-INITIAL_FORMS": 0}
    body |= {f"title_{code}": title for code in languages}
    for number, row in enumerate(rows):
        body |= {f"questions-{number}-{name}": value for name, value in ({"ORDER": number + 1} | row).items()}
    return body | {"save": "1"} | extra


def test_an_admin_makes_a_post_that_asks_at_once(admin, client_of, acme, make_team, make_touchpoint):
    goal = Goal.objects.create(name="Fewer leave")
    page = admin.post("/posts/new/", {
        "name": "Ward 7", "kind": "qr", "goal": goal.pk, "touchpoint": make_touchpoint().pk,
        "team": make_team().pk, "review_on": "2030-01-01", "nps_at_most": 6, "csat_at_most": 2,
    })  # fmt: skip
    post = ListeningPost.objects.get()
    assert page.url == f"/posts/{post.pk}/questions/"
    assert client_of(acme).get(f"/f/{post.key}/").status_code == 200


def test_a_post_without_goal_touchpoint_and_review_date_is_refused_at_the_fields(admin):
    page = admin.post("/posts/new/", {"name": "Ward 7", "kind": "qr"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) >= {"goal", "touchpoint", "team", "review_on"}


def test_a_changed_question_is_a_new_version_and_the_same_one_is_not(admin, make_post, make_response):
    post = make_post(kinds=("nps", "text"))
    response = make_response(post=post)
    rows = [{"key": "nps", "kind": "nps", "label_en": "Would you come back?", "required": "on"}]
    for _ in range(2):
        assert admin.post(f"/posts/{post.pk}/questions/", sent("Stay", *rows)).status_code == 302
    assert [v.number for v in post.versions.all()] == [2, 1]
    response.refresh_from_db()
    assert response.version.number == 1


def test_a_question_of_another_kind_gets_a_key_that_was_never_used(admin, make_post):
    post = make_post(kinds=("nps", "csat"))
    row = {"key": "nps", "kind": "csat", "label_en": "How was it?"}
    admin.post(f"/posts/{post.pk}/questions/", sent("Stay", row))
    assert [q["key"] for q in PostVersion.objects.get(post=post, number=2).questions] == ["csat-2"]


def test_the_answers_of_a_choice_keep_their_keys_when_another_language_comes(admin, make_post):
    post = make_post()
    row = {"kind": "choice", "label_en": "Which?", "options_en": "By car\nOn foot"}
    admin.post(f"/posts/{post.pk}/questions/", sent("Stay", row))
    again = row | {"key": "choice", "label_cy": "Pa un?", "options_cy": "Mewn car\nAr droed"}
    admin.post(f"/posts/{post.pk}/questions/", sent("Stay", again, languages=("en", "cy")))
    (question,) = PostVersion.objects.get(post=post, number=3).questions
    assert (question["key"], [o["key"] for o in question["options"]]) == ("choice", ["by-car", "on-foot"])
    assert question["options"][0]["labels"] == {"en": "By car", "cy": "Mewn car"}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"kind": "nps"}, "label_en"),
        ({"kind": "nonsense", "label_en": "x"}, "kind"),
        ({"kind": "choice", "label_en": "x", "options_en": "only one"}, "options_en"),
        ({"kind": "nps", "label_en": "x" * 301}, "label_en"),
    ],
)
def test_a_bad_question_is_shown_again_with_what_was_typed(admin, make_post, row, field):
    page = admin.post(f"/posts/{make_post().pk}/questions/", sent("My title", row))
    assert page.status_code == 422
    assert field in page.context["editor"].questions.forms[0].errors
    assert "My title" in page.content.decode()
    assert PostVersion.objects.count() == 1


def test_the_questions_are_kept_as_the_page_sends_them(admin, make_post):
    address = f"/posts/{make_post().pk}/questions/"
    page = Page(admin.get(address).content.decode())
    page.values["questions-0-label_en"] = "How was your stay?"
    assert admin.post(address, page.values | {"save": "1"}).status_code == 302
    version = PostVersion.objects.get(number=2)
    assert [question.label("en") for question in version.asked] == ["How was your stay?", "How was it? (en)"]


@pytest.mark.parametrize("total", ["", "-1", "many", "100000"])
def test_a_broken_list_of_questions_is_refused_calmly(admin, make_post, total):
    page = admin.post(f"/posts/{make_post().pk}/questions/", sent("x") | {"questions-TOTAL_FORMS": total})
    assert page.status_code == 422


def test_a_language_is_added_without_losing_what_was_typed(admin, make_post):
    row = {"key": "nps", "kind": "nps", "label_en": "Half typed"}
    body = sent("Stay", row, add="1", add_language="cy")
    del body["save"]
    text = admin.post(f"/posts/{make_post().pk}/questions/", body).content.decode()
    assert "Half typed" in text
    assert 'name="questions-0-label_cy"' in text


def test_the_preview_shows_what_is_being_written(admin, make_post):
    row = {"key": "nps", "kind": "nps", "label_en": "Fresh words"}
    page = admin.post(f"/posts/{make_post().pk}/preview/", sent("Stay", row))
    assert "Fresh words" in page.content.decode()
    assert PostVersion.objects.count() == 1


def test_the_qr_code_and_the_poster_lead_to_the_organisations_own_domain(admin, make_post):
    post = make_post()
    assert admin.get(f"/posts/{post.pk}/qr.svg")["Content-Type"] == "image/svg+xml"
    assert admin.get(f"/posts/{post.pk}/qr.png").content[:4] == b"\x89PNG"
    assert f"acme.localhost:8000/f/{post.key}/" in admin.get(f"/posts/{post.pk}/poster/").content.decode()


def test_retiring_keeps_what_was_said_and_can_be_taken_back(admin, make_post, make_response):
    post = make_post()
    make_response(post=post)
    admin.post(f"/posts/{post.pk}/retire/", {})
    assert ListeningPost.objects.get().retired_at
    assert Response.objects.count() == 1
    admin.post(f"/posts/{post.pk}/reopen/")
    assert not ListeningPost.objects.get().retired_at


def test_what_is_in_use_is_not_taken_away(admin, make_post):
    goal = make_post().goal
    page = admin.post(f"/strategy/goals/{goal.pk}/delete/", follow=True)
    assert "in use" in page.content.decode()
    assert Goal.objects.exists()


def test_every_page_of_set_up_is_shown(admin, make_post):
    post = make_post(review_on=timezone.localdate())
    make_post(retired_at=timezone.now())
    pages = [
        "/posts/",
        f"/posts/{post.pk}/",
        f"/posts/{post.pk}/edit/",
        f"/posts/{post.pk}/questions/",
        "/strategy/",
    ]
    pages += [f"/strategy/{noun}/new/" for noun in ("goals", "journeys", "stages", "touchpoints")]
    assert {path: admin.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)


def test_staff_type_in_a_complaint_and_its_case_is_open(sign_in, make_employee, make_post):
    post = make_post(kind="complaint", kinds=("csat", "text"))
    page = sign_in(make_employee()).get(f"/complaints/{post.pk}/")
    body = {
        "token": page.context["form"]["token"].value(), "q-csat": "4", "q-text": "The bill was wrong",
        "channel": "phone", "name": "Ann Lee", "phone": "01938 555123", "consent": "on", "news": "complaint",
    }  # fmt: skip
    client = sign_in(make_employee())
    assert [client.post(f"/complaints/{post.pk}/", body).status_code for _ in range(2)] == [302, 302]
    assert Case.objects.get().response.customer == Customer.objects.get(name="Ann Lee")


def test_whoever_gave_only_a_name_is_kept_with_the_complaint(sign_in, make_employee, make_post):
    post, client = make_post(kind="complaint", kinds=("csat", "text")), sign_in(make_employee())
    token = client.get(f"/complaints/{post.pk}/").context["form"]["token"].value()
    body = {"token": token, "q-csat": "1", "q-text": "Cold", "channel": "person", "name": "Ann Lee",
            "news": "complaint"}  # fmt: skip
    for _click in range(2):
        client.post(f"/complaints/{post.pk}/", body)
    assert Case.objects.get().response.customer == Customer.objects.get(name="Ann Lee")


def test_a_complaint_without_words_is_not_kept(sign_in, make_employee, make_post):
    post = make_post(kind="complaint", kinds=("csat", "text"))
    client = sign_in(make_employee())
    token = client.get(f"/complaints/{post.pk}/").context["form"]["token"].value()
    page = client.post(
        f"/complaints/{post.pk}/",
        {"token": token, "channel": "phone", "email": "a@x.example", "news": "complaint"},
    )
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"q-csat", "q-text", "consent"})
