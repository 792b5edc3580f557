"""The parts of the look that need more than markup. Use: {% load look %}; examples are in docs/look.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from html import escape as escape_all
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms.utils import flatatt
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from tenants.brand import brand_of
from tenants.clock import Clock, duration, read_clock, when
from tenants.notes import default_icon, read_note

register = template.Library()
register.filter("when", when)
register.filter("duration", duration)
register.filter("as_note", read_note)

MARKUP = frozenset("&<>\"'")
TIMES = ("made_at", "due_at", "first_due_at", "kept_at", "withdrawn_at")
CUTS = {10: (7, 9), 7: (4, 5), 5: (3, 4)}
"""For the top of a scale, the least neutral and the least good score."""


def escape(text: str) -> str:
    """A page has a thousand short texts, and hardly one of them has something to escape."""
    return text if MARKUP.isdisjoint(text) else escape_all(text)


@register.filter
def is_narrowed(form: Any) -> bool:
    """Whether a form of filters has one that was chosen, of those that a person sees."""
    return any(field.name in form.changed_data for field in form.visible_fields())


@register.simple_tag
def icon(name: str, turn: bool = False, opens: bool = False) -> SafeString:
    """An icon, always beside a word. `turn` mirrors it right to left, `opens` turns it in an open details."""
    return _icon(name, turn, opens)


@cache
def _icon(name: str, turn: bool, opens: bool) -> SafeString:
    extra = f"{' i-turn' if turn else ''}{' i-open' if opens else ''}"
    href = f"{static('icons.svg')}#{name}"
    return format_html('<svg class="i{}" aria-hidden="true"><use href="{}"></use></svg>', extra, href)


@register.simple_tag
def mark(state: str, word: str, icon_name: str = "") -> SafeString:
    """A state: word, icon and colour together."""
    sign = icon(icon_name or default_icon(state), turn=icon_name == "respond")
    return format_html('<span class="mark" data-state="{}">{}{}</span>', state, sign, word)


@register.inclusion_tag("components/clock.html")
def clock(promise: Any = None, *, note: str = "", now: datetime | None = None, **times: Any) -> dict:
    """The clock of a promise (anything with made_at and due_at), or of times given by name."""
    if promise is not None:
        times = {name: getattr(promise, name, None) for name in TIMES} | times
    face: Clock = read_clock(now=now, **times)
    return {"clock": face, "small": note or face.small}


@register.inclusion_tag("components/score.html")
def score(value: int | float | None, top: int = 10, words: str = "", state: str = "") -> dict:
    """A score and its scale; the state follows from the scale unless it is given."""
    return {"value": value, "top": top, "words": words, "state": state or score_state(value, top)}


def score_state(value: int | float | None, top: int) -> str:
    """Good, open (neutral) or bad, by the cuts of NPS, CES and CSAT."""
    if value is None or top not in CUTS:
        return "open"
    neutral, good = CUTS[top]
    return "good" if value >= good else "open" if value >= neutral else "bad"


@register.inclusion_tag("components/step_bar.html")
def step_bar(done: int) -> dict:
    """Four steps in one line, as lists show them: how many are done."""
    return {"done": done, "pieces": [f"M{31 * n} 6H{31 * n + 27}" for n in range(done)]}


@register.inclusion_tag("components/note.html", takes_context=True)
def note(
    context: RequestContext, text: str, state: str = "now", icon_name: str = "less", undo: str = ""
) -> dict:
    """What just happened or what must be known; `undo` is a path that takes it back when POSTed to."""
    bound = {"text": text, "state": state, "icon": icon_name, "undo": undo}
    return bound | {"csrf_token": context.get("csrf_token")}


@register.filter
def fig_facts(item: dict[str, Any]) -> str:
    """What stands below a figure: its interval, n and a note, so far as they are known."""
    low, high, n = item.get("low"), item.get("high"), item.get("n")
    facts = []
    if low not in (None, ""):
        facts.append(_("%(low)s to %(high)s") % {"low": low, "high": high})
    if n not in (None, ""):
        facts.append(_("n = %(n)s") % {"n": intcomma(n)})
    return ", ".join([*facts, str(item.get("note") or "")]).removesuffix(", ")


@register.simple_tag
def rows(table: Iterable[Sequence[str]]) -> SafeString:
    """The rows of a table of figures: a head and its numbers. Long ones are too slow cell by cell."""
    return SafeString("".join(_row(*row) for row in table))


def _row(head: str, *numbers: str) -> str:
    cells = "".join(f'<td class="num">{escape(str(number))}</td>' for number in numbers)
    return f'<tr><th scope="row">{escape(str(head))}</th>{cells}</tr>'


@register.simple_tag
def heat_rows(table: Iterable[dict[str, Any]]) -> SafeString:
    """The rows of a heat table, each with name, url, cells and answers, and spark where it has small lines. A
    cell has heat, value and small, or the word that stands for none."""
    return SafeString("".join(map(_heat_row, table)))


def _heat_row(row: dict[str, Any]) -> str:
    head = f'<th scope="row"><a href="{escape(row["url"])}">{escape(row["name"])}</a></th>'
    spark = f"<td>{_spark(row['spark'])}</td>" if "spark" in row else ""
    cells = "".join(map(_heat_cell, row["cells"]))
    return f'<tr>{head}{spark}{cells}<td class="num">{escape(row["answers"])}</td></tr>'


def _spark(path: str) -> str:
    line = f'<path class="c-line" d="{escape(path)}"/>'
    return f'<svg class="spark" viewBox="0 0 96 24" aria-hidden="true">{line}</svg>' if path else ""


def _heat_cell(cell: dict[str, str] | str) -> str:
    if isinstance(cell, str):
        return f'<td class="num quiet">{escape(cell)}</td>'
    value = f"{escape(cell['value'])}<small>{escape(cell['small'])}</small>"
    return f'<td class="num" data-heat="{escape(cell["heat"])}">{value}</td>'


@register.simple_tag
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select, which for a list of teams are many."""
    return format_html_join("", "{}", ((_group(name, members),) for name, members, _index in groups))


def _group(name: str | None, members: list[dict[str, Any]]) -> SafeString:
    drawn = SafeString("".join(map(_option, members)))
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _option(one: dict[str, Any]) -> str:
    facts = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'<option value="{escape(str(one["value"]))}"{facts}>{escape(str(one["label"]))}</option>'


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's language; the code itself where Django does not know it."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


@register.filter
def language_own_name(code: str) -> str:
    """The name of a language in that language."""
    try:
        return str(get_language_info(code.lower())["name_local"])
    except KeyError:
        return code


@register.filter
def cut(text: str, most: int = 62) -> str:
    """A customer's words for one line of a list, cut at a word's end; never by the style sheet."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most + 1]
    space = head.rfind(" ")
    return f"{head[:space] if space > most // 2 else head[:most]} …"


@register.filter
def as_lead(label: str) -> str:
    """A label before what is said about it: with a colon, unless it is a question or a sentence."""
    return label if str(label).endswith(tuple(":?.!。？：")) else f"{label}:"


@register.filter
def initials(name: str) -> str:
    """Two letters for a person's menu."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def mail_look(organisation: Any) -> dict[str, str]:
    """The colours of an organisation's mails: light, because a mail program decides about dark."""
    brand = brand_of(getattr(organisation, "brand_color", "") or "#44403a")
    return {"fill": brand.fill, "on_fill": brand.on_fill, "text": brand.light.text, "line": brand.light.line}
