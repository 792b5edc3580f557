"""Thanks among colleagues, and what both they and confirmed compliments bring about: the named are told."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.actions.twice import a_moment_ago
from employees.models import Employee, Line, Recognition, Team
from employees.models.recognition import SECOND_THOUGHTS
from tenants.audit.record import record

A_DAY = 20
"""So many thanks may one person give in a day: more would be noise."""
PEOPLE = 30
"""So many may be named at once, and one team: more would be a round letter."""


@transaction.atomic
def thank(
    *, by: Employee, people: Iterable[Employee], teams: Iterable[Team], words: str, outcome: str
) -> Recognition:
    """Thank colleagues for what they did, and say what it did for a customer. The same, sent again at once,
    is given back."""
    Employee.objects.select_for_update(of=("self",)).get(pk=by.pk)
    people, teams = list(people), list(teams)
    _refuse_oneself(by, people, teams)
    given = Recognition.objects.filter(
        by=by, kind=Recognition.Kind.THANKS, at__gt=timezone.now() - timedelta(days=1)
    )
    same = given.standing().filter(words=words, outcome=outcome, at__gt=a_moment_ago())
    if just_now := next((each for each in same if _names(each, people, teams)), None):
        return just_now
    if given.count() >= A_DAY:
        raise ValidationError(_("You have thanked %(n)d times in a day. Go on tomorrow.") % {"n": A_DAY})
    kind = Recognition.Kind.THANKS
    return recognise(kind=kind, by=by, people=people, teams=teams, words=words, outcome=outcome)


@transaction.atomic
def recognise(
    *, kind: str, by: Employee, people: Iterable[Employee], teams: Iterable[Team], words: str,
    outcome: str = "", language: str = "", source_path: str = "", tells: bool = True,
) -> Recognition:  # fmt: skip
    """Write down who is named and for what, and tell them, once there is no way back.

    tells: not where they are written to about the same anyhow."""
    people, teams = list(people), list(teams)
    if not (people or teams):
        raise ValidationError(_("Name somebody, or a team."))
    if len(people) > PEOPLE or len(teams) > 1:
        raise ValidationError(_("Name at most %(n)d people, or a team.") % {"n": PEOPLE})
    made = Recognition.objects.create(
        kind=kind, by=by, words=words, outcome=outcome, language=language, source_path=source_path
    )
    made.people.set(people)
    made.teams.set(teams)
    if tells:
        _tell_named(made, by, people, teams)
    return made


@transaction.atomic
def say_anew(recognition: Recognition, *, by: Employee, people: Iterable[Employee], outcome: str) -> bool:
    """Name these people for that, and no others; only those are told who were not named before. False where
    it says so already."""
    before, named = set(recognition.people.all()), set(people)
    if (before, recognition.by, recognition.outcome) == (named, by, outcome):
        return False
    recognition.by, recognition.outcome = by, outcome
    recognition.save(update_fields=["by", "outcome"])
    recognition.people.set(named)
    Line.objects.filter(to__in=before - named, path=recognition.get_absolute_url()).delete()
    _tell_named(recognition, by, named - before, [])
    record(
        "recognition.changed", subject=_subject(recognition), before={"people": _keys(before)},
        after={"people": _keys(named)},
    )  # fmt: skip
    return True


def _keys(people: Iterable[Employee]) -> list[int]:
    return sorted(person.pk for person in people)


def _subject(recognition: Recognition) -> str:
    """How the audit trail names it."""
    return f"employees.Recognition:{recognition.pk}"


def _names(given: Recognition, people: list[Employee], teams: list[Team]) -> bool:
    return set(given.people.all()) == set(people) and set(given.teams.all()) == set(teams)


def _refuse_oneself(by: Employee, people: list[Employee], teams: list[Team]) -> None:
    alone = not Employee.objects.active().filter(team__in=teams).exclude(pk=by.pk).exists()
    if by in people or (teams and not people and alone):
        raise ValidationError(_("Nobody thanks themselves: name others."))


def _tell_named(made: Recognition, by: Employee, people: Iterable[Employee], teams: list[Team]) -> None:
    of_teams = Employee.objects.active().filter(team__in=teams)
    after = timezone.now() + SECOND_THOUGHTS
    for each in {*people, *of_teams} - {by}:
        tell(
            each, "recognition.given", {"recognition": made.pk}, mine=True, line=partial(_line, made, by),
            path=made.get_absolute_url(), due_at=after,
        )  # fmt: skip


def _line(made: Recognition, by: Employee) -> str:
    if made.kind == Recognition.Kind.COMPLIMENT:
        return _("A customer praises your work: “%(words)s”") % {"words": made.words[:200]}
    if made.kind == Recognition.Kind.IDEA:
        return _("Your idea is recognised: “%(words)s”") % {"words": made.words[:200]}
    return _("%(name)s thanks you: “%(words)s”") % {"name": by.name, "words": made.words[:200]}


@transaction.atomic
def withdraw(recognition: Recognition, *, by: Employee) -> bool:
    """Take it back: it is on no page any more, and nobody is told who was not told before. False when it was
    taken back already."""
    withdrawn = recognition.withdraw(by)
    if withdrawn:
        Line.objects.filter(path=recognition.get_absolute_url()).delete()
        record("recognition.withdrawn", subject=_subject(recognition), before={"kind": recognition.kind})
    return withdrawn
