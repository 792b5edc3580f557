"""The screen in the break room: no sign-in, no customer, names only if the organisation says so."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions import recognising
from employees.actions.wall import change_wall, renew_wall, revoke_wall, without_names
from employees.models import Recognition, Wall
from tenants.audit.models import Entry
from tests.plans import queries


@pytest.fixture
def team(make_team, make_employee):
    team = make_team(name="Swansea Quay")
    for name in ("Nia Rowlands", "Tom Tapper"):
        make_employee(name=name, team=team)
    return team


@pytest.fixture
def make_thanks(team, make_employee):
    by = make_employee(name="Ann Rees")

    def make(words="Nia Rowlands drove out with the parcel", outcome="Her birthday was saved", age=60):
        made = recognising.thank(
            by=by, people=[team.members.get(name="Nia Rowlands")], teams=[], words=words, outcome=outcome
        )
        Recognition.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(minutes=age))
        return made

    return make


@pytest.fixture
def screen(acme, client_of):
    """A browser that nobody is signed in at."""
    return client_of(acme)


def test_whoever_has_the_address_reads_it_without_names(make_thanks, screen):
    make_thanks()
    page = screen.get(renew_wall().path)
    assert page.status_code == 200
    assert "A colleague drove out with the parcel" in page.text
    assert "Swansea Quay" in page.text
    assert not re.search("Nia|Rowlands|Ann|Rees", page.text)
    assert page["Cache-Control"] == "no-store"
    assert "<script" not in page.text


def test_first_names_are_shown_where_the_organisation_says_so(make_thanks, screen):
    make_thanks("Thank you, Nia Rowlands, and Tom")
    change_wall(names="first", theme="dark")
    page = screen.get(renew_wall().path).text
    assert "Thank you, Nia, and Tom" in page
    assert "Nia · Swansea Quay" in page
    assert 'data-theme="dark"' in page
    assert "Rowlands" not in page


@pytest.mark.parametrize(
    ("said", "shown", "first"),
    [
        ("Nia was kind", "A colleague was kind", "Nia was kind"),
        ("We met nia rowlands.", "We met a colleague.", "We met nia."),
        ("Tom and Nia helped", "A colleague and a colleague helped", "Tom and Nia helped"),
        ("Mrs Rowlands helped", "A colleague helped", None),
        ("Rowlands is a star", "A colleague is a star", None),
        ("Nobody was named", "Nobody was named", "Nobody was named"),
    ],
)
def test_names_in_the_words_are_what_the_organisation_lets_be_shown(team, said, shown, first):
    about = [team.members.get(name="Nia Rowlands")]
    assert without_names(said, about, keep_first=False) == shown
    in_first = without_names(said, about, keep_first=True)
    assert "owlands" not in in_first.removeprefix("Rowlands is")
    assert first in (None, in_first)


def test_the_page_turns_by_itself_through_all_and_begins_again(make_thanks, screen):
    for number in range(3):
        make_thanks(f"Thing {number}", age=60 + number)
    path, at, seen = renew_wall().path, "?at=0", []
    for _turn in range(4):
        page = screen.get(path + at)
        seen.append(re.search(r"Thing \d", page.text).group())
        seconds, at = re.fullmatch(r"(\d+);url=(\?at=\d)", page["Refresh"]).groups()
        assert 10 <= int(seconds) <= 40
    assert seen == ["Thing 0", "Thing 1", "Thing 2", "Thing 0"]


def test_whoever_reads_slowly_holds_a_slide_and_goes_on(make_thanks, screen):
    make_thanks("Thing 1", age=60)
    make_thanks("Thing 2", age=61)
    path = renew_wall().path
    held = screen.get(path, {"at": "1", "hold": "1"})
    assert "Thing 2" in held.text
    assert "Refresh" not in held
    assert 'href="?at=0"' in held.text


@pytest.mark.parametrize("at", ["-1", "x", "9" * 30, "²", "7"])
def test_a_place_that_is_not_there_shows_a_slide(make_thanks, screen, at):
    make_thanks()
    assert screen.get(renew_wall().path, {"at": at}).status_code == 200


def test_what_may_still_be_taken_back_and_what_was_is_not_shown(make_thanks, screen):
    make_thanks("Fresh", age=5)
    recognising.withdraw(made := make_thanks("Taken back"), by=made.by)
    make_thanks("Long ago", age=60 * 24 * 91)
    page = screen.get(renew_wall().path)
    assert "Nobody was thanked yet" in page.text
    assert page["Refresh"] == "60;url=?at=0"


def test_a_revoked_address_and_one_that_was_replaced_are_not_there(make_thanks, screen):
    old = renew_wall().path
    new = renew_wall().path
    assert [screen.get(path).status_code for path in (old, new)] == [404, 200]
    assert revoke_wall()
    page = screen.get(new)
    assert (page.status_code, "There is no such page" in page.text) == (404, True)
    assert screen.get("/wall/nothing/").status_code == 404


def test_the_address_stands_in_no_table(acme):
    path = renew_wall().path
    number = Wall.current().number
    assert number not in path
    assert number not in str(list(Entry.objects.values_list("before", "after")))


def test_a_screen_gone_mad_is_told_to_wait(make_thanks, screen):
    make_thanks()
    path = renew_wall().path
    answers = [screen.get(path).status_code for _turn in range(61)]
    assert answers.count(200) == 60
    late = screen.get(path)
    assert (late.status_code, int(late["Retry-After"]) <= 61) == (429, True)
    assert late["Refresh"].endswith(";url=?at=0")


def test_an_admin_makes_sees_and_revokes_the_address(sign_in, make_employee):
    client = sign_in(make_employee(is_admin=True, name="Adm"))
    assert "has no address" in client.get("/wall/").text
    client.post("/wall/renew/")
    assert f"http://acme.localhost:8000{Wall.current().path[:6]}" in client.get("/wall/").text
    assert client.post("/wall/", {"names": "all"}).status_code == 422
    client.post("/wall/", {"names": "first", "theme": ""})
    client.post("/wall/revoke/")
    assert "Nothing was changed" in client.post("/wall/revoke/", follow=True).text
    entries = Entry.objects.filter(subject="employees.Wall:1").order_by("id")
    assert [entry.action for entry in entries] == ["wall.renewed", "wall.changed", "wall.revoked"]
    assert (entries[1].before["names"], entries[1].after["names"]) == ("none", "first")
    assert entries[1].actor_name == "Adm"


def test_nobody_else_sets_it_up(sign_in, make_champion):
    client = sign_in(make_champion())
    assert client.get("/wall/").status_code == 403
    assert client.post("/wall/renew/").status_code == 403


def test_twenty_slides_cost_what_one_costs(make_thanks, screen):
    make_thanks()
    path = renew_wall().path
    queries(screen, path)
    few = queries(screen, path)
    for _number in range(10):
        make_thanks()
    assert queries(screen, path) == few


def test_a_program_does_the_same(sign_in, make_employee, screen):
    client = sign_in(make_employee(is_admin=True))
    assert client.get("/api/v1/wall/").json()["address"] == ""
    made = client.post("/api/v1/wall/renew/").json()
    assert screen.get(made["address"].partition("8000")[2]).status_code == 200
    changed = client.patch("/api/v1/wall/", {"names": "first"}, content_type="application/json")
    assert (changed.json()["names"], changed.json()["address"] != "") == ("first", True)
    assert client.post("/api/v1/wall/revoke/").json()["address"] == ""
    assert client.post("/api/v1/wall/revoke/").status_code == 409
