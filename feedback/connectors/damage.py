"""Text that a wrong charset has damaged: found, and a repair proposed."""

import ftfy
from ftfy.badness import is_bad

from feedback.connectors.charset import LOST


def is_damaged(text: str) -> bool:
    """Whether letters were lost, or read in a wrong charset at some time before they came to us."""
    if text.isascii():
        return False
    return bool(LOST.search(text)) or (is_bad(text) and ftfy.fix_encoding(text) != text)


def repair(text: str) -> str:
    """The likeliest text; where letters are lost for good, the sign for that."""
    return ftfy.fix_encoding(LOST.sub("\ufffd", text))
