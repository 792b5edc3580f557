"""On a board without names nothing tells whose idea it is: neither what comes with it nor who answers it."""

import pytest

from employees.actions.ladder import Rungs
from employees.models import Commitment
from feedback.models import Cause
from ideas.actions import deciding, evidence, filing
from ideas.forms.trials import TrialForm
from ideas.metrics.bare import bare
from tests.ideas.bytes_of_files import PNG
from tests.plans import queries


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def store(make_team, make_employee):
    """The author's team, small enough to be nearly a name."""
    return make_team(name="Store", lead=make_employee())


@pytest.fixture
def author(make_employee, store):
    return make_employee(name="Nia Rowlands", team=store)


@pytest.fixture
def reviewer(make_employee, make_team):
    return make_employee(name="Rhian Vale", team=make_team(name="Office", lead=make_employee()))


@pytest.fixture
def make_one(make_board, make_idea, author, reviewer):
    """An idea on which its author and its reviewer have put a file and a piece of evidence each."""

    def make(**facts):
        idea = make_idea(make_board([reviewer], **facts), author)
        for by in (author, reviewer):
            filing.add_file(idea, file=bare(PNG), name="roof.png", by=by)
            evidence.attach(idea, thing=Cause.objects.create(title="Ice"), why="It is so", by=by)
        return idea

    return make


def told(client, kind, idea):
    found = client.get(f"/api/v1/{kind}/?idea={idea.pk}").json()["results"]
    assert [client.get(f"/api/v1/{kind}/{row['id']}/").json()["by"] for row in found] == [
        row["by"] for row in found
    ]
    return {row["by"] for row in found}


@pytest.mark.parametrize("kind", ["idea-files", "idea-evidence"])
def test_the_api_tells_of_files_and_evidence_to_each_only_what_is_their_own(
    make_one, author, reviewer, make_employee, make_champion, sign_in, kind
):
    idea = make_one(shows_names=False)
    for reader, named in (
        (make_employee(), None),
        (make_champion(), None),
        (author, author),
        (reviewer, reviewer),
    ):
        assert told(sign_in(reader), kind, idea) == {None, named and named.pk}
    assert told(sign_in(make_employee()), kind, make_one()) == {author.pk, reviewer.pk}


def test_what_is_sent_over_the_api_is_given_back_with_who_sent_it(make_one, author, sign_in):
    idea = make_one(shows_names=False)
    said = {"idea": idea.pk, "cause": Cause.objects.create(title="Damp").pk, "why": "So"}
    answer = sign_in(author).post("/api/v1/idea-evidence/", said, content_type="application/json")
    assert (answer.status_code, answer.json()["by"]) == (201, author.pk)


def test_the_page_names_the_author_to_nobody_else(make_one, author, make_employee, sign_in):
    path, named = make_one(shows_names=False).get_absolute_url(), make_one().get_absolute_url()
    assert "Rowlands" not in sign_in(make_employee()).get(path).text
    assert "Rowlands" in sign_in(author).get(path).text
    assert sign_in(make_employee()).get(named).text.count("Rowlands") == 2  # its author, and of its evidence


def test_who_is_named_is_asked_of_no_row_alone(make_one, make_employee, sign_in, author):
    client, idea = sign_in(make_employee()), make_one(shows_names=False)
    for kind in ("idea-files", "idea-evidence"):
        path = f"/api/v1/{kind}/"
        queries(client, path)  # the first visit opens the session
        few = queries(client, path)
        make_one(shows_names=False)
        assert queries(client, path) == few
    assert idea.files.count() == 2


@pytest.mark.parametrize("is_crisis", [False, True], ids=["review", "crisis"])
def test_the_promise_to_answer_is_of_the_reviewers_team(
    make_board, make_idea, author, reviewer, store, is_crisis
):
    idea = make_idea(make_board([reviewer], shows_names=False), author, is_crisis=is_crisis)
    assert idea.review.team == reviewer.team
    assert not Commitment.objects.visible_to(store.lead).exists()
    assert [*Commitment.objects.visible_to(reviewer.team.lead)] == [idea.review]
    assert Rungs().reached("lead", idea.review) == reviewer.team.lead


def test_opened_again_it_is_so_too(make_board, make_idea, author, reviewer):
    idea = make_idea(make_board([reviewer], shows_names=False), author)
    deciding.decide(idea, to="declined", reason="No", by=reviewer)
    deciding.decide(idea, to="open", reason="We look again", by=reviewer)
    idea.refresh_from_db()
    assert {promise.team for promise in Commitment.objects.all()} == {reviewer.team}


def test_where_names_are_shown_the_lead_of_the_authors_team_sees_what_it_is_promised(
    make_board, make_idea, author, reviewer, store
):
    idea = make_idea(make_board([reviewer]), author)
    assert [*Commitment.objects.visible_to(store.lead)] == [idea.review]


def test_whoever_is_without_a_team_answers_for_none(make_board, make_idea, make_employee, author):
    idea = make_idea(make_board([make_employee()], shows_names=False), author)
    assert idea.review.team is None


def test_who_is_found_to_answer_stays_the_same(make_board, make_idea, author, store):
    idea = make_idea(make_board(shows_names=False), author)
    assert (idea.review.owner, idea.review.team) == (store.lead, None)


def test_the_form_of_a_trial_offers_the_team_of_whoever_begins_it(make_one, author, reviewer, store):
    def offered(idea):
        team = TrialForm(idea=idea, by=reviewer).initial["team"]
        return getattr(team, "pk", team)

    assert offered(make_one(shows_names=False)) == reviewer.team_id
    assert offered(make_one()) == store.pk
