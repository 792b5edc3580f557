"""Who is named in a comment by an @: somebody who may see the idea, where only one can be meant."""

import re
from collections.abc import Iterator

from employees.actions.naming import Directory, Person, Reader, known_directory, words_of
from employees.models import Employee
from ideas.actions import following
from ideas.actions.news import sees
from ideas.models import Comment, Idea, Mention
from tenants.plain_letters import folded, without_accents
from tenants.queue import enqueue

MOST, CHOICES, ASKED = 10, 6, 12
"""So many are named in one comment; so many are suggested, of so many whose name begins like that."""
AT = re.compile(r"(?<![\w@.])@(?=\w)")
TYPED = re.compile(r"(?<![\w@.])@([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,2})$")


def mention(comment: Comment) -> None:
    """Keep who is named, and let those be told who were not yet."""
    known = set(comment.mentions.values_list("employee", flat=True))
    for person, said in _longest(list(named_in(comment.text, comment.idea))[:MOST]).items():
        if person.pk in known:
            comment.mentions.filter(employee=person).update(said=said[:150])
        elif person.pk != comment.by_id:
            Mention.objects.bulk_create(
                [Mention(comment=comment, employee=person, said=said[:150])], ignore_conflicts=True
            )
            following.join(comment.idea, who=person)
    if comment.mentions.filter(told_at=None).exists():
        enqueue("ideas.tasks.tell_mentioned", comment.pk)


def _longest(named: list[tuple[str, Employee]]) -> dict[Employee, str]:
    """Each of them once, by the most of their name that is written."""
    found: dict[Employee, str] = {}
    for said, person in named:
        found[person] = max(found.get(person, ""), said, key=len)
    return found


def named_in(text: str, idea: Idea) -> Iterator[tuple[str, Employee]]:
    """Each name behind an @, as it is written, with whom it means."""
    if "@" not in text:
        return
    plain, places = without_accents(text)
    reader = Reader(plain, None, "", known_directory())
    begins = {word.start: at for at, word in enumerate(reader.words)}
    for match in AT.finditer(plain):
        if (at := begins.get(match.end())) is not None:
            length, people = _meant(reader, at)
            start, end = reader.words[at].start, reader.words[at + length - 1].end
            if person := _only(people, idea):
                yield text[places[start] : places[end - 1] + 1], person


def _meant(reader: Reader, at: int) -> tuple[int, list[Person]]:
    """Those whose whole name stands here, else those who are called by its first word."""
    if named := reader.whole(at):
        return len(named[0][0]), [person for _words, person in named]
    return 1, reader.directory.first.get(reader.words[at].text, [])


def _only(people: list[Person], idea: Idea) -> Employee | None:
    """The one of them who may see the idea; none where several may."""
    if not people or len(people) > ASKED:
        return None
    found = Employee.objects.active().filter(pk__in=[person.pk for person in people])
    seeing = [person for person in found if sees(person, idea)]
    return seeing[0] if len(seeing) == 1 else None


def typed_name(text: str) -> str:
    """What stands behind the @ at the end of a text that is being typed."""
    found = TYPED.search(text[-80:])
    return found.group(1) if found else ""


def suggestions(typed: str, idea: Idea) -> list[Employee]:
    """Those whose name begins like this and who may see the idea."""
    words = tuple(word.text for word in words_of(folded(typed)))
    keys = [person.pk for person in _beginning(words, known_directory())][:ASKED] if words else []
    people = Employee.objects.active().filter(pk__in=keys).select_related("team").order_by("name", "pk")
    return [person for person in people if sees(person, idea)][:CHOICES]


def _beginning(words: tuple[str, ...], directory: Directory) -> list[Person]:
    """Those whose first names begin like this, word by word; or whose last name does."""
    found: dict[int, Person] = {}
    for first, named in directory.whole.items():
        if first.startswith(words[0]):
            found |= {person.pk: person for name, person in named if _begins(name, words)}
    for last, people in directory.last.items() if len(words) == 1 else ():
        if last.startswith(words[0]):
            found |= {person.pk: person for person in people}
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def _begins(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    *whole, last = words
    return list(name[: len(whole)]) == whole and len(name) > len(whole) and name[len(whole)].startswith(last)
