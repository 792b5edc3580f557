import re

MOST = 40


def search_words(text: str) -> list[str]:
    """The words of a text that are worth looking for, each once, ready for a raw tsquery: letters and digits
    only, so that nothing in them can be an operator; the shortest ones ("the", "és") left out."""
    words = dict.fromkeys(re.findall(r"[^\W_]{4,}", text.lower()))
    return [f"'{word}'" for word in list(words)[:MOST]]
