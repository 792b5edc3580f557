"""Whether something that people wrote stands in other content, however it is packed there."""

import base64
import binascii
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import unescape

LEAST, START, DEEP = 30, 10, 2
"""What has fewer bytes may be said by anybody anywhere, and is not looked for; so many letters find it."""
PACKED = re.compile(rb"[A-Za-z0-9+/_-]{20,}={0,2}")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
NO_LETTER = re.compile(r"[\W_]+|\\[nrt]")


class Words:
    """Texts that are looked for, by their letters alone."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.by_start: dict[str, list[str]] = defaultdict(list)
        self.searched = self.too_short = 0
        for letters in map(letters_of, texts):
            if len(letters.encode()) < LEAST:
                self.too_short += 1
            else:
                self.searched += 1
                self.by_start[letters[:START]].append(letters)

    def stand_in(self, content: bytes) -> bool:
        """Whether one of them does, as it is, in base64 or compressed."""
        texts = (letters_of(reading.decode(errors="replace")) for reading in readings(content))
        return any(self._stand_in(letters) for letters in texts)

    def _stand_in(self, letters: str) -> bool:
        ends = range(START, len(letters) + 1)
        starts = {start for end in ends if (start := letters[end - START : end]) in self.by_start}
        return any(text in letters for start in starts for text in self.by_start[start])


def letters_of(text: str) -> str:
    """Small letters and digits, whatever stood between them and however they were escaped."""
    if "\\" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return NO_LETTER.sub("", unescape(text).casefold())


def readings(content: bytes, depth: int = DEEP) -> Iterator[bytes]:
    """The content, and whatever is packed in it, as sessions and the queue pack it."""
    yield content
    if depth:
        for token in PACKED.findall(content):
            for unpacked in _unpacked(token):
                yield from readings(unpacked, depth - 1)


def _unpacked(token: bytes) -> Iterator[bytes]:
    padded = token.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    with suppress(binascii.Error):
        plain = base64.b64decode(padded + b"=" * (-len(padded) % 4))
        yield plain
        with suppress(zlib.error):
            yield zlib.decompress(plain)
