"""The relay ledger in words and as a table."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.figures import LEAST, LISTED, Relay, Runner
from insights.figures.sheets import part_names, parts
from insights.figures.words import interval, number
from tenants.clock import duration
from tenants.sheets import Cell, Sheet

HOUR = 3600


def says(relay: Relay) -> str:
    """What all legs together did."""
    whole = relay.whole
    if not whole.n:
        return _("No promise changed hands in this time and was kept, or is late.")
    legs = ngettext("One leg", "%(n)s legs", whole.n) % {"n": number(whole.n)}
    facts = {"legs": legs, "time": duration(abs(whole.gained))}
    if whole.gained < timedelta():
        return _("%(legs)s: together they lost %(time)s against what was promised first.") % facts
    return _("%(legs)s: together they left %(time)s of what was promised first.") % facts


def tables(relay: Relay) -> list[dict[str, Any]]:
    """Teams, and people of whom there is enough to say something."""
    teams = [row(team_name(one), one) for one in relay.teams]
    if relay.small_teams:
        teams.append(row(few_teams(), relay.small_teams))
    if relay.nobody:
        teams.append(row(_("Nobody: it waited for an owner"), relay.nobody))
    people = [row(one.name, one, one.team_name) for one in relay.people[:LISTED]]
    note = " ".join(filter(None, (left_out(relay), beyond(len(relay.people)))))
    return [
        {"key": "teams", "title": _("By team"), "head": _("Team"), "rows": teams},
        {"key": "people", "title": _("By person"), "head": _("Person"), "rows": people, "note": note},
    ]


def team_name(one: Runner) -> str:
    return one.team_name or _("Without a team")


def few_teams() -> str:
    return _("Teams with fewer than %(n)d, together") % {"n": LEAST}


def left_out(relay: Relay) -> str:
    words = ngettext(
        "One person has fewer than %(least)d legs and is counted in their team only.",
        "%(n)s people have fewer than %(least)d legs and are counted in their teams only.", relay.unlisted,
    )  # fmt: skip
    return words % {"n": number(relay.unlisted), "least": LEAST} if relay.unlisted else ""


def beyond(n: int) -> str:
    """What a long table leaves to its file."""
    return _("The first %(n)d are shown; the files hold all.") % {"n": LISTED} if n > LISTED else ""


def row(name: str, one: Runner, small: str = "") -> dict[str, Any]:
    """One line: lost or regained is said only where it is more than chance."""
    pace = one.pace if one.n >= LEAST else None
    state, word = verdict(one) if pace else ("open", _("too few to say"))
    return {
        "name": name, "small": small, "n": number(one.n), "held": duration(one.held),
        "gained": signed(one.gained), "pace": f"{number(pace.value)}%" if pace else "",
        "interval": interval(pace) if pace else "", "state": state, "word": word,
    }  # fmt: skip


def verdict(one: Runner) -> tuple[str, str]:
    if one.has_lost:
        return "late", _("lost time")
    return ("kept", _("regained time")) if one.has_regained else ("open", _("no evidence"))


def signed(span: timedelta) -> str:
    if span < timedelta():
        return _("%(time)s lost") % {"time": duration(-span)}
    return _("%(time)s regained") % {"time": duration(span)}


def sheet(relay: Relay) -> Sheet:
    """The same as a file: hours, and a leg's mean in a hundred of the promise's time."""
    pace = part_names(_("A leg, % of the promise"))
    head = [_("Who"), _("Team"), _("Legs"), _("Held, h"), _("Regained, h"), *pace]
    rows = [
        *_lines(_("team"), relay.teams), *_lines(few_teams(), [relay.small_teams]),
        *_lines(_("nobody"), [relay.nobody]), *_lines("", relay.people),
    ]  # fmt: skip
    return Sheet("relay", _("Relay ledger"), head, rows)


def _lines(word: str, runners: Iterable[Runner | None]) -> list[list[Cell]]:
    return [
        [one.name or word, one.team_name, one.n, one.held_seconds / HOUR,
         one.regained_seconds / HOUR, *parts(one.pace)]
        for one in runners if one
    ]  # fmt: skip
