"""A first mapping, proposed from names and values. People choose; nothing here is ever taken for certain."""

import re
from collections.abc import Callable

from feedback.connectors.dates import OPEN, readings
from feedback.connectors.header import header_digest
from feedback.connectors.mapping import BadMapping, Mapping, plain
from feedback.connectors.profile import VALUES, Profile
from feedback.models import Import
from feedback.models import Mapping as KeptMapping
from tenants.here import current_zone

NAMES = {
    "ids": r"(response|respondent|submission|review|record)[ _-]?(id|key|nr|number)\b|^id$|^token$",
    "date": r"\b(date|recordeddate|submitted|created|received|collected|timestamp|time|at)\b",
    "score": r"\b(score|rating|stars|nps|csat|ces|recommend|satisf\w*|categorical answer)\b",
    "email": r"\be-?mail\b",
    "phone": r"\b(phone|mobile|telephone|tel)\b",
    "language": r"\b(user)?lang(uage)?\b",
    "question": r"\bquestion\b",
}
COMMENT = r"\b(comments?|content|review|feedback|reason|why|text|verbatim|answer)\b"
NO_COMMENT = r"\bid\b|name|author|reviewer"
SILENT = {
    "did not answer", "no answer", "no comment", "no comments", "n/a", "na", "not applicable", "-", ".", "x",
    "nil", "(blank)"
}  # fmt: skip

SET, KNOWN, PROPOSED = "set", "known", "proposed"


def first_mapping(imported: Import, found: Profile) -> tuple[Mapping, str]:
    """As it was set, as such a file was read the last time, with the post it was for, or as it is guessed."""
    kept = KeptMapping.objects.filter(header=header_digest(found.columns)).select_related("post").first()
    facts, origin = (imported.mapping, SET) if imported.mapping else (kept and kept.mapping, KNOWN)
    if kept and not imported.mapping:
        imported.post = kept.post
    try:
        if facts:
            return Mapping.from_json(facts, len(found.columns)), origin
    except BadMapping:
        pass
    return guess(found, str(current_zone())), PROPOSED


def guess(profile: Profile, zone: str) -> Mapping:
    """What the columns seem to be."""
    mapping, taken = Mapping(zone=zone), set[int]()
    checks: dict[str, Callable[[int], bool]] = {
        "date": lambda column: _reads_as_date(profile, column),
        "score": lambda column: bool(_numbers(profile, column)) and not profile.columns[column].group,
        "email": lambda column: any("@" in row[column] for row in profile.rows[:200] if column < len(row)),
    }
    for role, pattern in NAMES.items():
        check = checks.get(role, lambda _column: True)
        found = _first(profile, pattern, taken, check)
        if found is not None:
            taken.add(found)
            setattr(mapping, role, [found] if role == "ids" else found)
    _guess_comments(profile, mapping, taken)
    _guess_metric(profile, mapping)
    if mapping.score is None and not mapping.comments:
        mapping.answers = [column.index for column in profile.columns if column.index not in taken]
    return mapping


def _first(profile: Profile, pattern: str, taken: set[int], check: Callable[[int], bool]) -> int | None:
    matches = (
        column.index
        for column in profile.columns
        if column.index not in taken and re.search(pattern, column.name.replace("_", " "), re.IGNORECASE)
    )
    return next((index for index in matches if check(index)), None)


def _reads_as_date(profile: Profile, column: int) -> bool:
    cells = [plain(row[column]) for row in profile.rows[:200] if column < len(row) and row[column]]
    return bool(cells) and sum(bool(readings(cell, OPEN, "UTC")) for cell in cells) * 2 > len(cells)


def _numbers(profile: Profile, column: int) -> list[int]:
    """The numbers of a column whose values are mostly 0 to 10."""
    few = profile.few(column)
    found = [int(value) for value, _count in few if re.fullmatch(r"\d{1,2}", value) and int(value) <= 10]
    return found if len(found) * 2 > len(few) else []


def _guess_comments(profile: Profile, mapping: Mapping, taken: set[int]) -> None:
    """Columns of many different texts whose name says so; where there is none, those that are wordy."""
    free = [
        column
        for column in profile.columns
        if column.index not in taken
        and len(profile.values[column.index]) > VALUES
        and not re.search(NO_COMMENT, column.name, re.IGNORECASE)
        and not _reads_as_date(profile, column.index)
    ]
    named = [column.index for column in free if re.search(COMMENT, column.name, re.IGNORECASE)]
    wordy = [column.index for column in free if profile.lengths[column.index] > 12 * profile.seen]
    mapping.comments = named or wordy
    taken.update(mapping.comments)
    cells = {plain(row[index]) for row in profile.rows for index in mapping.comments if index < len(row)}
    mapping.no_comment = sorted(cell for cell in cells if cell.casefold() in SILENT)


def _guess_metric(profile: Profile, mapping: Mapping) -> None:
    """The scale, by the name and the largest value."""
    if mapping.score is None:
        return
    name, numbers = profile.columns[mapping.score].name.lower(), _numbers(profile, mapping.score)
    if re.search(r"nps|recommend", name) or max(numbers) > 7:
        mapping.metric = "nps"
    elif re.search(r"ces|effort", name):
        mapping.metric = "ces"
    else:
        mapping.metric = "rating" if re.search(r"star|rating|^score$", name) and max(numbers) <= 5 else "csat"
