"""What ideas are about, in numbers."""

from ideas.figures.affected import MOST, Affected, affected
from ideas.figures.counts import Counts, counts_of
from ideas.figures.decisions import share_with_evidence
from ideas.figures.testers import Results, difference, pairs_of, proposed, results, touching, usual_metric

__all__ = [
    "MOST", "Affected", "Counts", "Results", "affected", "counts_of", "difference", "pairs_of", "proposed",
    "results", "share_with_evidence", "touching", "usual_metric",
]  # fmt: skip
