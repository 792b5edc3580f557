"""The sentences of the quarter's page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees import metrics
from employees.figures import LEAST, Kept, Record
from employees.metrics import Figure
from feedback.figures import Effect
from insights.figures.quarter.reading import Facts
from insights.figures.words import number
from tenants.templatetags.look import cut

LONGEST = 70
"""Letters of a promise, a cause or a team, so that two pages hold it all."""


@dataclass(frozen=True)
class Part:
    """A part of the page: its title and its sentences."""

    key: str
    title: str
    sentences: list[str]


def parts(facts: Facts) -> list[Part]:
    """The four questions of the page; each answer is small functions of its own."""
    return [
        Part("kept", _("What we promised, and kept"), kept(facts)),
        Part("learned", _("What we learned, and prevented"), learned(facts)),
        Part("open", _("What went wrong, and stays open"), still_open(facts)),
        Part("asks", _("What the customer champion asks of the executives"), asks(facts)),
    ]


KINDS = 10
"""Of so many kinds it is told, those of which most fell due: the quarter has two pages."""


def headline(facts: Facts) -> str:
    """The quarter in a sentence."""
    if facts.kept.moved is None:
        return _("No promise fell due in this quarter.")
    words = _("We kept %(share)s of a hundred promises to our customers and colleagues.")
    return words % {"share": number(facts.kept.moved.value)}


def kept(facts: Facts) -> list[str]:
    first, moved = facts.kept.first, facts.kept.moved
    if first is None or moved is None:
        return [_("No promise fell due in this quarter.")]
    told = ngettext("One promise fell due. %(kept)s", "%(n)s promises fell due. %(kept)s", moved.n)
    said = [told % {"n": number(moved.n), "kept": kept_of(facts.kept)}, *changed(moved, facts.before.moved)]
    fell_due = [record for record in facts.kinds if record.now.moved]
    most = sorted(fell_due, key=lambda record: -record.now.moved.n if record.now.moved else 0)
    said += [of_kind(record) for record in most[:KINDS]]
    if owed := facts.cases.now.attainment:
        words = _("Of the customers who were owed an answer, %(share)s had it when we had promised it.")
        said.append(words % {"share": percent(owed)})
    return said


def kept_of(shares: Kept) -> str:
    """As first promised and as renegotiated; once where they are the same."""
    facts = {"first": percent(shares.first), "moved": percent(shares.moved)}
    if shares.first == shares.moved:
        return _("We kept %(first)s as they were first promised; no later date changed that.") % facts
    return (
        _("We kept %(first)s as they were first promised, and %(moved)s by the dates agreed on later.")
        % facts
    )


def of_kind(record: Record) -> str:
    shares = record.now
    told = kept_of(shares) if shares.first != shares.moved else percent(shares.moved) + "."
    return _("Of the kind “%(kind)s”: %(kept)s") % {"kind": record.name, "kept": told}


def changed(now: Figure, before: Figure | None) -> list[str]:
    """Whether it is more or less than in the quarter before, where that can be told."""
    change = metrics.change(now, before)
    if change is None or before is None:
        return []
    words = _("In the quarter before it was %(before)s: there is no evidence that this changed.")
    if change.is_real and change.difference > 0:
        words = _("In the quarter before it was %(before)s: we became better, by more than chance.")
    elif change.is_real:
        words = _("In the quarter before it was %(before)s: we became worse, by more than chance.")
    return [words % {"before": percent(before)}]


def learned(facts: Facts) -> list[str]:
    causes = ngettext("One cause was written down.", "%(n)s causes were written down.", facts.causes)
    causes = causes if facts.causes else _("No cause was written down.")
    promised = ngettext("One prevention was promised", "%(n)s preventions were promised", facts.promised)
    done = ngettext("one was carried out", "%(n)s were carried out", facts.prevented)
    counts = [causes % {"n": number(facts.causes)}, promised % {"n": number(facts.promised)},
              done % {"n": number(facts.prevented)}]  # fmt: skip
    return [counts[0], _("%(promised)s, %(done)s.") % {"promised": counts[1], "done": counts[2]},
            *map(effect, facts.effects)]  # fmt: skip


def effect(one: Effect) -> str:
    """What a prevention did, with its ratio where there is one."""
    facts = {"cause": cut(one.cause, LONGEST), "before": number(one.before), "after": number(one.after)}
    if (ratio := one.ratio) is None:
        return (
            _("“%(cause)s”: too early or too few cases to compare; %(before)s before, %(after)s since.")
            % facts
        )
    facts |= {"ratio": number(ratio.ratio, 2), "low": number(ratio.low, 2), "high": number(ratio.high, 2)}
    words = _(
        "“%(cause)s”: no evidence of change; cases are %(ratio)s of what they were (%(low)s to %(high)s)."
    )
    if ratio.is_lower:
        words = _(
            "“%(cause)s” became rarer: a thousand answers bring %(ratio)s times as many cases as before"
            " (%(low)s to %(high)s); %(before)s before, %(after)s since."
        )
    elif ratio.is_higher:
        words = _("“%(cause)s” came back: cases are %(ratio)s of what they were (%(low)s to %(high)s).")
    return words % facts


def still_open(facts: Facts) -> list[str]:
    if facts.kept.moved is None:
        return [_("Nothing fell due, so nothing was broken.")]
    broken = round(facts.kept.moved.n * (100 - facts.kept.moved.value) / 100)
    words = ngettext(
        "One promise of this quarter was broken", "%(n)s promises of this quarter were broken", broken
    )
    late = ngettext("one of all that fell due is open to this day", "%(n)s are open to this day", facts.open)
    said = [
        _("%(broken)s; %(late)s.")
        % {"broken": words % {"n": number(broken)}, "late": late % {"n": number(facts.open)}}
    ]
    dangers = ngettext("One of them is a danger.", "%(n)s of them are dangers.", facts.dangers)
    unshared = ngettext(
        "One answered case has not been shared with our staff yet.",
        "%(n)s answered cases have not been shared with our staff yet.", facts.unshared,
    )  # fmt: skip
    counted = [(dangers, facts.dangers), (unshared, facts.unshared)]
    said += [words % {"n": number(n)} for words, n in counted if n]
    return said + [without_prevention(title, n) for title, n in facts.unprevented]


def without_prevention(title: str, n: int) -> str:
    words = ngettext(
        "Nobody has promised to prevent “%(cause)s”, which brought one case.",
        "Nobody has promised to prevent “%(cause)s”, which brought %(n)s cases.", n,
    )  # fmt: skip
    return words % {"cause": cut(title, LONGEST), "n": number(n)}


def asks(facts: Facts) -> list[str]:
    """What only the executives can move; nothing is asked where nothing waits."""
    asked = [
        (ngettext("See to the danger that is late, this week.",
                  "See to the %(n)s dangers that are late, this week.", facts.dangers), facts.dangers),
        (ngettext("Name an owner for the promise that nobody owns.",
                  "Name owners for the %(n)s promises that nobody owns.", facts.unowned), facts.unowned),
        (ngettext("See that one question of mine gets a word.",
                  "See that %(n)s questions of mine get a word.", facts.unanswered), facts.unanswered),
    ]  # fmt: skip
    found = [words % {"n": number(n)} for words, n in asked if n]
    if facts.unprevented:
        words = _("Decide who prevents “%(cause)s”, and by when.")
        found.append(words % {"cause": cut(facts.unprevented[0][0], LONGEST)})
    return [*found, *map(ask_for_team, behind(facts))] or [_("Nothing this time, except to see a customer.")]


def behind(facts: Facts) -> Iterable[Record]:
    """The team that kept least, where there are enough promises and it is more than chance."""
    known = [record for record in facts.teams if record.now.moved and record.now.moved.n >= LEAST]
    for record in sorted(known, key=lambda one: one.now.moved.value if one.now.moved else 0)[:1]:
        change = metrics.change(record.now.moved, facts.kept.moved)
        if change and change.is_real and change.difference < 0:
            yield record


def ask_for_team(record: Record) -> str:
    words = _(
        "Ask the people of %(team)s what they need: they kept %(share)s, less than others, not by chance."
    )
    team = cut(record.name or _("no team"), LONGEST)
    return words % {"team": team, "share": percent(record.now.moved)}


def percent(figure: Figure | None) -> str:
    """A share as it is read aloud, with its interval and n."""
    if figure is None or figure.low is None or figure.high is None:
        return _("none")
    facts = {"low": number(figure.low), "high": number(figure.high), "n": number(figure.n)}
    return _("%(share)s%% (%(low)s to %(high)s, n = %(n)s)") % ({"share": number(figure.value)} | facts)


def lens(facts: Facts) -> str:
    """Who stands behind it."""
    words = _(
        "Counted are all promises in our ledger that fell due in this quarter, by the last date they were"
        " promised for, and the %(answers)s answers that customers gave, asked or unasked: those who say"
        " nothing are not in it. Brackets hold 95%% intervals. Teams with fewer than ten promises are not"
        " compared."
    )
    return words % {"answers": number(facts.answers.received)}
