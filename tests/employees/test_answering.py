"""Answering the pulse: by a link or a card, without signing in; nothing of it is told to anybody."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from employees.actions.cards import forget_cards, make_cards
from employees.actions.sealing import key_path, unseal
from employees.actions.waves import close_wave, open_wave
from employees.models import Participation, PulseCard, Sealed, Wave
from employees.models.pulse_cards import answer_path, new_code, plain_code
from tenants.audit.models import Entry
from tenants.outbox.models import Event
from tenants.quiet import Unnamed

WORDS = "The lift has been broken since June"
GOOD = {"q-enps": "9", "q-time": "4", "q-change": WORDS, "lang": "en"}


@pytest.fixture
def staff(make_staff):
    return make_staff(North=6)["North"]


@pytest.fixture
def wave(make_wave, staff):
    made = make_wave()
    open_wave(made)
    return made


@pytest.fixture
def visit(client_of, acme):
    return client_of(acme)


def said(wave):
    return unseal(wave.pk, [bytes(one.blob) for one in Sealed.objects.filter(wave=wave)])


def test_an_answer_by_link_is_sealed_and_its_thanks_tell_nothing(wave, staff, visit):
    path = answer_path(wave.pk, staff[0].pk)
    page = visit.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "no-store" in page["Cache-Control"]
    assert staff[0].name not in page.content.decode()
    sent = visit.post(path, GOOD)
    assert (sent.status_code, sent.url) == (302, "/pulse/thanks/en/")
    thanks = visit.get(sent.url).content.decode()
    assert WORDS not in thanks
    assert staff[0].name not in thanks
    (kept,) = said(wave)
    assert (kept["scores"], kept["comments"]) == ({"enps": 9, "time": 4}, {"change": WORDS})
    assert "language" not in kept
    assert not visit.cookies


def test_scores_only_leaves_the_texts_out(wave, staff, visit):
    assert visit.post(answer_path(wave.pk, staff[0].pk), GOOD | {"scores_only": "on"}).status_code == 302
    assert said(wave)[0]["comments"] == {}
    empty = visit.post(answer_path(wave.pk, staff[1].pk), {"q-change": WORDS, "scores_only": "on"})
    assert empty.status_code == 422


@pytest.mark.parametrize(
    "sent", [{}, {"q-enps": "11"}, {"q-enps": "-1"}, {"q-time": "6"}, {"q-enps": "nine"}, {"q-change": " \n"},
             {"q-change": "x" * 1001}, {"q-change": "a\x00b"}, {"q-enps": "9" * 400}],
)  # fmt: skip
def test_what_cannot_be_taken_is_shown_again_and_not_kept(sent, wave, staff, visit):
    page = visit.post(answer_path(wave.pk, staff[0].pk), sent)
    assert page.status_code == 422
    assert not Participation.objects.exists()


def test_texts_that_do_not_fit_together_lose_nothing(make_wave, staff, visit):
    rows = [{"key": key, "kind": "open", "labels": {"en": key}} for key in ("a", "b")]
    wave = make_wave(questions=rows)
    open_wave(wave)
    page = visit.post(answer_path(wave.pk, staff[0].pk), {"q-a": "字" * 900, "q-b": "字" * 900})
    assert page.status_code == 422
    assert "字" * 900 in page.content.decode()


def test_answered_twice_is_a_calm_page(wave, staff, visit):
    path = answer_path(wave.pk, staff[0].pk)
    visit.post(path, GOOD)
    again = visit.post(path, GOOD)
    assert (again.status_code, "Your answer is there" in again.content.decode()) == (409, True)
    assert len(said(wave)) == 1


def test_whoever_opens_a_link_or_card_does_not_learn_whether_it_was_used(wave, staff, visit):
    path = answer_path(wave.pk, staff[0].pk)
    before = visit.get(path).content
    visit.post(path, GOOD)
    assert visit.get(path).content == before


@pytest.mark.parametrize("beginning", settings.UNNAMED_PATHS)
def test_no_log_names_whose_link_was_refused(beginning):
    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Gone", f"{beginning}theirs/"), None)
    assert Unnamed().filter(record)
    assert record.getMessage() == f"Gone: {beginning}"
    assert "unnamed" in settings.LOGGING["handlers"]["console"]["filters"]


def test_too_late_is_a_calm_page(wave, staff, visit):
    Wave.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    for page in (
        visit.get(answer_path(wave.pk, staff[0].pk)),
        visit.post(answer_path(wave.pk, staff[0].pk), GOOD),
    ):
        assert (page.status_code, "has closed" in page.content.decode()) == (410, True)
    assert not Sealed.objects.exists()


def test_a_forged_link_and_one_of_somebody_who_was_not_asked_open_nothing(wave, staff, visit, make_employee):
    path = answer_path(wave.pk, staff[0].pk)
    for forged in (path[:-3] + "xx/", "/pulse/xyz/", "/pulse/AAAA-BBBB-CCCC/", "/pulse/W10:1:x/"):
        assert visit.get(forged).status_code == 404
        assert visit.post(forged, GOOD).status_code in (404, 429)
    assert visit.post(answer_path(wave.pk, make_employee().pk), GOOD).status_code == 410
    assert not Sealed.objects.exists()


def test_who_guesses_is_slowed_down(wave, visit):
    statuses = [visit.get(f"/pulse/{new_code()}/").status_code for _ in range(22)]
    assert (statuses[0], statuses[-1]) == (404, 429)


def test_without_the_key_nothing_is_taken_and_nothing_typed_is_lost(wave, staff, visit):
    key_path(wave.pk).unlink()
    page = visit.post(answer_path(wave.pk, staff[0].pk), GOOD)
    assert (page.status_code, WORDS in page.content.decode()) == (409, True)
    assert not Participation.objects.exists()


def test_the_form_is_read_in_the_language_of_its_reader(make_wave, staff, visit):
    from employees.models.shipped import shipped_questions

    wave = make_wave(questions=list(shipped_questions().values())[:3])
    open_wave(wave)
    staff[0].language = "hu"
    staff[0].save()
    path = answer_path(wave.pk, staff[0].pk)
    assert "ajánlaná" in visit.get(path).content.decode()
    assert "argymell" in visit.get(f"{path}?lang=cy").content.decode()
    assert visit.post(path, {"q-enps": "3", "lang": "cy"}).url == "/pulse/thanks/cy/"


def test_a_card_takes_the_same_one_answer(wave, staff, visit):
    cards = {card.employee: card.code for card in make_cards(wave, team=None)}
    typed = visit.post("/pulse/", {"code": cards[staff[0]].lower().replace("-", " ")})
    assert (typed.status_code, typed.url) == (302, f"/pulse/{plain_code(cards[staff[0]])}/")
    assert visit.get(typed.url).status_code == 200
    assert visit.post(typed.url, GOOD).status_code == 302
    assert visit.post(answer_path(wave.pk, staff[0].pk), GOOD).status_code == 409
    assert visit.post("/pulse/", {"code": "nonsense"}).status_code == 422
    assert visit.post("/pulse/", {"code": new_code()}).status_code == 404


def test_codes_are_kept_as_hashes_only_and_end_when_printed_again_or_closed(wave, staff, visit):
    first = {card.employee: card.code for card in make_cards(wave, team=staff[0].team)}
    row = str(list(PulseCard.objects.values()))
    assert not [code for code in first.values() if code in row or plain_code(code) in row]
    again = {card.employee: card.code for card in make_cards(wave, team=None)}
    assert visit.get(f"/pulse/{plain_code(first[staff[0]])}/").status_code == 404
    assert visit.get(f"/pulse/{plain_code(again[staff[0]])}/").status_code == 200
    trail = str(list(Entry.objects.filter(action="pulse_cards.printed").values()))
    assert "'number': 6" in trail
    assert not [code for code in again.values() if code in trail]
    close_wave(wave)
    forget_cards()
    assert not PulseCard.objects.exists()


def test_the_sheet_of_cards_is_shown_once_and_has_every_code(wave, staff, sign_in, make_employee):
    page = sign_in(make_employee(is_admin=True)).post(
        f"/pulses/waves/{wave.pk}/cards/", {"team": staff[0].team_id}
    )
    html = page.content.decode()
    assert ("no-store" in page["Cache-Control"], html.count("data:image/svg+xml")) == (True, 6)
    assert len(set(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", html))) == 6


def test_home_and_the_api_lead_whoever_was_asked_to_their_own_form_until_they_have_answered(
    wave, staff, sign_in, make_employee, visit
):
    reader = sign_in(staff[0])
    assert "/pulse/" in reader.get("/").content.decode()
    (own,) = reader.get("/api/v1/me/pulse/").json()
    path = own["url"].split("localhost")[1]
    assert visit.post("/pulse/" + path.split("/pulse/")[1], GOOD).status_code == 302
    assert reader.get("/api/v1/me/pulse/").json() == []
    assert 'href="/pulse/' not in reader.get("/").content.decode()
    assert sign_in(make_employee()).get("/api/v1/me/pulse/").json() == []


def test_nothing_of_an_answer_stands_in_outbox_audit_or_log(wave, staff, visit, caplog):
    caplog.set_level("DEBUG")
    visit.post(answer_path(wave.pk, staff[0].pk), GOOD)
    visit.post(answer_path(wave.pk, staff[1].pk), GOOD | {"q-enps": "99"})
    found = str(list(Event.objects.values())) + str(list(Entry.objects.values())) + caplog.text
    assert WORDS not in found
    assert "/pulse/" not in str(list(Event.objects.values()))


SEALED = {"Sealed", "PulseAnswer", "PulseComment", "Participation", "Invited", "PulseCard"}


def serialized():
    """The models that any serializer of ours is made for."""
    from rest_framework.serializers import ModelSerializer

    waiting = [ModelSerializer]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if model := getattr(getattr(kind, "Meta", None), "model", None):
            yield model.__name__


def test_what_is_sealed_has_no_admin_and_no_serializer():
    import config.api_urls  # noqa: F401 - brings in every serializer

    assert {model.__name__ for model in apps.get_app_config("employees").get_models()} >= SEALED
    assert not SEALED & {model.__name__ for model in admin.site._registry}
    assert not (SEALED - {"PulseComment"}) & set(serialized()), "comments come through the gate"
    assert "Wave" not in {model.__name__ for model in admin.site._registry}


def test_a_list_of_many_waves_asks_as_much_as_one_of_few(make_wave, staff, sign_in, make_employee):
    reader = sign_in(make_employee(is_admin=True))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            reader.get("/pulses/programmes/")
        return sum("tenants_hostversion" not in query["sql"] for query in queries)

    open_wave(make_wave())
    asked()
    few = asked()
    for _ in range(4):
        open_wave(make_wave())
    assert asked() == few


def test_the_web_server_writes_no_line_for_a_request():
    from tenants.demo import WEB

    deployed = Path("docs/deploy.md").read_text()
    assert not [word for word in WEB if "access-log" in word]
    assert "--access-log" not in deployed
    assert "location ~ ^/(pulse|unnamed)/ { access_log off;" in deployed
