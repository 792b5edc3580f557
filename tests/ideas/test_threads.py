"""An idea that many talk about: its page shows the last of it, and leads to the rest."""

import pytest

from ideas.actions import taking_part
from ideas.actions.commenting import comment_on
from ideas.models import Idea, SealedEntry
from ideas.models.receipts import hash_of
from tests.ideas.anonymous_kit import RECEIPT, text
from tests.plans import queries


@pytest.fixture
def talked(make_idea, make_employee):
    """An idea with 25 comments, the first of them answered."""
    idea, by = make_idea(), make_employee()
    said = [comment_on(idea, text=f"Comment {number:02}", by=by) for number in range(25)]
    return idea, said, comment_on(idea, text="An answer to the first", by=by, parent=said[0])


@pytest.fixture
def read(sign_in, make_employee):
    client = sign_in(make_employee())
    return lambda path: client.get(path).text


def test_the_last_are_shown_in_their_order_and_the_rest_is_a_page_away(talked, read):
    idea, _said, _answer = talked
    page = read(idea.get_absolute_url())
    assert 0 < page.index("Comment 15") < page.index("Comment 24")
    assert "Comment 14" not in page
    assert f"/ideas/{idea.pk}/?comments=2#comments" in page
    earlier = read(f"/ideas/{idea.pk}/?comments=2")
    assert 0 < earlier.index("Comment 05") < earlier.index("Comment 14")
    assert ("Comment 04" in earlier, "Comment 15" in earlier) == (False, False)
    assert all(f"/ideas/{idea.pk}/?comments={number}#comments" in earlier for number in (1, 3))
    first = read(f"/ideas/{idea.pk}/?comments=3")
    assert 0 < first.index("Comment 00") < first.index("An answer to the first")
    assert f"/ideas/{idea.pk}/?comments=4#comments" not in first


def test_a_link_to_a_comment_or_an_answer_opens_the_page_where_it_stands(talked, read):
    _idea, said, answer = talked
    for comment in (said[0], said[4], said[5], said[24], answer):
        assert f'id="comment-{comment.pk}"' in read(comment.get_absolute_url())


@pytest.mark.parametrize(
    "query",
    [
        "said=x",
        "said=999999999999999999999",
        "said=٣",
        "said=-1",
        "comments=0",
        "comments=x",
        "comments=4",
        "comments=999999999999999999999",
        "said=%00",
    ],
)
def test_what_is_no_comment_of_it_shows_the_page_all_the_same(query, talked, read):
    assert 'id="comments"' in read(f"/ideas/{talked[0].pk}/?{query}")


def test_whoever_answers_an_early_comment_comes_back_to_it(talked, sign_in, make_employee):
    idea, said, _answer = talked
    sent = sign_in(make_employee()).post(
        f"/ideas/{idea.pk}/comment/", {"text": "So do I", "parent": said[0].pk}, follow=True
    )
    assert "So do I" in sent.text
    assert "Comment 24" not in sent.text


def test_customers_read_the_last_of_it_and_come_to_the_rest(make_member, make_idea, panel, visitor):
    member, idea = make_member(), make_idea(panel)
    path = member.idea_path(idea.pk)
    said = [taking_part.comment_as(member, idea, text=f"Comment {number:02}") for number in range(25)]
    page = visitor.get(path).text
    assert 0 < page.index("Comment 15") < page.index("Comment 24")
    assert ("Comment 14" in page, "?comments=2#comments" in page) == (False, True)
    earlier = visitor.get(f"{path}?comments=2").text
    assert ("Comment 14" in earlier, "Comment 15" in earlier) == (True, False)
    assert "?comments=1#comments" in earlier
    sent = visitor.post(f"{path}comment/", {"text": "So do I", "parent": said[0].pk}, follow=True).text
    assert ("So do I" in sent, "Comment 24" in sent) == (True, False)


def test_their_page_asks_as_much_of_many_comments_as_of_one(
    make_member, make_idea, make_employee, panel, visitor
):
    member, idea, by = make_member(), make_idea(panel), make_employee()
    path = member.idea_path(idea.pk)

    def talk(number):
        first = taking_part.comment_as(member, idea, text=f"Comment {number}")
        comment_on(idea, text=f"Answer {number}", by=by, parent=first)

    talk(0)
    visitor.get(path)
    few = queries(visitor, path)
    for number in range(1, 23):
        talk(number)
    assert queries(visitor, path) == few


def test_by_the_code_of_an_idea_without_a_name_all_of_it_is_read_page_by_page(
    published, nobody, make_employee
):
    idea, by = Idea.objects.get(receipt=hash_of(published)), make_employee()
    made = [comment_on(idea, text=f"Comment {number:02}", by=by) for number in range(21)]

    def read(**asked):
        page = text(nobody.post(RECEIPT, {"code": published} | asked))
        said = [f"{number:02}" for number in range(21) if f"Comment {number:02}" in page]
        return said[0], said[-1], "Earlier comments" in page, "Later comments" in page

    assert read() == read(comments="x") == read(comments="4") == ("11", "20", True, False)
    assert read(comments="2") == ("01", "10", True, True)
    assert read(comments="3") == ("00", "00", False, True)
    assert read(comments="3", text="At the front door", parent=made[0].pk) == ("00", "00", False, True)
    assert SealedEntry.objects.count() == 1
