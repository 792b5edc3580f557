"""Merging keeps both texts: customers on their board, and authors by their code, read them as well."""

import re
from html import unescape

import pytest

from ideas.actions import merging
from ideas.models import Board, Idea
from ideas.models.receipts import hash_of
from tests.ideas.anonymous_kit import RECEIPT, text
from tests.plans import queries

WORDS = {"title": "A roof above the door", "problem": "The rain comes in", "proposal": "Glass, not tin",
         "delight": "Dry feet"}  # fmt: skip


@pytest.fixture
def merge(make_employee):
    def merge(idea, into):
        merging.merge(idea, into=into, reason="The same", by=make_employee())
        return idea

    return merge


def reads(page):
    return [words in page for words in WORDS.values()] == [True] * 4


def test_customers_read_what_was_merged_into_an_idea_and_nobodys_name(
    panel, make_member, propose, make_idea, make_employee, make_team, merge, visitor
):
    reader, idea = make_member("Zqann Zqash"), make_idea(panel)
    staff = make_employee(name="Zqnia Zqrow", team=make_team(name="Front desk"))
    merge(make_idea(panel, staff, **WORDS), idea)
    merge(propose(make_member("Zqbo Zqbirch"), title="A dry door"), idea)
    page = visitor.get(reader.idea_path(idea.pk)).text
    assert reads(page)
    assert all(
        words in page for words in ("Others said it, too", "Front desk, ", "A customer, ", "A dry door")
    )
    assert not [name for name in ("Zqann", "Zqash", "Zqnia", "Zqrow", "Zqbo", "Zqbirch") if name in page]


def test_where_the_board_shows_no_names_no_team_is_told_either(
    panel, make_member, make_idea, make_employee, make_team, merge, visitor
):
    Board.objects.update(shows_names=False)
    idea = make_idea(panel)
    merge(make_idea(panel, make_employee(team=make_team(name="Front desk")), **WORDS), idea)
    page = visitor.get(make_member().idea_path(idea.pk)).text
    assert (reads(page), "Front desk" in page, "Somebody, " in page) == (True, False, True)


def test_a_customer_whose_idea_was_merged_is_led_to_where_it_goes_on_and_reads_it_there(
    panel, make_member, propose, make_idea, merge, visitor
):
    member, idea = make_member(), make_idea(panel, title="Glass canopy")
    own = merge(propose(member, **WORDS), idea)
    leads_on = f'/ideas/{idea.pk}/" dir="auto">Glass canopy</a>'
    assert leads_on in visitor.get(member.idea_path(own.pk)).text
    page = visitor.get(member.idea_path(idea.pk)).text
    assert (reads(page), "You, " in page, f'/ideas/{own.pk}/">Read its page' in page) == (True, True, True)


@pytest.mark.parametrize("why", ["one-way", "another board"])
def test_customers_read_nothing_that_they_do_not_see_on_their_board(
    panel, make_board, make_member, propose, make_idea, merge, visitor, why
):
    member = make_member()
    idea = propose(member)
    same = merge(make_idea(panel, **WORDS), idea)
    if why == "one-way":
        Board.objects.update(is_one_way=True)
    else:
        Idea.objects.filter(pk=same.pk).update(board=make_board())
    page = visitor.get(member.idea_path(idea.pk))
    assert (page.status_code, "Others said it, too" in page.text) == (200, False)
    assert not any(words in page.text for words in WORDS.values())


def test_their_page_asks_as_much_of_many_duplicates_as_of_none_and_shows_ten_at_once(
    panel, make_member, propose, make_idea, merge, visitor
):
    member, idea = make_member(), make_idea(panel)
    path = member.idea_path(idea.pk)
    visitor.get(path)
    none = queries(visitor, path)
    for number in range(12):
        facts = {"title": f"Roof {number:02}."}
        merge(
            make_idea(panel, **facts) if number % 2 else propose(make_member(f"Guest{number} Ash"), **facts),
            idea,
        )
    assert queries(visitor, path) == none
    page = visitor.get(path).text
    assert ("Roof 09." in page, "Roof 10." in page) == (True, False)
    [behind] = re.findall(r'href="([^"]*merged=[^"]*)#merged" rel="next"', page)
    page = visitor.get(unescape(behind)).text
    assert ("Roof 09." in page, "Roof 10." in page, "Roof 11." in page) == (False, True, True)


@pytest.mark.parametrize("one_way", [False, True])
def test_by_the_code_the_texts_are_read_that_everybody_reads_on_the_board(
    published, nobody, make_idea, make_employee, merge, one_way
):
    idea = Idea.objects.get(receipt=hash_of(published))
    merge(make_idea(idea.board, make_employee(name="Nia Rowlands"), **WORDS), idea)
    Board.objects.update(is_one_way=one_way)
    page = text(nobody.post(RECEIPT, {"code": published}))
    assert (reads(page), any(words in page for words in WORDS.values())) == (not one_way, not one_way)
    assert "Nia Rowlands" not in page


def test_by_the_code_as_well_ten_are_read_at_once_and_the_rest_behind(published, nobody, make_idea, merge):
    idea = Idea.objects.get(receipt=hash_of(published))
    for number in range(11):
        merge(make_idea(idea.board, title=f"Roof {number:02}."), idea)

    def read(**asked):
        page = text(nobody.post(RECEIPT, {"code": published} | asked))
        turn = re.findall(r'name="merged" value="([^"]+)">(More|Before)<', page)
        return [number for number in range(11) if f"Roof {number:02}." in page], {way: at for at, way in turn}

    shown, turn = read()
    assert (shown, list(turn)) == ([*range(10)], ["More"])
    shown, turn = read(merged=turn["More"])
    assert (shown, list(turn)) == ([10], ["Before"])
    assert read(merged=turn["Before"])[0] == read(merged="nothing")[0] == [*range(10)]
