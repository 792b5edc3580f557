"""The wall's address, and what it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.naming import names_in, words_of
from employees.models import Employee, Recognition, Wall
from tenants.audit.record import record
from tenants.plain_letters import without_accents

SHOWN, LOOKS_BACK = 20, timedelta(days=90)
LETTERS = 420
"""So much can be read from four metres at once."""
LEAST, MOST, A_SECOND = 12, 40, 14
"""Seconds a slide stands, by how many letters are read in one."""


@dataclass(frozen=True)
class Slide:
    """What the screen shows at once."""

    kind: str
    words: str
    outcome: str
    language: str
    names: list[str]
    teams: list[str]

    @property
    def letters(self) -> int:
        """How much of it is shown."""
        return min(LETTERS, len(self.words)) + len(self.outcome)

    @property
    def seconds(self) -> int:
        return min(MOST, max(LEAST, self.letters // A_SECOND))

    @property
    def length(self) -> str:
        """How much there is to read: the less, the larger it is shown."""
        return "short" if self.letters < 120 else "middle" if self.letters < 260 else "long"


@transaction.atomic
def change_wall(*, names: str, theme: str) -> Wall:
    """Say what the wall shows, and how."""
    wall, before = _locked()
    wall.names, wall.theme = names, theme
    wall.save()
    if wall.facts != before:
        record("wall.changed", subject="employees.Wall:1", before=before, after=wall.facts)
    return wall


@transaction.atomic
def renew_wall() -> Wall:
    """Make the wall's address, or make it anew: the old one opens nothing any more."""
    wall, before = _locked()
    wall.renew()
    wall.save()
    record("wall.renewed", subject="employees.Wall:1", before=before, after=wall.facts)
    return wall


@transaction.atomic
def revoke_wall() -> bool:
    """End the address; False when there is none."""
    wall, before = _locked()
    if not wall.number:
        return False
    wall.number, wall.made_at = "", None
    wall.save()
    record("wall.revoked", subject="employees.Wall:1", before=before, after=wall.facts)
    return True


def _locked() -> tuple[Wall, dict[str, object]]:
    Wall.objects.get_or_create(pk=1)
    wall = Wall.objects.select_for_update().get(pk=1)
    return wall, wall.facts


def shown_on_wall() -> list[int]:
    """The keys of what the wall shows, the newest first. What can still be taken back is not among it."""
    now = timezone.now()
    recent = Recognition.objects.settled_before(now).filter(at__gt=now - LOOKS_BACK)
    return list(recent.order_by("-at", "-id").values_list("pk", flat=True)[:SHOWN])


def slide(key: int, wall: Wall) -> Slide:
    """One of them, as the organisation lets it be shown: without any names, or with first names only."""
    found = Recognition.objects.with_names().prefetch_related("people__team").get(pk=key)
    people, is_named = list(found.people.all()), wall.names == Wall.Names.FIRST
    about = [*people, found.by]
    teams = {team.name: None for team in found.teams.all()}
    teams |= {person.team.name: None for person in people if person.team}
    return Slide(
        found.kind, without_names(found.words, about, keep_first=is_named),
        without_names(found.outcome, about, keep_first=is_named), found.language,
        [first_name(person) for person in people] if is_named else [], list(teams),
    )  # fmt: skip


def first_name(person: Employee) -> str:
    return next(iter(person.name.split()), "")


def without_names(text: str, people: Iterable[Employee], *, keep_first: bool) -> str:
    """The text with “a colleague” for each name of somebody who works here, or with first names only."""
    found, end = [], 0
    called = {word for person in people for word in _names_of(person)}
    for start, stop in _spans(text, called):
        found += [text[end:start], _instead(text, start, text[start:stop], called, keep_first)]
        end = stop
    return "".join(found) + text[end:]


def _names_of(person: Employee) -> list[str]:
    return [word.text for word in words_of(without_accents(person.name)[0]) if len(word.text) > 1]


def _spans(text: str, called: set[str]) -> list[tuple[int, int]]:
    """Where names stand: of those it is about each word, of others what is known as a name; what touches is
    one."""
    plain, places = without_accents(text)
    spans = [(name.start, name.end) for name in names_in(text) if name.people]
    spans += [
        (places[word.start], places[word.end - 1] + 1) for word in words_of(plain)
        if word.text in called and (plain[word.start].isupper() or len(word.text) > 3)
    ]  # fmt: skip
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _instead(text: str, start: int, said: str, called: set[str], keep_first: bool) -> str:
    first, *others = said.split()
    if keep_first and (not others or without_accents(first)[0].lower() in called):
        return first
    begins = not text[:start].strip() or text[:start].rstrip()[-1] in ".!?…:"
    colleague = _("a colleague")
    return colleague[:1].upper() + colleague[1:] if begins else colleague
