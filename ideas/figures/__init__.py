"""What ideas are about, in numbers."""

from ideas.figures.affected import MOST, Affected, affected

__all__ = ["MOST", "Affected", "affected"]
