from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from employees import figures
from employees.models import Commitment
from insights.figures.kept import months_until
from tenants.here import today


@pytest.fixture(autouse=True)
def in_mid_november():
    with time_machine.travel("2026-11-16T12:00:00Z", tick=True):
        yield


@pytest.fixture
def make_due(acme):
    """So many promises that fell due some months ago, kept so many hours before or after."""

    def make(owner=None, *, number=1, ago=0, kept=-2, moved=0, kind="answer", team=None):
        due = timezone.now() - timedelta(days=1 + 30 * ago)
        Commitment.objects.bulk_create(
            Commitment(
                owner=owner, team=team or (owner and owner.team), kind=kind, promise="Call back",
                made_at=due - timedelta(days=3), first_due_at=due - timedelta(hours=moved), due_at=due,
                kept_at=None if kept is None else due + timedelta(hours=kept),
            )
            for _ in range(number)
        )  # fmt: skip

    return make


@pytest.fixture
def staff(make_employee, make_team):
    return make_employee(name="Nia", team=make_team(name="Quay")), make_employee(
        name="Tom", team=make_team(name="Roath")
    )


def found(by="team", count=12, **narrowed):
    return figures.kept_by_month(months_until(today(), count), by, **narrowed)


def value(figure):
    return figure and (round(figure.value), figure.n)


def test_a_month_tells_what_fell_due_in_it_as_first_promised_and_as_renegotiated(staff, make_due):
    make_due(staff[0], number=3, kept=-2)
    make_due(staff[0], number=2, kept=-2, moved=10)
    make_due(staff[0], kept=None)
    make_due(staff[0], ago=1, kept=5)
    months = list(found().months.items())
    assert [(month.isoformat(), value(kept.first), value(kept.moved)) for month, kept in months[-2:]] == [
        ("2026-10-01", (0, 1), (0, 1)),
        ("2026-11-01", (50, 6), (83, 6)),
    ]
    assert months[0][0].isoformat() == "2025-12-01"
    assert value(months[0][1].moved) is None


def test_it_is_the_boards_share_of_the_same_promises(staff, make_due):
    make_due(staff[0], number=30, ago=1)
    make_due(staff[1], number=7, ago=2, kept=4)
    make_due(staff[1], number=5, ago=1, kept=None)
    board = figures.sums(Commitment.objects.all()).kept
    assert found(count=6).whole.whole == board


def test_what_was_taken_back_or_is_not_due_counts_in_neither(staff, make_due):
    make_due(staff[0], number=2, kept=None)
    Commitment.objects.filter(pk=Commitment.objects.first().pk).update(withdrawn_at=timezone.now())
    Commitment.objects.filter(withdrawn_at=None).update(due_at=timezone.now() + timedelta(days=2))
    assert found().whole.n == 0


def test_a_change_is_called_one_only_when_it_was_tested(staff, make_due, make_champion, sign_in):
    nia, tom = staff
    make_due(nia, number=40, ago=4, kept=3)
    make_due(nia, number=40, ago=0)
    make_due(tom, number=12, ago=4)
    make_due(tom, number=12, ago=0, kept=None)
    make_due(tom, number=0)
    rows = {row["name"]: row for row in sign_in(make_champion()).get("/desk/kept/").context["rows"]}
    assert rows["Quay"]["change"] == "up 100, a change"
    assert rows["Roath"]["state"] == "late"


def test_few_promises_are_never_compared(staff, make_due, make_champion, sign_in):
    make_due(staff[0], number=8, ago=4, kept=3)
    make_due(staff[0], number=8, ago=0)
    (row,) = sign_in(make_champion()).get("/desk/kept/").context["rows"]
    assert (row["n"], row["change"]) == ("16", "too few to say")


def test_nobody_is_listed_with_fewer_than_ten(staff, make_due, make_champion, sign_in):
    nia, tom = staff
    make_due(nia, number=10)
    make_due(tom, number=9)
    make_due(None, number=20)
    people = found("person")
    assert ([one.name for one in people.records], people.unlisted) == (["Nia"], 1)
    teams = found("team")
    assert [(one.name, one.n) for one in teams.records] == [("", 20), ("Quay", 10)]
    assert teams.small.n == 9
    page = sign_in(make_champion()).get("/desk/kept/?by=person").text
    assert "Tom" not in page
    assert "Nia" in page


def test_a_team_brings_those_below_it_and_a_kind_its_own(staff, make_due, make_team, make_champion, sign_in):
    nia, tom = staff
    region = make_team(name="Wales")
    nia.team.parent = region
    nia.team.save()
    make_due(nia, number=11)
    make_due(tom, number=11, kind="other")
    client = sign_in(make_champion())
    assert [row["name"] for row in client.get(f"/desk/kept/?team={region.pk}").context["rows"]] == ["Quay"]
    assert [row["name"] for row in client.get("/desk/kept/?kind=other").context["rows"]] == ["Roath"]
    assert {row["name"] for row in client.get("/desk/kept/?by=kind").context["rows"]} == {"answer", "other"}


def test_what_was_kept_goes_out_as_a_file_and_over_the_api(staff, make_due, make_champion, sign_in):
    make_due(staff[0], number=12)
    client = sign_in(make_champion())
    assert "Quay,100.0" in client.get("/desk/kept.csv").content.decode()
    assert client.get("/desk/kept.xlsx?by=kind").content.startswith(b"PK")
    api = client.get("/api/v1/kept/?by=person&months=6").json()
    assert [(one["name"], one["whole"]["as_renegotiated"]["n"]) for one in api["records"]] == [("Nia", 12)]
    assert len(api["months"]) == 6


@pytest.mark.parametrize("query", ["months=7", "by=owner", "team=99999", "team=x", "kind=no"])
def test_what_is_not_offered_is_not_there(query, make_champion, sign_in):
    client = sign_in(make_champion())
    assert client.get(f"/desk/kept/?{query}").status_code == 404
    assert client.get(f"/api/v1/kept/?{query}").status_code == 400
