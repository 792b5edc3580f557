"""What a comment of staff is about: one theme each, by how its words begin, in all languages of the site."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("comment_themes.json")
NO_SPACES = re.compile(r"[\u3400-\u9fff]")
"""Chinese is written without spaces: its words are found anywhere."""


@cache
def themes() -> dict[str, dict[str, Any]]:
    """By key, in their order, each with its labels and the beginnings of its words."""
    return {row["key"]: row for row in json.loads(FILE.read_text("utf-8"))}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    def of(stem: str) -> str:
        return re.escape(stem) if NO_SPACES.search(stem) else rf"\b{re.escape(stem)}"

    return [
        (key, re.compile("|".join(of(stem) for stem in row["stems"]), re.IGNORECASE))
        for key, row in themes().items()
    ]


def theme_of(text: str) -> str:
    """The theme with most words in the text, the first of equals; nothing where none has any."""
    found = {key: len(pattern.findall(text)) for key, pattern in _patterns()}
    best = max(found, key=found.__getitem__)
    return best if found[best] else ""
