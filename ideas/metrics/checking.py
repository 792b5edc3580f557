"""Whether what an idea was for has moved: how long that takes, and what two samples say. Pure functions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import number_format

from employees import metrics
from employees.metrics import Change, Figure
from ideas.models.checks import FEWER_IS_BETTER, LEAST

Counts = Mapping[int, int]
"""How many answers had each score; of cases how many answers (1) opened one and how many (0) did not."""

SHORTEST, LONGEST = 28, 365
"""In days: customers need four weeks to notice, and what is compared is never more than a year."""
DAY = timedelta(days=1)
DECIMALS = {"nps": 0, "csat": 0, "ces": 1, "cases": 1}


class Windows(NamedTuple):
    """As many days before the delivery as after it; on the day itself nobody knows which it was."""

    before_from: date
    before_to: date
    after_from: date
    after_to: date


class Judgement(NamedTuple):
    """What was found; no change where it cannot be tested."""

    verdict: str
    change: Change | None


def windows(*, handed_in: date, judge_on: date, delivered: date) -> Windows:
    """The idea named a day, which ends the time after. Where that has passed, or comes before customers can
    have noticed, the time that the idea gave itself begins anew with the delivery."""
    days = (judge_on - delivered).days
    if days < SHORTEST:
        days = max(SHORTEST, (judge_on - handed_in).days)
    ends, compared = delivered + days * DAY, (min(days, LONGEST) - 1) * DAY
    return Windows(delivered - DAY - compared, delivered - DAY, ends - compared, ends)


def figure(metric: str, counts: Counts) -> Figure | None:
    """As everywhere: NPS, CSAT's share, the mean of CES; and cases in a hundred answers."""
    if metric == "cases":
        return metrics.share(counts.get(1, 0), counts.get(0, 0) + counts.get(1, 0))
    return {"nps": metrics.nps_score, "csat": metrics.csat_share, "ces": metrics.ces_mean}[metric](counts)


def judge(metric: str, before: Counts, after: Counts) -> Judgement:
    """Proven where the whole interval of the difference is on the good side, harmful on the bad one."""
    was, is_now = figure(metric, before), figure(metric, after)
    change = metrics.change(is_now, was)
    if change is None or min(one.n if one else 0 for one in (was, is_now)) < LEAST:
        return Judgement("unproven", change)
    worse, better = change.high < 0, change.low > 0
    if metric in FEWER_IS_BETTER:
        worse, better = better, worse
    return Judgement("proven" if better else "harmful" if worse else "unproven", change)


def as_read(metric: str, value: float | None) -> str:
    """With its unit, where it has one."""
    return written(metric, value) + ("%" if metric == "csat" and value is not None else "")


def written(metric: str, value: float | None) -> str:
    """In the reader's language, as exactly as it is read."""
    if value is None:
        return ""
    decimals = DECIMALS[metric]
    return number_format(round(value, decimals) + 0.0, decimals)  # no minus before a nought
