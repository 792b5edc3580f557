"""What customers proposed, wanted and said on boards, as staff read it on the customer's timeline; nothing of
boards on which nobody is told who it was."""

from django.utils.translation import gettext as _

from employees.models import Employee
from feedback.figures.elsewhere import Elsewhere
from feedback.models import Customer
from ideas.models import Comment, Idea, Vote
from ideas.models.idea_rows import searched

MOST = 100


def said_on_boards(customer: Customer, reader: Employee) -> list[Elsewhere]:
    seen = Idea.objects.visible_to(reader).filter(board__shows_names=True)
    proposed = seen.filter(customer=customer).select_related("board").order_by("-submitted_at", "-pk")
    of_idea, hidden = {"customer": customer, "idea__in": seen}, searched("idea")
    wanted = Vote.objects.filter(**of_idea).select_related("idea__board", "by").defer(*hidden)
    said = Comment.objects.filter(**of_idea, hidden_at=None).select_related("idea").defer(*hidden)
    rows = [_proposed(idea) for idea in proposed[:MOST]]
    rows += [_wanted(vote) for vote in wanted.order_by("-at", "-pk")[:MOST]]
    return rows + [_said(comment) for comment in said.order_by("-at", "-pk")[:MOST]]


def _proposed(idea: Idea) -> Elsewhere:
    mark = _("proposed on the board “%(board)s”") % {"board": idea.board}
    return Elsewhere(
        "idea", idea.pk, idea.submitted_at, idea.title, mark, idea.get_absolute_url(), idea.language
    )


def _wanted(vote: Vote) -> Elsewhere:
    words = _("wants this idea, as %(name)s says") if vote.by else _("wants this idea")
    return Elsewhere(
        "idea_vote", vote.pk, vote.at, vote.idea.title, words % {"name": vote.by},
        vote.idea.get_absolute_url(), vote.idea.language, vote.by_id,
    )  # fmt: skip


def _said(comment: Comment) -> Elsewhere:
    mark = _("said of the idea “%(title)s”") % {"title": comment.idea.title}
    url = comment.get_absolute_url()
    return Elsewhere("idea_comment", comment.pk, comment.at, comment.text, mark, url, comment.language)
