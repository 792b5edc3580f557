import unicodedata

UNDIVIDED = {
    "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
    "Æ": "AE", "œ": "oe", "Œ": "OE",
}  # fmt: skip
"""Letters that Unicode does not take apart, and that people without such a key write otherwise."""


def without_accents(text: str) -> tuple[str, list[int]]:
    """The text without its accents, and for each of its characters the place in the text it came from."""
    plain, places = [], []
    for place, char in enumerate(text):
        for piece in UNDIVIDED.get(char) or unicodedata.normalize("NFKD", char):
            if not unicodedata.combining(piece):
                plain.append(piece)
                places.append(place)
    return "".join(plain), [*places, len(text)]


def folded(text: str) -> str:
    """Small letters without accents: how texts are compared that people type in their own ways."""
    return without_accents(text)[0].lower()
