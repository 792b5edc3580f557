"""What identifies the writer of a text, found. Pure: text in, stretches out. All of it looks at the text
without its accents, so that a name or a word is found however it was typed. Recall and precision are counted
by tests/feedback/test_redaction.py."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import phonenumbers

from feedback.actions.identity_names import is_meant, name_patterns
from feedback.actions.identity_patterns import (
    AMOUNT_AFTER,
    AMOUNT_BEFORE,
    BORN,
    INTRODUCED,
    INTRODUCED_ZH,
    PATTERNS,
    VISIT,
)
from tenants.plain_letters import without_accents

REGIONS, FEWEST = ("GB", "US", "HU", "RU", "CN", "NG"), 7
"""Where numbers are looked for that are dialled there; of so many digits at least, so that most texts, which
have fewer, are not looked through six times."""


class Span(NamedTuple):
    """A stretch of the text, and what it tells."""

    start: int
    end: int
    kind: str


def identifying(text: str, *, names: Iterable[str] = (), identifiers: Iterable[str] = ()) -> list[Span]:
    """What identifies the writer, in the order of the text; what overlaps is one stretch."""
    plain, places = without_accents(text)
    spans = [*_known(plain, identifiers), *_patterns(plain), *_phones(plain), *_introduced(plain)]
    spans += _names(plain, names)
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end, _is_dialled(plain, span))):
        if found and span.start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return [Span(places[s.start], max(places[s.end], places[s.end - 1] + 1), s.kind) for s in found]


def _is_dialled(plain: str, span: Span) -> bool:
    """A number that might be any, but begins as one that is called."""
    return span.kind == "account" and plain[span.start] in "0+("


def _known(plain: str, identifiers: Iterable[str]) -> Iterator[Span]:
    for value in filter(None, identifiers):
        kind = "email" if "@" in value else "account"
        for match in re.finditer(re.escape(without_accents(value)[0]), plain, re.IGNORECASE):
            yield Span(*match.span(), kind)


def _patterns(plain: str) -> Iterator[Span]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(plain):
            numbers = kind == "account" and (_is_visit(match.group()) or _is_amount(plain, match.span()))
            if not numbers and (kind != "date" or _is_birth(plain, match)):
                yield Span(*match.span(), kind)


def _is_birth(plain: str, match: re.Match[str]) -> bool:
    """Long ago, or said to be: the day of a visit is left in the text."""
    year = int(match["y"])
    long_ago = 1900 <= year <= 2012 or (30 <= year <= 99)
    return long_ago or bool(BORN.search(plain, max(0, match.start() - 30), match.end() + 15))


def _is_visit(digits: str) -> bool:
    return bool(VISIT.fullmatch(digits.strip()))


def _is_amount(plain: str, span: tuple[int, int]) -> bool:
    """A sum of money or a count, which may be long."""
    before, after = plain[max(0, span[0] - 2) : span[0]], plain[span[1] : span[1] + 12]
    return bool(AMOUNT_BEFORE.search(before) or AMOUNT_AFTER.match(after))


def _phones(plain: str) -> Iterator[Span]:
    if _digits(plain) < FEWEST:
        return
    leniency = phonenumbers.Leniency.POSSIBLE
    for region in REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(plain, region, leniency):
            span = (match.start, match.end)
            if (
                _digits(match.raw_string) >= FEWEST
                and not VISIT.search(match.raw_string)
                and not _is_amount(plain, span)
            ):
                yield Span(*span, "phone")


def _digits(text: str) -> int:
    return len(re.sub(r"\D", "", text))


def _introduced(plain: str) -> Iterator[Span]:
    """The name that follows "my name is" or "kind regards", as far as its words begin with a capital."""
    for match in INTRODUCED.finditer(plain):
        start, end = match.span("name")
        for word in re.finditer(r"\S+", match["name"]):
            if word.group()[0].islower():
                end = start + word.start()
                break
        if name := plain[start:end].rstrip(" .,"):
            yield Span(start, start + len(name), "name")
    for match in INTRODUCED_ZH.finditer(plain):
        yield Span(*match.span("name"), "name")


def _names(plain: str, names: Iterable[str]) -> Iterator[Span]:
    """The customer's names, each of their words, and the short forms of these, inflected or not."""
    for word, pattern in name_patterns(names):
        for match in pattern.finditer(plain):
            if is_meant(word, match, plain):
                yield Span(*match.span(), "name")
