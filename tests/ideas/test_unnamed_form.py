"""The form of an idea without a name: who gets it, what it takes, and what it refuses."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import get_current_timezone

from feedback.actions.causes import describe_cause
from ideas.actions import drafting
from ideas.actions.boards import Some, limit_board
from ideas.models import Board, Idea, SealedEntry
from ideas.models.receipts import hash_of, new_ticket
from ideas.tasks import release_anonymous
from tenants.here import today
from tests.ideas.anonymous_kit import HAND_IN, SIMILAR, text


def test_who_may_hand_in_on_a_board_gets_the_form_with_a_ticket_that_names_nobody(
    quiet_board, make_employee, sign_in
):
    page = sign_in(make_employee(name="Nia Rowlands")).get(f"/unnamed/boards/{quiet_board.pk}/")
    assert "perhaps alone" in text(page)
    assert "Nia Rowlands" not in text(page)
    assert page["Cache-Control"] == "private, no-store"
    assert not page.cookies


def test_the_form_is_given_to_nobody_else(quiet_board, make_board, make_team, make_employee, sign_in, nobody):
    path = f"/unnamed/boards/{quiet_board.pk}/"
    assert nobody.get(path).status_code == 302
    person, elsewhere = sign_in(make_employee()), make_board(teams=[make_team()], allows_anonymous=True)
    for board in (make_board(), elsewhere):
        assert person.get(f"/unnamed/boards/{board.pk}/").status_code == 404
    limit_board(quiet_board, [Some("submit", role="lead")])
    assert person.get(path).status_code == 403


def test_a_board_of_too_few_says_so(make_board, make_team, make_employee, sign_in):
    team = make_team()
    board = make_board(teams=[team], allows_anonymous=True)
    page = sign_in(make_employee(team=team)).get(f"/unnamed/boards/{board.pk}/")
    assert (page.status_code, "Too few people" in text(page)) == (409, True)


def test_boards_show_the_way_to_it(quiet_board, make_board, make_employee, sign_in):
    person, way = sign_in(make_employee()), f"/unnamed/boards/{quiet_board.pk}/"
    for path in (f"/ideas/boards/{quiet_board.pk}/", f"/ideas/boards/{quiet_board.pk}/new/"):
        assert way in text(person.get(path))
    assert "/unnamed/boards/" not in text(person.get(f"/ideas/boards/{make_board().pk}/"))


def test_the_code_is_shown_on_the_answer_and_the_same_for_the_same_form(quiet_board, body, nobody, later):
    sent = body(quiet_board)
    first, again = (re.findall(r"\w{4}(?:-\w{4}){4}", text(nobody.post(HAND_IN, sent))) for _ in range(2))
    assert first == again
    later(7)
    assert Idea.objects.get().receipt == hash_of(first[0])


def test_a_form_whose_idea_is_published_takes_no_more_and_loses_nothing(
    quiet_board, seal_idea, body, nobody, time_machine
):
    evening = datetime.combine(today() + timedelta(days=1), time(20), get_current_timezone())
    time_machine.move_to(evening, tick=False)
    for _ in range(4):
        seal_idea(quiet_board)
    sent = body(quiet_board)
    assert "under the same code" in text(nobody.post(HAND_IN, sent))
    time_machine.move_to(evening + timedelta(hours=12), tick=False)
    release_anonymous()
    page = nobody.post(HAND_IN, sent | {"problem": "They wait in the snow"})
    assert (page.status_code, "They wait in the snow" in text(page)) == (409, True)
    assert "published already" in text(page)
    assert not SealedEntry.objects.exists()


def test_a_wrong_form_is_shown_again_with_all_that_was_typed(quiet_board, body, nobody):
    page = nobody.post(HAND_IN, body(quiet_board, delight=""))
    assert page.status_code == 422
    assert "They wait in the rain" in text(page)
    assert not SealedEntry.objects.exists()


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "é" * 9999])
def test_without_a_ticket_nothing_is_taken_and_nothing_typed_is_lost(quiet_board, body, nobody, ticket):
    page = nobody.post(HAND_IN, body(quiet_board, ticket=ticket))
    assert page.status_code == 422
    assert "They wait in the rain" in text(page)
    assert not SealedEntry.objects.exists()


def test_without_a_ticket_nobody_is_shown_what_this_organisation_has(
    quiet_board, body, nobody, make_employee
):
    describe_cause(title="The till was broken", by=make_employee())
    form = text(nobody.post(HAND_IN, body(quiet_board, title="")))
    assert ("Reception 1" in form, "The till was broken" in form) == (True, True)
    page = text(nobody.post(HAND_IN, body(quiet_board, ticket="x")))
    assert ("Reception" in page, "The till was broken" in page) == (False, False)


def test_a_ticket_holds_for_a_day_and_for_this_organisation(
    quiet_board, body, nobody, client_of, bolt, time_machine_later
):
    sent = body(quiet_board)
    assert client_of(bolt).post(HAND_IN, sent).status_code == 422
    time_machine_later(hours=25)
    assert "more than a day" in text(nobody.post(HAND_IN, sent))


@pytest.mark.parametrize("trouble", ["key", "board"])
def test_what_cannot_be_taken_is_told_and_kept_in_the_form(quiet_board, body, nobody, key_folder, trouble):
    if trouble == "key":
        key_folder.rename(key_folder.with_name("away"))
    else:
        Board.objects.update(allows_anonymous=False)
    page = nobody.post(HAND_IN, body(quiet_board))
    assert (page.status_code, "They wait in the rain" in text(page)) == (409, True)


def test_a_flood_is_refused_without_a_row(quiet_board, body, nobody):
    sent = body(quiet_board, title="")
    answers = [nobody.post(HAND_IN, sent).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


def test_similar_ideas_are_found_without_an_address_that_holds_words(
    quiet_board, make_idea, nobody, make_board
):
    make_idea(quiet_board, title="Glass canopy over the entrance")
    asked = {"ticket": new_ticket(quiet_board.pk), "title": "A glass canopy at every entrance"}
    assert "Glass canopy" in text(nobody.post(SIMILAR, asked))
    assert "Glass canopy" not in text(nobody.post(SIMILAR, asked | {"ticket": ""}))
    Board.objects.update(is_one_way=True)
    assert "Glass canopy" not in text(nobody.post(SIMILAR, asked))


def test_they_are_told_in_the_language_of_the_form(
    quiet_board, make_idea, make_employee, nobody, sign_in, catalogue
):
    catalogue("hu", **{"Is one of these yours?": "A tiéd ezek egyike?"})
    make_idea(quiet_board, title="Glass canopy over the entrance")
    reader = sign_in(make_employee(language="hu"))
    for form in (f"/ideas/boards/{quiet_board.pk}/new/", f"/unnamed/boards/{quiet_board.pk}/"):
        page = text(reader.get(form))
        asked = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("ticket", "lang")}
        found = text(nobody.post(SIMILAR, asked | {"title": "A glass canopy at every entrance"}))
        assert "A tiéd ezek egyike?" in found


def test_the_form_with_a_name_looks_there_too_without_words_in_an_address(
    quiet_board, body, make_idea, nobody, make_employee, sign_in
):
    make_idea(quiet_board, title="Glass canopy over the entrance")
    person, board = sign_in(make_employee()), f"/ideas/boards/{quiet_board.pk}"
    page = text(person.get(f"{board}/new/"))
    assert "hx-get" not in page
    assert person.get(f"{board}/similar/?title=glass+canopy").status_code == 404
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    asked = {"ticket": ticket, "title": "A glass canopy at every entrance"}
    assert "Glass canopy" in text(nobody.post(SIMILAR, asked))
    assert nobody.post(HAND_IN, body(quiet_board, ticket=ticket)).status_code == 422
    assert not SealedEntry.objects.exists()


def test_whoever_has_drafts_under_their_name_is_warned(
    quiet_board, make_board, make_employee, sign_in, nobody, body
):
    author = make_employee()
    path, words = f"/unnamed/boards/{quiet_board.pk}/", "You have kept drafts under your name"
    assert words not in text(sign_in(author).get(path))
    drafting.keep_draft(make_board(), by=author, facts={"title": "A roof"})
    assert words in text(sign_in(author).get(path))
    assert words not in text(nobody.post(HAND_IN, body(quiet_board, title="")))


def test_a_board_of_too_few_cannot_be_made_to_allow_it(make_employee, make_team, sign_in):
    client, team = sign_in(make_employee(is_admin=True)), make_team()
    facts = {"name": "Shops", "review_days": 7, "crisis_hours": 4, "allows_anonymous": True}
    typed = facts | {"submit_teams": [team.pk]}
    sent = facts | {"name": "Doors", "audiences": [{"act": "submit", "team": team.pk}]}
    page = client.post("/ideas/boards/new/", typed)
    assert (page.status_code, "Fewer than five people" in text(page)) == (422, True)
    assert client.post("/api/v1/boards/", sent, "application/json").status_code == 400
    for _ in range(5):
        make_employee(team=team)
    made = client.post("/api/v1/boards/", sent, "application/json")
    assert made.status_code == 201
    assert client.post("/ideas/boards/new/", typed).status_code == 302
    fewer = {"audiences": [{"act": "see", "team": make_team().pk}]}
    path = f"/api/v1/boards/{made.json()['id']}/"
    assert client.patch(path, fewer, "application/json").status_code == 400
    assert client.patch(path, {"about": "Of doors"}, "application/json").status_code == 200
    assert client.patch(path, fewer | {"allows_anonymous": False}, "application/json").status_code == 200


def test_an_idea_without_a_name_is_nobodys_crisis(quiet_board, body, nobody, later):
    nobody.post(HAND_IN, body(quiet_board, is_crisis="on"))
    later(7)
    assert not Idea.objects.get().is_crisis
    assert Idea.objects.get().judge_on > today() + timedelta(days=9)


def test_it_may_answer_a_challenge_that_runs(
    quiet_board, make_challenge, make_employee, sign_in, body, nobody, later
):
    challenge = make_challenge(quiet_board)
    page = text(sign_in(make_employee()).get(f"/unnamed/boards/{quiet_board.pk}/?challenge={challenge.pk}"))
    assert f'<option value="{challenge.pk}" selected>' in page
    nobody.post(HAND_IN, body(quiet_board, challenge=challenge.pk))
    later(7)
    assert Idea.objects.get().challenge == challenge


def test_the_language_of_who_opens_it_is_not_taken_for_that_of_the_idea(
    quiet_board, make_employee, sign_in, acme
):
    page = text(sign_in(make_employee(language="cy")).get(f"/unnamed/boards/{quiet_board.pk}/"))
    assert f'<option value="{acme.language}" selected>' in page
    assert '<option value="cy" selected>' not in page
