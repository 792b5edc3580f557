"""A board elsewhere: in a feed reader, as a link, as files."""

import csv
import io
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions.boards import Some, limit_board
from ideas.actions.commenting import comment_on
from ideas.actions.deciding import decide
from ideas.actions.voting import vote
from ideas.views.feeds import feed_address

ATOM = "{http://www.w3.org/2005/Atom}"


def path_of(address):
    return address[address.index("/ideas/") :]


def titles(answer):
    found = ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    return [entry.findtext(f"{ATOM}title") for entry in found]


def test_a_feed_shows_the_newest_ideas_without_signing_in(
    acme, make_board, make_idea, make_employee, client_of
):
    board, reader = make_board(), make_employee()
    for title in ("A bench", "A & B < C"):
        made = make_idea(board, title=title)
    decide(made, to="planned", reason="In spring", by=make_employee())
    answer = client_of(acme).get(path_of(feed_address(board, reader)))
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert titles(answer) == ["A & B < C", "A bench"]
    assert 'term="planned"' in answer.content.decode()
    assert "Set-Cookie" not in answer


PASTED = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF)))
"""What Word and terminals leave in a text, and XML has no place for."""


@pytest.fixture
def stored():
    """A text stands in the database as it was kept before anybody looked what is in it."""

    def store(row, **texts):
        with connection.cursor() as cursor:
            for name, text in texts.items():
                table, column = (connection.ops.quote_name(each) for each in (row._meta.db_table, name))
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [text, row.pk])

    return store


def test_a_control_character_anywhere_keeps_no_reader_from_the_feed(
    acme, make_board, make_idea, make_employee, client_of, stored
):
    board, author = make_board(), make_employee()
    idea, _other = make_idea(board, by=author), make_idea(board, title="A bench")
    stored(board, name=f"Sh{PASTED}ops", about=PASTED)
    stored(author, name=f"Nia{PASTED}Rowlands")
    stored(idea, title=f"A{PASTED}roof", problem=f"They{PASTED}wait\nlong\tthere", proposal=PASTED)
    answer = client_of(acme).get(path_of(feed_address(board, make_employee())))
    gap = " " * len(PASTED)
    assert titles(answer) == ["A bench", f"A{gap}roof"]
    words = [text.strip() for text in ElementTree.fromstring(answer.content).itertext()]
    assert {f"Sh{gap}ops", f"Nia{gap}Rowlands", f"They{gap}wait\nlong\tthere"} <= {*words}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_control_character_anywhere_keeps_nobody_from_the_files(
    make_board, make_idea, make_employee, sign_in, stored, kind
):
    board, author = make_board(), make_employee()
    idea = make_idea(board, by=author)
    said = comment_on(idea, text="Which door?", by=author)
    move = decide(idea, to="declined", reason="No room", by=make_employee())
    for row, name in ((author, "name"), (idea, "title"), (idea, "problem"), (said, "text"), (move, "reason")):
        stored(row, **{name: f"A{PASTED}roof"})
    client = sign_in(make_employee())
    for what in ("ideas", "comments", "answers"):
        answer = client.get(f"/ideas/boards/{board.pk}/export/{what}.{kind}")
        assert "roof" in (answer.content.decode() if kind == "csv" else words_in(answer))


def words_in(answer):
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return " ".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("change", ["leaves", "password", "team", "garbled"])
def test_an_address_that_is_void_opens_nothing(acme, make_board, make_employee, make_team, client_of, change):
    board, reader = make_board(), make_employee()
    path = path_of(feed_address(board, reader))
    if change == "leaves":
        reader.deactivated_at = timezone.now()
        reader.save()
    elif change == "password":
        reader.set_password("another one, and long")
        reader.save()
    elif change == "team":
        limit_board(board, [Some("see", team=make_team())])
    else:
        path = path[:-2] + "/"
    assert client_of(acme).get(path).status_code == 404


def test_an_address_of_one_organisation_opens_nothing_at_another(bolt, make_board, make_employee, client_of):
    path = path_of(feed_address(make_board(), make_employee()))
    assert client_of(bolt).get(path).status_code == 404


def test_who_asks_too_often_waits(acme, make_board, make_employee, client_of):
    path, client = path_of(feed_address(make_board(), make_employee())), client_of(acme)
    answers = [client.get(path) for _ in range(31)]
    assert [answers[29].status_code, answers[30].status_code] == [200, 429]
    assert int(answers[30]["Retry-After"]) > 0


def test_on_a_board_without_names_the_feed_has_none(acme, make_board, make_idea, make_employee, client_of):
    board = make_board(shows_names=False)
    make_idea(board, by=make_employee(name="Ines Author"))
    feed = client_of(acme).get(path_of(feed_address(board, make_employee()))).content.decode()
    assert "Ines Author" not in feed


def test_a_link_from_elsewhere_fills_in_what_it_brings(make_board, make_employee, make_touchpoint, sign_in):
    board, place = make_board(), make_touchpoint()
    path = f"/ideas/boards/{board.pk}/new/?title=A+bench&touchpoint={place.pk}&segment=%22%3E"
    page = sign_in(make_employee()).get(path).content.decode()
    assert 'value="A bench"' in page
    assert f'<option value="{place.pk}" selected>' in page


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_everything_can_be_taken_away(make_board, make_idea, make_employee, make_champion, sign_in):
    board, voter = make_board(), make_employee(name="Vera")
    idea = make_idea(board, title="=1+1", by=make_employee(name="Ines"))
    vote(idea, by=voter)
    comment_on(idea, text="Which door?", by=voter)
    decide(idea, to="declined", reason="No room", by=make_employee())

    def got(client, what):
        return rows_of(client.get(f"/ideas/boards/{board.pk}/export/{what}.csv"))

    employee, champion = sign_in(make_employee()), sign_in(make_champion())
    (told,) = got(employee, "ideas")
    assert (told["title"], told["author"], told["votes"], told["status"]) == (
        "'=1+1",
        "Ines",
        "1",
        "declined",
    )
    assert [row["reason"] for row in got(employee, "answers")] == ["No room"]
    assert [row["text"] for row in got(employee, "comments")] == ["Which door?"]
    assert [got(client, "votes")[0]["voter"] for client in (employee, champion)] == ["", "Vera"]
    assert employee.get(f"/ideas/boards/{board.pk}/export/secrets.csv").status_code == 404
    assert employee.get(f"/ideas/boards/{board.pk}/export/ideas.xlsx").content[:2] == b"PK"


def test_a_one_way_board_gives_each_author_their_own(make_board, make_idea, make_employee, sign_in):
    board, author = make_board(is_one_way=True), make_employee()
    make_idea(board, by=author, title="Mine")
    make_idea(board, title="Not mine")
    answer = sign_in(author).get(f"/ideas/boards/{board.pk}/export/ideas.csv")
    assert [row["title"] for row in rows_of(answer)] == ["Mine"]
