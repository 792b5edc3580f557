"""Ideas of which two employees say the same in their own words, in six languages, amid what others want."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from ideas.metrics.alike import keys_of
from ideas.models import Board, Idea
from ideas.views.similar_part import first_alike

HERE = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Pair:
    """What is there, and what somebody types."""

    language: str
    known: tuple[str, str]
    typed: tuple[str, str]


@dataclass
class Found:
    """Of so many pairs: how often the other one was among the first five, and the first; how many were shown
    in all, so that the precision of the first five is `among / shown`."""

    pairs: int = 0
    among: int = 0
    first: int = 0
    shown: int = 0

    def add(self, titles: list[str], wanted: str) -> None:
        self.pairs += 1
        self.among += wanted in titles
        self.first += titles[:1] == [wanted]
        self.shown += len(titles)


def rows(name: str) -> Iterator[list[str]]:
    for line in HERE.joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


def pairs() -> list[Pair]:
    return [Pair(row[0], (row[1], row[2]), (row[3], row[4])) for row in rows("pairs.txt")]


def others() -> list[tuple[str, str]]:
    """Each wish at each place."""
    return [
        (f"{wish} {place.strip()}", why)
        for _language, wish, why, places in rows("others.txt")
        for place in places.split(";")
    ]


def hand_in(board: Board, made: Idea) -> None:
    """All that are there: like another idea, but for what they say."""
    known = [pair.known for pair in pairs()] + others()
    Idea.objects.bulk_create(copy(made, board, title, text) for title, text in known)


def copy(made: Idea, board: Board, title: str, text: str) -> Idea:
    names = ("author", "touchpoint", "cause", "segment", "metric", "judge_on")
    facts = {name: getattr(made, name) for name in names}
    return Idea(board=board, title=title, problem=text, keys=keys_of(f"{title} {text}"), words="-", **facts)


def analyse() -> None:
    """As PostgreSQL does by itself some minutes later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ideas_idea")


def looked_for(board: Board, *, whole: bool) -> dict[str, Found]:
    """By language and in all; with what is the matter, or by the title alone."""
    found = {"": Found()}
    for pair in pairs():
        text = " ".join(pair.typed) if whole else pair.typed[0]
        titles = [idea.title for idea in first_alike(board.ideas.all(), text)]
        for language in ("", pair.language):
            found.setdefault(language, Found()).add(titles, pair.known[0])
    return found
