"""What just happened, said once at the top of the next page, with undo where there is a way back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

STATES = {"success": "kept", "error": "late", "warning": "soon"}


@dataclass(frozen=True)
class Note:
    """One line for the reader: a state gives it colour, an icon its sign, `undo` is a path to POST to."""

    text: str
    state: str = "now"
    icon: str = "kept"
    undo: str = ""


def note(request: HttpRequest, text: str, *, state: str = "kept", icon: str = "", undo: str = "") -> None:
    """Leave a note for the reader's next page. `undo` is the path that takes the act back when POSTed to."""
    tags = f"{state} {icon or default_icon(state)} {undo}".strip()
    messages.add_message(request, messages.INFO, text, extra_tags=tags)


def default_icon(state: str) -> str:
    """The icon of a state that names none."""
    return {"moved": "moved", "bad": "bad"}.get(
        state, state if state in ("kept", "good", "soon", "late") else "less"
    )


def read_note(message: Message) -> Note:
    """The note that a message carries; messages of other people's apps bring only their level."""
    words = (message.extra_tags or "").split(" ")
    if len(words) >= 2:
        return Note(str(message), words[0], words[1], "".join(words[2:]))
    state = STATES.get(message.level_tag, "now")
    return Note(str(message), state, default_icon(state))
