"""How a board works, as its people read it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.forms.boards import QUESTIONS
from ideas.models import Act, Board


def rules_of(board: Board) -> list[tuple[str, str]]:
    """Questions and their answers: who may do what, how it is wanted, and who answers by when."""
    everybody = {Act.SEE: _("everybody")}
    whom = [
        (str(QUESTIONS[act]), board.whom(act) or everybody.get(act, _("everybody who sees the board")))
        for act in Act
    ]
    if board.is_for_customers:
        whom.insert(
            1, (_("Do customers take part?"), _("those whom staff invite; only staff read their names"))
        )
    votes = (_("How many votes has each person?"), _votes(board))
    return [*whom, votes, (_("Who answers?"), _answers(board)), (_("By when?"), _days(board))]


def _votes(board: Board) -> str:
    if board.is_one_way:
        return _("none: authors see only their own ideas")
    if not board.budget:
        return _("one for each idea")
    words = ngettext("one, which comes back when its idea is decided",
                     "%(n)d; a vote comes back when its idea is decided", board.budget)  # fmt: skip
    return words % {"n": board.budget}


def _answers(board: Board) -> str:
    everyday, crises = (
        ", ".join(some.order_by("name").values_list("name", flat=True))
        for some in (board.reviewers, board.crisis_reviewers)
    )
    words = _("%(names)s, by turns") if everyday else _("the author's lead, else the champion")
    told = words % {"names": everyday}
    return _("%(answers)s; in a crisis %(names)s") % {"answers": told, "names": crises} if crises else told


def _days(board: Board) -> str:
    days = ngettext("within a day", "within %(n)d days", board.review_days) % {"n": board.review_days}
    hours = ngettext("within an hour", "within %(n)d hours", board.crisis_hours) % {"n": board.crisis_hours}
    return _("%(days)s; in a crisis %(hours)s") % {"days": days, "hours": hours}
