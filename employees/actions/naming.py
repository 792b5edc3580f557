"""Which of our people and teams a text names. It proposes; a person decides.

Names are looked for without accents and case, as whole words. A name that is a word of the language as well
is taken for a name only where it stands like one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from employees.actions.given_names import IN_A_MONTH, MONTHS, OTHERS, PLAIN_WORDS, TITLES
from employees.models import Employee, Team
from tenants.memory import Remembered
from tenants.plain_letters import without_accents

WORD = re.compile(r"[^\W_]+(?:['’-][^\W\d_]{2,})*")
SENTENCE_BEGINS = re.compile(r"(?:^|[.!?…:;\n])[\s\"“«(]*$")
ACTS = re.compile(r"\s+(?:was|were|is|has|had|helped|made|took|gave|went|did|who|at|from|and [A-Z])\b")
"""What follows a name, and not the word that looks like one: Will was, Mark helped."""
ADDRESSED = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "nurse", "sister", "doctor", "matron"})
CHOICES = 8
INFLECTING = {"hu": 4, "ru": 2}
"""Languages that lengthen a name, and by how many letters at most."""


class Person(NamedTuple):
    """Somebody who works here, as far as names go."""

    pk: int
    name: str
    team: int | None


class Word(NamedTuple):
    """A word of a text, without accents and small, and where it stands in the plain text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """A name in a text, and who may be meant: one, or several to choose from. `start` and `end` are its place
    in the text."""

    said: str
    start: int
    end: int
    people: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Only one can be meant."""
        return len(self.people) + len(self.teams) == 1


@dataclass
class Directory:
    """The names of all who work here and of the teams, to be looked up by their first word."""

    whole: dict[str, list[tuple[tuple[str, ...], Person]]] = field(default_factory=lambda: defaultdict(list))
    first: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    last: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    teams: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=lambda: defaultdict(list))

    def add_person(self, person: Person) -> None:
        words = tuple(word.text for word in words_of(without_accents(person.name)[0]))
        if not words:
            return
        self.whole[words[0]].append((words, person))
        for called in {words[0], *OTHERS.get(words[0], ())}:
            self.first[called].append(person)
        if len(words) > 1:
            self.last[words[-1]].append(person)

    def add_team(self, key: int, name: str) -> None:
        if words := tuple(word.text for word in words_of(without_accents(name)[0])):
            self.teams[words[0]].append((words, key))


def read_directory() -> Directory:
    """Of those who work here today."""
    made = Directory()
    for row in Employee.objects.active().order_by("pk").values_list("pk", "name", "team"):
        made.add_person(Person(*row))
    for key, name in Team.objects.order_by("pk").values_list("pk", "name"):
        made.add_team(key, name)
    return made


known_directory = Remembered(read_directory)


def words_of(plain: str) -> list[Word]:
    """The words of a text that has no accents; possessives without their end."""
    found = []
    for match in WORD.finditer(plain):
        text = re.sub(r"['’]s$", "", match.group().lower())
        found.append(Word(text, match.start(), match.start() + len(text)))
    return found


def names_in(
    text: str, *, team: int | None = None, language: str = "", directory: Directory | None = None
) -> list[Found]:
    """The names in a text, in its order. Of several who are called alike those of `team` come first, and
    where it has just one, that one is proposed; otherwise all are choices."""
    plain, places = without_accents(text)
    reader = Reader(plain, team, language, directory or known_directory())
    return [
        Found(text[places[start] : places[end - 1] + 1], places[start], places[end - 1] + 1, people, teams)
        for start, end, people, teams in reader.found()
    ]


class Reader:
    """Goes through a text once, word by word; the longest name at a place counts."""

    def __init__(self, plain: str, team: int | None, language: str, directory: Directory) -> None:
        self.plain, self.team, self.directory = plain, team, directory
        self.words, self.longer = words_of(plain), INFLECTING.get(language[:2], 0)

    def found(self) -> Iterator[tuple[int, int, tuple[int, ...], tuple[int, ...]]]:
        at = 0
        while at < len(self.words):
            length, people, teams = self.at(at)
            if length:
                last = self.words[at + length - 1]
                yield self.words[at].start, last.end, people, teams
            at += max(1, length)

    def at(self, at: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """How many words the name here has, and whom it may mean."""
        if named := self.whole(at):
            return len(named[0][0]), self.choices([person for _words, person in named]), ()
        if (team := self.team_name(at)) and (len(team[0]) > 1 or self.stands_like_a_name(at)):
            return len(team[0]), (), (team[1],)
        if people := self.by_title(at):
            return 2, self.choices(people), ()
        people = self.called(at)
        if people and self.stands_like_a_name(at):
            return 1, self.choices(people), ()
        return 0, (), ()

    def whole(self, at: int) -> list[tuple[tuple[str, ...], Person]]:
        """Those whose whole name, of two words or more, stands here."""
        named = [
            each for each in self.directory.whole.get(self.words[at].text, ())
            if len(each[0]) > 1 and self.follow(at, each[0])
        ]  # fmt: skip
        most = max((len(words) for words, _person in named), default=0)
        return [each for each in named if len(each[0]) == most]

    def team_name(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """The team whose name stands here, that of the text before others; the longest name."""
        named = [
            each for each in self.directory.teams.get(self.words[at].text, ()) if self.follow(at, each[0])
        ]
        return max(named, key=lambda each: (len(each[0]), each[1] == self.team), default=None)

    def follow(self, at: int, words: tuple[str, ...]) -> bool:
        return tuple(word.text for word in self.words[at : at + len(words)]) == words

    def by_title(self, at: int) -> list[Person]:
        """Mrs Rowlands: a last name behind a form of address."""
        if self.words[at].text not in ADDRESSED or at + 1 >= len(self.words):
            return []
        return self.directory.last.get(self.words[at + 1].text, [])

    def called(self, at: int) -> list[Person]:
        """Those who are called by this word, as it is or with what the language hangs on it."""
        word, first = self.words[at].text, self.directory.first
        if word in first:
            return first[word]
        shortest = max(4, len(word) - self.longer)
        stems = (word[:end] for end in range(len(word) - 1, shortest - 1, -1)) if self.longer else ()
        return next((first[stem] for stem in stems if stem in first), [])

    def stands_like_a_name(self, at: int) -> bool:
        """Whether this is the name, and not a word that looks like it."""
        word = self.words[at]
        is_large = self.plain[word.start].isupper() or not self.plain[word.start].isalpha()
        if word.text in TITLES or len(word.text) < 2:
            return False
        if word.text in MONTHS and IN_A_MONTH.search(self.plain, 0, word.start):
            return False
        if word.text in PLAIN_WORDS or word.text in self.directory.teams:
            begins = SENTENCE_BEGINS.search(self.plain, 0, word.start)
            return is_large and bool(not begins or ACTS.match(self.plain, word.end))
        return is_large or len(word.text) > 2

    def choices(self, people: list[Person]) -> tuple[int, ...]:
        """The one of the team that is spoken of, where it has just one of that name; else some to choose
        from, the team's own first."""
        own = [person.pk for person in people if person.team == self.team and self.team is not None]
        if len(own) == 1:
            return (own[0],)
        return tuple(dict.fromkeys([*own, *(person.pk for person in people)]))[:CHOICES]
