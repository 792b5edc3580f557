"""What ideas are about, in numbers."""

from ideas.figures.counts import Counts, counts_of
from ideas.figures.covered import MOST, Covered, count_covered, covered
from ideas.figures.decisions import shares_with_evidence
from ideas.figures.tested import Results, Tester, results, seen_testers, told
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
    "proposed",
    "results",
    "seen_testers",
    "shares_with_evidence",
    "told",
    "touching",
    "usual_metric",
]  # fmt: skip
