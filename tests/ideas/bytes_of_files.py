"""Small whole files of each kind, with a secret where cameras and programs write such."""

import struct
import zlib

SECRET = b"SECRET at 51.5N 0.1W"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    + chunk(b"tEXt", b"Comment\x00" + SECRET) + chunk(b"eXIf", SECRET) + chunk(b"pHYs", bytes(9))
    + chunk(b"IDAT", zlib.compress(b"\x00" + b"\xc0\x10\x10" * 2)) + chunk(b"IEND", b"")
)  # fmt: skip


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


TURNED = b"II*\x00" + struct.pack("<IH", 8, 2) + (
    struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack("<HHII", 0x8825, 4, 1, 38) + bytes(4) + SECRET
)  # fmt: skip
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
JPEG = (
    b"\xff\xd8" + segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    + segment(0xE1, b"Exif\x00\x00" + TURNED) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET)
    + segment(0xED, SECRET) + segment(0xFE, SECRET) + segment(0xC0, b"\x08\x00\x01\x00\x02\x01\x01\x11\x00")
    + SCAN + segment(0xFE, SECRET) + SCAN + b"\xff\xd9" + b"\xff\xd8" + segment(0xE1, SECRET) + b"\xff\xd9"
)  # fmt: skip
"""Of two scans, with a comment between them, and a second picture behind it."""


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) & 1)


SIZE = (1).to_bytes(3, "little") + (0).to_bytes(3, "little")
PARTS = b"WEBP" + riff(b"VP8X", b"\x0c\x00\x00\x00" + SIZE) + riff(b"VP8L", b"\x2f\x01\x00\x00\x00\x88") + (
    riff(b"EXIF", SECRET) + riff(b"XMP ", SECRET + b"!")
)  # fmt: skip
WEBP = b"RIFF" + struct.pack("<I", len(PARTS)) + PARTS


def blocks(*parts: bytes) -> bytes:
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\x00"


GIF = (
    b"GIF89a" + struct.pack("<HHBBB", 2, 1, 0x80, 0, 0) + bytes(6)
    + b"\x21\xff" + blocks(b"NETSCAPE2.0", b"\x01\x00\x00") + b"\x21\xfe" + blocks(SECRET)
    + b"\x21\xff" + blocks(b"XMP DataXMP", SECRET) + b"\x21\xf9" + blocks(b"\x00\x00\x00\x00")
    + b"\x2c" + struct.pack("<HHHHB", 0, 0, 2, 1, 0) + b"\x02" + blocks(b"\x44\x01") + b"\x3b" + SECRET
)  # fmt: skip
