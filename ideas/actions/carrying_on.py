"""Other tools let people write more than the fields of an idea hold: what does not fit goes on elsewhere, so
that nothing of it is lost."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from ideas.actions.told import Remark, Told
from ideas.models import Idea
from tenants.here import current_organisation

TITLE, REMARK = 150, 2000
ROOM = {"problem": 4000, "proposal": 4000, "delight": 2000, "reason": 1000}
SEAM = 100
"""So far back a space is looked for where a text is divided."""


def fitted(told: Told) -> Told:
    """The same, with no text longer than its field. A long title stands whole before the problem; a long
    problem goes on as the proposal, where there is none; all the rest goes on in comments, and so does an
    answer that decides nothing."""
    told = _titled(told)
    rooms = ROOM | {"reason": 0} if told.status == Idea.Status.OPEN else ROOM
    texts = {name: getattr(told, name) for name in ROOM}
    long = sum(len(texts[name]) > room for name, room in rooms.items())
    long += sum(len(remark.text) > REMARK for remark in told.remarks)
    if not long:
        return told
    if not texts["proposal"]:
        texts["problem"], texts["proposal"] = _divided(texts["problem"], ROOM["problem"])
    remarks: list[Remark] = []
    for name, room in rooms.items():
        texts[name], rest = _divided(texts[name], room)
        remarks += _rest(told, name, rest)
    remarks += [part for remark in told.remarks for part in _parts(remark)]
    return replace(told, **texts, remarks=remarks, long=long)


def _titled(told: Told) -> Told:
    if len(told.title) <= TITLE:
        return told
    problem = f"{told.title}\n\n{told.problem}".strip()
    return replace(told, title=f"{told.title[: TITLE - 1]}…", problem=problem)


def _rest(told: Told, name: str, rest: str) -> Iterator[Remark]:
    """Comments of nobody: where an idea is without a name, its author must not stand above them."""
    with override(current_organisation().language):
        begins = {
            "problem": _("What is the matter, continued:"), "proposal": _("What should change, continued:"),
            "delight": _("Why it would delight them, continued:"),
            "reason": _("The answer:") if told.status == Idea.Status.OPEN else _("The answer, continued:"),
        }[name]  # fmt: skip
    at = (told.answered_at if name == "reason" else None) or told.at
    for number, part in enumerate(_pieces(rest, REMARK - len(begins) - 1)):
        yield Remark(f"rest:{name}:{number}", "", "", f"{begins}\n{part}", at)


def _parts(remark: Remark) -> Iterator[Remark]:
    """What somebody said at once, as some comments of theirs."""
    for number, part in enumerate(_pieces(remark.text, REMARK)):
        yield remark._replace(text=part, key=f"{remark.key}:{number}" if number else remark.key)


def _pieces(text: str, room: int) -> Iterator[str]:
    while text:
        piece, text = _divided(text, room)
        yield piece


def _divided(text: str, room: int) -> tuple[str, str]:
    """As much as there is room for, and the rest; between two words where one ends nearby."""
    if len(text) <= room:
        return text, ""
    at = max(text.rfind(space, max(room - SEAM, 0), room) for space in " \n")
    at = at if at > 0 else room
    return text[:at].rstrip(), text[at:].lstrip()
