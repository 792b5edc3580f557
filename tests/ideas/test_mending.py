"""An author says their idea better over the API, as on its page."""

from datetime import timedelta

import pytest

from feedback.actions.causes import describe_cause
from ideas.actions import deciding
from ideas.models import Idea
from tenants.here import today


@pytest.fixture
def author(make_employee):
    return make_employee()


@pytest.fixture
def idea(make_board, make_employee, make_idea, author):
    return make_idea(make_board([make_employee()]), author, title="A roof")


@pytest.fixture
def cause(make_employee):
    return describe_cause(title="The roof leaks", by=make_employee())


@pytest.fixture
def mend(sign_in, idea):
    def mend(person, headers=None, **said):
        path = f"/api/v1/ideas/{idea.pk}/"
        return sign_in(person).patch(path, said, content_type="application/json", headers=headers or {})

    return mend


def test_its_author_says_it_better_and_it_is_found_by_the_new_words(idea, author, mend, cause):
    facts = {"title": "A wider roof", "problem": "They get wet", "touchpoint": None, "saves_cost": True,
             "cause": cause.pk, "judge_on": f"{today() + timedelta(days=5)}", "language": "cy"}  # fmt: skip
    mended = mend(author, **facts)
    assert (mended.status_code, {name: mended.json()[name] for name in facts}) == (200, facts)
    idea.refresh_from_db()
    assert (idea.title, "wider" in idea.keys, idea.proposal) == ("A wider roof", True, "A roof")
    assert list(Idea.objects.matching("wider wet")) == [idea]


@pytest.mark.parametrize(
    "wrong",
    [
        {"touchpoint": None},
        {"title": ""},
        {"title": "A roof" * 26},
        {"metric": "joy"},
        {"judge_on": "2001-01-01"},
        {"language": "tlh"},
        {"language": ""},
    ],
    ids=str,
)
def test_what_the_form_refuses_the_api_refuses_by_name(idea, author, mend, wrong):
    refused = mend(author, **wrong)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, list(wrong))
    idea.refresh_from_db()
    assert idea.title == "A roof"


def test_where_it_was_handed_in_and_that_it_is_a_crisis_stay_as_they_were(
    idea, author, mend, make_board, make_challenge
):
    other = make_board()
    asked = {"board": other.pk, "challenge": make_challenge(other).pk, "is_crisis": True, "status": "planned",
             "votes": 9, "author": 1, "merged_into": idea.pk}  # fmt: skip
    before = Idea.objects.filter(pk=idea.pk).values().get()
    assert mend(author, **asked).status_code == 200
    assert Idea.objects.filter(pk=idea.pk).values().get() == before


def test_once_it_is_decided_it_stays_as_it_was(idea, author, mend):
    deciding.decide(idea, to="planned", reason="In spring", by=idea.review.owner)
    refused = mend(author, title="A wider roof")
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert "It is decided by now (planned), and stays as it was." in refused.json()["detail"]
    assert Idea.objects.get().title == "A roof"


def test_nobody_says_anothers_better_nor_what_they_do_not_see(
    idea, author, mend, make_champion, make_employee, make_team
):
    assert [mend(who, title="Mine").status_code for who in (make_employee(), make_champion())] == [403, 403]
    idea.board.audiences.create(act="see", team=make_team())
    assert mend(author, title="Mine").status_code == 404
    assert Idea.objects.get().title == "A roof"


def test_who_read_it_before_it_was_changed_is_told(author, idea, mend, sign_in):
    read = sign_in(author).get(f"/api/v1/ideas/{idea.pk}/")["ETag"]
    mended = mend(author, {"If-Match": read}, title="A wider roof")
    assert (mended.status_code, mend(author, {"If-Match": read}, title="A hat").status_code) == (200, 412)
    assert mended["ETag"] == sign_in(author).get(f"/api/v1/ideas/{idea.pk}/")["ETag"]
    assert mend(author, {"If-Match": mended["ETag"]}, title="A hat").status_code == 200


def test_it_is_described_with_what_may_be_said(author, sign_in):
    described = sign_in(author).get("/api/schema/").json()
    change = described["paths"]["/api/v1/ideas/{id}/"]["patch"]
    assert "409 once it is decided" in change["description"]
    named = change["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    fields = described["components"]["schemas"][named]["properties"]
    settable = {name for name, field in fields.items() if not field.get("readOnly")}
    assert settable == {
        "title", "problem", "proposal", "touchpoint", "cause", "segment", "delight", "metric", "judge_on",
        "hinders", "saves_cost", "language",
    }  # fmt: skip
