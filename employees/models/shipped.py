"""The questions about working somewhere that we ship, in all languages of the site."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from employees.models.asking import ENPS

FILE = Path(__file__).with_name("pulse_questions.json")


@cache
def shipped_questions() -> dict[str, dict[str, Any]]:
    """By key, in their order; each as a programme keeps it. Keys stay for ever: figures of years hang on
    them."""
    return {row["key"]: row for row in json.loads(FILE.read_text("utf-8"))}


def shipped(kind: str) -> list[dict[str, Any]]:
    return [row for row in shipped_questions().values() if row["kind"] == kind]


def enps_question() -> dict[str, Any]:
    """The one that every wave begins with."""
    return shipped_questions()[ENPS]
