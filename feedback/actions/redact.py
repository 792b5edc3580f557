"""What identifies a customer, taken out of what they wrote. Pure: text in, text out. It proposes; a person
reads it before anything is shared. Recall is counted on tests/feedback/identifying.json."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import phonenumbers
from django.utils.translation import gettext as _

REGIONS = ("GB", "US", "HU", "RU", "CN", "NG")
PLAIN_WORDS = frozenset({
    "will", "may", "mark", "rose", "joy", "hope", "grace", "sunny", "rich", "art", "bill", "jack", "sue",
    "pat", "rob", "ray", "april", "june", "summer", "dawn", "faith", "young", "long", "short", "good", "best",
    "king",
        "hill", "wood", "brown", "white", "black", "green", "grey", "gray", "price", "day", "love",
})  # fmt: skip
"""Names that are words as well: taken out only where they begin with a capital letter."""


class Span(NamedTuple):
    """A stretch of the text and what stands in its place."""

    start: int
    end: int
    kind: str


STREET = (
    r"Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Court|Terrace|Place|Square|Gardens|Crescent|Grove|"
    r"Stryd|Heol|Ffordd|Lôn|utca|út|tér|köz|sor"
)
SELF = (
    r"my name is|my name's|i am called|fy enw i yw|fy enw i ydi|меня зовут|мое имя|моё имя|orúkọ mi ni|"
    r"oruko mi ni|"
    r"a nevem|nevem|üdvözlettel,?|kind regards,?|best regards,?|regards,?|yours sincerely,?|yours,?|cofion,?|"
    r"с уважением,?"
)
PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    ("email", re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")),
    ("email", re.compile(r"[\w.+-]+\s?[(\[]at[)\]]\s?[\w-]+(?:\s?(?:\.|[(\[]dot[)\]])\s?[\w-]+)+", re.I)),
    ("account", re.compile(r"(?<!\w)@\w{3,}")),
    ("account", re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.I)),
    ("postcode", re.compile(r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b")),
    ("postcode", re.compile(r"\bH-\d{4}\b")),
    ("postcode", re.compile(r"(?<![\d.,-])(?!19\d\d|20[0-3]\d)[1-9]\d{3,4}(?=,?\s[A-ZÁÉÍÓÖŐÚŰ][^\W\d_]{3})")),
    ("postcode", re.compile(r"(?<=irányítószám )\d{4}|(?<=irányítószámom )\d{4}", re.I)),
    ("date", re.compile(r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+|o\s+)?[^\W\d_]{3,}\s*,?\s+(?P<y>\d{4})\b")),
    ("date", re.compile(r"\b[^\W\d_]{3,}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b")),
    ("date", re.compile(r"\b(?P<y>\d{4})\.?\s*[^\W\d_]{3,}\s+\d{1,2}\b\.?")),
    ("date", re.compile(r"(?P<y>\d{4})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号號]")),
    ("date", re.compile(r"(?<!\d)(?P<y>\d{4})[./-]\s?\d{1,2}[./-]\s?\d{1,2}(?!\d)\.?")),
    ("date", re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?P<y>\d{4}|\d{2})(?!\d)")),
    ("address", re.compile(rf"\b\d+[a-z]?,?\s+(?:[^\W\d_a-z][\w'’-]+\s+){{1,3}}(?:{STREET})\b\.?")),
    ("address", re.compile(rf"\b\d+[a-z]?,?\s+(?:{STREET})\s+(?:[^\W\d_a-z][\w'’-]+\s?){{1,3}}")),
    ("address", re.compile(rf"\b[^\W\d_][\w'’-]+\s+(?:{STREET})(?:ca|a)?\s+\d+[a-z]?\b\.?", re.I)),
    ("address", re.compile(r"\b(?:ул|улица|проспект|пер)\.?\s+[\w-]+,?\s+(?:д(?:ом)?\.?\s*)?\d+\w?", re.I)),
    ("address", re.compile(r"[一-鿿]{2,8}(?:路|街|道)\d+[号號]")),
    ("account", re.compile(r"(?<![\w.,])(?:[A-Z]{1,4}[ /-]?)?\d(?:[ /-]?\d){5,}(?:\s?[A-D]\b)?(?![\d])")),
    ("account", re.compile(r"\b(?=\w*\d\w*\d\w*\d)(?=\w*[A-Z])[A-Z0-9]{7,}\b")),
]  # fmt: skip
BORN = re.compile(
    r"born|birth|d\.?o\.?b|ganwyd|geni|рожд|родил|szület|szül|出生|生于|生日|ọjọ́? ìbí|bí mi|a bi mi", re.I
)
VISIT = re.compile(r"\d{4}-\d{2}-\d{2}|(?:19|20)\d\d\s?-\s?(?:19|20)\d\d")
INTRODUCED = re.compile(
    rf"(?:\b(?:{SELF}))[\s:-]+(?P<name>(?:[^\W\d_][\w'’-]*)(?:[ ][^\W\d_a-z][\w'’-]*){{0,2}})", re.I
)
INTRODUCED_ZH = re.compile(r"(?:我叫|我的名字是|我姓名是)(?P<name>[一-鿿]{2,4})")


def redact(text: str, *, names: Iterable[str] = (), identifiers: Iterable[str] = ()) -> str:
    """The text with a word in brackets for each thing that identifies its writer."""
    spans = [*_known(text, identifiers), *_patterns(text), *_phones(text), *_introduced(text)]
    spans += _names(text, names)
    labels = _labels()
    found, end = [], 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            found += [text[end : span.start], labels[span.kind]]
        end = max(end, span.end)
    return "".join(found) + text[end:]


def _labels() -> dict[str, str]:
    return {
        "email": _("[e-mail]"), "phone": _("[phone]"), "postcode": _("[postcode]"), "date": _("[date]"),
        "address": _("[address]"), "account": _("[number]"), "name": _("[name]"),
    }  # fmt: skip


def _known(text: str, identifiers: Iterable[str]) -> list[Span]:
    found = []
    for value in filter(None, identifiers):
        kind = "email" if "@" in value else "account"
        found += [Span(*m.span(), kind) for m in re.finditer(re.escape(value), text, re.IGNORECASE)]
    return found


def _patterns(text: str) -> list[Span]:
    return [
        Span(*match.span(), kind)
        for kind, pattern in PATTERNS
        for match in pattern.finditer(text)
        if not (kind == "account" and VISIT.fullmatch(match.group().strip()))
        and not (kind == "date" and not _is_birth(text, match))
    ]


def _is_birth(text: str, match: re.Match[str]) -> bool:
    """Long ago, or said to be: the day of a visit is left in the text."""
    year = int(match["y"])
    long_ago = 1900 <= year <= 2012 or (30 <= year <= 99)
    return long_ago or bool(BORN.search(text, max(0, match.start() - 30), match.end() + 15))


def _phones(text: str) -> list[Span]:
    leniency = phonenumbers.Leniency.POSSIBLE
    return [
        Span(match.start, match.end, "phone")
        for region in REGIONS
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency)
        if len(re.sub(r"\D", "", match.raw_string)) >= 7 and not VISIT.search(match.raw_string)
    ]


def _introduced(text: str) -> list[Span]:
    found = [*INTRODUCED.finditer(text), *INTRODUCED_ZH.finditer(text)]
    return [Span(*match.span("name"), "name") for match in found if not match["name"][0].islower()]


def _names(text: str, names: Iterable[str]) -> list[Span]:
    """The customer's names in the text, with or without their accents and in their inflected forms."""
    plain, places = _without_accents(text)
    found = []
    for word in dict.fromkeys(part for name in names for part in _parts(name)):
        for match in re.finditer(_pattern(word), plain, re.IGNORECASE):
            start, end = places[match.start()], places[match.end()]
            if word not in PLAIN_WORDS or text[start].isupper():
                found.append(Span(start, end, "name"))
    return found


TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "the", "and", "von", "van", "der", "bin",
})  # fmt: skip


def _parts(name: str) -> list[str]:
    """The whole of a name and each of its words; of a Chinese name also what follows the family's."""
    plain = _without_accents(name)[0].lower()
    words = [w for w in re.findall(r"[^\W\d_]+", plain) if w not in TITLES]
    given = [w[1:] for w in words if re.fullmatch(r"[一-鿿]{3,4}", w)]
    return [word for word in words + given if len(word) >= 2]


def _pattern(word: str) -> str:
    if re.match(r"[一-鿿]", word):
        return re.escape(word)
    if re.match(r"[а-яё]", word) and len(word) > 3:
        return rf"(?<!\w){re.escape(word[:-1])}\w{{0,4}}(?!\w)"
    suffix = r"(?:\w{1,4})?" if len(word) > 4 else r"(?:s)?"
    return rf"(?<!\w){re.escape(word)}(?:['’]s|s['’])?{suffix}(?!\w)"


def _without_accents(text: str) -> tuple[str, list[int]]:
    """The text without its accents, and for each of its characters the place in the text it came from."""
    plain, places = [], []
    for place, char in enumerate(text):
        for piece in unicodedata.normalize("NFKD", char):
            if not unicodedata.combining(piece):
                plain.append(piece)
                places.append(place)
    return "".join(plain), [*places, len(text)]
