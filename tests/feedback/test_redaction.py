"""How much of what identifies a customer is found, and how much is taken that should stay, counted on
comments that were written for this; `[kind|words]` marks what must go."""

import json
import re
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from feedback.actions.identity import Span, identifying
from feedback.actions.redact import redact

COMMENTS = Path(__file__).parent / "redaction" / "comments.jsonl"
MARK = re.compile(r"\[(\w+)\|([^]]+)\]")


class Comment(NamedTuple):
    """A comment, what its customer is known by, and what of it must go."""

    text: str
    names: list[str]
    known: list[str]
    must_go: list[Span]


def read(line: str) -> Comment:
    row = json.loads(line)
    marked = unicodedata.normalize(row.get("form", "NFC"), row["text"])
    text, must_go, end = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[end : mark.start()]
        must_go.append(Span(len(text), len(text) + len(mark[2]), mark[1]))
        text, end = text + mark[2], mark.end()
    return Comment(text + marked[end:], row["names"], row["known"], must_go)


def letters(text: str, span: Span) -> set[int]:
    return {place for place in range(span.start, span.end) if text[place].isalnum()}


def count(comments: list[Comment]) -> tuple[dict[str, Counter], list[str]]:
    """Per kind what must go, went, was taken, and was taken rightly; and what went wrong, to read."""
    counts = {name: Counter() for name in ("must_go", "went", "taken", "rightly")}
    wrong = []
    for comment in comments:
        text = comment.text
        found = identifying(text, names=comment.names, identifiers=comment.known)
        gone = set().union(*(letters(text, span) for span in found))
        wanted = set().union(*(letters(text, span) for span in comment.must_go))
        for span in comment.must_go:
            counts["must_go"][span.kind] += 1
            counts["went"][span.kind] += (went := letters(text, span) <= gone)
            wrong += [] if went else [f"left: {text[span.start : span.end]!r} in {text!r}"]
        for span in found:
            counts["taken"][span.kind] += 1
            counts["rightly"][span.kind] += (rightly := bool(letters(text, span) & wanted))
            wrong += [] if rightly else [f"taken: {text[span.start : span.end]!r} in {text!r}"]
    return counts, wrong


def share(part: Counter, whole: Counter, kind: str | None = None) -> float:
    return part[kind] / whole[kind] if kind else part.total() / whole.total()


def table(counts: dict[str, Counter]) -> str:
    lines = [f"{'kind':10}{'must go':>9}{'recall':>9}{'taken':>9}{'precision':>11}"]
    for kind in [*sorted(counts["must_go"]), None]:
        numbers = [counts[name][kind] if kind else counts[name].total() for name in ("must_go", "taken")]
        recall = share(counts["went"], counts["must_go"], kind)
        precision = share(counts["rightly"], counts["taken"], kind)
        lines.append(f"{kind or 'all':10}{numbers[0]:9}{recall:9.3f}{numbers[1]:9}{precision:11.3f}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def counted() -> tuple[dict[str, Counter], list[str]]:
    return count([read(line) for line in COMMENTS.read_text(encoding="utf-8").splitlines()])


def test_the_share_that_is_found_is_printed_and_high(counted, capsys):
    counts, wrong = counted
    with capsys.disabled():
        sys.stdout.write(f"\n{table(counts)}\n")
    assert share(counts["went"], counts["must_go"]) >= 0.97, wrong
    assert share(counts["rightly"], counts["taken"]) >= 0.97, wrong


@pytest.mark.parametrize("kind", ["account", "address", "date", "email", "name", "phone", "postcode"])
def test_each_kind_is_found_and_little_else(counted, kind):
    counts, wrong = counted
    assert share(counts["went"], counts["must_go"], kind) >= 0.94, wrong
    assert share(counts["rightly"], counts["taken"], kind) >= 0.94, wrong


def test_a_hundred_comments_and_more_in_six_languages_are_counted():
    rows = [json.loads(line) for line in COMMENTS.read_text(encoding="utf-8").splitlines()]
    languages = Counter(row["language"] for row in rows)
    assert len(rows) >= 100
    assert min(languages[code] for code in ("en", "cy", "ru", "yo", "zh", "hu")) >= 5


def test_a_word_in_brackets_says_what_stood_there():
    assert redact("Ann Lee here, ann@x.example", names=["Ann Lee"]) == "[name] [name] here, [e-mail]"


@pytest.mark.parametrize("text", ["a" * 10_000, "1 " * 5_000, "Aa " * 3_000, "@" * 10_000, "a.b-" * 2_500])
def test_a_long_text_without_sense_does_not_take_long(text):
    began = time.process_time()
    identifying(text, names=["Ann Lee"])
    assert time.process_time() - began < 2
