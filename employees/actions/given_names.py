"""What people are called: the words around names, names that are words as well, and short forms."""

import re
from pathlib import Path

from tenants.plain_letters import without_accents

TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "the", "and", "von", "van", "der", "den", "bin",
    "de", "da", "di", "la", "le", "du", "ap", "ab", "ibn", "al", "el",
})  # fmt: skip
MONTHS = frozenset({"april", "may", "june", "august"})
PLAIN_WORDS = MONTHS | frozenset({
    "will", "mark", "rose", "joy", "hope", "grace", "sunny", "rich", "art", "bill", "jack", "sue", "pat",
    "rob", "ray", "summer", "dawn", "faith", "young", "long", "short", "good", "best", "king", "hill", "wood",
    "brown", "white", "black", "green", "grey", "gray", "price", "day", "love", "penny", "drew", "frank",
    "max", "bob", "nick", "gene", "peg", "jim", "ed", "al", "lee", "nagy", "kis", "feher", "fekete", "voros",
    "barna", "kiraly", "virag", "pap", "вера", "надежда", "любовь", "роман", "лев",
})  # fmt: skip
"""Names that are words as well: taken out only where they begin with a capital letter."""
IN_A_MONTH = re.compile(r"\b(?:in|of|since|last|next|this|until|till|by|early|late|mid|from|\d)[ -]$", re.I)
CALLED = Path(__file__).with_name("short_names.txt")
"""One name a line, then what its bearers are called."""


def _called() -> dict[str, set[str]]:
    """For each name the others of its bearer: the short ones for the long, the long one for the short."""
    others: dict[str, set[str]] = {}
    for line in without_accents(CALLED.read_text(encoding="utf-8"))[0].splitlines():
        full, *short = line.split()
        others.setdefault(full, set()).update(short)
        for each in short:
            others.setdefault(each, set()).add(full)
    return others


OTHERS = _called()
