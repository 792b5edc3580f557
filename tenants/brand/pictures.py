"""What a file says of itself by its bytes, whatever it is called: PNG, JPEG or WebP, whole, and how large."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

Size = tuple[int, int]
PNG_BEGINS, PNG_ENDS = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Picture:
    """A picture of a known kind."""

    suffix: str
    width: int
    height: int
    data: bytes


def read_picture(data: bytes) -> Picture | None:
    """The picture that these bytes are; None for anything else, SVG and what is cut off or has a tail too."""
    for suffix, read in READERS.items():
        try:
            size = read(data)
        except (struct.error, IndexError):
            size = None
        if size and min(size) > 0:
            return Picture(suffix, *size, data)
    return None


def png_size(data: bytes) -> Size | None:
    if not data.startswith(PNG_BEGINS) or data[12:16] != b"IHDR" or not data.endswith(PNG_ENDS):
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def jpeg_size(data: bytes) -> Size | None:
    """Of the first frame, behind however many other segments."""
    if not data.startswith(b"\xff\xd8\xff") or not data.endswith(b"\xff\xd9"):
        return None
    at = 2
    while data[at] == 0xFF:
        marker, length = struct.unpack(">BH", data[at + 1 : at + 4])
        if marker in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def webp_size(data: bytes) -> Size | None:
    """Of any of the three forms: lossy, lossless, extended."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or struct.unpack("<I", data[4:8])[0] + 8 != len(data):
        return None
    form, body = data[12:16], data[20:30]
    if form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L" and body[0] == 0x2F:
        bits = struct.unpack("<I", body[1:5])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X" and len(body) == 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    return None


READERS: dict[str, Callable[[bytes], Size | None]] = {".png": png_size, ".jpg": jpeg_size, ".webp": webp_size}
