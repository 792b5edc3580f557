"""Who sees a board and an idea: what `visible_to` finds for one person, asked of many people at once."""

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from employees.models import Team, Term
from employees.models.people import EmployeeQuerySet
from ideas.models.audiences import Act, Audience
from ideas.models.boards import Board
from ideas.models.challenges import Challenge
from ideas.models.ideas import Idea

EVERYBODY = ~Q(pk__in=[])


def seeing_board(people: EmployeeQuerySet, board: Board) -> EmployeeQuerySet:
    """Those of them of whom `Board.is_seen_by` is true; by as many queries for many people as for few."""
    some = [one for one in board.audiences.all() if one.act == Act.SEE]
    if not some:
        return people.active()
    teams = [one.team_id for one in some if one.team_id]
    roles = {one.role for one in some if one.role} | granting("ideas.change_board", "ideas.view_every_idea")
    of_teams = Q(team__in=Team.objects.with_below(teams)) | Q(pk__in=Team.objects.leading(teams))
    owing = Q(pk__in=_owing(board, "sponsor")) | Q(pk__in=_owing(board, "promise__owner"))
    answering = _reviewing(board) | Q(pk__in=board.crisis_reviewers.values("pk"))
    return people.active().filter(of_teams | holding(roles) | answering | owing)


def seeing(people: EmployeeQuerySet, idea: Idea) -> EmployeeQuerySet:
    """The same of `Idea.is_seen_by`."""
    found = seeing_board(people, idea.board)
    if not idea.board.is_one_way:
        return found
    own = [idea.author_id, idea.review and idea.review.owner_id]
    if idea.challenge:
        promise = idea.challenge.promise
        own += [idea.challenge.sponsor_id, promise and promise.owner_id]
    whole = holding(granting("ideas.view_every_idea")) | _reviewing(idea.board)
    return found.filter(whole | Q(pk__in=[key for key in own if key]))


def granting(*permissions: str) -> set[str]:
    """The roles that grant one of these."""
    table: dict[str, frozenset[str]] = import_string(settings.ROLES)
    return {role for role, granted in table.items() if granted & {*permissions}}


def holding(roles: set[str]) -> Q:
    """Those who hold one of these roles now. Of the office, at most three people, each is asked."""
    if Audience.Role.EMPLOYEE in roles:
        return EVERYBODY
    term = Term.objects.current()
    office = [term.employee, term.deputy, term.sponsor] if term else []
    found = Q(pk__in=[person.pk for person in office if person and person.roles & roles])
    granted = {
        "lead": Q(pk__in=Team.objects.exclude(lead=None).values("lead")), "admin": Q(is_admin=True),
        "operator": Q(is_operator=True),
    }  # fmt: skip
    for role in roles & {*granted}:
        found |= granted[role]
    return found


def _reviewing(board: Board) -> Q:
    return Q(pk__in=board.reviewers.values("pk"))


def _owing(board: Board, who: str) -> object:
    """Who owes what became of one of its challenges, as `owing` tells of one person."""
    return Challenge.objects.filter(board=board, **{f"{who}__isnull": False}).order_by().values(who)
