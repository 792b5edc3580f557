"""What customers wrote is never lost because something ended while they wrote it."""

import pytest
from django.utils import timezone

from ideas.actions.boards import Some, limit_board
from ideas.forms.ideas import ENDED
from ideas.forms.panel import ProposalForm
from ideas.models import Board, Challenge, Idea
from tests.ideas.test_panel_pages import said


@pytest.fixture
def send(make_member, make_touchpoint, visitor):
    member, touchpoint = make_member(), make_touchpoint()
    return lambda **more: visitor.post(f"{member.path}new/", said(touchpoint, **more))


def call_off(challenge):
    Challenge.objects.filter(pk=challenge.pk).update(called_off_at=timezone.now(), called_off_reason="Asked")


@pytest.mark.parametrize("others", [0, 1], ids=["none runs", "another runs"])
def test_a_challenge_that_ended_meanwhile_is_named_and_the_idea_goes_without_it(
    send, make_challenge, panel, others
):
    asked = make_challenge(panel)
    call_off(asked)
    for _other in range(others):
        make_challenge(panel)
    page = send(challenge=asked.pk)
    assert (page.status_code, str(ENDED) in page.text) == (422, True)
    assert "We wait in the rain" in page.text
    assert not Idea.objects.exists()
    assert send(challenge="").status_code == 302
    assert Idea.objects.get().challenge is None


def test_one_that_ends_in_the_moment_of_handing_in_keeps_the_text_too(
    send, make_challenge, panel, monkeypatch
):
    asked = make_challenge(panel)
    valid = ProposalForm.is_valid
    monkeypatch.setattr(ProposalForm, "is_valid", lambda form: valid(form) and not call_off(asked))
    page = send(challenge=asked.pk)
    assert (page.status_code, str(ENDED) in page.text, "We wait in the rain" in page.text) == (
        422,
        True,
        True,
    )
    assert not Idea.objects.exists()


def test_a_board_that_closed_meanwhile_gives_the_text_back(send):
    Board.objects.update(closed_at=timezone.now())
    page = send()
    assert (page.status_code, "Copy your text if you want to keep it." in page.text) == (422, True)
    assert "We wait in the rain" in page.text
    assert not Idea.objects.exists()


def test_where_handing_in_is_for_others_no_form_is_shown(make_member, panel, visitor):
    member = make_member()
    limit_board(panel, [Some("submit", role="lead")])
    page = visitor.get(f"{member.path}new/", follow=True).text
    assert ("On this board that is for others." in page, "What should change?" in page) == (True, False)


def test_where_the_board_is_closed_no_form_is_shown(make_member, visitor):
    member = make_member()
    Board.objects.update(closed_at=timezone.now())
    page = visitor.get(f"{member.path}new/", follow=True).text
    assert ("The board takes no more ideas." in page, "Propose it" in page) == (True, False)
