"""What was handed in with the tool before, in six languages: a matter and what would help, at a place."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

TOLD = json.loads(Path(__file__).with_name("many.json").read_text())


class Matter(NamedTuple):
    """An idea, and why it would delight."""

    title: str
    problem: str
    proposal: str
    delight: str


def many(places: str) -> Iterator[tuple[str, Matter]]:
    """Each matter at each place of a store or a clinic, with the language it is told in."""
    for language, matters in TOLD["matters"].items():
        for matter, place in product(matters, TOLD["places"][places][language]):
            yield language, Matter(*(_at(text, place) for text in matter))


def _at(text: str, place: str) -> str:
    said = text.format(place)
    return said[:1].upper() + said[1:]
