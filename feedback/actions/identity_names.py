"""How a person's name is written by themselves and others: in parts, without accents, short, inflected."""

import re
from collections.abc import Iterable, Iterator

from employees.actions.given_names import IN_A_MONTH, MONTHS, OTHERS, PLAIN_WORDS, TITLES
from tenants.plain_letters import without_accents

TITLED_ZH = r"(?:先生|女士|小姐|太太|老师|阿姨|大爷|大妈|医生|经理)"
CJK = r"[一-鿿]"


def name_patterns(names: Iterable[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each word by which these people may be called, and the pattern that finds it in a plain text."""
    words = dict.fromkeys(word for name in names for word in _words(name))
    for word in words:
        yield word, re.compile(_pattern(word), re.IGNORECASE)


def is_meant(word: str, match: re.Match[str], plain: str) -> bool:
    """Whether this is the name, and not a word of the language that looks like it."""
    if re.match(CJK, word):
        return True
    if word in MONTHS and IN_A_MONTH.search(plain, 0, match.start()):
        return False
    begins_large, exactly = plain[match.start("word")].isupper(), match["word"].lower() == word
    if word in PLAIN_WORDS:
        return begins_large and exactly
    return begins_large or exactly or len(word) > 5


def _words(name: str) -> Iterator[str]:
    """The words of a name, with those that people use instead; of a Chinese name also its given part."""
    for spelled in dict.fromkeys((name, name.translate(UMLAUTS))):
        plain = without_accents(spelled)[0].lower()
        for word in re.findall(r"[^\W\d_]+", f"{plain} {JOINTS.sub('', plain)}"):
            if len(word) >= 2 and word not in TITLES:
                yield word
                yield from OTHERS.get(word, ())
            if re.fullmatch(rf"{CJK}{{3,4}}", word):
                yield word[1:] if len(word) == 3 else word[2:]


JOINTS = re.compile(r"(?<=\w)['’-](?=\w)")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _pattern(word: str) -> str:
    if re.match(CJK, word):
        return f"{word}|{word[0]}{TITLED_ZH}"
    if re.match(r"[а-я]", word) and len(word) > 2:
        return rf"(?<!\w)(?:[а-я]\.\s?){{0,2}}(?P<word>{word[:-1]}\w{{0,{4 if len(word) > 3 else 2}}})(?!\w)"
    suffix = r"\w{0,5}" if len(word) > 3 else "s?"
    return rf"(?<!\w)(?:[a-z]\.\s?){{0,2}}(?:[dlo]['’])?(?P<word>{word}{suffix})(?:['’]s?)?(?!\w)"
