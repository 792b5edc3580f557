"""The code by which somebody follows an idea that has no name on it, and the ticket that they hand it in
with. Neither says who it is, and neither is kept: of the code only a hash."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import NamedTuple

from django.core.signing import BadSignature
from django.utils.crypto import salted_hmac

from tenants.signing import salt, sign, unsign

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody takes for one another."""
SECRET, CHECK, PART = 16, 4, 4
"""Letters that nobody guesses, 78 bits; letters by which a code of ours is known; letters in a group."""
CODE = re.compile(f"[{ALPHABET}]{{{SECRET + CHECK}}}")
HOLDS = timedelta(days=1)
PURPOSE = "idea without a name"


class Unlogged(str):
    """A text that a page shows, and no log that repeats what the page was made of."""

    def __repr__(self) -> str:
        return "…"


class Ticket(NamedTuple):
    """That an employee may hand in one idea on a board, whoever it is; without a nonce, may look for similar
    ones there."""

    board: int
    nonce: str


def new_ticket(board: int) -> str:
    return sign([board, secrets.token_hex(16)], purpose=PURPOSE)


def ticket_to_look(board: int) -> str:
    return sign([board, ""], purpose=PURPOSE)


def read_ticket(text: str) -> Ticket | None:
    """None where it is none of ours, or too old."""
    try:
        return Ticket(*unsign(text, purpose=PURPOSE, max_age=HOLDS))
    except (BadSignature, ValueError, TypeError):
        return None


def code_of(ticket: Ticket) -> str:
    """The same for the same ticket: whoever sends a form twice holds one code, of one idea."""
    secret = _letters(f"{ticket.board} {ticket.nonce}", "idea receipt", SECRET)
    return grouped(secret + _check(secret))


def grouped(letters: str) -> str:
    """As it is shown and written down."""
    return "-".join(letters[at : at + PART] for at in range(0, len(letters), PART))


def plain_code(typed: str) -> str:
    """As it is hashed, whatever spaces, dashes and small letters were typed; empty where it is no code."""
    letters = re.sub(r"[\s\-–_.]", "", typed[:60]).upper()
    return letters if CODE.fullmatch(letters) else ""


def is_genuine(code: str) -> bool:
    """Whether it is one that was given out here."""
    return code[SECRET:] == _check(code[:SECRET])


def hash_of(code: str) -> str:
    """Without a key of ours, so that a code opens its idea for years, whatever key signs by then."""
    return hashlib.sha256(f"heed idea receipt {plain_code(code)}".encode()).hexdigest()


def _check(secret: str) -> str:
    return _letters(secret, "idea receipt check", CHECK)


def _letters(of: str, purpose: str, number: int) -> str:
    rest = int(salted_hmac(salt(purpose), of, algorithm="sha256").hexdigest(), 16)
    found = ""
    for _letter in range(number):
        rest, one = divmod(rest, len(ALPHABET))
        found += ALPHABET[one]
    return found
