"""The promise register in numbers. People are never ranked, and of few promises no share is told."""

from dataclasses import replace

from employees.figures.board import Share, sums
from employees.models.ledger import CommitmentQuerySet

LEAST = 10
"""Of so many promises somebody's share is told."""


def by_person(pledges: CommitmentQuerySet) -> list[Share]:
    """Each by name, with what is open and late; the share that was kept where it stands on enough."""
    shares = [
        replace(share, kept=share.kept if share.kept and share.kept.n >= LEAST else None)
        for share in sums(pledges, "owner").shares
    ]
    return sorted(shares, key=lambda share: share.name)
