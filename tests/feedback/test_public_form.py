import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from feedback.models import Case, Consent, Customer, Response
from feedback.models.remembered import forget_posts


@pytest.fixture
def visitor(client_of, acme):
    forget_posts()
    return client_of(acme)


def token_on(page):
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


@pytest.fixture
def answer(visitor):
    """Open the form and send it."""

    def send(post, **said):
        page = visitor.get(f"/f/{post.key}/")
        return visitor.post(f"/f/{post.key}/", {"token": token_on(page), "q-nps": "9"} | said)

    return send


def test_the_form_is_shown_without_script_and_session(visitor, make_post):
    page = visitor.get(f"/f/{make_post().key}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<script" not in text
    assert not page.cookies
    assert text.count('type="radio"') == 11


def test_an_answer_is_stored_and_thanked_for(answer, visitor, make_post):
    page = answer(make_post(), **{"q-text": "The nurse was kind"})
    assert page.status_code == 302
    response = Response.objects.get()
    assert (response.score, response.metric, response.comment, response.channel) == (
        9,
        "nps",
        "The nurse was kind",
        "web",
    )
    assert "Thank you" in visitor.get(page.url).content.decode()


def test_a_double_click_a_reload_and_a_retry_store_one_answer(visitor, make_post):
    post = make_post()
    body = {"token": token_on(visitor.get(f"/f/{post.key}/")), "q-nps": "2"}
    assert {visitor.post(f"/f/{post.key}/", body).status_code for _ in range(3)} == {302}
    assert (Response.objects.count(), Case.objects.count()) == (1, 1)


def test_what_was_typed_is_kept_when_something_is_wrong(answer, make_post):
    page = answer(make_post(), **{"q-nps": "11", "q-text": "I typed this", "email": "no address"})
    text = page.content.decode()
    assert page.status_code == 422
    assert all(
        piece in text for piece in ("I typed this", 'value="no address"', 'class="errors', "#id_q-nps_0")
    )
    assert not Response.objects.exists()


def test_a_form_left_open_for_days_is_sent_once_more_and_not_lost(visitor, make_post):
    post = make_post()
    token = token_on(visitor.get(f"/f/{post.key}/"))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        page = visitor.post(f"/f/{post.key}/", {"token": token, "q-nps": "3", "q-text": "Kept"})
        assert (page.status_code, "Kept" in page.content.decode()) == (422, True)
        again = visitor.post(f"/f/{post.key}/", {"token": token_on(page), "q-nps": "3"})
    assert again.status_code == 302


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é" * 150, "\x00"])
def test_a_token_that_is_not_ours_stores_nothing(visitor, make_post, token):
    page = visitor.post(f"/f/{make_post().key}/", {"token": token, "q-nps": "9"})
    assert page.status_code == 422
    assert not Response.objects.exists()


def test_a_token_of_another_post_is_refused(visitor, make_post):
    one, other = make_post(), make_post()
    token = token_on(visitor.get(f"/f/{one.key}/"))
    assert visitor.post(f"/f/{other.key}/", {"token": token, "q-nps": "9"}).status_code == 422


def test_what_a_machine_fills_in_is_thanked_for_and_not_stored(answer, make_post):
    assert answer(make_post(), website="https://spam.example").status_code == 302
    assert not Response.objects.exists()


def test_who_leaves_an_address_must_agree_to_its_use(answer, make_post):
    page = answer(make_post(), email="ann@x.example")
    assert (page.status_code, Customer.objects.count()) == (422, 0)


def test_an_address_with_consent_makes_a_customer_who_sees_their_case(answer, visitor, make_post):
    page = answer(make_post(), **{"q-nps": "1", "email": "Ann@X.example", "consent": "on"})
    consent = Consent.objects.get()
    assert (consent.given, consent.purpose, consent.text_version, consent.source[:4]) == (
        True,
        "reply",
        "2026-11",
        "form",
    )
    assert consent.customer == Response.objects.get().customer
    assert "A person answers you" in visitor.get(page.url).content.decode()


def test_the_form_speaks_the_readers_language_where_labels_exist(visitor, make_post):
    post = make_post(languages=("en", "cy", "ht"))
    assert "(cy)" in visitor.get(f"/f/{post.key}/", HTTP_ACCEPT_LANGUAGE="cy-GB,en;q=0.5").content.decode()
    assert "(ht)" in visitor.get(f"/f/{post.key}/?lang=ht").content.decode()
    assert "(en)" in visitor.get(f"/f/{post.key}/", HTTP_ACCEPT_LANGUAGE="de").content.decode()
    assert 'lang="cy" hreflang="cy"' in visitor.get(f"/f/{post.key}/").content.decode()


def test_a_retired_post_says_so_or_leads_to_the_one_that_took_its_place(visitor, make_post):
    old, new = make_post(retired_at=timezone.now(), languages=("en", "cy")), make_post()
    assert visitor.get(f"/f/{old.key}/").status_code == 410
    sent = visitor.post(f"/f/{old.key}/", {"lang": "cy", "q-nps": "9"})
    assert (sent.status_code, sent["Content-Language"]) == (410, "cy")
    forget_posts()
    old.successor = new
    old.save()
    assert visitor.get(f"/f/{old.key}/").url == f"/f/{new.key}/"


@pytest.mark.parametrize("kind", ["complaint", "import"])
def test_only_surveys_and_qr_codes_have_a_public_address(visitor, make_post, kind):
    assert visitor.get(f"/f/{make_post(kind=kind).key}/").status_code == 404


def test_the_same_key_at_another_organisation_is_nothing(client_of, bolt, make_post):
    assert client_of(bolt).get(f"/f/{make_post().key}/").status_code == 404


def test_the_page_with_its_style_and_icons_weighs_at_most_20_kilobytes(visitor, make_post, settings):
    page = visitor.get(f"/f/{make_post(languages=('en', 'cy', 'ru')).key}/")
    static = [settings.BASE_DIR / "config/static" / name for name in ("form.css", "icon.svg")]
    assert len(page.content) + sum(path.stat().st_size for path in static) + 2_000 < 20 * 1024


def test_a_flood_from_one_address_is_slowed_and_what_was_typed_is_kept(visitor, make_post):
    post = make_post()
    token = token_on(visitor.get(f"/f/{post.key}/"))
    body = {"token": token, "q-nps": "9", "q-text": "Still here"}
    pages = [visitor.post(f"/f/{post.key}/", body, REMOTE_ADDR="203.0.113.9") for _ in range(31)]
    assert (pages[29].status_code, pages[30].status_code) == (302, 429)
    assert "Still here" in pages[30].content.decode()
    assert int(pages[30]["Retry-After"]) > 0
    assert visitor.post(f"/f/{post.key}/", body, REMOTE_ADDR="203.0.113.10").status_code == 302
