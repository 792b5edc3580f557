"""A comment as it is read: its text as text, and who is named in it in bold, or unnamed."""

import re
from collections.abc import Callable

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ideas.models import Comment

register = template.Library()


@register.filter
def with_mentions(comment: Comment) -> SafeString:
    """Nothing of the text is HTML; only names that were resolved stand out."""
    return _shown(comment, lambda name: f"<b>{name}</b>")


@register.filter
def without_mentions(comment: Comment) -> SafeString:
    """For customers, to whom nobody of staff is named."""
    words = escape(_("@a colleague"))
    return _shown(comment, lambda _name: f"<b>{words}</b>")


def _shown(comment: Comment, as_read: Callable[[str], str]) -> SafeString:
    text = str(escape(comment.text))
    named_in = comment.mentions.all() if comment.may_mention else ()
    names = sorted((escape(f"@{mention.said}") for mention in named_in), key=len, reverse=True)
    if names:
        named = re.compile("|".join(rf"{re.escape(name)}(?!\w)" for name in names))
        text = named.sub(lambda found: as_read(found.group()), text)
    return mark_safe(linebreaks(text))  # noqa: S308 - escaped above
