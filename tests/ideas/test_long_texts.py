"""What another tool has room for and a field here has not goes on elsewhere: nothing of it is lost."""

import pytest

from ideas.actions.carrying_on import REMARK, ROOM, TITLE, fitted
from ideas.actions.told import Remark, Told
from ideas.models import Comment, Idea
from tests.ideas.foreign import fider, post, remark, table, user
from tests.ideas.test_imports import bring, counted  # noqa: F401

WORDS = " ".join(f"word{n}" for n in range(2_000))
"""16,889 letters."""


def words_of(*texts):
    return [word for text in texts for word in text.split() if word.startswith("word")]


def test_a_long_problem_goes_on_in_the_proposal_and_then_in_comments_of_nobody(bring, make_employee):  # noqa: F811
    make_employee(email="person1@elsewhere.example")
    file = fider([post(1, description=WORDS)], [user(1)], comments=[remark(1, 1, content="Short")])
    tried = bring(file)
    assert counted(tried, "long", "comments") == [1, 6]
    page = bring.client.get(tried.get_absolute_url()).text
    assert "Texts without room in their field, which go on in comments" in page
    bring.ask(tried, "run")
    idea, said = Idea.objects.get(), list(Comment.objects.all())
    assert words_of(idea.problem, idea.proposal, *(one.text for one in said)) == WORDS.split()
    assert said[0].text.startswith("What should change, continued:\nword")
    assert {(one.by, one.author_name) for one in said[:-1]} == {(None, "")}
    assert said[-1].text == "Short"


def test_the_same_file_again_says_nothing_twice_and_its_undo_takes_all_out(bring):  # noqa: F811
    file = lambda: fider([post(1, description=WORDS)])  # noqa: E731
    done = bring.ask(bring(file()), "run")
    again = bring.ask(bring(file()), "run")
    assert counted(again, "long", "comments") == [0, 0]
    bring.ask(done, "undo")
    assert (Idea.objects.count(), Comment.objects.count()) == (0, 0)


def test_a_long_answer_goes_on_and_one_that_decides_nothing_is_said_too(bring):  # noqa: F811
    header = ("title", "status", "response", "comment")
    answer = WORDS[: WORDS.index(" word200")]
    rows = [("A roof", "declined", answer, "Yes"), ("A bench", "open", "We ask the landlord.", "")]
    said = {"column-0": "title", "column-1": "status", "column-2": "reason", "column-3": "remarks",
            "order": "open", "status-0": "declined", "status-1": "open"}  # fmt: skip
    done = bring.ask(bring(table(rows, header), **said), "run")
    assert counted(done, "long", "comments") == [2, 3]
    roof, bench = Idea.objects.get(title="A roof"), Idea.objects.get(title="A bench")
    texts = [roof.moves.get().reason, *roof.comments.values_list("text", flat=True)]
    assert words_of(*texts) == answer.split()
    assert [one.text for one in bench.comments.all()] == ["The answer:\nWe ask the landlord."]


@pytest.mark.parametrize("text", ["ж" * 20_001, "ж " * 9_000 + "ж", "ж" * 3_950 + " " * 2_500 + "ж" * 9_000])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_every_letter_is_kept_and_no_text_is_longer_than_its_field(acme, text, more):
    facts = {name: text[: room + more] for name, room in (ROOM | {"problem": 12_000}).items()}
    facts |= {"title": "ж" * (TITLE + 1), "remarks": [Remark("b", "Bo", "", text[: REMARK + more])]}
    told = Told(1, "a", status="declined", **facts)
    kept = fitted(told)
    assert kept.long == (5 if more > 0 else 1)
    assert all(len(getattr(kept, name)) <= room for name, room in ROOM.items())
    assert all(len(said.text) <= REMARK for said in kept.remarks)
    assert len({said.key for said in kept.remarks}) == len(kept.remarks)
    assert letters(kept) == letters(told) + len(told.title)


def letters(told):
    texts = [*(getattr(told, name) for name in ROOM), *(said.text for said in told.remarks)]
    return sum(text.count("ж") for text in texts)


@pytest.mark.parametrize("status", ["open", "declined"])
def test_a_short_one_stays_as_it_is(status):
    told = Told(1, "a", "A roof", "They wait", status=status)
    assert fitted(told) == told
