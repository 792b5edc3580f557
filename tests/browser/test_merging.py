"""Merging ideas in a real browser, on a phone."""

import pytest

from ideas.models import Idea, IdeaFile
from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def same(make_board, make_idea, reviewer):
    """An idea that says what another one of its board says, with a picture."""
    board = make_board([reviewer])
    make_idea(board, title="A roof at the door")
    made = make_idea(board, title="A roof above the door", problem="Unterstellmöglichkeitenverzeichnis" * 4)
    IdeaFile.objects.create(idea=made, kind="pdf", name="door.pdf", size=1, by=made.author)
    return made


@pytest.fixture
def reviewer(make_employee):
    return make_employee()


def test_a_duplicate_is_found_merged_read_and_taken_apart(acme, same, reviewer, browse, assert_accessible):
    page = browse(acme, reviewer, width=320)

    def fits():
        assert overflow(page) == 0
        assert_accessible(page)

    page.goto(f"/ideas/{same.pk}/")
    page.get_by_role("link", name="Another one says the same").click()
    fits()
    page.get_by_label("A roof at the door").check()
    page.get_by_label("Why are they one?").fill("It is the same roof")
    page.get_by_role("button", name="Merge it").click()
    fits()
    page.get_by_role("link", name="A roof at the door").click()
    page.get_by_text("A roof above the door").click()
    fits()
    page.get_by_role("link", name="Read its page").click()
    page.get_by_text("It is no duplicate", exact=True).click()
    page.get_by_role("textbox", name="Why?").fill("It is another door")
    page.get_by_role("button", name="Let it stand for itself again").click()
    same.refresh_from_db()
    assert same.status == Idea.Status.OPEN
