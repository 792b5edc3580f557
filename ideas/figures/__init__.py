"""What ideas are about, in numbers."""

from ideas.figures.counts import Counts, counts_of
from ideas.figures.covered import MOST, Covered, count_covered, covered
from ideas.figures.decisions import shares_with_evidence
from ideas.figures.tested import Results, Tester, last_testers, results, testers_seen, told
from ideas.figures.testers import proposed, touching, usual_metric

__all__ = [
    "MOST",
    "Counts",
    "Covered",
    "Results",
    "Tester",
    "count_covered",
    "counts_of",
    "covered",
    "last_testers",
    "proposed",
    "results",
    "shares_with_evidence",
    "testers_seen",
    "told",
    "touching",
    "usual_metric",
]  # fmt: skip
