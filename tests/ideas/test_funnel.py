"""How far ideas come and how long it takes, on a history small enough to be counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ideas.actions import deciding
from ideas.figures import funnel
from ideas.models import Board, Idea, IdeaImport, Move, OutcomeCheck
from tenants.here import today

START = datetime(2026, 1, 5, 10, tzinfo=UTC)


@pytest.fixture
def history(make_board, make_idea, make_employee, make_team):
    """Four ideas, answers promised within 10 days. A: answered on day 2 as planned, started on day 6,
    delivered on day 16. B: started on day 4, delivered on day 24. C: declined on day 12, too late.
    D: never answered. A and B are of one team, C of nobody's; D stands on another board."""
    reviewer, team = make_employee(name="Rhian Vale"), make_team(name="Quay")
    shops, hotels = (make_board([reviewer], review_days=10, name=name) for name in ("Shops", "Hotels"))
    with time_machine.travel(START, tick=False) as clock:
        a, b = (make_idea(shops, make_employee(team=team)) for _ in range(2))
        c, _d = make_idea(shops), make_idea(hotels)

        def move(day, idea, to):
            clock.move_to(START + timedelta(days=day))
            facts = {"owner": reviewer, "due_on": today() + timedelta(days=30)} if to == "started" else {}
            deciding.decide(idea, to=to, reason="So", by=reviewer, **facts)

        for day, idea, to in [(2, a, "planned"), (4, b, "started"), (6, a, "started"), (12, c, "declined"),
                              (16, a, "completed"), (24, b, "completed")]:  # fmt: skip
            move(day, idea, to)
    return reviewer


@pytest.fixture
def asked(history, make_champion, sign_in):
    """The funnel over the API, 40 days later."""

    with time_machine.travel(START + timedelta(days=40)):
        client = sign_in(make_champion())
        yield lambda **query: client.get("/api/v1/idea-funnel/", query).json()


def test_each_step_is_counted_and_its_days_are_the_median(asked):
    """To the answer 2, 4 and 12 days; planned 4 and 0 (B was started at once); to the delivery 10 and 20."""
    whole = asked()["whole"]
    counts = [whole[name] for name in ("handed_in", "answered", "in_time", "late", "planned", "completed")]
    assert counts == [4, 3, 2, 2, 2, 2]
    assert [whole[name] for name in ("to_answer", "to_start", "to_delivery")] == [4.0, 2.0, 15.0]
    assert (whole["to_verdict"], whole["proven"], whole["reviewed_in_time"]["value"]) == (None, 0, 50.0)


def test_what_another_tool_brought_is_counted_and_takes_no_time_before_it_was_here(
    history, asked, make_board, make_idea
):
    """E came in as declined and F as planned, and when is not told; F is begun here on day 40, and G, open
    till then, is declined here. Nobody knows how long F was planned, and all waited for their answer."""
    board, at = Board.objects.get(name="Shops"), START + timedelta(days=1)
    imported = IdeaImport.objects.create(board=board, source="table")
    e, f, g = (make_idea(board) for _ in range(3))
    Idea.objects.filter(pk__in=[e.pk, f.pk, g.pk]).update(imported=imported, submitted_at=at, review=None)
    for idea, to in ((e, "declined"), (f, "planned")):
        Idea.objects.filter(pk=idea.pk).update(status=to, decided_at=at)
        Move.objects.create(idea=idea, before="open", after=to, reason="So", at=at)
    before = asked()["whole"]
    assert (before["handed_in"], before["answered"], before["planned"]) == (7, 5, 3)
    assert [before[name] for name in ("to_answer", "to_start", "to_delivery")] == [4.0, 2.0, 15.0]
    assert (before["in_time"], before["late"]) == (2, 2)
    deciding.decide(f, to="started", reason="So", by=history, owner=history, due_on=today())
    deciding.decide(g, to="declined", reason="So", by=history)
    after = asked()["whole"]
    assert (after["answered"], after["to_answer"], after["to_start"]) == (6, 4.0, 2.0)


def test_it_is_divided_by_board_and_by_team(asked):
    boards = {part["name"]: part["handed_in"] for part in asked(by="board")["parts"]}
    assert boards == {"Shops": 3, "Hotels": 1}


def test_the_team_without_a_name_is_all_others(asked):
    teams = {part["name"]: (part["handed_in"], part["completed"]) for part in asked(by="team")["parts"]}
    assert teams == {"Quay": (2, 2), "": (2, 0)}


def test_it_is_divided_by_challenge(history, make_challenge, make_champion, sign_in):
    with time_machine.travel(START):
        challenge = make_challenge(Board.objects.get(name="Shops"), question="Who waits?")
    Idea.objects.filter(status="completed").update(challenge=challenge)
    with time_machine.travel(START + timedelta(days=40)):
        client = sign_in(make_champion())
        parts = client.get("/api/v1/idea-funnel/?by=challenge").json()["parts"]
        assert {(one["key"], one["name"], one["handed_in"], one["completed"]) for one in parts} == {
            (challenge.pk, "Who waits?", 2, 2), (None, "", 2, 0),
        }  # fmt: skip
        page = client.get("/ideas/figures/?by=challenge").text
    assert "Who waits?" in page
    assert "without a challenge" in page
    assert "By challenge" in page


def test_on_a_board_without_names_nobodys_team_is_told(history, asked):
    Board.objects.update(shows_names=False)
    assert [part["name"] for part in asked(by="team")["parts"]] == [""]


def test_only_what_was_handed_in_within_the_time_counts(asked):
    Idea.objects.filter(status="declined").update(submitted_at=START - timedelta(days=60))
    assert [asked(days=days)["whole"]["handed_in"] for days in (90, 365)] == [3, 4]


def test_a_proven_idea_comes_to_the_end_of_the_funnel(asked):
    """Judged 10 days after the second was delivered, and 18 after the first."""
    at = START + timedelta(days=34)
    OutcomeCheck.objects.update(verdict="proven", judged_at=at, after_n=0)
    assert (asked()["whole"]["proven"], asked()["whole"]["to_verdict"]) == (2, 14.0)


def test_a_lead_counts_the_boards_that_they_see_and_others_count_none(
    history, make_board, make_idea, make_employee, make_team, sign_in
):
    other = make_team(name="Far")
    make_idea(make_board(teams=[other], name="Hidden"))
    lead = make_employee()
    make_team(lead=lead)
    page = sign_in(lead).get("/ideas/figures/?days=0").text
    assert "Shops" in page
    assert "Hidden" not in page
    assert sign_in(make_employee()).get("/ideas/figures/").status_code == 403


@pytest.mark.parametrize("query", ["days=7", "by=author", "days=1e9", "by=board'--"])
def test_what_cannot_be_asked_is_refused(query, make_champion, sign_in):
    client = sign_in(make_champion())
    assert client.get(f"/ideas/figures/?{query}").status_code == 404
    assert client.get(f"/api/v1/idea-funnel/?{query}").status_code == 400


def test_its_file_has_the_whole_first(history, make_champion, sign_in):
    rows = sign_in(make_champion()).get("/ideas/figures.csv?days=0").content.decode("utf-8-sig").splitlines()
    assert (rows[1].split(",")[:2], len(rows)) == (["all", "4"], 4)


def test_without_any_idea_there_is_a_page(make_champion, sign_in):
    assert "No idea was handed in" in sign_in(make_champion()).get("/ideas/figures/").text


def test_where_no_time_is_chosen_it_is_as_long_as_can_be_counted_at_once(asked, monkeypatch):
    """Four ideas within 90 days; one of them within 30."""
    Idea.objects.filter(status="open").update(submitted_at=START + timedelta(days=20))
    handed_in = lambda: asked()["whole"]["handed_in"]  # noqa: E731
    assert handed_in() == 4
    monkeypatch.setattr(funnel, "AT_ONCE", 3)
    assert handed_in() == 1
