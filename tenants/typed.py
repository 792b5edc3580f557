"""Texts as people type and paste them, without what nobody sees and no feed can carry."""

import re

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What XML 1.0 has no place for, and DEL. Word has a vertical tab where a line is broken."""


def printable(text: str) -> str:
    """With a space where a control character stands; tabs and new lines stay."""
    return CONTROL.sub(" ", text)
