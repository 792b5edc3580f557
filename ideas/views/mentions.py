"""Names for an @ in a comment, while it is typed. Without this a name that is typed out does the same."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from ideas.actions.mentioning import suggestions, typed_name
from ideas.forms.comments import CommentBox
from ideas.views.page import joins, seen

LONGEST = 2000
FIELD = re.compile(r"[a-z][a-z0-9_-]{0,40}")


@require_POST
@joins
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom the name before the caret may mean; picked, the text with the whole name."""
    found, asked = seen(request, pk), request.POST
    text, field = asked.get("text", "")[:LONGEST], asked.get("field", "")
    field = field if FIELD.fullmatch(field) else "id_text"
    caret = asked.get("caret", "")
    at = min(int(caret), len(text)) if caret.isdecimal() and len(caret) < 6 else len(text)
    typed = typed_name(text[:at])
    named = suggestions(typed, found) if typed else []
    context = {"idea": found, "field": field, "caret": at, "people": named}
    if picked := next((each for each in named if str(each.pk) == asked.get("pick")), None):
        text = f"{text[: at - len(typed)]}{picked.name} {text[at:].lstrip(' ')}"
        context |= {"people": [], "box": CommentBox(found, field, text)}
    return render(request, "ideas/parts/people.html", context)
