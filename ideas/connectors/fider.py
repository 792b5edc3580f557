"""The backup that Fider makes of a site: a ZIP with a JSON list for each of its tables."""

import json
import re
import zipfile
from collections import defaultdict
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from feedback.connectors.sheet import BadFile
from ideas.actions.told import Read, Refused, Remark, Told, Voter, is_ahead, legible
from ideas.models import Idea

Row = dict[str, Any]
TABLES = ("posts", "users", "post_votes", "comments", "statuses")
NEEDED = ("posts", "users")
UNPACKED = 300 * 1024 * 1024
Status = Idea.Status
STATUSES: dict[str, str] = {
    "0": Status.OPEN, "1": Status.STARTED, "2": Status.COMPLETED, "3": Status.DECLINED, "4": Status.PLANNED,
    "5": Status.DUPLICATE,
}  # fmt: skip
"""By number, as Fider keeps them; 6 is deleted."""
DELETED = "6"
DATES = ("created_at", "response_date")
MENTION = re.compile(r'@\{"id":\s*\d+,\s*"name":\s*"([^"]*)"[^}]*\}')


def is_backup(file: IO[bytes]) -> bool:
    """Whether it is a ZIP with Fider's tables."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return all(f"{name}.json" in names for name in NEEDED)


def read_backup(file: IO[bytes]) -> Read:
    """Its posts, with who voted and what was said; those that were deleted are left out. BadFile."""
    found = _tables(file)
    people = {_text(row, "id"): row for row in found["users"]}
    votes, comments = defaultdict(list), defaultdict(list)
    for row in found["post_votes"]:
        votes[_text(row, "post_id")].append(_voter(row, people))
    for row in found["comments"]:
        if not row.get("deleted_at") and _text(row, "content").strip():
            comments[_text(row, "post_id")].append(_remark(row, people))
    named = _statuses(found["statuses"])
    for number, row in enumerate(found["posts"], 1):
        key = _text(row, "id")
        yield from _post(number, row, people, named, votes[key], comments[key])


def _tables(file: IO[bytes]) -> dict[str, list[Row]]:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise BadFile(_("This file is too large when it is unpacked."))
            names = set(packed.namelist())
            read = {name: _rows(packed, f"{name}.json") for name in TABLES if f"{name}.json" in names}
    except (zipfile.BadZipFile, OSError, ValueError, RecursionError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(_("This backup is damaged. Make it anew in Fider and send that.")) from error
    return {name: read.get(name, []) for name in TABLES}


def _rows(packed: zipfile.ZipFile, name: str) -> list[Row]:
    read = json.loads(packed.read(name))
    return [row for row in read if isinstance(row, dict)] if isinstance(read, list) else []


def _statuses(rows: list[Row]) -> dict[str, str]:
    """Those that a site has made itself, by key and by name: what each means."""
    found = dict(STATUSES)
    for row in rows:
        meant = next((name for name in (_text(row, "kind"), _text(row, "slug")) if name in Status.values), "")
        if meant:
            found |= {_text(row, "id"): meant, _text(row, "slug"): meant}
    return found


def _post(
    number: int, row: Row, people: dict[str, Row], named: dict[str, str], votes: list[Voter],
    comments: list[Remark],
) -> Read:  # fmt: skip
    title = " ".join(_text(row, "title").split())
    status = next((_text(row, name) for name in ("status", "status_slug", "status_id") if name in row), "0")
    if status in (DELETED, "deleted"):
        return
    if not title:
        yield Refused(number, "", _("It has no title."))
    elif status not in named and status not in Status.values:
        yield Refused(number, title[:150], _("Its status “%(word)s” is not known.") % {"word": status[:40]})
    elif word := next((row[name] for name in DATES if is_ahead(_moment(row, name))), ""):
        yield Refused(number, title[:150], _("“%(word)s” has not come yet.") % {"word": str(word)[:40]})
    else:
        author = people.get(_text(row, "user_id"), {})
        yield Told(
            row=number, key=f"fider:{_text(row, 'id')}", title=title, problem=_words(row, "description"),
            name=_text(author, "name"), email=_text(author, "email"), at=_moment(row, "created_at"),
            status=named.get(status, status), reason=_words(row, "response"),
            answered_at=_moment(row, "response_date"), voters=votes, remarks=comments,
            original=f"fider:{original}" if (original := _text(row, "original_id")) else "",
        )  # fmt: skip


def _voter(row: Row, people: dict[str, Row]) -> Voter:
    key = _text(row, "user_id")
    return Voter(f"fider:{key}", _text(people.get(key, {}), "email"), _said_at(row))


def _remark(row: Row, people: dict[str, Row]) -> Remark:
    by = people.get(_text(row, "user_id"), {})
    return Remark(
        f"fider:{_text(row, 'id')}", _text(by, "name"), _text(by, "email"), _words(row, "content"),
        _said_at(row),
    )  # fmt: skip


def _text(row: Row, name: str) -> str:
    """Fider writes a text of digits as a number."""
    value = row.get(name)
    return "" if value is None or isinstance(value, (dict, list)) else legible(str(value))


def _words(row: Row, name: str) -> str:
    """A text with the people it mentions by their names."""
    return MENTION.sub(r"@\1", _text(row, name)).strip()


def _moment(row: Row, name: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(row, name))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _said_at(row: Row) -> datetime | None:
    """A vote or a comment of a day that has not come yet is kept, without it."""
    found = _moment(row, "created_at")
    return None if is_ahead(found) else found
