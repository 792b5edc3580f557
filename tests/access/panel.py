"""Who gets into which page about customers on boards; customers come by a link of their own."""

from typing import Any

from ideas.models.panel import STOP
from tenants.signing import sign
from tests.access.kit import ADMIN, ADMIN_SITE, CHAMPION, FORM, LEAD, PUBLIC, READ, WRITE, Access, Facts

LINK: Facts = lambda w: {"token": w.member.token}  # noqa: E731
AN_IDEA: Facts = lambda w: {"token": w.member.token, "pk": w.customers_idea.pk}  # noqa: E731
A_MEMBER: Facts = lambda w: {"pk": w.member.pk}  # noqa: E731
A_BOARD: Facts = lambda w: {"pk": w.panel.pk}  # noqa: E731
INVITE = frozenset({LEAD, CHAMPION, ADMIN})


def proposal(w: Any) -> dict[str, Any]:
    texts = {name: w.text(name) for name in ("title", "problem", "proposal", "delight")}
    return texts | {"touchpoint": w.touchpoint.pk}


def whom(w: Any) -> dict[str, Any]:
    return {"customers": [w.customer.pk]}


PANEL: dict[str, Access] = {
    "ideas:members": READ(INVITE, at=A_BOARD, query=lambda w: {"q": w.email("ann")}),
    "ideas:invite_members": WRITE(INVITE, at=A_BOARD, body=whom),
    "ideas:renew_member": WRITE(INVITE, at=A_MEMBER),
    "ideas:end_member": WRITE(INVITE, at=A_MEMBER),
    "ideas:restore_member": WRITE(INVITE, at=A_MEMBER),
    "ideas:stop_panel": FORM(PUBLIC, at=lambda w: {"token": sign(w.invited_member.pk, purpose=STOP)}),
    "ideas:panel": READ(PUBLIC, at=LINK),
    "ideas:agree_panel": WRITE(
        PUBLIC, at=lambda w: {"token": w.invited_member.token}, body=lambda w: {"agreed": "yes"}
    ),
    "ideas:leave_panel": FORM(PUBLIC, at=LINK),
    "ideas:mails_panel": WRITE(PUBLIC, at=LINK, body=lambda w: {"wished": "no"}),
    "ideas:propose_panel": FORM(PUBLIC, at=LINK, body=proposal),
    "ideas:panel_idea": READ(PUBLIC, at=AN_IDEA),
    "ideas:panel_file": READ(PUBLIC, at=lambda w: {"token": w.member.token, "pk": w.panel_file.pk}),
    "ideas:panel_vote": WRITE(PUBLIC, at=AN_IDEA),
    "ideas:panel_take_vote_back": WRITE(PUBLIC, at=AN_IDEA),
    "ideas:panel_comment": WRITE(PUBLIC, at=AN_IDEA, body=lambda w: {"text": w.text("And by day")}),
    "api:board-member-list": READ(INVITE)
    | WRITE(INVITE, body=lambda w: {"board": w.panel.pk, "customer": w.customer.pk}),
    "api:board-member-detail": READ(INVITE, at=A_MEMBER),
    "api:board-member-renew": WRITE(INVITE, at=A_MEMBER),
    "api:board-member-end": WRITE(INVITE, at=A_MEMBER),
    "api:board-member-restore": WRITE(INVITE, at=A_MEMBER),
}
PANEL |= ADMIN_SITE("ideas_panelmember", INVITE - {LEAD}, key=lambda w: w.member.pk)
