"""The mails to customers about a board on which they take part; one click stops them (RFC 8058)."""

from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.figures.verdicts import says
from ideas.models import Challenge, Idea, Move, OutcomeCheck, PanelMember
from ideas.notices.answers import goes_on
from tenants.here import absolute, current_zone
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def invited(event: Event) -> EmailMultiAlternatives | None:
    """Their link. Nothing where it was taken back meanwhile, or they said no."""
    found = PanelMember.objects.open().sent_links()
    member = found.select_related("board").filter(pk=event.payload["member"]).first()
    if member is None:
        return None
    return _letter(event, "ideas/mail/invited", member, path=member.path, action=_("See the board"))


def answered(event: Event) -> EmailMultiAlternatives | None:
    """What became of an idea of theirs, or one that they want, and why."""
    member = _reader(event)
    move = Move.objects.select_related("idea", "idea__delivery").filter(pk=event.payload["move"]).first()
    if member is None or move is None:
        return None
    into = goes_on(move, Idea.objects.open_to(member))
    return _of_idea(event, "ideas/mail/answered_customer", member, move.idea, move=move, into=into)


def judged(event: Event) -> EmailMultiAlternatives | None:
    """Whether such an idea did for customers what it was for."""
    found = OutcomeCheck.objects.judged().select_related("idea")
    member, check = _reader(event), found.filter(pk=event.payload["check"]).first()
    if member is None or check is None:
        return None
    return _of_idea(
        event, "ideas/mail/judged_customer", member, check.idea, check=check, says=partial(says, check)
    )


def told(event: Event) -> EmailMultiAlternatives | None:
    """What became of what was asked, to who took part in it."""
    member = _reader(event)
    challenge = Challenge.objects.filter(announced_at__isnull=False, pk=event.payload["challenge"]).first()
    if member is None or challenge is None:
        return None
    facts: dict[str, Any] = {"challenge": challenge, "action": _("See the board")}
    return _letter(event, "ideas/mail/told_customer", member, path=member.path, **facts)


def _reader(event: Event) -> PanelMember | None:
    """None once they wish no mails."""
    found = PanelMember.objects.written_to().filter(board__is_for_customers=True)
    return found.select_related("board").filter(pk=event.payload["member"]).first()


def _of_idea(
    event: Event, template: str, member: PanelMember, idea: Idea, **facts: Any
) -> EmailMultiAlternatives | None:
    """Of theirs that goes on with it, where they may not read the other one."""
    read = Idea.objects.open_to(member).filter(Q(pk=idea.pk) | Q(merged_into=idea))
    family = {each.pk: each for each in read}
    if (shown := family.get(idea.pk) or next(iter(family.values()), None)) is None:
        return None
    mine = [each for each in family.values() if each.customer_id == member.customer_id]
    facts |= {
        "idea": shown, "action": _("Read the idea"), "is_author": shown in mine, "is_voter": True,
        "own": next((each for each in mine if each != shown), None),
    }  # fmt: skip
    return _letter(event, template, member, path=member.idea_path(shown.pk), **facts)


def _letter(
    event: Event, template: str, member: PanelMember, *, path: str, **facts: Any
) -> EmailMultiAlternatives:
    stop = absolute(member.stop_path)
    with timezone.override(current_zone()):
        message = letter(
            event, template, member=member, board=member.board, action_url=absolute(path),
            unsubscribe_url=stop, **facts,
        )  # fmt: skip
    message.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    return message
