"""The dashboard's charts, made of its numbers."""

import math
from collections.abc import Callable

from django.utils.translation import gettext as _

from feedback.figures import Tally, begin
from insights.charts import BarChart, Event, LineChart, Point, ShareChart, spark_path, written
from insights.figures.dashboard import Numbers
from insights.figures.words import DECIMALS, SCALES, UNITS, finding, name_of, number

Downloads = Callable[[str], list[tuple[str, str]]]


def line(numbers: Numbers, metric: str, downloads: Downloads) -> LineChart:
    """A metric over time; where a question was changed, an upright line."""
    chosen, (least, most) = numbers.chosen, SCALES[metric]
    steps = zip(chosen.buckets, chosen.labels, strict=True)
    points = [point(numbers.over_time.get(day), metric, label) for day, label in steps]
    return LineChart(
        key=metric,
        title=title(name_of(metric), chosen.steps),
        name=name_of(metric),
        points=points,
        finding=finding(
            metric, numbers.now.figure(metric), numbers.before.figure(metric), chosen.compared_with
        ),
        least=least,
        most=most,
        unit=UNITS[metric],
        events=events(numbers),
        downloads=downloads(metric),
    )


def point(tally: Tally | None, metric: str, label: str) -> Point:
    figure = tally.figure(metric) if tally else None
    if figure is None:
        return Point(label, None)
    places = DECIMALS[metric] + 1
    low, high = (None if end is None else round(end, places) for end in (figure.low, figure.high))
    return Point(label, round(figure.value, places), figure.n, low, high)


def received(numbers: Numbers, downloads: Downloads) -> BarChart:
    """How many answers came in, scored or not."""
    chosen = numbers.chosen
    counts = [(numbers.over_time[day].received if day in numbers.over_time else 0) for day in chosen.buckets]
    points = [Point(label, n, n) for label, n in zip(chosen.labels, counts, strict=True)]
    return BarChart(
        key="answers",
        title=title(_("Answers"), chosen.steps),
        name=_("Answers"),
        points=points,
        most=math.inf,
        finding=_("%(n)s answers since %(day)s.")
        % {"n": written(numbers.whole.received), "day": chosen.label(chosen.start)},
        downloads=downloads("answers"),
    )


def recommend(numbers: Numbers) -> ShareChart | None:
    """Promoters, passives and detractors as one bar."""
    if (nps := numbers.whole.nps) is None:
        return None
    counts = [
        (_("Detractors, 0 to 6"), nps.detractors, "c-det"),
        (_("Passives, 7 and 8"), nps.passives, "c-pas"),
        (_("Promoters, 9 and 10"), nps.promoters, "c-pro"),
    ]
    said = _("Promoters less detractors, in a hundred, is an NPS of %(nps)s.") % {
        "nps": number(nps.score.value)
    }
    return ShareChart("recommend", _("Who would recommend us"), said, counts)


def events(numbers: Numbers) -> list[Event]:
    """New versions of questions, of posts that have answers here."""
    chosen, here = numbers.chosen, numbers.places["post"]
    index = {day: place for place, day in enumerate(chosen.buckets)}
    words = _("New questions: %(post)s, version %(number)d")
    return [
        Event(
            index[begin(chosen.steps, day)], words % {"post": numbers.names["post"][post], "number": version}
        )
        for day, post, version in numbers.breaks
        if post in here and begin(chosen.steps, day) in index
    ]


def trend(numbers: Numbers, branch: int, metric: str) -> str:
    """The small line of a branch, in parts of the time."""
    parts = numbers.trends.get(branch, {})
    figures = [parts[n].figure(metric) if n in parts else None for n in range(len(numbers.chosen.parts))]
    return spark_path([figure.value if figure else None for figure in figures])


def title(name: str, step: str) -> str:
    titles = {
        "day": _("%(name)s by day"), "week": _("%(name)s by week"), "month": _("%(name)s by month"),
        "year": _("%(name)s by year"),
    }  # fmt: skip
    return titles[step] % {"name": name}
