"""Whose team an idea of another tool is, and that nothing comes in of a day that has not come."""

from datetime import timedelta

from ideas.models import Idea
from tests.employees.conftest import time_machine_at_noon  # noqa: F401
from tests.ideas.foreign import fider, post, remark, table, user, voted
from tests.ideas.test_imports import COLUMNS, bring, counted  # noqa: F401


def test_the_idea_of_somebody_here_is_one_of_their_team(bring, make_employee, make_team):  # noqa: F811
    lead, team = make_employee(), make_team()
    make_employee(email="ida@acme.example", team=team)
    type(team).objects.filter(pk=team.pk).update(lead=lead)
    bring.ask(bring(fider([post(1)], [user(1, email="ida@acme.example")]), promises="on"), "run")
    idea = Idea.objects.get()
    assert (idea.team, idea.review.owner) == (team, lead)


def test_what_is_of_a_day_that_has_not_come_is_refused(bring, time_machine_at_noon):  # noqa: F811
    today, ahead = (time_machine_at_noon + timedelta(days=days) for days in (0, 1))
    day = ahead.strftime("%d.%m.%Y")
    rows = [(1, "Now", "", 0, "neu", today.strftime("%d.%m.%Y"), ""), (2, "Ahead", "", 0, "neu", day, "")]
    said = COLUMNS | {"status-0": "open"}
    tried = bring(table(rows), **said)
    assert counted(tried, "ideas", "refused") == [1, 1]
    assert tried.refused.get().reason == f"“{day}” has not come yet."
    at = ahead.isoformat()
    posts = [post(1), post(2, created_at=at), post(3, status=2, response_date=at)]
    tried = bring(
        fider(posts, votes=[voted(1, 1) | {"created_at": at}], comments=[remark(1, 1, created_at=at)])
    )
    assert counted(tried, "ideas", "votes", "comments", "refused") == [1, 1, 1, 2]
    bring.ask(tried, "run")
    idea = Idea.objects.get()
    assert {idea.vote_rows.get().at, idea.comments.get().at} == {idea.submitted_at}
