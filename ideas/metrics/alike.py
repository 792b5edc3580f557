"""Which ideas are about the same: by the beginnings of their words, in any language."""

import re

from tenants.plain_letters import folded

STEM, SHORTEST, MOST = 6, 4, 60
"""So many letters of a word tell what it is about, whatever its ending; shorter words tell nothing."""
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
WORD = re.compile(rf"[{IDEOGRAPHS}]+|[^\W_{IDEOGRAPHS}]+")


def keys_of(text: str) -> list[str]:
    """The beginnings of its words, each once, in their order; of Chinese and Japanese, which is written
    without spaces, each two signs that stand together."""
    found: dict[str, None] = {}
    for word in WORD.findall(folded(text)):
        if re.match(f"[{IDEOGRAPHS}]", word):
            found |= dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= SHORTEST:
            found[word[:STEM]] = None
    return list(found)[:MOST]
