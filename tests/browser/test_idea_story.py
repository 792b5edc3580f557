"""An idea from a complaint to its proof: one walk over real HTTP, with the queue's own cluster and a real
mail server."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Board
from tests.browser.hands import Mouse
from tests.browser.idea_story import IdeaStory
from tests.browser.play import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def story(
    quiet_queue, acme, make_employee, make_champion, make_team, make_post, make_response, browse, mails, port,
    settings,
):  # fmt: skip
    """A store with its lead, two who work there and the champion; and twenty customers who were not glad."""
    settings.SITE_PORT = str(port)
    named: dict[str, Any] = {"password": PASSWORD}
    lead = make_employee(name="Gwen Price", email="lead@example.com", **named)
    store = make_team(name="Harbour", lead=lead)
    make_employee(name="Huw Ellis", email="huw@example.com", team=store, **named)
    make_employee(name="Nia Rowlands", email="nia@example.com", team=store, **named)
    make_champion(name="Olu Adeyemi", email="champion@example.com", team=store, **named)
    Board.objects.create(name="At the till").reviewers.add(lead)
    post = make_post(team=store)

    def answer(score: int, at: Any) -> None:
        make_response(post=post, score=score, received_at=at)

    for score in (2, 4, 6, 7) * 5:
        answer(score, timezone.now() - timedelta(days=9))
    return IdeaStory(lambda **facts: Mouse(browse(acme, **facts)), mails, post, answer)


def test_an_idea_is_wanted_answered_delivered_tried_and_proven(story):
    story.customer_complains_on_a_phone()
    story.colleague_has_had_a_similar_idea()
    story.somebody_types_and_finds_it()
    story.both_questions_must_be_answered()
    story.it_is_handed_in_all_the_same()
    story.colleague_wants_it()
    story.reviewer_answers()
    story.it_is_begun()
    story.it_is_delivered()
    story.the_customer_is_asked_to_try_it()
    story.the_customer_tries_it()
    story.both_scores_stand_side_by_side()
    story.a_month_passes()
    story.it_is_proven()
    story.author_and_voter_have_read_of_it()
