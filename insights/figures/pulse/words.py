"""A wave's results in words: the sentence on top, figures, tables and who stands behind them."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from employees.figures import fate_of
from employees.metrics import Figure, change
from employees.metrics.comments import themes
from employees.models import PulseQuestion, Result, Wave, WaveGroup
from insights.charts import ShareChart, written
from insights.figures.pulse.gather import COMPARED, Cell, Part, Pulse
from insights.figures.words import changed, heat, interval, item, number
from tenants.labels import in_language

DIVIDED = ((range(7), "c-det"), (range(7, 9), "c-pas"), (range(9, 11), "c-pro"))


def name_of(group: WaveGroup, part: str = Part.WHOLE) -> str:
    if part == Part.OTHERS:
        return _("All others, not shown apart")
    if part == Part.DIRECT:
        return _("%(name)s, directly") % {"name": group.name}
    if is_pooled(group):
        return _("Small teams together")
    return group.name


def is_pooled(group: WaveGroup) -> bool:
    """Several teams that were too small to stand alone."""
    return len(group.teams) > 1


def teams_in(group: WaveGroup, part: str = Part.WHOLE) -> str:
    """Which small teams these are."""
    return group.name if is_pooled(group) and part == Part.WHOLE else ""


def month(wave: Wave) -> str:
    return date_format(localtime(wave.closed_at), "F Y")


def label(question: PulseQuestion) -> str:
    return question.label(get_language() or "en")


def sentence(pulse: Pulse) -> str:
    """How things stand, to begin the page with."""
    enps = pulse.whole.figure(pulse.enps) if pulse.whole and pulse.enps else None
    if pulse.whole is None:
        return _("Fewer than %(k)d people answered, so nothing is shown and nothing was kept.") % {
            "k": pulse.wave.k
        }
    if enps is None:
        return _("%(n)s people answered; of their scores nothing can be shown.") % {
            "n": written(pulse.whole.answered)
        }
    words = [_enps_words(pulse, enps)]
    if best := strongest(pulse):
        words.append(_("What goes with it most: “%(driver)s”.") % {"driver": label(best)})
    return " ".join(words)


def _enps_words(pulse: Pulse, enps: Figure) -> str:
    assert pulse.whole
    assert pulse.enps
    before = pulse.before_of(pulse.whole, pulse.enps)
    facts = {"now": number(enps.value), "time": month(pulse.before) if pulse.before else ""}
    moved = change(enps, before)
    if moved is None or before is None:
        return _("The eNPS is %(now)s.") % facts
    facts["before"] = number(before.value)
    if not moved.is_real:
        return _("The eNPS is %(now)s, no evidence of change since %(time)s (%(before)s).") % facts
    return _("The eNPS is %(now)s, a change since %(time)s (%(before)s).") % facts


def strongest(pulse: Pulse) -> PulseQuestion | None:
    """The driver with the largest share of what the drivers explain."""
    shares = {key: driver["share"] for key, driver in _drivers(pulse).items() if driver["share"] > 0}
    return next(
        (one for one in pulse.drivers if shares and one.key == max(shares, key=shares.__getitem__)), None
    )


def _drivers(pulse: Pulse) -> dict[str, dict[str, float]]:
    return pulse.association.by_key if pulse.association else {}


def figure_items(pulse: Pulse) -> list[dict[str, Any]]:
    """eNPS, who answered, and what became of what was promised last time."""
    found = []
    if pulse.whole and pulse.enps:
        now, before = pulse.whole.figure(pulse.enps), pulse.before_of(pulse.whole, pulse.enps)
        found.append(item("eNPS", now, **_since(pulse, changed(now, before))))
    if pulse.whole and (rate := pulse.whole.rate):
        note = _("%(n)s of %(asked)s who were asked") % {"n": written(rate.n and pulse.whole.answered),
                                                        "asked": written(pulse.whole.asked)}  # fmt: skip
        found.append({"name": _("Answered"), "value": f"{number(rate.value)}%", "note": note})
    if pulse.before:
        fate = fate_of(pulse.last_promises)
        found.append({
            "name": _("Promised after %(time)s") % {"time": month(pulse.before)},
            "value": _("%(kept)d of %(promised)d kept") % {"kept": fate.kept, "promised": fate.promised},
            "note": ngettext("%(n)d is open", "%(n)d are open", fate.open) % {"n": fate.open},
        })  # fmt: skip
    return found


def _since(pulse: Pulse, facts: dict[str, Any]) -> dict[str, Any]:
    if facts and pulse.before:
        facts["change"] = f"{month(pulse.before)}: {facts['change']}"
    return facts


def shares(pulse: Pulse) -> ShareChart | None:
    """Promoters, passives and detractors as one bar."""
    result = pulse.whole.results.get(pulse.enps.key) if pulse.whole and pulse.enps else None
    if result is None or pulse.enps is None:
        return None
    scores, names = result.scores, (_("0 to 6"), _("7 and 8"), _("9 and 10"))
    counts = [
        (name, sum(scores.get(score, 0) for score in part), kind)
        for name, (part, kind) in zip(names, DIVIDED, strict=True)
    ]
    return ShareChart("recommend", label(pulse.enps), "", counts)


def team_rows(pulse: Pulse) -> list[dict[str, Any]]:
    """The parts of the group: eNPS, who answered, and whether it changed."""
    return [_team_row(pulse, cell) for cell in pulse.parts]


def _team_row(pulse: Pulse, cell: Cell) -> dict[str, Any]:
    enps = cell.figure(pulse.enps) if pulse.enps else None
    before = pulse.before_of(cell, pulse.enps) if pulse.enps else None
    return {
        "name": name_of(cell.group, cell.part), "teams": teams_in(cell.group, cell.part),
        "group": cell.group.pk if cell.part == Part.WHOLE and cell.group.pk in pulse.may_open else None,
        "value": number(enps.value) if enps else "", "interval": interval(enps) if enps else "",
        "answered": _("%(n)s of %(asked)s") % {"n": written(cell.answered), "asked": written(cell.asked)},
        "change": changed(enps, before),
    }  # fmt: skip


def driver_table(pulse: Pulse) -> dict[str, Any] | None:
    """The heat map: each driver's share of what can be explained, and its mean by part."""
    if not (pulse.whole and pulse.drivers):
        return None
    cells = [cell for cell in pulse.parts if cell.part != Part.OTHERS][:COMPARED]
    rows = [_driver_row(pulse, question, cells) for question in pulse.drivers]
    heads = [name_of(cell.group, cell.part) for cell in cells]
    return {"heads": heads, "rows": sorted(rows, key=lambda row: -row["order"])}


def _driver_row(pulse: Pulse, question: PulseQuestion, cells: list[Cell]) -> dict[str, Any]:
    assert pulse.whole
    whole, driver = pulse.whole.figure(question), _drivers(pulse).get(question.key)
    return {
        "name": label(question), "whole": _mean_cell(whole, None),
        "share": f"{number(100 * driver['share'])}%" if driver and driver["share"] else "–",
        "correlation": _correlation(driver), "order": driver["share"] if driver else 0.0,
        "change": changed(whole, pulse.before_of(pulse.whole, question), decimals=1),
        "cells": [_mean_cell(cell.figure(question), whole) for cell in cells],
    }  # fmt: skip


def _mean_cell(figure: Figure | None, whole: Figure | None) -> dict[str, str]:
    if figure is None:
        return {"value": "–", "small": "", "heat": ""}
    return {
        "value": number(figure.value, 1),
        "small": interval(figure, 1),
        "heat": heat(figure, whole) if whole else "",
    }


def _correlation(driver: dict[str, float] | None) -> str:
    if driver is None:
        return ""
    facts = {name: number(driver[name], 2) for name in ("correlation", "low", "high")}
    return _("r = %(correlation)s, %(low)s to %(high)s") % facts


def value_rows(pulse: Pulse) -> list[dict[str, Any]]:
    """The eNPS by how long people have been here, the newest first."""
    if pulse.enps is None:
        return []
    found = [row for row in pulse.values if row.question == pulse.enps.key]
    found.sort(key=lambda row: int(row.value.partition("-")[0]))
    return [_value_row(row, pulse.enps) for row in found]


def band_name(band: str) -> str:
    """Of "1-3", "10-": in years."""
    low, _dash, high = band.partition("-")
    if not high:
        return _("%(low)s years and more") % {"low": low}
    return _("%(low)s to under %(high)s years") % {"low": low, "high": high}


def _value_row(row: Result, question: PulseQuestion) -> dict[str, Any]:
    figure = Cell(row.group, row.part, {question.key: row}).figure(question)
    return {
        "name": band_name(row.value), "value": number(figure.value) if figure else "",
        "interval": interval(figure) if figure else "",
    }  # fmt: skip


def theme_items(shown: Result, chosen: str, group: WaveGroup) -> list[dict[str, Any]]:
    """What the comments are about, as views of them."""
    language, names = get_language() or "en", themes()
    found = [("", _("All"), shown.n)] + [
        (key, in_language(names[key]["labels"], language), n)
        for key, n in shown.counts.items()
        if key in names
    ]
    return [
        {"label": name, "count": n, "current": key == chosen,
         "url": f"?group={group.pk}{f'&theme={key}' if key else ''}"}
        for key, name, n in found
    ]  # fmt: skip


def lens(pulse: Pulse) -> list[tuple[str, str]]:
    """Who stands behind the figures."""
    if pulse.whole is None:
        return []
    wave, facts = pulse.wave, {"asked": written(pulse.whole.asked), "n": written(pulse.whole.answered)}
    asked = _("%(asked)s people of %(group)s, who worked here on %(day)s")
    facts |= {"group": name_of(pulse.group), "day": date_format(localtime(wave.opened_at), "DATE_FORMAT")}
    rate = pulse.whole.rate
    answered = _("%(n)s, %(rate)s%%") % (facts | {"rate": number(rate.value) if rate else ""})
    return [
        (_("Asked"), asked % facts),
        (_("Answered"), answered),
        (_("Known bias"), _bias(pulse)),
        (_("Never shown"), _("Groups of fewer than %(k)d, fewer than %(comments)d comments.")
         % {"k": wave.k, "comments": wave.fewest_comments}),
        (_("Meant for"), _("All staff. Not for judging single leads.")),
    ]  # fmt: skip


def _bias(pulse: Pulse) -> str:
    """Which parts answered less often than the whole, by more than chance."""
    assert pulse.whole
    fewer = [
        name_of(cell.group, cell.part)
        for cell in pulse.parts
        if (moved := change(cell.rate, pulse.whole.rate)) and moved.is_real and moved.difference < 0
    ]
    if fewer:
        return _("Answered less often than the whole: %(names)s.") % {"names": ", ".join(fewer[:5])}
    return _("Whoever does not answer may think otherwise; no part answered less often than the whole.")
