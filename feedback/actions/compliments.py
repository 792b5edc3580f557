"""Compliments become recognition: names are found by a program, and confirmed by a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions import recognising
from employees.actions.naming import Directory, Found, names_in, read_directory
from employees.models import Employee, Recognition, Team
from feedback.actions.identity import identifying
from feedback.actions.sharing import without_customer
from feedback.models import Compliment, ReadThrough, Response
from feedback.models.responses import ResponseQuerySet
from tenants.audit.record import record
from tenants.keys import least_uuid7

LOOKS_BACK = timedelta(days=60)
"""So far back the first reading goes: praise that is older is no news."""
OVERLAP = timedelta(minutes=30)
"""Read again each time: an answer may be written later than its key was made."""
BATCH = 1_000


def find_compliments() -> int:
    """Read the praise that has come in since the last time, and keep what names somebody; how many."""
    now = timezone.now()
    through = ReadThrough.objects.filter(pk=1).values_list("at", flat=True).first()
    since = through - OVERLAP if through else now - LOOKS_BACK
    directory, unread, found = None, _unread(since), 0
    while batch := list(islice(unread, BATCH)):
        directory = directory or read_directory()
        new = [made for row in batch if (made := _naming(row, directory))]
        Compliment.objects.bulk_create(new, ignore_conflicts=True)
        found += len(new)
    ReadThrough.objects.update_or_create(pk=1, defaults={"at": now})
    return found


def _unread(since: datetime) -> Iterator[Response]:
    unread = _praise(Response.objects.filter(pk__gte=least_uuid7(since), compliment=None))
    rows = unread.select_related("customer").order_by("pk")
    return rows.only("comment", "language", "team", "customer__name", "customer__salutation").iterator(BATCH)


def _praise(responses: ResponseQuerySet) -> ResponseQuerySet:
    """Those in which somebody may be praised in words. A danger is shown to nobody."""
    safe = Q(case=None) | Q(case__danger="")
    return responses.shown().praising().filter(safe).exclude(comment="")


def _naming(response: Response, directory: Directory) -> Compliment | None:
    names = found_names(response, directory)
    return Compliment(response=response, names=names) if names else None


def found_names(response: Response, directory: Directory | None = None) -> list[dict[str, Any]]:
    """Whom the words may name. What names the customer themselves, as far as it can be told, is left out."""
    customer = response.customer
    own = identifying(response.comment, names=[customer.name, customer.salutation] if customer else [])
    found = names_in(response.comment, team=response.team_id, language=response.language, directory=directory)
    theirs = [name for name in found if not any(s.start < name.end and name.start < s.end for s in own)]
    return list({_as_kept(name)["said"].casefold(): _as_kept(name) for name in theirs}.values())


def _as_kept(found: Found) -> dict[str, Any]:
    return {"said": found.said[:100], "people": list(found.people), "teams": list(found.teams)}


def confirmable(user: Employee) -> ResponseQuerySet:
    """The responses of which this person may say whom they praise: the champion all, a lead those of the
    teams below. A poor one praises nobody."""
    praise = _praise(Response.objects.visible_to(user))
    return praise if "champion" in user.roles else praise.filter(team__in=Team.objects.led_by(user))


def may_recognise(response: Response, user: Employee) -> bool:
    """Whether this person may say whom it praises, and nobody has said so yet."""
    if not user.has_perm("feedback.confirm_compliment"):
        return False
    unsettled = confirmable(user).filter(compliment__settled_at=None)
    return unsettled.filter(pk=response.pk).exists()


@transaction.atomic
def confirm(
    response: Response, *, people: Iterable[Employee], teams: Iterable[Team], words: str, by: Employee
) -> Compliment | None:
    """Say whom a customer praises: they are told, and all staff read the words; what identifies the
    customer is taken out of them once more. None where it was settled before, or must not be read. Nobody
    confirms their own praise."""
    people = list(people)
    if by in people:
        raise ValidationError(_("It names you: somebody else has to confirm it."))
    compliment = _locked(response)
    if compliment.settled_at or not _praise(Response.objects.filter(pk=response.pk)).exists():
        return None
    compliment.recognition = recognising.recognise(
        kind=Recognition.Kind.COMPLIMENT, by=by, people=people, teams=teams,
        words=without_customer(words, response)[:1000], language=response.language,
        source_path=response.get_absolute_url(),
    )  # fmt: skip
    _settle(compliment, by)
    record("compliment.confirmed", subject=_subject(response), after=_named(compliment.recognition))
    return compliment


@transaction.atomic
def names_nobody(response: Response, *, by: Employee) -> Compliment | None:
    """Take it off the list: it praises nobody in particular. None where it was settled before."""
    compliment = _locked(response)
    if compliment.settled_at:
        return None
    _settle(compliment, by)
    return compliment


@transaction.atomic
def undo(compliment: Compliment, *, by: Employee) -> bool:
    """Take back what was said: the recognition is on no page any more, and the compliment waits again. False
    when it waits already."""
    found = Compliment.objects.settled().select_for_update(of=["self"]).filter(pk=compliment.pk).first()
    if found is None:
        return False
    if found.recognition:
        recognising.withdraw(found.recognition, by=by)
    found.recognition = found.settled_at = found.settled_by = None
    found.save(update_fields=["recognition", "settled_at", "settled_by"])
    record("compliment.undone", subject=_subject(found.response))
    return True


@transaction.atomic
def take_back_of(response: Response, *, by: Employee) -> bool:
    """What must not be read is nobody's recognition either; it waits for a name until it may be read again.
    False where nobody was named."""
    found = Compliment.objects.filter(response=response, recognition__isnull=False).first()
    return bool(found and undo(found, by=by))


def _locked(response: Response) -> Compliment:
    Response.objects.select_for_update(of=["self"]).get(pk=response.pk)
    return Compliment.objects.get_or_create(response=response, defaults={"names": found_names(response)})[0]


def _settle(compliment: Compliment, by: Employee) -> None:
    compliment.settled_at, compliment.settled_by = timezone.now(), by
    compliment.save(update_fields=["recognition", "settled_at", "settled_by"])


def _named(recognition: Recognition) -> dict[str, Any]:
    keys = {name: getattr(recognition, name).values_list("pk", flat=True) for name in ("people", "teams")}
    return {name: sorted(found) for name, found in keys.items()}


def _subject(response: Response) -> str:
    return f"feedback.Response:{response.pk}"
