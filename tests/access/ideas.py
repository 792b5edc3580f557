"""Who gets into which page about ideas, and over the API."""

from typing import Any

from ideas.models.receipts import new_ticket
from tests.access.feedback import MAY_SEE
from tests.access.kit import (
    ADMIN,
    ADMIN_SITE,
    CHAMPION,
    EMPLOYEE,
    EVERYBODY,
    FORM,
    LEAD,
    PUBLIC,
    READ,
    WRITE,
    Access,
    Facts,
)

A_BOARD: Facts = lambda w: {"pk": w.idea_board.pk}  # noqa: E731
AN_IDEA: Facts = lambda w: {"pk": w.idea.pk}  # noqa: E731
DUPLICATE: Facts = lambda w: {"pk": w.duplicate_idea.pk}  # noqa: E731
WANTED: Facts = lambda w: {"pk": w.wanted_idea.pk}  # noqa: E731
A_COMMENT: Facts = lambda w: {"pk": w.idea_comment.pk}  # noqa: E731
DECIDERS = frozenset({LEAD, CHAMPION})
TOLD = frozenset({EMPLOYEE, CHAMPION})  # by the customer; the champion takes anybody's word back


def idea(w: Any) -> dict[str, Any]:
    return {
        "title": w.text("A second lift"), "problem": w.text("They wait"), "proposal": w.text("A lift"),
        "touchpoint": w.touchpoint.pk, "delight": w.text("They wait no more"), "metric": "csat",
        "judge_on": "2099-01-01", "language": "en",
    }  # fmt: skip


def board(w: Any) -> dict[str, Any]:
    return {"name": w.text("Hotels"), "review_days": 7, "crisis_hours": 4, "shows_names": True}


def unnamed(w: Any) -> dict[str, Any]:
    return idea(w) | {"ticket": new_ticket(w.quiet_board.pk), "lang": "en"}


def decision(w: Any) -> dict[str, Any]:
    return {"to": "planned", "reason": w.text("In spring")}


def merger(w: Any) -> dict[str, Any]:
    return {"into": w.wanted_idea.pk, "reason": w.text("The same")}


IDEAS: dict[str, Access] = {
    "ideas:boards": READ(EVERYBODY),
    "ideas:new_board": FORM({ADMIN}, body=board),
    "ideas:board": READ(EVERYBODY, at=A_BOARD),
    "ideas:edit_board": FORM({ADMIN}, at=A_BOARD, body=board),
    "ideas:close_board": WRITE({ADMIN}, at=A_BOARD),
    "ideas:reopen_board": WRITE({ADMIN}, at=lambda w: {"pk": w.closed_board.pk}),
    "ideas:new_idea": FORM(EVERYBODY, at=A_BOARD, body=idea),
    "ideas:similar": READ(EVERYBODY, at=A_BOARD, query=lambda w: {"title": w.text("A roof over the door")}),
    "ideas:covered": READ(EVERYBODY, query=lambda w: {"segment": "detractor"}),
    "ideas:review": READ(EVERYBODY),
    "ideas:mine": READ(EVERYBODY),
    "ideas:roadmap": READ(EVERYBODY),
    "ideas:board_roadmap": READ(EVERYBODY, at=A_BOARD),
    "ideas:idea": READ(EVERYBODY, at=AN_IDEA),
    "ideas:edit_idea": FORM({EMPLOYEE}, at=AN_IDEA, body=idea),
    "ideas:vote": WRITE(EVERYBODY, at=AN_IDEA),
    "ideas:take_vote_back": WRITE(EVERYBODY, at=WANTED),
    "ideas:customer_votes": READ(EVERYBODY, at=WANTED, query=lambda w: {"q": w.email("ann")}),
    "ideas:vote_for": WRITE(MAY_SEE, at=lambda w: {"pk": w.idea.pk, "customer": w.customer.pk}),
    "ideas:take_back_for": WRITE(TOLD, at=lambda w: {"pk": w.wanted_idea.pk, "customer": w.customer.pk}),
    "ideas:object_to": WRITE(EVERYBODY, at=AN_IDEA, body=lambda w: {"reason": w.text("It costs")}),
    "ideas:decide": WRITE(DECIDERS, at=AN_IDEA, body=decision),
    "ideas:merge": FORM(DECIDERS, at=AN_IDEA, body=merger),
    "ideas:unmerge": WRITE(DECIDERS, at=DUPLICATE, body=lambda w: {"reason": w.text("Another door")}),
    "ideas:comment": WRITE(EVERYBODY, at=AN_IDEA, body=lambda w: {"text": w.text("Which door?")}),
    "ideas:edit_comment": FORM({EMPLOYEE}, at=A_COMMENT, body=lambda w: {"text": w.text("The door")}),
    "ideas:hide_comment": FORM({CHAMPION}, at=A_COMMENT, body=lambda w: {"reason": w.text("A name")}),
    "ideas:new_anonymous": READ(EVERYBODY, at=lambda w: {"pk": w.quiet_board.pk}),
    "ideas:hand_in_anonymous": FORM(PUBLIC, body=unnamed),
    "ideas:similar_anonymous": WRITE(PUBLIC, body=unnamed),
    "ideas:covered_anonymous": WRITE(PUBLIC, body=unnamed),
    "ideas:receipt": FORM(PUBLIC, body=lambda w: {"code": w.receipt_code, "text": w.text("The front door")}),
    "ideas:claim_idea": FORM(EVERYBODY, body=lambda w: {"code": w.receipt_code}),
    "api:board-list": READ(EVERYBODY) | WRITE({ADMIN}, body=board),
    "api:board-detail": READ(EVERYBODY, at=A_BOARD)
    | WRITE({ADMIN}, method="PATCH", body=lambda w: {"about": w.text("Of shops")}),
    "api:board-close": WRITE({ADMIN}, at=A_BOARD),
    "api:board-reopen": WRITE({ADMIN}, at=lambda w: {"pk": w.closed_board.pk}),
    "api:idea-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=lambda w: idea(w) | {"board": w.idea_board.pk}),
    "api:idea-detail": READ(EVERYBODY, at=AN_IDEA)
    | WRITE({EMPLOYEE}, method="PATCH", body=lambda w: {"problem": w.text("They wait for long")}),
    "api:idea-vote": WRITE(EVERYBODY, at=AN_IDEA),
    "api:idea-take-vote-back": WRITE(EVERYBODY, at=WANTED),
    "api:idea-customer-votes": READ(EVERYBODY, at=WANTED),
    "api:idea-object-to": WRITE(EVERYBODY, at=AN_IDEA, body=lambda w: {"reason": w.text("It costs")}),
    "api:idea-decide": WRITE(DECIDERS, at=AN_IDEA, body=decision),
    "api:idea-merge": WRITE(DECIDERS, at=AN_IDEA, body=merger),
    "api:idea-unmerge": WRITE(DECIDERS, at=DUPLICATE, body=lambda w: {"reason": w.text("Another door")}),
    "api:idea-comment-list": READ(EVERYBODY)
    | WRITE(EVERYBODY, body=lambda w: {"idea": w.idea.pk, "text": w.text("Which door?")}),
    "api:idea-comment-detail": READ(EVERYBODY, at=A_COMMENT),
    "api:idea-comment-mend": WRITE({EMPLOYEE}, at=A_COMMENT, body=lambda w: {"text": w.text("The door")}),
    "api:idea-comment-hide": WRITE({CHAMPION}, at=A_COMMENT, body=lambda w: {"reason": w.text("A name")}),
}
IDEAS |= ADMIN_SITE(
    "ideas_board", (), {ADMIN}, key=lambda w: w.idea_board.pk, body=board, delete=()
) | ADMIN_SITE("ideas_idea", {CHAMPION}, key=lambda w: w.idea.pk)
