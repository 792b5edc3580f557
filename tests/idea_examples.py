"""The world of the tenancy walk, of what should change."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from feedback.connectors.sheet import Reading
from ideas.actions import (
    bringing_in,
    challenging,
    commenting,
    deciding,
    merging,
    submitting,
    taking_part,
    voting,
)
from ideas.actions import imports as bringing
from ideas.actions.boards import arrange, close_board
from ideas.connectors.opening import read
from ideas.models import Board, Challenge, Comment, Idea, IdeaImport, PanelMember, RefusedRow
from ideas.models.receipts import Ticket, code_of, hash_of
from tests.worlds import World, example


def said(w: World, title: str) -> dict[str, Any]:
    return {
        "title": w.text(title), "problem": w.text("They wait in the rain"), "proposal": w.text("A roof"),
        "touchpoint": w.touchpoint, "delight": w.text("They stay dry"), "metric": "csat",
        "judge_on": timezone.localdate() + timedelta(days=90), "language": "en",
    }  # fmt: skip


@example
def idea_board(w: World) -> Board:
    """The lead answers what is handed in here."""
    made = Board.objects.create(name=w.text("Shops"), budget=50)
    made.reviewers.add(w.people["lead"])
    return made


@example
def closed_board(w: World) -> Board:
    made = Board.objects.create(name=w.text("Old"))
    close_board(made)
    return made


@example
def idea(w: World) -> Idea:
    """By the employee; open."""
    return submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "A roof at the door"))


@example
def wanted_idea(w: World) -> Idea:
    """Everybody has voted for it; the lead has answered once, and it is open again."""
    made = submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "Warm hands"))
    for person in w.people.values():
        voting.vote(made, by=person)
    voting.vote_for(made, customer=w.customer, by=w.people["employee"])
    voting.object_to(made, by=w.people["champion"], reason=w.text("It costs too much"))
    for to in (Idea.Status.PLANNED, Idea.Status.OPEN):
        deciding.decide(made, to=to, reason=w.text("Let us see"), by=w.people["lead"])
    return made


@example
def duplicate_idea(w: World) -> Idea:
    """By the employee; the lead has merged it into the one that everybody wants."""
    made = submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "No cold hands"))
    merging.merge(made, into=w.wanted_idea, reason=w.text("The same"), by=w.people["lead"])
    return made


@example
def panel(w: World) -> Board:
    """A board on which customers take part."""
    return Board.objects.create(
        name=w.text("Guests"), about=w.text("What should we mend?"), is_for_customers=True
    )


@example
def member(w: World) -> PanelMember:
    """A customer who has agreed."""
    made = PanelMember.objects.create(
        board=w.panel, customer=w.customer, email=w.email("panel"), invited_by=w.people["champion"],
        link_until=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    taking_part.agree(made, text=w.text("Yes"))
    made.refresh_from_db()
    return made


@example
def invited_member(w: World) -> PanelMember:
    """Another, on the same board, who has not answered."""
    return PanelMember.objects.create(
        board=w.panel, customer=w.other_customer, email=w.email("other"), invited_by=w.people["champion"],
        link_until=timezone.now() + timedelta(days=30), sent_at=timezone.now() - timedelta(days=2),
    )  # fmt: skip


@example
def customers_idea(w: World) -> Idea:
    """By the customer who takes part; they want it themselves, and have said why."""
    texts = {name: w.text(name) for name in ("title", "problem", "proposal", "delight")}
    made = taking_part.propose(w.member, touchpoint=w.touchpoint, **texts)
    taking_part.vote_as(w.member, made)
    taking_part.comment_as(w.member, made, text=w.text("At night, too"))
    return made


@example
def idea_comment(w: World) -> Comment:
    """By the employee, a moment ago."""
    return commenting.comment_on(w.idea, text=w.text("Which door?"), by=w.people["employee"])


@example
def idea_import(w: World) -> IdeaImport:
    """A table that the admin has sent and described; one row of it was refused."""
    made = _sent(w, "A bench")
    RefusedRow.objects.create(imported=made, row=3, title=w.text("No"), reason=w.text("It has no title."))
    return made


@example
def quiet_board(w: World) -> Board:
    """It takes ideas without a name."""
    made = Board.objects.create(name=w.text("Quiet"), allows_anonymous=True)
    arrange(made, None, {})
    return made


@example
def done_idea_import(w: World) -> IdeaImport:
    """One whose idea has come in."""
    made = _sent(w, "A hook for coats")
    counts, _refused = bringing_in.bring_in(made, read(made), dry_run=False)
    IdeaImport.objects.filter(pk=made.pk).update(finished_at=timezone.now(), counts=counts)
    return made


def _sent(w: World, title: str) -> IdeaImport:
    file = SimpleUploadedFile(f"{w.text(title)}.csv", f"title\n{w.text(title)}\n".encode())
    made = bringing.keep_file(
        file, board=w.idea_board, source="table", reading=Reading().to_json(), by=w.people["admin"]
    )
    facts = {"segment": "detractor", "metric": "csat", "judge_on": "2099-01-01"}
    bringing.describe(made, mapping={"columns": {"title": 0}, "remarks": []}, facts=facts)
    return made


def asked(w: World, question: str) -> Challenge:
    """Of those on the board, for twenty days, by the lead."""
    day = timezone.localdate()
    return challenging.ask(
        w.idea_board, question=w.text(question), about=w.text("Of queues"), opens_on=day,
        closes_on=day + timedelta(days=20), sponsor=w.people["lead"],
    )  # fmt: skip


@example
def challenge(w: World) -> Challenge:
    """It runs, with an idea."""
    made = asked(w, "What would make waiting bearable?")
    by = w.people["employee"]
    submitting.submit_idea(w.idea_board, by=by, challenge=made, **said(w, "A bench at the door"))
    return made


@example
def off_challenge(w: World) -> Challenge:
    """Called off a moment ago."""
    made = asked(w, "Who is lost?")
    challenging.call_off(made, reason=w.text("Asked before"), by=w.people["champion"])
    return made


@example
def ended_challenge(w: World) -> Challenge:
    """Its last day was yesterday; the lead has promised to say what became of it."""
    made = asked(w, "What do we throw away?")
    day = timezone.localdate()
    Challenge.objects.filter(pk=made.pk).update(
        opens_on=day - timedelta(days=9), closes_on=day - timedelta(days=2)
    )
    challenging.end(made.pk)
    made.refresh_from_db()
    return made


@example
def receipt_code(w: World) -> str:
    """Of an idea of nobody that was published."""
    code = code_of(Ticket(w.quiet_board.pk, "0" * 32))
    made = submitting.submit_idea(w.quiet_board, by=w.people["employee"], **said(w, "A lamp in the yard"))
    Idea.objects.filter(pk=made.pk).update(author=None, team=None, receipt=hash_of(code))
    return code
