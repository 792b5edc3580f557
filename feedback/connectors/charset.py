"""Which charset a file is in, proposed and never decided; no byte is lost by reading it in the wrong one."""

import codecs
import re

from charset_normalizer import from_bytes

CHARSETS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (Windows)",
    "utf-16-be": "UTF-16 (big endian)",
    "cp1252": "Windows-1252, Western Europe",
    "cp1250": "Windows-1250, Central Europe",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "cp1257": "Windows-1257, Baltic",
    "mac-roman": "Mac Roman",
    "iso8859-15": "ISO 8859-15, Western Europe",
    "koi8-r": "KOI8-R, Russian",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "shift-jis": "Shift JIS, Japanese",
    "euc-kr": "EUC-KR, Korean",
}
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
KEEP = "heed-keep-bytes"
LOST = re.compile("[\udc00-\udcff\ufffd]")
HIGH = re.compile(rb"[\x80-\xff]+")


def _keep(error: UnicodeError) -> tuple[str | bytes, int]:
    """Carry bytes that mean nothing in a charset through as lone surrogates, and back again."""
    if isinstance(error, UnicodeDecodeError):
        return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end
    if isinstance(error, UnicodeEncodeError):
        found = error.object[error.start : error.end]
        return b"".join(_byte(letter) for letter in found), error.end
    raise error


def _byte(letter: str) -> bytes:
    return bytes([ord(letter) - 0xDC00]) if "\udc00" <= letter <= "\udcff" else letter.encode()


codecs.register_error(KEEP, _keep)


def decode(raw: bytes, charset: str) -> str:
    """The text of the bytes; what cannot be read stays in it as a mark that `encode` turns back."""
    return raw.decode(charset, KEEP)


def encode(text: str, charset: str) -> bytes:
    """The bytes as they stood in the file."""
    return text.encode(charset, KEEP)


def guess_charsets(head: bytes) -> list[str]:
    """Every charset that we read, the likeliest first."""
    for mark, charset in MARKS.items():
        if head.startswith(mark):
            return _first([charset])
    if head[:4000].count(0) > len(head[:4000]) // 4:
        return _first(["utf-16-be" if head[:1] == b"\0" else "utf-16-le"])
    if _is_utf8(head):
        return _first(["utf-8"])
    found = [codecs.lookup(match.encoding).name for match in from_bytes(head)]
    names = {codecs.lookup(name).name: name for name in CHARSETS}
    return _first([names[name] for name in found if name in names and name != "utf-8"])


def _first(likely: list[str]) -> list[str]:
    return [*likely, *(name for name in CHARSETS if name not in likely)]


def _is_utf8(head: bytes) -> bool:
    """Whether it is UTF-8, of which the last letter may have been cut in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def special_letters(head: bytes, charset: str, most: int = 3) -> list[str]:
    """How the first places with special letters read in a charset, for a person to choose by."""
    if charset.startswith("utf-16"):
        return [decode(head[: len(head) // 2 * 2][:80], charset).lstrip("\ufeff").replace("\0", "")]
    found = []
    for match in HIGH.finditer(head):
        raw = head[max(0, match.start() - 12) : match.end() + 12]
        found.append(LOST.sub("\ufffd", " ".join(decode(raw, charset).split())))
        if len(found) == most:
            break
    return found
