from datetime import timedelta

import pytest
from django.utils import timezone

from employees import figures
from employees.models import Commitment, Employee, Escalation, Nudge, Team
from tests.plans import follow_an_index, plans, queries


@pytest.fixture
def staff(make_employee, make_team, make_champion):
    team = make_team(lead=make_employee(name="Lead"))
    below = make_team(parent=team)
    return {
        "lead": team.lead, "champion": make_champion(), "mate": make_employee(team=below, name="Mate"),
        "other": make_employee(name="Other"), "below": below,
    }  # fmt: skip


def test_each_sees_their_part_of_the_ledger(staff, make_promise):
    for person in ("lead", "mate", "other"):
        make_promise(staff[person])
    seen = {
        name: Commitment.objects.visible_to(staff[name]).count()
        for name in ("mate", "other", "lead", "champion")
    }
    assert seen == {"mate": 1, "other": 1, "lead": 2, "champion": 3}


def test_the_board_begins_with_how_things_stand(staff, make_promise, sign_in):
    make_promise(staff["mate"], hours=-2)
    make_promise(None, team=staff["below"])
    page = sign_in(staff["champion"]).get("/promises/")
    assert "2 promises are open. One is late" in page.text
    assert "One promise has no owner" in page.text


@pytest.mark.parametrize(
    "view", ["open", "today", "overdue", "kept", "unowned", "people", "teams", "kinds", "free"]
)
def test_every_view_of_the_board_is_shown(view, staff, make_promise, sign_in):
    make_promise(staff["mate"], hours=-2).keep()
    make_promise(staff["mate"], hours=-2)
    client = sign_in(staff["champion"])
    assert client.get(f"/promises/?view={view}").status_code == 200
    part = client.get(f"/promises/?view={view}", headers={"HX-Request": "true"})
    assert "<html" not in part.text


def test_the_pages_of_the_board_hold_each_promise_once(staff, make_promise, sign_in):
    made = {make_promise(staff["mate"], hours=5, what=f"No {n};").promise for n in range(60)}
    client, address, seen = sign_in(staff["champion"]), "/promises/", []
    while address:
        page = client.get(address)
        seen += [row.promise for row in page.context["rows"]]
        address = page.context["older"]
    assert len(seen) == len(made) == len(set(seen))


def test_the_board_turns_its_pages_back(staff, make_promise, sign_in):
    for hours in range(1, 61):
        make_promise(staff["mate"], hours=hours)
    client = sign_in(staff["champion"])
    second = client.get(client.get("/promises/").context["older"])
    third = client.get(second.context["older"])
    assert client.get(third.context["newer"]).context["rows"] == second.context["rows"]
    assert timezone.now() + timedelta(hours=24) < second.context["rows"][0].due_at


@pytest.mark.parametrize("view", ["open", "kept", "people", "teams", "kinds", "free"])
def test_the_board_asks_as_much_of_few_promises_as_of_many(view, staff, make_promise, sign_in):
    client, address = sign_in(staff["champion"]), f"/promises/?view={view}"
    make_promise(staff["mate"])
    client.get(address)
    few = queries(client, address)
    for _ in range(40):
        make_promise(staff["mate"])
    assert queries(client, address) == few <= 12


@pytest.mark.parametrize("view", ["open", "today", "overdue", "kept", "unowned"])
def test_promises_are_listed_by_an_index(view, staff, make_promise, sign_in):
    for hours in (-2, 1, 99):
        make_promise(staff["mate"], hours=hours)
    make_promise(staff["mate"]).keep()
    found = plans(sign_in(staff["champion"]), f"/promises/?view={view}", "employees_commitment")
    assert follow_an_index(found, "employees_commitment")


def test_the_board_by_person_names_the_latest_first_with_their_share_kept(staff, make_promise, sign_in):
    for hours in (-1, -2, 5):
        make_promise(staff["mate"], hours=hours)
    make_promise(staff["other"], hours=5).keep()
    old = make_promise(staff["other"], hours=5)
    long_ago = timezone.now() - timedelta(days=200)
    Commitment.objects.filter(pk=old.pk).update(
        made_at=long_ago - timedelta(days=1), first_due_at=long_ago, due_at=long_ago
    )
    make_promise(None, hours=1, team=staff["below"])
    shares = sign_in(staff["champion"]).get("/promises/?view=people").context["shares"]
    assert [(one.name, one.open, one.overdue) for one in shares] == [
        ("Mate", 3, 2),
        ("Other", 1, 1),
        ("", 1, 0),
    ]
    assert [one.kept and (one.kept.value, one.kept.n) for one in shares] == [(0, 2), (100, 1), None]
    assert Commitment.objects.overdue().filter(pk=old.pk).exists()


def test_a_filter_by_team_brings_the_teams_below(staff, make_promise, sign_in):
    make_promise(staff["mate"])
    make_promise(staff["other"])
    page = sign_in(staff["champion"]).get(f"/promises/?team={Team.objects.get(parent=None).pk}")
    assert [row.owner for row in page.context["rows"]] == [staff["mate"]]


def test_nonsense_in_the_address_shows_the_board(staff, sign_in):
    client = sign_in(staff["champion"])
    for query in (
        "team=x",
        "owner=99999",
        "kind=!",
        "after=~",
        "after=2026-01-01~1",
        "view=delete",
        "after=a~b",
    ):
        assert client.get(f"/promises/?{query}").status_code == 200


def test_kept_rates_stand_apart_for_the_first_date_and_the_moved_one(staff, make_promise):
    make_promise(staff["mate"], hours=5).keep()
    moved = make_promise(staff["mate"], hours=-5)
    Commitment.objects.filter(pk=moved.pk).update(due_at=timezone.now() + timedelta(hours=5))
    moved.keep()
    make_promise(staff["mate"], hours=-1)
    make_promise(staff["mate"], hours=90)
    kept = figures.sums(Commitment.objects.all()).kept
    assert (round(kept.first.value), kept.first.n) == (33, 3)
    assert (round(kept.moved.value), kept.moved.n) == (67, 3)


def test_who_owns_nothing_is_named(staff, make_promise):
    make_promise(staff["mate"])
    free = figures.owning_nothing(Employee.objects.visible_to(staff["champion"]))
    assert staff["mate"] not in free
    assert staff["other"] in free


def test_another_ones_promise_is_not_there(staff, make_promise, sign_in):
    made = make_promise(staff["mate"])
    assert sign_in(staff["other"]).get(f"/promises/{made.pk}/").status_code == 404
    assert sign_in(staff["other"]).post(f"/promises/{made.pk}/withdraw/", {"reason": "x"}).status_code == 404


def test_a_promises_page_tells_its_history(staff, make_promise, sign_in):
    made, client = make_promise(staff["mate"]), sign_in(staff["champion"])
    client.post(f"/promises/{made.pk}/nudge/", {"note": "How is it?"})
    client.post(
        f"/promises/{made.pk}/renegotiate/", {"due_at_0": "2099-01-01", "due_at_1": "12:00", "reason": "Ill"}
    )
    client.post(
        f"/promises/{made.pk}/hand_over/".replace("_", "-"), {"to": staff["other"].pk, "reason": "Ill"}
    )
    Escalation.objects.create(commitment=made, rung="lead", reached=staff["lead"])
    text = client.get(f"/promises/{made.pk}/").text
    for words in ("How is it?", "Ill", "Mate", "Other", "Lead was told", "Not acknowledged yet"):
        assert words in text


@pytest.mark.parametrize(("act", "data"), [
    ("withdraw", {"reason": ""}), ("hand-over", {"to": "0"}),
    ("renegotiate", {"due_at_0": "2001-01-01", "due_at_1": "10:00", "reason": "x"}),
])  # fmt: skip
def test_a_bad_form_is_shown_again_and_changes_nothing(act, data, staff, make_promise, sign_in):
    made = make_promise(staff["mate"])
    page = sign_in(staff["mate"]).post(f"/promises/{made.pk}/{act}/", data)
    assert page.status_code == 422
    assert Commitment.objects.open().get() == made


def test_only_the_champion_nudges_and_only_the_owner_acknowledges(staff, make_promise, sign_in):
    made = make_promise(staff["mate"])
    assert sign_in(staff["mate"]).post(f"/promises/{made.pk}/nudge/").status_code == 403
    sign_in(staff["champion"]).post(f"/promises/{made.pk}/nudge/", {"note": ""})
    asked = Nudge.objects.get()
    assert sign_in(staff["champion"]).post(f"/nudges/{asked.pk}/acknowledge/").status_code == 404
    mate = sign_in(staff["mate"])
    assert "Somebody asks" in mate.get("/promises/mine/").text
    mate.post(f"/nudges/{asked.pk}/acknowledge/", {"answer": "On it"})
    asked.refresh_from_db()
    assert asked.answer == "On it"
