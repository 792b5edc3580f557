from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from employees import figures
from employees.models import Commitment, HandOver

DAY = timedelta(days=1)


@pytest.fixture
def make_relay(acme):
    """A promise of so many hours that was passed on: who held it for how many hours, the last kept it."""

    def make(*legs, hours=24, kept=True):
        made = timezone.now() - timedelta(days=20)
        due, at = made + timedelta(hours=hours), made
        promise = Commitment.objects.create(
            kind="answer", promise="Call back", made_at=made, first_due_at=due, due_at=due, owned_since=made
        )
        for (holder, held), (taker, _held) in pairwise(legs):
            at += timedelta(hours=held)
            HandOver.objects.create(
                commitment=promise,
                giver=holder,
                taker=taker,
                at=at,
                held=timedelta(hours=held),
                left=due - at,
            )
        end = at + timedelta(hours=legs[-1][1])
        facts = {"owner": legs[-1][0], "owned_since": at, "kept_at": end if kept else None}
        Commitment.objects.filter(pk=promise.pk).update(**facts)
        return promise

    return make


@pytest.fixture
def runners(make_employee, make_team):
    quay, roath = make_team(name="Quay"), make_team(name="Roath")
    return make_employee(name="Slow", team=quay), make_employee(name="Quick", team=roath)


def found(days=90):
    now = timezone.now()
    return figures.relay(now - days * DAY, now)


def hours(runner):
    return runner.gained.total_seconds() / 3600


def test_each_leg_has_an_even_part_of_the_promise(make_relay, runners):
    slow, quick = runners
    for _ in range(10):
        make_relay((slow, 20), (quick, 2))
    relay = found()
    assert {one.name: hours(one) for one in relay.people} == {"Slow": -80, "Quick": 100}
    assert hours(relay.whole) == 20, "ten promises, each kept two hours early"


def test_the_legs_of_a_late_promise_make_up_its_lateness(make_relay, runners):
    slow, quick = runners
    make_relay((slow, 20), (quick, 10))
    assert hours(found().whole) == -6


def test_more_than_chance_is_told_from_chance(make_relay, runners):
    slow, quick = runners
    for turn in range(12):
        make_relay((slow, 18 + turn % 3), (quick, 2 + turn % 2))
    lost, regained = found().people
    assert (lost.name, lost.has_lost, lost.pace.n) == ("Slow", True, 12)
    assert (regained.name, regained.has_regained) == ("Quick", True)


def test_nobody_is_listed_with_fewer_than_ten_legs(make_relay, runners, make_champion, sign_in):
    slow, quick = runners
    for _ in range(9):
        make_relay((slow, 20), (quick, 2))
    relay = found()
    assert (relay.people, relay.unlisted, relay.teams) == ([], 2, [])
    assert relay.small_teams.n == 18, "the teams below the bound stand together"
    page = sign_in(make_champion()).get("/desk/relay/").text
    assert "Slow" not in page
    assert "2 people have fewer than 10 legs" in page


def test_a_small_teams_people_are_counted_in_it(make_relay, runners, make_employee):
    slow, quick = runners
    mate = make_employee(team=slow.team)
    for holder in [slow] * 6 + [mate] * 6:
        make_relay((holder, 20), (quick, 2))
    relay = found()
    assert [(team.team_name, team.n) for team in relay.teams] == [("Quay", 12), ("Roath", 12)]
    assert [one.name for one in relay.people] == ["Quick"]


def test_time_without_an_owner_is_nobodys(make_relay, runners):
    make_relay((None, 20), (runners[1], 2))
    assert (found().nobody.n, hours(found().nobody)) == (1, -8)


def test_what_is_open_and_not_late_does_not_count_yet(make_relay, runners):
    make_relay((runners[0], 20), (runners[1], 2), hours=24 * 90, kept=False)
    assert found().whole.n == 0


def test_only_what_changed_hands_in_the_time_counts(make_relay, runners, make_champion, sign_in):
    make_relay((runners[0], 20), (runners[1], 2))
    assert (found(days=90).whole.n, found(days=7).whole.n) == (2, 0)
    page = sign_in(make_champion()).get("/desk/relay/?days=7").text
    assert "No promise changed hands in this time" in page


def test_the_promises_that_lost_most_between_hands_are_named(make_relay, runners):
    slow, quick = runners
    make_relay((slow, 14), (quick, 2))
    worst = make_relay((slow, 22), (quick, 1))
    now = timezone.now()
    first = figures.losses(now - 90 * DAY, now, most=1)
    assert [(one.key, one.legs, one.lost) for one in first] == [(worst.pk, 2, timedelta(hours=10))]


def test_the_relay_goes_out_as_a_file_and_over_the_api(make_relay, runners, make_champion, sign_in):
    for _ in range(10):
        make_relay((runners[0], 20), (runners[1], 2))
    client = sign_in(make_champion())
    text = client.get("/desk/relay.csv?days=90").content.decode()
    assert "Slow,Quay,10,200.0,-80.0" in text
    assert client.get("/desk/relay.xlsx").content.startswith(b"PK")
    api = client.get("/api/v1/relay/?days=90").json()
    assert (api["people"][0]["name"], api["people"][0]["regained_seconds"]) == ("Slow", -80 * 3600)


@pytest.mark.parametrize("days", ["x", "12", "-1", "99999999999999999999"])
def test_a_time_that_is_not_offered_is_not_there(days, make_champion, sign_in):
    client = sign_in(make_champion())
    assert client.get(f"/desk/relay/?days={days}").status_code == 404
    assert client.get(f"/api/v1/relay/?days={days}").status_code == 400
