"""What counts for rewards is what customers got out of it, and everybody sees it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from feedback.actions import causes, replies
from feedback.figures.rewards import Quarter, read_quarter
from feedback.models import Case
from tenants.here import midnight, today
from tests.plans import queries

TODAY = date(2026, 8, 15)


@pytest.fixture
def judged(make_case, make_employee, make_team):
    """So many cases of a team, each answered and judged."""

    def make(number, *, score=5, will_return=True, team=None):
        owner = make_employee(team=team or make_team(name="Swansea Quay"))
        for _each in range(number):
            case = make_case(owner=owner, answered=True)
            replies.judge(case, score=score, will_return=will_return)
        return owner

    return make


def test_a_team_of_ten_customers_is_shown_with_its_range(judged, sign_in):
    owner = judged(10)
    page = sign_in(owner).get("/rewards/")
    assert "Swansea Quay" in page.text
    assert "n 10" in page.text
    (team,) = page.context["teams"]
    assert (team.won_back.value, team.quality.value, team.won_back.n) == (100.0, 5.0, 10)


def test_a_figure_of_nine_is_not_shown_and_its_n_is(judged, sign_in):
    owner = judged(9)
    page = sign_in(owner).get("/rewards/")
    (team,) = page.context["teams"]
    assert (team.won_back, team.quality, team.won_back_n) == (None, None, 9)
    assert "n 9" in page.text
    assert owner.name not in page.text.partition("<main")[2]


def test_teams_stand_by_name_and_not_by_rank(judged, make_team, sign_in):
    owner = judged(10, score=2, will_return=False, team=make_team(name="A poor one"))
    judged(10, team=make_team(name="Best"))
    page = sign_in(owner).get("/rewards/")
    assert [team.name for team in page.context["teams"]] == ["A poor one", "Best"]
    assert [team.won_back.value for team in page.context["teams"]] == [0.0, 100.0]


def test_a_prevention_counts_when_it_is_kept_and_held(make_case, make_employee, make_team, sign_in):
    owner, day = make_employee(team=make_team(name="Leeds")), timezone.localdate() - timedelta(days=1)
    made = []
    for number in range(2):
        cause = causes.describe_cause(title=f"Cause {number}", by=owner)
        due = timezone.localdate() + timedelta(days=3)
        made.append(
            causes.promise_prevention(
                cause, action="A list", owner=owner, due_on=due, effective_on=day, by=owner
            )
        )
    for each in made:
        causes.keep_prevention(each, by=owner)
    causes.join([make_case(owner=owner, answered=True)], made[0].cause, by=owner)
    page = sign_in(owner).get("/rewards/")
    assert "1 of 2" in page.text
    Case.objects.update(opened_at=timezone.now() - timedelta(days=9))
    assert "2 of 2" in sign_in(owner).get("/rewards/").text


def test_a_cause_is_held_by_the_days_of_the_organisation_whoever_reads(
    make_case, make_employee, make_team, sign_in
):
    owner = make_employee(team=make_team(name="Leeds"), time_zone="Pacific/Kiritimati")
    day = today() - timedelta(days=1)
    cause = causes.describe_cause(title="Cages", by=owner)
    made = causes.promise_prevention(
        cause, action="A bay", owner=owner, due_on=today(), effective_on=day, by=owner
    )
    causes.keep_prevention(made, by=owner)
    causes.join([make_case(owner=owner, answered=True)], cause, by=owner)
    Case.objects.update(opened_at=midnight(day) + timedelta(hours=12))
    assert "1 of 1" in sign_in(owner).get("/rewards/").text


def test_an_empty_quarter_says_so_and_leads_to_the_one_before(make_employee, sign_in):
    page = sign_in(make_employee()).get("/rewards/?quarter=2020-1").text
    assert "Nothing is known of this quarter yet" in page
    assert "?quarter=2019-4" in page
    assert "?quarter=2020-2" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("2026-2", "2026-2"), ("2026-4", "2026-3"), ("", "2026-3"), ("2026-9", "2026-3"), ("x", "2026-3")],
)
def test_a_quarter_is_read_as_it_is_written(asked, found):
    assert str(read_quarter(asked, TODAY)) == found


def test_quarters_follow_one_another():
    quarter = Quarter(2025, 4)
    assert (quarter.start, quarter.end) == (date(2025, 10, 1), date(2025, 12, 31))
    assert quarter.following == Quarter(2026, 1)
    assert Quarter(2026, 1).before == quarter


def test_many_teams_cost_what_one_costs(judged, make_team, sign_in):
    owner = judged(1)
    client = sign_in(owner)
    queries(client, "/rewards/")
    few = queries(client, "/rewards/")
    for number in range(5):
        judged(1, team=make_team(name=f"Team {number}"))
    assert queries(client, "/rewards/") == few


def test_a_program_reads_the_same(judged, sign_in):
    client = sign_in(judged(10))
    found = client.get("/api/v1/rewards/").json()
    assert (found["teams"][0]["won_back"]["n"], found["whole"]["quality"]["value"]) == (10, 5.0)
    assert client.get("/api/v1/rewards/?quarter=soon").status_code == 400
    assert client.get("/api/v1/rewards/?quarter=2020-1").json()["teams"] == []
