"""Any table of ideas: what its columns are is said by a person; what they seem to be is proposed."""

import hashlib
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from feedback.connectors.dates import OPEN, readings
from feedback.connectors.importing import Opened
from feedback.connectors.mapping import plain
from feedback.connectors.profile import Profile
from ideas.actions.told import Read, Refused, Remark, Told, Voter, is_ahead
from ideas.models import Idea
from tenants.here import current_zone

MOST_VOTES = 100_000
ONE = ("key", "title", "problem", "proposal", "delight", "name", "email", "at", "votes", "status", "reason",
       "answered_at", "original")  # fmt: skip
MANY = ("remarks",)
ROLES = (*ONE, *MANY)
TEXTS = ("problem", "proposal", "delight", "name", "email", "reason")
NAMES = {
    "key": r"^(id|key|number|nr|no|#)$|\b(idea|post)[ _-]?(id|number)\b",
    "original": r"original|duplicate of|merged into",
    "title": r"\b(title|idea|subject|headline|name of the idea)\b",
    "problem": r"\b(problem|description|details?|text|body)\b",
    "proposal": r"\b(proposal|solution|suggestion)\b",
    "delight": r"\b(delight|benefit|value|why)\b",
    "email": r"\be-?mail\b",
    "answered_at": r"\b(responded|answered|decided)[ _]at\b",
    "name": r"\b(author|created by|submitted by|submitter|name)\b",
    "at": r"\b(created|submitted|date|at|posted)\b",
    "votes": r"\b(votes?|likes|upvotes|points)\b",
    "status": r"\b(status|state|stage)\b",
    "reason": r"\b(response|answer|reply|reason)\b",
    "remarks": r"\bcomments?\b",
}
Status = Idea.Status
WORDS = {
    Status.PLANNED: r"plan|roadmap|accept|approv|backlog|next",
    Status.STARTED: r"start|progress|doing|develop|now",
    Status.COMPLETED: r"complet|done|ship|deliver|releas|implement|live|launch",
    Status.DECLINED: r"declin|reject|refus|won.?t|not planned|closed|archiv",
    Status.DUPLICATE: r"duplic|merg",
    Status.OPEN: r"open|new|review|submit|idea|consider|pending",
}


@dataclass
class Mapping:
    """Which column is what; of dates written in numbers which comes first; of each status which of ours."""

    columns: dict[str, int] = field(default_factory=dict)
    remarks: list[int] = field(default_factory=list)
    order: str = OPEN
    statuses: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def guess(profile: Profile) -> Mapping:
    """What the columns seem to be, by their names; what a status means, by its words."""
    found, taken = Mapping(), set[int]()
    for role, pattern in NAMES.items():
        for column in profile.columns:
            if column.index not in taken and re.search(pattern, column.name.replace("_", " "), re.IGNORECASE):
                taken.add(column.index)
                if role in MANY:
                    found.remarks.append(column.index)
                    continue
                found.columns[role] = column.index
                break
    found.remarks = [index for index in found.remarks if not _are_numbers(profile, index)]
    found.statuses = statuses_of(profile, found.columns.get("status"))
    return found


def statuses_of(profile: Profile, column: int | None) -> dict[str, str]:
    """What each value of a column seems to mean; empty where nobody can tell."""
    values = [value for value, _count in profile.few(column) if value]
    return {value: _meant(value) for value in values}


def _meant(value: str) -> str:
    return next((to for to, pattern in WORDS.items() if re.search(pattern, value, re.IGNORECASE)), "")


def _are_numbers(profile: Profile, column: int) -> bool:
    cells = [plain(row[column]) for row in profile.rows[:200] if column < len(row) and row[column].strip()]
    return all(re.fullmatch(r"\d+", cell) for cell in cells)


def read_table(opened: Opened, mapping: Mapping) -> Read:
    """Each row as an idea. One without a key of its own is known again by what it says."""
    seen: dict[str, int] = {}
    for row in opened:
        told = _told(row.number, row.cells, mapping)
        if isinstance(told, Told) and told.key in seen:
            words = _("It stands in row %(row)d already.") % {"row": seen[told.key]}
            told = Refused(row.number, told.title[:150], words)
        elif isinstance(told, Told):
            seen[told.key] = row.number
        yield told


def _told(number: int, cells: list[str], mapping: Mapping) -> Told | Refused:
    said = {role: cells[at].strip() if at < len(cells) else "" for role, at in mapping.columns.items()}
    title = " ".join(said.get("title", "").split())
    zone = str(current_zone())
    if problem := _problem(said, title, mapping, zone):
        return Refused(number, title[:150], problem)
    key = said.get("key") or _digest(title, said)
    told = Told(
        row=number, key=f"table:{key[:70]}", title=title, status=_status(said, mapping),
        at=_moment(said.get("at", ""), mapping.order, zone),
        answered_at=_moment(said.get("answered_at", ""), mapping.order, zone),
        original=f"table:{said['original'][:70]}" if said.get("original") else "",
        voters=[Voter(f"table:{n}") for n in range(_votes(said))], remarks=_remarks(cells, mapping),
    )  # fmt: skip
    for role in TEXTS:
        setattr(told, role, said.get(role, ""))
    return told


def _problem(said: dict[str, str], title: str, mapping: Mapping, zone: str) -> str:
    """Why a row cannot come in; empty where it can."""
    if not title:
        return _("It has no title.")
    for word in filter(None, (said.get("at"), said.get("answered_at"))):
        moment = _moment(word, mapping.order, zone)
        if not moment:
            return _("“%(word)s” is no date, or can be read in two ways.") % {"word": word[:40]}
        if is_ahead(moment):
            return _("“%(word)s” has not come yet.") % {"word": word[:40]}
    votes = said.get("votes", "")
    if votes and not (re.fullmatch(r"\d{1,6}(\.0)?", votes) and _votes(said) <= MOST_VOTES):
        return _("“%(word)s” is no number of votes.") % {"word": votes[:40]}
    if not _status(said, mapping):
        return _("Its status “%(word)s” is not known.") % {"word": said["status"][:40]}
    return ""


def _status(said: dict[str, str], mapping: Mapping) -> str:
    value = plain(said.get("status", ""))
    return mapping.statuses.get(value, "") if value else Status.OPEN


def _votes(said: dict[str, str]) -> int:
    return int(float(said.get("votes") or 0))


def _moment(text: str, order: str, zone: str) -> Any:
    """The one moment that it can mean."""
    found = readings(plain(text), order, zone) if text else ()
    return found[0] if len({moment.date() for moment in found}) == 1 else None


def _digest(title: str, said: dict[str, str]) -> str:
    whole = "\n".join((title, said.get("problem", ""), said.get("at", ""), said.get("email", "")))
    return hashlib.sha256(whole.encode()).hexdigest()[:40]


def _remarks(cells: list[str], mapping: Mapping) -> list[Remark]:
    texts = [(at, cells[at].strip()) for at in mapping.remarks if at < len(cells)]
    return [Remark(f"table:{at}", "", "", text) for at, text in texts if text]
