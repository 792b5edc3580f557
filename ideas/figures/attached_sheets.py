"""What belongs to a board's ideas, as tables: on what they rest, their files, and who tried them."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from employees.models import Employee
from feedback.models import Invitation
from ideas.figures.cells import CHUNK, moment, on, pieces
from ideas.figures.tested import FACTS, Tester, seen_of
from ideas.models import Board, IdeaEvidence, IdeaFile, Trial
from ideas.models.idea_rows import searched
from tenants.sheets import Cell, Sheet


def evidence_sheet(board: Board, user: Employee) -> Sheet:
    """Of what this person does not see it is only said that it is there."""
    found = IdeaEvidence.objects.standing().with_things().filter(idea__in=on(board, user))
    shown = found.select_related("idea__board").defer(*searched("idea")).order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [
            piece.evidence.idea_id, piece.kind, piece.key if piece.is_seen else "", piece.title, piece.words,
            piece.score, piece.top, piece.evidence.why, piece.evidence.by.name if piece.names_by else "",
            moment(piece.evidence.at),
        ]
        for piece in pieces(shown, user)
    ]  # fmt: skip
    head = ["idea", "kind", "key", "what", "words", "score", "of", "why", "by", "at"]
    return Sheet("evidence", _("Evidence"), head, rows)


def files_sheet(board: Board, user: Employee) -> Sheet:
    """Each is taken away by itself, at its idea."""
    found = IdeaFile.objects.standing().filter(idea__in=on(board, user))
    shown = found.select_related("by", "idea__board").defer(*searched("idea")).order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [
            file.idea_id, file.pk, file.name, file.kind, file.size, file.caption,
            file.by.name if file.idea.names_to(user, file.by_id) else "", moment(file.at),
        ]
        for file in shown.iterator(chunk_size=CHUNK)
    ]  # fmt: skip
    head = ["idea", "id", "name", "kind", "size", "caption", "by", "at"]
    return Sheet("files", _("Pictures and documents"), head, rows)


def testers_sheet(board: Board, user: Employee) -> Sheet:
    """Both scores of those of whom this person sees what they had said first."""
    rows: list[list[Cell]] = [
        [
            idea, str(tester), tester.first_metric, tester.first_score, tester.later_metric,
            tester.later_score, tester.difference, moment(tester.invited_at), moment(tester.answered_at),
        ]
        for idea, *facts in _asked(board, user).values_list("idea", *FACTS).iterator(chunk_size=CHUNK)
        for tester in [Tester(*facts)]
    ]  # fmt: skip
    head = [
        "idea", "customer", "first_metric", "first_score", "later_metric", "later_score", "difference",
        "invited_at", "answered_at",
    ]  # fmt: skip
    return Sheet("testers", _("Customers who try it"), head, rows)


def _asked(board: Board, user: Employee) -> QuerySet[Invitation]:
    """Each with its idea."""
    trials = Trial.objects.filter(idea__in=on(board, user))
    asked = Invitation.objects.testers().filter(post__in=trials.values("post"))
    of_idea = Trial.objects.filter(post=OuterRef("post")).order_by().values("idea")
    return seen_of(asked, to=user).annotate(idea=Subquery(of_idea)).order_by("idea", "pk")
