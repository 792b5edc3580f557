"""All that belongs to ideas and decisions can be taken away as files, and nothing that its reader does not
see."""

from datetime import timedelta

import pytest

from feedback.actions.invitations import answer_invitation
from feedback.models import Cause
from ideas.actions import decisions, filing, testing, voting
from ideas.actions.evidence import attach, remove
from ideas.actions.snapshots import keep_value
from ideas.figures.decision_sheets import SHEETS as DECISION_SHEETS
from ideas.figures.sheets import SHEETS
from ideas.metrics.bare import bare
from ideas.models import Idea, IdeaImport, Vote
from tenants.here import today
from tests.ideas.bytes_of_files import PNG
from tests.ideas.test_outside import rows_of
from tests.plans import queries


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def got(sign_in):
    """The rows of a file of a board, as somebody gets it."""

    def got(who, board, what):
        return rows_of(sign_in(who).get(f"/ideas/boards/{board.pk}/export/{what}.csv"))

    return got


def test_objections_and_the_challenge_stand_in_the_files(
    make_board, make_idea, make_challenge, make_employee, got
):
    board, reader = make_board(), make_employee()
    idea = make_idea(board, challenge=make_challenge(board, question="Who waits?"))
    voting.object_to(idea, by=make_employee(name="Bo"), reason="It is dear")
    (row,) = got(reader, board, "objections")
    assert (row["idea"], row["reason"], row["by"]) == (str(idea.pk), "It is dear", "Bo")
    assert got(reader, board, "ideas")[0]["challenge"] == "Who waits?"


def test_a_file_is_told_by_its_name_and_gone_where_it_was_taken_away(
    make_board, make_idea, make_employee, got
):
    board, author = make_board(), make_employee(name="Nia")
    idea = make_idea(board, by=author)
    kept, gone = (filing.add_file(idea, file=bare(PNG), name=name, by=author) for name in ("a.png", "b.png"))
    filing.remove_file(gone, by=author)
    (row,) = got(make_employee(), board, "files")
    assert (row["name"], row["kind"], row["size"], row["by"]) == ("a.png", "png", str(kept.size), "Nia")


def test_of_evidence_that_somebody_does_not_see_it_is_only_said_that_it_is_there(
    make_board, make_idea, make_response, make_employee, make_champion, got
):
    board, by, champion = make_board(), make_employee(name="Bo"), make_champion()
    said = make_response(score=3, comment="The roof drips", opens_cases=False)
    piece, gone = (attach(make_idea(board), thing=said, why="So wet", by=by) for _ in range(2))
    remove(gone, by=by)
    (hers,), (theirs,) = got(champion, board, "evidence"), got(make_employee(), board, "evidence")
    assert (hers["idea"], hers["key"]) == (str(piece.idea_id), f"response:{said.pk}")
    assert [hers[name] for name in ("words", "score", "of", "why", "by")] == [
        "The roof drips", "3", "10", "So wet", "Bo",
    ]  # fmt: skip
    assert [theirs[name] for name in ("key", "what", "words", "score", "why")] == [
        "", "An answer that you do not see", "", "", "So wet",
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["evidence", "files"])
def test_on_a_board_without_names_only_oneself_is_named_by_what_one_attached(
    make_board, make_idea, make_employee, make_champion, got, what
):
    board, author = make_board(shows_names=False), make_employee(name="Nia")
    idea = make_idea(board, by=author)
    filing.add_file(idea, file=bare(PNG), name="roof.png", by=author)
    attach(idea, thing=Cause.objects.create(title="Ice"), why="So", by=author)
    assert [got(who, board, what)[0]["by"] for who in (author, make_champion(), make_employee())] == [
        "Nia", "", "",
    ]  # fmt: skip


def test_scores_of_testers_are_told_to_who_sees_what_they_had_said(
    make_board, make_idea, complain, run, make_champion, make_employee, got
):
    board, champion = make_board(), make_champion()
    idea, other = make_idea(board), make_idea()
    for one, name in ((idea, "Ann"), (idea, "Bo"), (other, "Cy")):
        first = complain(name, touchpoint=one.touchpoint, score=3)
        trial = getattr(one, "trial", None) or run(one, champion)
        (asked,) = testing.invite_testers(trial, [first], by=champion)
        if name == "Ann":
            answer_invitation(asked, {"metric": "nps", "score": 9, "comment": "", "language": "en"})
    ann, bo = got(champion, board, "testers")
    assert [ann[name] for name in ("idea", "customer", "first_score", "later_score", "difference")] == [
        str(idea.pk), "Ann", "3", "9", "6",
    ]  # fmt: skip
    assert (bo["customer"], bo["later_score"], bo["answered_at"]) == ("Bo", "", "")
    assert got(make_employee(), board, "testers") == []


@pytest.fixture
def wanted(make_board, make_idea, make_employee, make_customer, make_response, make_post, make_team):
    """A board where an idea is wanted by Vera, by two customers, as Bo says, and by somebody in another tool;
    and the lead of the team at which the first of the customers spoke."""

    def wanted(**facts):
        lead = make_employee(name="Lea")
        team, board = make_team(lead=lead), make_board(**facts)
        idea, bo = make_idea(board), make_employee(name="Bo")
        voting.vote(idea, by=make_employee(name="Vera"))
        for name, place in (("Ann", team), ("Cy", make_team())):
            customer = make_customer(name=name, email=f"{name}@x.example")
            make_response(customer=customer, post=make_post(team=place))
            voting.vote_for(idea, customer=customer, by=bo)
        Vote.objects.create(
            idea=idea, outsider="fider:7", imported=IdeaImport.objects.create(board=board, source="fider")
        )
        return board, lead

    return wanted


def columns(rows):
    return {name: {row[name] for row in rows} - {""} for name in ("voter", "customer", "by", "outsider")}


def test_which_customer_wants_it_is_told_to_who_sees_that_customer(wanted, make_employee, make_champion, got):
    board, lead = wanted()
    assert columns(got(make_champion(), board, "votes")) == {
        "voter": {"Vera"}, "customer": {"Ann", "Cy"}, "by": {"Vera", "Bo"}, "outsider": {"fider:7"},
    }  # fmt: skip
    assert columns(got(lead, board, "votes")) == {
        "voter": set(), "customer": {"Ann"}, "by": {"Bo"}, "outsider": set(),
    }  # fmt: skip
    rows = got(make_employee(), board, "votes")
    assert (len(rows), set().union(*columns(rows).values())) == (4, set())


def test_on_a_board_without_names_no_customer_is_named(wanted, make_champion, got):
    board, lead = wanted(shows_names=False)
    assert [columns(got(who, board, "votes"))["customer"] for who in (make_champion(), lead)] == [
        set(),
        set(),
    ]


def test_a_one_way_board_gives_each_author_what_is_of_their_own(make_board, make_idea, make_employee, got):
    board, author = make_board(is_one_way=True), make_employee()
    for by in (author, make_employee()):
        idea = make_idea(board, by=by)
        filing.add_file(idea, file=bare(PNG), name="a.png", by=by)
        attach(idea, thing=Cause.objects.create(title="Ice"), why="So", by=by)
    mine = str(Idea.objects.get(author=author).pk)
    assert [[row["idea"] for row in got(author, board, what)] for what in ("files", "evidence")] == [
        [mine]
    ] * 2


def test_every_file_asks_as_much_for_many_as_for_few(
    make_board, make_idea, make_employee, make_champion, make_response, make_customer, complain, run, sign_in
):
    champion, board = make_champion(), make_board()
    client = sign_in(champion)

    def add(number):
        idea, by = make_idea(board), make_employee()
        voting.vote_for(idea, customer=make_customer(email=f"v{number}@x.example"), by=by)
        voting.object_to(idea, by=by, reason="No")
        filing.add_file(idea, file=bare(PNG), name="a.png", by=by)
        for thing in (make_response(score=2), make_response(score=2).case, Cause.objects.create(title="Ice")):
            attach(idea, thing=thing, why="So", by=by)
        first = complain(f"Ann{number}", touchpoint=idea.touchpoint)
        testing.invite_testers(run(idea, champion), [first], by=champion)

    asked = lambda: {what: queries(client, f"/ideas/boards/{board.pk}/export/{what}.csv") for what in SHEETS}  # noqa: E731
    add(1)
    asked()
    few = asked()
    for number in range(2, 5):
        add(number)
    assert asked() == few


@pytest.fixture
def decided(make_employee, make_response, make_idea, make_board, make_team):
    """A decision with all that stands round one; one cited idea is of a team's board."""
    by = make_employee(name="Bo")
    made = decisions.make_decision(
        what="We open at six", why="So", by=by, made_by=by, decided_on=today(),
        revisit_on=today() + timedelta(days=9),
    )  # fmt: skip
    attach(made, thing=make_response(score=9, comment="Early is good"), why="She says so", by=by)
    keep_value(made, metric="nps", days=90, by=by)
    decisions.promise_follow_up(made, what="Print it", owner=by, due_on=today() + timedelta(days=3))
    decisions.revisit(made, verdict="held", words="It works", by=by)
    decisions.cite(made, make_idea(title="Open early"), by=by)
    decisions.cite(made, make_idea(make_board(teams=[make_team()]), title="Secret stairs"), by=by)
    return made


def parts(client):
    return {what: rows_of(client.get(f"/decisions/{what}.csv")) for what in DECISION_SHEETS}


def test_all_that_stands_round_a_decision_can_be_taken_away(decided, make_champion, sign_in):
    client = sign_in(make_champion())
    found = parts(client)
    assert {row["decision"] for rows in found.values() for row in rows} == {str(decided.pk)}
    assert [found[what][0][head] for what, head in [
        ("evidence", "words"), ("evidence", "why"), ("metrics", "value"), ("metrics", "n"),
        ("promises", "promise"), ("promises", "by whom"), ("revisits", "why"), ("ideas", "title"),
    ]] == [
        "Early is good", "She says so", "100.0", "1", "Print it", "Bo", "It works", "Open early",
    ]  # fmt: skip
    page = client.get("/decisions/").text
    assert all(f"/decisions/{what}.{kind}" in page for what in found for kind in ("csv", "xlsx"))
    assert client.get("/decisions/evidence.xlsx").content[:2] == b"PK"
    assert client.get("/decisions/secrets.csv").status_code == 404


def test_of_what_a_decision_rests_on_nobody_gets_more_than_they_see(
    decided, make_idea, make_board, make_team, make_employee, sign_in
):
    hidden = make_idea(make_board(teams=[make_team()]))
    other = decisions.make_decision(
        what="In secret", why="So", by=decided.by, made_by=decided.by, decided_on=today(), revisit_on=None,
        idea=hidden,
    )  # fmt: skip
    decisions.promise_follow_up(other, what="Hush", owner=decided.by, due_on=today() + timedelta(days=3))
    found = parts(sign_in(make_employee()))
    assert [row["promise"] for row in found["promises"]] == ["Print it"]
    assert [row["title"] for row in found["ideas"]] == ["Open early", "An idea that you do not see"]
    assert (found["evidence"][0]["words"], found["evidence"][0]["key"]) == ("", "")


def test_their_files_ask_as_much_for_many_as_for_few(
    decided, make_response, make_idea, make_employee, make_champion, sign_in
):
    client = sign_in(make_champion())
    asked = lambda: {what: queries(client, f"/decisions/{what}.csv") for what in DECISION_SHEETS}  # noqa: E731
    asked()
    few = asked()
    for number in range(3):
        by = make_employee()
        attach(decided, thing=make_response(), why="So", by=by)
        keep_value(decided, metric="nps", days=30 + number, by=by)
        decisions.promise_follow_up(
            decided, what=f"No. {number}", owner=by, due_on=today() + timedelta(days=3)
        )
        decisions.revisit(decided, verdict="held", words="Yes", by=by)
        decisions.cite(decided, make_idea(), by=by)
    assert asked() == few
