"""Ideas as they are looked for: what somebody sees, what is alike, what waits."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from employees.models import Employee
from ideas.models.boards import Board
from ideas.models.challenges import Challenge
from ideas.models.panel import PanelMember
from ideas.models.rarity import Shared, rarity_of
from ideas.models.status import Status
from tenants.plain_letters import folded
from tenants.searching import words_of

if TYPE_CHECKING:
    from ideas.models.ideas import Idea


SEARCHED = ("words", "keys", "search")
"""What ideas are found by is long, and read by nobody: of a list of ideas it is not loaded."""


def searched(path: str) -> list[str]:
    """The same of ideas that are read with other rows, to be deferred there. path: what leads to them."""
    return [f"{path}__{name}" for name in SEARCHED]


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, user: Employee) -> "IdeaQuerySet":
        """Those on the boards that somebody sees; on a one-way board their own, and all to who answers or
        sponsors their challenge."""
        if user.has_perm("ideas.view_every_idea"):
            return self
        answers = Board.reviewers.through.objects.filter(board=OuterRef("pk"), employee=user)
        boards = Board.objects.visible_to(user).annotate(whole=Q(is_one_way=False) | Q(Exists(answers)))
        # of keys the database knows how many ideas they are, and reads no more of them than a page shows; by
        # statements in its statement it is led to read all ideas there are
        known = list(boards.order_by().values_list("pk", "whole"))
        whole, part = ([key for key, is_whole in known if is_whole == asked] for asked in (True, False))
        seen = Q(board__in=whole)
        return self.filter(seen | Q(pk__in=self._own(user, part)) if part else seen)

    def on(self, board: Board, user: Employee) -> "IdeaQuerySet":
        """Of one board that somebody sees, what they see of it."""
        found = self.filter(board=board)
        return found if board.is_read_whole_by(user) else found.filter(pk__in=self._own(user, [board.pk]))

    def _own(self, user: Employee, boards: list[int]) -> list[int]:
        """What somebody reads on boards where others do not: their own, what they answer, and what answers a
        challenge of which they owe what became of it."""
        there = self.model._default_manager.filter(board__in=boards).order_by().values_list("pk", flat=True)
        owed = there.filter(challenge__in=Challenge.objects.owed_by(user).values("pk"))
        return list(there.filter(author=user).union(there.filter(review__owner=user), owed))

    def open_to(self, member: PanelMember) -> "IdeaQuerySet":
        """What a customer reads on their board; on a one-way board their own."""
        seen = self.filter(board=member.board_id)
        return seen.filter(customer=member.customer_id) if member.board.is_one_way else seen

    def undecided(self) -> "IdeaQuerySet":
        return self.filter(status=Status.OPEN)

    def sharing_votes_with(self, idea: "Idea") -> "IdeaQuerySet":
        """Those among which the votes of one person are counted together: of its challenge where that has a
        budget of its own, else all others of the board."""
        if idea.challenge and idea.challenge.budget:
            return self.filter(challenge=idea.challenge)
        return self.filter(Q(challenge=None) | Q(challenge__budget=None), board=idea.board_id)

    def trending(self) -> "IdeaQuerySet":
        """Those that somebody voted for or spoke about in the last 14 days, as far as they were counted."""
        return self.filter(trend__gt=0)

    def alike(self, keys: list[str]) -> "IdeaQuerySet":
        """Those that share beginnings of words with a text, those with the rarest and most of them first; a
        duplicate stands for nothing. `shared` is what these words tell, from 1 for one that stands in a tenth
        of all ideas, or in ideas that were not analysed yet."""
        known = rarity_of(keys)
        near = Q(keys__overlap=known.alone)
        for pair in known.pairs:
            near |= Q(keys__contains=pair)
        found = self.exclude(status=Status.DUPLICATE).filter(near)
        return found.annotate(shared=Shared(known.weights)).order_by("-shared", "-votes", "-pk")

    def matching(self, asked: str) -> "IdeaQuerySet":
        """With all these words, the last as far as it is typed."""
        query = words_of(folded(asked))
        return self.filter(search=query) if query else self.none()

    def unanswered(self) -> "IdeaQuerySet":
        """Whose review is promised and not given yet."""
        return self.filter(review__kept_at=None, review__withdrawn_at=None, review__isnull=False)

    def for_review_by(self, user: Employee) -> "IdeaQuerySet":
        """Those whose answer they owe, on boards that they see: of these they see all, as `_own` says."""
        boards = Board.objects.visible_to(user).order_by().values("pk")
        return self.unanswered().filter(review__owner=user, board__in=boards)


class IdeaManager(models.Manager["Idea"]):
    def get_queryset(self) -> models.QuerySet["Idea"]:
        return super().get_queryset().defer(*SEARCHED)
