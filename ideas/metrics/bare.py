"""What a file is by its bytes, whatever it is called; and these without what they tell of whoever made it:
where a picture was taken, with which device, by whom. A PDF is left as it is."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tenants.brand.pictures import read_picture

PNG_KEPT = frozenset({
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs", b"sPLT", b"hIST",
    b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
APPLICATIONS, EXIF, COMMENT, DRAWING = range(0xE0, 0xF0), 0xE1, 0xFE, (0xE0, 0xEE)  # JFIF and Adobe's colours
ORIENTATION = 0x0112
LONGEST_SIDE, MOST_PIXELS = 10_000, 50_000_000
"""A picture beyond these would stop a phone that shows it."""


@dataclass(frozen=True)
class Bare:
    """A file of a known kind, by the kind's suffix; a picture with its size in pixels."""

    kind: str
    data: bytes
    width: int | None = None
    height: int | None = None

    @property
    def is_too_wide(self) -> bool:
        width, height = self.width or 1, self.height or 1
        return max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS


def bare(data: bytes) -> Bare | None:
    """None for what is no whole PNG, JPEG, WebP, GIF or PDF."""
    try:
        if picture := read_picture(data):
            kind = picture.suffix.lstrip(".")
            stripped = {"png": bare_png, "jpg": bare_jpeg, "webp": bare_webp}[kind](data)
            return Bare(kind, stripped, picture.width, picture.height)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", data[6:10])
            return Bare("gif", bare_gif(data), width, height) if width and height else None
    except (struct.error, IndexError, ValueError):
        return None
    is_pdf = data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]
    return Bare("pdf", data) if is_pdf else None


def bare_png(data: bytes) -> bytes:
    """Its chunks that draw; no texts, times and places."""
    kept, at = [data[:8]], 8
    while at < len(data):
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise ValueError(kind)
        if not kind[0] & 0x20 or kind in PNG_KEPT:  # a capital letter: nothing is drawn without it
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def bare_jpeg(data: bytes) -> bytes:
    """Its first picture, without what applications and people wrote into it, but how it is turned."""
    kept = [data[:2]]
    for marker, part in _segments(data):
        if marker == EXIF:
            kept.append(_turned(part))
        elif marker not in (*APPLICATIONS, COMMENT) or marker in DRAWING or part[4:15] == b"ICC_PROFILE":
            kept.append(part)
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its marker, a scan with its coded data; the end of the first picture is the last."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise ValueError(at)
        if marker == 0xD9:
            yield marker, data[at : at + 2]
            return
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == 0xDA:
            found = NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield marker, data[at:end]
        at = end


def _turned(part: bytes) -> bytes:
    """Of an Exif segment only how the picture is turned; nothing of any other."""
    body = part[10:]
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(body[:4])
    if part[4:10] != b"Exif\x00\x00" or order is None:
        return b""
    (first,) = struct.unpack(f"{order}I", body[4:8])
    (count,) = struct.unpack(f"{order}H", body[first : first + 2])
    for place in range(first + 2, first + 2 + 12 * min(count, 64), 12):
        tag, kind, _number, value = struct.unpack(f"{order}HHIH", body[place : place + 10])
        if tag == ORIENTATION and kind == 3 and 1 < value <= 8:
            entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0)
            exif = b"Exif\x00\x00MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
            return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return b""


def bare_webp(data: bytes) -> bytes:
    """Its chunks that draw; its head then says that there is neither Exif nor XMP."""
    kept, at = [], 12
    while at + 8 <= len(data):
        kind, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        end = at + 8 + length + (length & 1)
        chunk = data[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind in WEBP_KEPT:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bare_gif(data: bytes) -> bytes:
    """Its pictures and how they follow one another; no comments, and nothing of applications."""
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while data[at] != 0x3B:
        is_picture, start = data[at] == 0x2C, at
        if not is_picture and data[at] != 0x21:
            raise ValueError(at)
        at += 11 + _colours(data[at + 9]) if is_picture else 2
        at = _behind_blocks(data, at)
        is_loop = data[start + 1] == 0xFF and data[start + 3 : start + 14] in GIF_LOOPS
        if is_picture or data[start + 1] == 0xF9 or is_loop:
            kept.append(data[start:at])
    return b"".join(kept) + b"\x3b"


def _colours(flags: int) -> int:
    """The length of the table of colours that the flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
