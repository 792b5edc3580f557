"""Boards are for some or for everybody, end and go on; what was handed in on them stays."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from employees.models import Team
from ideas.actions.anonymous import open_batch
from ideas.models import Audience, Board, IdeaDraft
from ideas.models.crowds import Rule
from tenants.audit.record import record


class Some(NamedTuple):
    """Who may do something: a team or a role."""

    act: str
    team: Team | None = None
    role: str = ""

    @property
    def rule(self) -> Rule:
        return self.act, self.team.pk if self.team else None, self.role


@transaction.atomic
def limit_board(board: Board, audiences: Iterable[Some]) -> bool:
    """Say who may do what; an act of which nothing is said is for everybody who sees the board. False where
    it was so."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    wanted = {one.rule for one in audiences}
    known = {one.rule: one.pk for one in Audience.objects.filter(board=board)}
    if wanted == set(known):
        return False
    Audience.objects.filter(pk__in=[pk for said, pk in known.items() if said not in wanted]).delete()
    Audience.objects.bulk_create(
        Audience(board=board, act=act, team_id=team, role=role) for act, team, role in wanted - set(known)
    )
    record("board.limited", subject=f"ideas.Board:{board.pk}", before={"audiences": _facts(known)},
           after={"audiences": _facts(wanted)})  # fmt: skip
    return True


def _facts(audiences: Iterable[Rule]) -> list[str]:
    return sorted(f"{act}: {role or f'team {team}'}" for act, team, role in audiences)


def facts_of(board: Board | None) -> dict[str, Any]:
    """How it works, as it is stored; nothing of one that is not there yet."""
    stored = Board.objects.filter(pk=board.pk).first() if board else None
    if stored is None:
        return {}
    facts = model_to_dict(stored, exclude=["id"])
    people = {name: sorted(one.pk for one in facts[name]) for name in ("reviewers", "crisis_reviewers")}
    return facts | people


@transaction.atomic
def arrange(board: Board, audiences: Iterable[Some] | None, before: dict[str, Any]) -> None:
    """It was made or changed: say who may do what, as it was where None. Where it takes ideas without a name,
    they can be sealed, and no draft that was discarded comes back. before: its facts until then."""
    after = facts_of(board)
    changed = [name for name in after if before.get(name) != after[name]]
    if changed:
        facts = ({name: some[name] for name in changed} if some else None for some in (before, after))
        action = "board.changed" if before else "board.made"
        record(action, subject=f"ideas.Board:{board.pk}", before=next(facts), after=next(facts))
    if audiences is not None:
        limit_board(board, audiences)
    if board.allows_anonymous:
        open_batch()
        IdeaDraft.objects.filter(board=board, discarded_at__isnull=False).delete()


def close_board(board: Board) -> bool:
    """It takes no more ideas; False when it was closed before."""
    closed = Board.objects.open().filter(pk=board.pk).update(closed_at=timezone.now())
    if closed:
        record("board.closed", subject=f"ideas.Board:{board.pk}")
    return bool(closed)


def reopen_board(board: Board) -> bool:
    """It takes ideas again; False when it does already."""
    opened = Board.objects.filter(pk=board.pk, closed_at__isnull=False).update(closed_at=None)
    if opened:
        record("board.reopened", subject=f"ideas.Board:{board.pk}")
    return bool(opened)
