"""The dashboard's headline, key figures and lens."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from employees import metrics
from feedback.figures import CaseFigures
from insights.charts import written
from insights.figures.dashboard import Numbers
from insights.figures.words import DECIMALS, OF, changed, finding, item, name_of, number
from tenants.clock import duration

DAY = timedelta(days=1)


def headline(numbers: Numbers) -> str:
    """How things stand, in a sentence."""
    if not numbers.metrics:
        return _("Nobody has given a score in this time.")
    metric = numbers.metrics[0]
    now, before = numbers.now.figure(metric), numbers.before.figure(metric)
    said = finding(metric, now, before, numbers.chosen.compared_with)
    return _("%(metric)s: %(finding)s") % {"metric": name_of(metric), "finding": said}


def score_items(numbers: Numbers) -> list[dict[str, Any]]:
    """Each metric that was answered, its change tested."""
    found = []
    for metric in numbers.metrics:
        now, before = numbers.now.figure(metric), numbers.before.figure(metric)
        places = DECIMALS[metric]
        unit = "%" if metric == "csat" else _("of %(top)d") % {"top": OF[metric]} if metric in OF else ""
        figure, url = numbers.whole.figure(metric), f"#{metric}"
        words = changed(now, before, decimals=places)
        found.append(item(name_of(metric), figure, unit=unit, decimals=places, **words, url=url))
    return found


def case_items(numbers: Numbers) -> list[dict[str, Any]]:
    """What became of the cases that were opened in this time, and what waits now."""
    cases, before = numbers.cases.now, numbers.cases.before
    kept = changed(cases.attainment, before.attainment)
    rated = changed(cases.reply_quality, before.reply_quality, decimals=1)
    back = changed(cases.win_back.rate, before.win_back.rate)
    return [
        item(_("Answered within 24 h"), cases.attainment, unit="%", note=_("due"), **kept),
        item(_("Answered at all"), cases.reply_rate if cases.opened else None, unit="%", note=_("cases")),
        reply_time(cases),
        item(_("Our answers, rated"), cases.reply_quality, unit=_("of 5"), decimals=1, **rated),
        item(_("Won back"), cases.win_back.rate, unit="%", note=answering(cases), **back),
        shared_item(numbers),
        age_item(numbers),
    ]


def decision_items(numbers: Numbers) -> list[dict[str, Any]]:
    """How much of what was decided rests on customers."""
    moved = changed(numbers.decided, numbers.decided_before)
    name, url = _("Decisions that rest on customers"), reverse("ideas:decisions")
    return [item(name, numbers.decided, unit="%", note=_("decisions"), url=url, **moved)]


def reply_time(cases: CaseFigures) -> dict[str, Any]:
    name = _("Time to our answer, median")
    if (times := cases.reply_times) is None:
        return {"name": name, "value": None}
    slow = duration(timedelta(seconds=times.p90))
    return {
        "name": name, "value": duration(timedelta(seconds=times.median)), "n": times.n,
        "note": _("nine of ten within %(time)s") % {"time": slow},
    }  # fmt: skip


def answering(cases: CaseFigures) -> str:
    share = cases.win_back.answering
    return _("%(share)s%% of those at risk answered") % {"share": number(share.value)} if share else ""


def shared_item(numbers: Numbers) -> dict[str, Any]:
    """Shared against received, good and bad."""
    whole = numbers.whole
    figure = metrics.share(whole.shared, whole.received)
    said = _("%(good)s good, %(bad)s bad") % {"good": number(whole.good), "bad": number(whole.bad)}
    return item(_("Shared with all"), figure, unit="%", decimals=1, note=said)


def age_item(numbers: Numbers) -> dict[str, Any]:
    """Age without action: the open case that has waited longest for anybody."""
    name, waits = _("Age without action"), numbers.waiting
    if waits.since is None:
        return {"name": name, "value": _("none"), "note": _("every open case has its answer")}
    age = timezone.now() - waits.since
    words = ngettext(
        "the only open case without an answer", "the oldest of %(n)s without an answer", waits.cases
    )
    late = {"state": "late", "icon": "late", "change": _("over one day")} if age > DAY else {}
    return {"name": name, "value": duration(age), "note": words % {"n": number(waits.cases)}, **late}


BIAS = {
    "survey": gettext_lazy(
        "Whoever answers a survey differs from whoever does not, most often at both ends."
    ),
    "qr": gettext_lazy("A code on the spot reaches those who are there and have a moment."),
    "import": gettext_lazy("A file brings whoever its source let speak; see where it comes from."),
    "complaint": gettext_lazy("A complaint line hears only those who complain."),
}


def lens(numbers: Numbers) -> list[tuple[str, str]]:
    """Who stands behind the figures."""
    sent, answered = numbers.asked
    rate = metrics.share(answered, sent)
    invited = ngettext("%(n)s person by a personal link", "%(n)s people by a personal link", sent)
    open_to = _("whoever met an open post or wrote to us")
    asked = f"{invited % {'n': number(sent)}}; {open_to}" if sent else open_to
    facts = {"answered": number(answered), "share": number(rate.value) if rate else ""}
    came = _("%(answered)s of those invited, %(share)s%% (completed of sent)") % facts if rate else ""
    said = _("%(n)s in all") % {"n": written(numbers.whole.received)}
    bias = " ".join(str(BIAS[kind]) for kind in sorted(numbers.kinds) if kind in BIAS)
    return [
        (_("Asked"), asked),
        (_("Answered"), f"{said}; {came}" if came else said),
        (_("Known bias"), bias or _("not known")),
        (_("Meant for"), _("Leads and the customer champion. Not for judging single people.")),
    ]
