"""An idea that many talk about: its page shows the last of it, and leads to the rest."""

import pytest

from ideas.actions.commenting import comment_on


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
    assert 0 < page.index("Comment 05") < page.index("Comment 24")
    assert "Comment 04" not in page
    assert f"/ideas/{idea.pk}/?comments=2#comments" in page
    earlier = read(f"/ideas/{idea.pk}/?comments=2")
    assert 0 < earlier.index("Comment 00") < earlier.index("An answer to the first")
    assert "Comment 05" not in earlier
    assert f"/ideas/{idea.pk}/?comments=1#comments" in earlier


def test_a_link_to_a_comment_or_an_answer_opens_the_page_where_it_stands(talked, read):
    _idea, said, answer = talked
    for comment in (said[0], said[4], said[5], said[24], answer):
        assert f'id="comment-{comment.pk}"' in read(comment.get_absolute_url())


@pytest.mark.parametrize(
    "query",
    ["said=x", "said=999999999999999999999", "said=٣", "said=-1", "comments=0", "comments=x", "said=%00"],
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
