"""A comment as it is read: its text as text, and who is named in it in bold, or unnamed."""

import re
from collections.abc import Callable

from django import template
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ideas.models import Comment

register = template.Library()
WRITTEN = r"(?<![\w@.])@\w[\w'’-]*"


@register.filter
def with_mentions(comment: Comment) -> SafeString:
    """Nothing of the text is HTML; only names that were resolved stand out."""
    return _shown(comment, _names(comment), lambda name: format_html("<b>{}</b>", name))


@register.filter
def without_mentions(comment: Comment) -> SafeString:
    """For customers, to whom nobody of staff is named; neither is what staff wrote behind an @ and could be
    two people, or the writer."""
    words = format_html("<b>{}</b>", _("@a colleague"))
    patterns = [*_names(comment), *([WRITTEN] if comment.by_id else [])]
    return _shown(comment, patterns, lambda _name: words)


def _names(comment: Comment) -> list[str]:
    """As patterns, the longest first."""
    said = [f"@{mention.said}" for mention in comment.mentions.all()] if comment.may_mention else []
    return [rf"{re.escape(name)}(?!\w)" for name in sorted(said, key=len, reverse=True)]


def _shown(comment: Comment, patterns: list[str], as_read: Callable[[str], str]) -> SafeString:
    shown, end = "", 0
    for found in re.finditer("|".join(patterns), comment.text) if patterns else ():
        shown += escape(comment.text[end : found.start()]) + as_read(found.group())
        end = found.end()
    return mark_safe(linebreaks(shown + escape(comment.text[end:])))  # noqa: S308 - escaped above
