"""Ideas without a name."""

import pytest
from django.core import mail
from django.db import IntegrityError

from ideas import tasks
from ideas.actions import deciding, voting
from ideas.models import Idea
from tenants.outbox.send import send_waiting


@pytest.fixture
def nobodys(make_board, make_idea, make_employee):
    """An idea of nobody, on a board with one reviewer."""
    idea = make_idea(make_board([make_employee()]), title="A roof at the door")
    Idea.objects.filter(pk=idea.pk).update(author=None, team=None, receipt="a" * 64)
    idea.follows.all().delete()
    idea.refresh_from_db()
    return idea


def test_an_idea_is_by_somebody_or_has_a_receipt(make_idea):
    idea = make_idea()
    with pytest.raises(IntegrityError, match="idea_by_somebody"):
        Idea.objects.filter(pk=idea.pk).update(author=None)


def test_an_idea_of_nobody_is_read_on_its_page_its_board_and_over_the_api(nobodys, make_employee, sign_in):
    reader = sign_in(make_employee())
    assert "Handed in without a name" in reader.get(f"/ideas/{nobodys.pk}/").content.decode()
    assert "A roof at the door" in reader.get(f"/ideas/boards/{nobodys.board_id}/").content.decode()
    assert reader.get(f"/api/v1/ideas/{nobodys.pk}/").json()["author"] is None


def test_an_idea_of_nobody_is_decided_and_its_voters_are_told(
    nobodys, make_employee, django_capture_on_commit_callbacks
):
    voting.vote(nobodys, by=make_employee(email="voter@example.com"))
    with django_capture_on_commit_callbacks(execute=True):
        move = deciding.decide(nobodys, to="planned", reason="In spring", by=nobodys.review.owner)
        tasks.tell_of_move(move.pk)
        send_waiting()
    assert [message.to for message in mail.outbox] == [["voter@example.com"]]
    assert nobodys.review.kept_at
