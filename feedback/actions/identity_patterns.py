"""The forms of what identifies people, as they stand in a text without accents."""

import re

from tenants.plain_letters import without_accents


def _pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(without_accents(pattern)[0], flags)


CAPITAL = r"[^\W\d_a-z][\w'’-]+"
FLAT = r"(?:(?:Flat|Apartment|Apt\.?|Unit|Suite|Fflat)\s*\w{1,4},?\s+)?"
STREET = (
    r"Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Court|Terrace|Place|Square|Gardens|Crescent|Grove|"
    r"Boulevard|Blvd|Hill|Row|Mews|View|Walk"
)
STREET_FIRST = r"Stryd|Heol|Ffordd|Lôn|Maes|Clos|[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|Via|Calle|Rua|Rhodfa"
STREET_HU = r"utca|u\.|út|útja|tér|tere|köz|sor|körút|krt\.?|sétány"
STREET_JOINED = r"str(?:asse|\.|aat)|weg|platz|gasse|laan|gracht|plein|kade"
STREET_RU = r"ул|улица|улице|проспект|просп|пр-т|пер|переулок|шоссе|бульвар|наб"
NUMBERED = (
    r"order|booking|reference|ref|case|ticket|invoice|account|acct|member(?:ship)?|customer|patient|policy|"
    r"hospital|card|tracking|parcel|reservation|archeb|cyfeirnod|заказ\w*|полис\w*|договор\w*|сч[её]т\w*|"
    r"карт\w{1,2}|паспорт\w*|бронь|rendelés\w*|számla\w*|foglalás\w*|ügyfél\w*|azonosító\w*|bestelling|"
    r"bestellung|kundennummer|commande|订单|单号|账号|卡号|会员"
)
NUMBER = r"no|nr|num|number|nummer|numéro|id|code|szám\w*|номер\w*|号|号码|编号|rhif"
POSTCODE = (
    r"zip(?:[ -]?code)?|post(?:al)?[ -]?code|postcode|cod post|irányítószám\w*|индекс\w*|邮编|邮政编码|plz"
)
SELF = (
    r"my name is|my name's|i am called|i'm called|this is|yours (?:sincerely|faithfully|truly),?|yours,?|"
    r"(?:kind |best |warm )?(?:regards|wishes),?|sincerely,?|signed,?|"
    r"fy enw i (?:yw|ydi|ydy)|cofion(?: cynnes| gorau)?,?|yn gywir,?|"
    r"меня зовут|мо[её] имя|с уважением,?|ваш[а]?,|подпись:?|"
    r"orúkọ mi ni|èmi ni|"
    r"a nevem|nevem|üdvözlettel,?|tisztelettel,?|"
    r"mijn naam is|ik heet|groeten,?|mein name ist|ich heisse|gruss,?|je m'appelle|me llamo"
)
KIN = r"son|daughter|child|girl|boy|baby|twins?|mother|father|wife|husband|mum|dad|mam|tad|merch|mab"
MONEY = (
    r"руб|р\.|₽|ft\b|huf|€|eur|kr\b|zł|元|块|円|usd|gbp|ngn|million|миллион|millió|points|people|steps|km\b"
)
NOT_DUTCH = r"AM|PM|KM|KG|MB|GB|ML|MG|CM|MM|AD|BC|EU|UK|US|TV|OK|FT|LB|ID|SA|SD|SS"

PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    ("email", _pattern(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)+")),
    ("email", _pattern(
        r"(?<![\w.+-])[\w.+-]{1,64}\s?[(\[]at[)\]]\s?[\w-]+(?:\s?(?:\.|[(\[]dot[)\]])\s?[\w-]+)+", re.I
    )),
    ("account", _pattern(r"(?<![A-Za-z0-9_])@(?:(?![一-鿿])[\w.]){3,}")),
    ("account", _pattern(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b")),
    ("account", _pattern(
        rf"(?:(?<![^\W_])(?:{NUMBERED})\W{{0,3}}(?:(?:{NUMBER})\b)?|№)\W{{0,4}}(?P<n>(?!(?:19|20)\d\d\b)"
        r"(?=(?:[A-Z/-]*\d){4})[A-Z0-9](?:[/-]?[A-Z0-9]){3,})", re.I
    )),
    ("postcode", _pattern(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.I)),
    ("postcode", _pattern(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b")),
    ("postcode", _pattern(r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b")),
    ("postcode", _pattern(r"\bH-\d{4}\b")),
    ("postcode", _pattern(rf"(?<![\d.,-])[1-9]\d{{3}} ?(?!{NOT_DUTCH})[A-Z]{{2}}\b")),
    ("postcode", _pattern(r"(?<![\d.,-])(?!19\d\d|20[0-3]\d)[1-9]\d{3,4}(?=,?\s[A-Z][^\W\d_]{3})")),
    ("postcode", _pattern(rf"(?:{POSTCODE})\W{{0,3}}(?:is|:|—|-)?\s?\d{{4,6}}(?:-\d{{4}})?(?!\d)", re.I)),
    ("date", _pattern(r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+|o\s+)?[^\W\d_]{3,}\.?,?\s+(?P<y>\d{4})\b")),
    ("date", _pattern(r"\b[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b")),
    ("date", _pattern(r"\b(?P<y>\d{4})\.?\s*[^\W\d_]{3,}\.?\s+\d{1,2}\b\.?")),
    ("date", _pattern(r"(?P<y>\d{4})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号號]?")),
    ("date", _pattern(r"(?<!\d)(?P<y>\d{4})[./-]\s?\d{1,2}[./-]\s?\d{1,2}(?!\d)\.?")),
    ("date", _pattern(r"(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?P<y>\d{4}|\d{2})(?!\d)")),
    ("address", _pattern(rf"\b{FLAT}\d+[a-zA-Z]?,?\s+(?:{CAPITAL}\s+){{1,3}}(?:{STREET})\b\.?")),
    ("address", _pattern(
        rf"\b{FLAT}\d+[a-zA-Z]?,?\s+(?:{STREET_FIRST})\s+(?:(?:y|yr|de|du|des|la|del|da)\s+)*"
        rf"(?:{CAPITAL}\s?){{1,3}}"
    )),
    ("address", _pattern(
        rf"\b(?:{CAPITAL}\s+){{0,2}}[^\W\d_][\w'’-]+\s+(?i:{STREET_HU})\s*\d+(?:[/-]\w+)?[a-z]?\b\.?"
    )),
    ("address", _pattern(rf"\b[^\W\d_a-z][\w-]*(?:{STREET_JOINED})\s+\d+[a-z]?\b")),
    ("address", _pattern(rf"\b(?:{STREET_RU})\.?\s+[\w-]+,?\s+(?:д(?:ом)?\.?\s*)?\d+\w?", re.I)),
    ("address", _pattern(r"[一-鿿]{2,8}?(?:路|街|道|巷)\d+[号號弄]")),
    ("account", _pattern(
        r"(?<![A-Za-z0-9.,])(?:[A-Z]{1,4}[ /-]?)?\d(?:[ /-]?\d){5,}(?:\s?[A-DX]\b)?(?![\d])"
    )),
    ("account", _pattern(r"\b(?=\w*\d\w*\d\w*\d)(?=\w*[A-Z])[A-Z0-9]{7,}\b")),
]  # fmt: skip
BORN = _pattern(
    r"\bborn|birth|\bd\.?o\.?b\b|\bganwyd|\bngeni|\bgeni|рожд|родил|szület|\bszül|出生|生于|生日|ọjọ́? ìbí|"
    rf"bí mi|\bgeboren|\bnée?\b|(?:{KIN})\W{{1,3}}(?=[\d])",
    re.I,
)
DAY = r"\d{4}[./-]\d{1,2}[./-]\d{1,2}\.?|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d"
VISIT = _pattern(rf"{DAY}|(?:19|20)\d\d\s?[/-]\s?(?:19|20)\d\d")
AMOUNT_BEFORE = _pattern(r"[£$€₦₽¥]\s?$")
AMOUNT_AFTER = _pattern(rf"\s?(?:{MONEY})", re.I)
INTRODUCED = _pattern(
    rf"(?i:(?<!\w)(?:{SELF}))[\s:-]+(?P<name>[^\W\d_](?:[\w'’-]*|\.)(?:[ ][^\W\d_](?:[\w'’-]*|\.)){{0,2}})"
)
INTRODUCED_ZH = _pattern(r"(?:我叫|我的名字是|我姓名是|我是)(?P<name>[一-鿿]{2,4})(?![一-鿿])")
