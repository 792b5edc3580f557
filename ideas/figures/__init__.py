"""What ideas are about, in numbers."""

from ideas.figures.affected import MOST, Affected, affected
from ideas.figures.testers import Results, difference, pairs_of, proposed, results, touching, usual_metric

__all__ = [
    "MOST", "Affected", "Results", "affected", "difference", "pairs_of", "proposed", "results", "touching",
    "usual_metric",
]  # fmt: skip
