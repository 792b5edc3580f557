"""People and teams by CSV: read wholly and checked first; then all rows come in, or none. What else comes in
by CSV is read here, too."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from employees.actions import people
from employees.models import Employee, Team

COLUMNS = {
    "people": ({"email", "name"}, {"team", "admin", "language", "since"}),
    "teams": ({"name"}, {"parent", "location", "lead", "time_zone"}),
}
YES = {"1", "yes", "true", "y", "x"}
MOST = 20_000


@dataclass
class Outcome:
    """What a file would do, or did: how many are new, changed, the same, and which rows are wrong."""

    new: int = 0
    changed: int = 0
    same: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def import_csv(kind: str, text: str, *, dry_run: bool) -> Outcome:
    """Take the file in. With errors, or as a dry run, nothing is kept."""
    outcome, rows = Outcome(), read_rows(text, *COLUMNS[kind])
    if isinstance(rows, str):
        outcome.errors.append((1, rows))
        return outcome
    take = {"people": take_person, "teams": take_team}[kind]
    with transaction.atomic():
        for number, row in enumerate(rows, start=2):
            _take_row(take, number, row, outcome)
        if dry_run or outcome.errors:
            transaction.set_rollback(True)
    return outcome


def _take_row(take, number: int, row: dict[str, str], outcome: Outcome) -> None:
    try:
        with transaction.atomic():
            result = take(row)
    except ValidationError as error:
        outcome.errors.append((number, " ".join(error.messages)))
    else:
        setattr(outcome, result, getattr(outcome, result) + 1)


def read_rows(text: str, needed: set[str], allowed: set[str]) -> list[dict[str, str]] | str:
    """The rows with their columns' names in small letters; or what is wrong with the header."""
    try:
        dialect = csv.Sniffer().sniff(text[:4000], delimiters=",;\t")
        table = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    except csv.Error:
        return _("This is not a table of comma-separated values.")
    header = [name.strip().lower() for name in table[0]] if table else []
    if missing := needed - set(header):
        return _("These columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))}
    if unknown := set(header) - needed - allowed:
        return _("These columns are not known: %(names)s.") % {"names": ", ".join(sorted(unknown))}
    if len(table) > MOST:
        return _("More than 20,000 rows. Please cut the file.")
    return [dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in table[1:]]


def take_person(row: dict[str, str]) -> str:
    """Invite somebody new, or change who is known by this e-mail address."""
    email = row.get("email", "").lower()
    validate_email(email)
    if not row.get("name"):
        raise ValidationError(_("The name is missing."))
    facts: dict[str, Any] = {"name": row["name"][:150], "team": _team(row.get("team", ""))}
    if "admin" in row:
        facts["is_admin"] = row["admin"].lower() in YES
    if row.get("language"):
        facts["language"] = row["language"][:10]
    if row.get("since"):
        facts["joined_at"] = people.since(_day(row["since"]))
    known = Employee.objects.filter(email=email).first()
    if known is None:
        people.invite(email=email, **facts)
        return "new"
    if all(getattr(known, name) == value for name, value in facts.items()):
        return "same"
    for name, value in facts.items():
        setattr(known, name, value)
    people.change_employee(known)
    return "changed"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Write the day as 2024-05-31: %(text)s.") % {"text": text[:40]}) from None


def take_team(row: dict[str, str]) -> str:
    """Make a team below its parent, which stands in a row above or is known; or change it."""
    if not row.get("name"):
        raise ValidationError(_("The name is missing."))
    zone = row.get("time_zone", "")
    if zone and zone not in available_timezones():
        raise ValidationError(_("This time zone is not known: %(name)s.") % {"name": zone})
    facts = {"parent": _team(row.get("parent", "")), "location": row.get("location", "")[:150],
             "lead": _lead(row.get("lead", "")), "time_zone": zone}  # fmt: skip
    known = Team.objects.filter(name=row["name"]).first()
    if known and all(getattr(known, name) == value for name, value in facts.items()):
        return "same"
    team = known or Team(name=row["name"])
    for name, value in facts.items():
        setattr(team, name, value)
    team.full_clean()
    team.save()
    return "changed" if known else "new"


def _team(name: str) -> Team | None:
    if not name:
        return None
    found = list(Team.objects.filter(name=name)[:2])
    if len(found) != 1:
        words = _("No team is called %(name)s.") if not found else _("Several teams are called %(name)s.")
        raise ValidationError(words % {"name": name})
    return found[0]


def _lead(email: str) -> Employee | None:
    if not email:
        return None
    if found := Employee.objects.active().filter(email=email.lower()).first():
        return found
    raise ValidationError(_("Nobody has the address %(email)s.") % {"email": email})
