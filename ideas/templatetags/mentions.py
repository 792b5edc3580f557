"""A comment as it is read: its text as text, and who is named in it in bold."""

import re

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

from ideas.models import Comment

register = template.Library()


@register.filter
def with_mentions(comment: Comment) -> SafeString:
    """Nothing of the text is HTML; only names that were resolved stand out."""
    text = str(escape(comment.text))
    names = sorted((escape(f"@{mention.said}") for mention in comment.mentions.all()), key=len, reverse=True)
    if names:
        named = re.compile("|".join(rf"{re.escape(name)}(?!\w)" for name in names))
        text = named.sub(lambda found: f"<b>{found.group()}</b>", text)
    return mark_safe(linebreaks(text))  # noqa: S308 - escaped above
