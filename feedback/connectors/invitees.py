"""A list of customers to invite: who is in it, and which of its rows are wrong."""

import re
from itertools import islice
from typing import IO, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback.actions.customers import normal_email
from feedback.actions.invitations import Invitee
from feedback.connectors.charset import LOST
from feedback.connectors.sheet import BadFile, propose_reading, stream

MOST = 2_000
EMAIL, NAME, LANGUAGE = (
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"e-?mail|^mail$|^address$", r"(?<!user)(?<!file)name\b", r"\blang(uage)?\b|^locale$")
)


class Columns(NamedTuple):
    """Where in a row the address stands, the parts of the name, and the language."""

    email: int
    names: list[int]
    language: int | None


class Roll:
    """The customers of a list, each once, and its rows that are wrong, by their number."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.invitees: list[Invitee] = []
        self.wrong: list[tuple[int, str]] = []

    def add(self, number: int, email: str, name: str, language: str) -> None:
        try:
            invitee = Invitee(_address(email), LOST.sub("\ufffd", name)[:150], _language(language))
            if invitee.email in self.rows:
                facts = {"email": invitee.email, "row": self.rows[invitee.email]}
                raise ValidationError(_("%(email)s stands in row %(row)d already."), params=facts)
        except ValidationError as error:
            self.wrong.append((number, " ".join(error.messages)))
        else:
            self.rows[invitee.email] = number
            self.invitees.append(invitee)


def read_invitees(file: IO[bytes]) -> Roll:
    """Who is in a CSV or XLSX file with a column of addresses, and perhaps of names and languages. Raises
    BadFile."""
    reading, roll = propose_reading(file), Roll()
    rows = list(islice(stream(file, reading), MOST + 2))
    if len(rows) > MOST + 1:
        raise BadFile(_("At most %(most)d at once.") % {"most": MOST})
    has_header = not any("@" in cell for cell in rows[0].cells)
    columns = _named(rows[0].cells) if has_header else _unnamed(rows[0].cells)
    for row in rows[has_header:]:
        cells = dict(enumerate(" ".join(cell.split()) for cell in row.cells))
        name = " ".join(filter(None, (cells.get(column, "") for column in columns.names)))
        language = "" if columns.language is None else cells.get(columns.language, "")
        roll.add(row.number, cells.get(columns.email, ""), name, language)
    return roll


def _named(header: list[str]) -> Columns:
    email = next((column for column, name in enumerate(header) if EMAIL.search(name.strip())), None)
    if email is None:
        raise BadFile(_("No column is called “email”. Name it so in the first row."))
    others = [(column, name.strip()) for column, name in enumerate(header) if column != email]
    return Columns(
        email,
        [column for column, name in others if NAME.search(name)],
        next((column for column, name in others if LANGUAGE.search(name)), None),
    )


def _unnamed(first: list[str]) -> Columns:
    """Of a file without a header: the address wherever it is, and what follows only where it comes first."""
    email = next(column for column, cell in enumerate(first) if "@" in cell)
    return Columns(0, [1], 2) if email == 0 else Columns(email, [], None)


def _address(text: str) -> str:
    if not text:
        raise ValidationError(_("There is no e-mail address."))
    try:
        return normal_email(text)
    except ValidationError:
        problem = _("%(word)s is not an e-mail address.") % {"word": LOST.sub("\ufffd", text)[:80]}
        raise ValidationError(problem) from None


def _language(text: str) -> str:
    """The code of a language that is named by its code or its name; empty where none is given."""
    wanted = text.casefold().replace("_", "-")
    for code, name in settings.LANGUAGES:
        if wanted in (code, str(name).casefold()) or wanted.split("-")[0] == code:
            return code
    if text:
        known = ", ".join(code for code, _name in settings.LANGUAGES)
        problem = _("The language %(word)s is not one of %(known)s.")
        raise ValidationError(problem % {"word": LOST.sub("\ufffd", text)[:40], "known": known})
    return ""
