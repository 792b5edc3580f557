"""The newsletter: gathered for a week, edited by a person, sent once to all who wish to get it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.models import Employee, FrontlineDay, ProgrammeDate, SignUp
from feedback.actions.learnings import nameless
from feedback.models import Learning, Newsletter, NewsletterItem, Share
from tenants.audit.record import record
from tenants.outbox.emit import emit_many, event
from tenants.queue import enqueue

MOST = 8
"""Of each kind: a letter that is read has an end."""
AHEAD = timedelta(weeks=4)
BATCH = 500
Kind = NewsletterItem.Kind


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def draft(*, week: date, by: Employee, language: str, title: str = "") -> Newsletter:
    """The newsletter of the week in which this day lies, with all that was gathered; the one that is there
    already, sent or not, where there is one."""
    facts = {"title": title or str(_("What we learned from customers")), "language": language, "made_by": by}
    made, is_new = Newsletter.objects.get_or_create(week=monday(week), defaults=facts)
    if is_new:
        gather(made)
    return made


@transaction.atomic
def gather(newsletter: Newsletter) -> int:
    """Add what is not in it yet, behind what is there; how many pieces came. None where it was sent."""
    found = Newsletter.objects.select_for_update().drafts().filter(pk=newsletter.pk).first()
    if found is None:
        return 0
    known = {(kind, key) for item in found.items.all() for kind, key in _sources(item)}
    last = found.items.aggregate(last=Max("position"))["last"] or 0
    new = [item for item in _candidates(found) if not known & set(_sources(item))]
    for position, item in enumerate(new, last + 1):
        item.newsletter, item.position = found, position
    NewsletterItem.objects.bulk_create(new)
    return len(new)


def _sources(item: NewsletterItem) -> Iterator[tuple[str, int]]:
    for name in ("share", "learning", "sign_up", "day", "date"):
        if key := getattr(item, f"{name}_id"):
            yield name, key


def _candidates(newsletter: Newsletter) -> Iterator[NewsletterItem]:
    """The newest of each kind, of the week; and the dates of the weeks behind it."""
    span, usual = newsletter.span, newsletter.language
    for learning in Learning.objects.standing().filter(at__range=span)[:MOST]:
        yield _item(Kind.CUSTOMER, learning.text, learning.language or usual, learning=learning)
    for told in SignUp.objects.told().filter(learned_at__range=span).order_by("-learned_at")[:MOST]:
        yield _item(Kind.PROGRAMME, nameless(told.learned, None), told.language or usual, sign_up=told)
    for day in FrontlineDay.objects.filter(at__range=span)[:MOST]:
        yield _item(Kind.FRONTLINE, nameless(day.saw, None), day.language or usual, day=day)
    for share in _highlights(span):
        yield _item(Kind.NEWS, share.text, share.response.language or usual, share=share)
    ahead = ProgrammeDate.objects.ahead().filter(starts__lt=span[1] + AHEAD).select_related("programme")
    for date_ahead in ahead.order_by("starts")[:MOST]:
        yield _item(Kind.DATE, date_ahead.programme.teaches, usual, date=date_ahead)


def _highlights(span: tuple[Any, Any]) -> list[Share]:
    """Good news and bad in turn, as many of one as of the other where there are."""
    shares = Share.objects.visible().filter(shared_at__range=span).select_related("response")
    good, bad = (list(shares.filter(is_good=is_good)[: MOST // 2]) for is_good in (True, False))
    return [share for pair in zip(good, bad, strict=False) for share in pair] + (
        good[len(bad) :] + bad[len(good) :]
    )


def _item(kind: str, text: str, language: str, **source: Any) -> NewsletterItem:
    return NewsletterItem(kind=kind, text=text, language=language, **source)


@transaction.atomic
def edit(newsletter: Newsletter, facts: dict[str, Any], items: Iterable[dict[str, Any]]) -> bool:
    """Keep what the editor changed: each item by its `id`, in the order of `position`. False where it was
    sent meanwhile."""
    found = Newsletter.objects.select_for_update().drafts().filter(pk=newsletter.pk).first()
    if found is None:
        return False
    Newsletter.objects.filter(pk=found.pk).update(**facts)
    for changed in items:
        key = changed.pop("id")
        NewsletterItem.objects.filter(newsletter=found, pk=key).update(**changed)
    for position, item in enumerate(found.items.order_by("position", "id"), 1):
        NewsletterItem.objects.filter(pk=item.pk).update(position=position)
    newsletter.refresh_from_db()
    return True


@transaction.atomic
def discard(newsletter: Newsletter) -> bool:
    """Throw a draft away; False where it was sent."""
    found = Newsletter.objects.select_for_update().drafts().filter(pk=newsletter.pk).first()
    if found is None:
        return False
    record("newsletter.discarded", subject=subject(found), before={"week": found.week, "title": found.title})
    found.delete()
    return True


def wishing() -> Any:
    """Who gets it: all who work here and did not say no."""
    return Employee.objects.active().filter(newsletter=True).exclude(email="")


@transaction.atomic
def send(newsletter: Newsletter, *, by: Employee) -> bool:
    """Send it, once: a task writes the mails. False where it was sent before, or is empty."""
    found = Newsletter.objects.select_for_update().drafts().filter(pk=newsletter.pk).first()
    if found is None or not (found.introduction or found.items.shown().exists()):
        return False
    facts = {"sent_at": timezone.now(), "sent_by": by, "readers": wishing().count()}
    Newsletter.objects.filter(pk=found.pk).update(**facts)
    record("newsletter.sent", subject=subject(found), after={"readers": facts["readers"]})
    enqueue("feedback.tasks.newsletters.deliver", found.pk)
    newsletter.refresh_from_db()
    return True


@transaction.atomic
def write_batch(pk: int) -> int:
    """The mails of the next readers, and how far it got, in one transaction: whoever goes on after a crash
    writes to nobody twice. 0 when all are written."""
    found = Newsletter.objects.select_for_update().sent().filter(pk=pk).first()
    if found is None:
        return 0
    behind = wishing().filter(pk__gt=found.reached).order_by("pk")
    readers = list(behind.values_list("pk", "email", "language")[:BATCH])
    emit_many(letter_to(found, key, email, language) for key, email, language in readers)
    if readers:
        found.reached, found.written = readers[-1][0], found.written + len(readers)
        found.save(update_fields=["reached", "written"])
    return len(readers)


def letter_to(newsletter: Newsletter, key: int, email: str, language: str) -> Any:
    """The outbox row of one reader's mail, not yet written."""
    payload: dict[str, object] = {"newsletter": newsletter.pk, "employee": key}
    return event("newsletter.issue", payload, to=email, language=language)


@transaction.atomic
def send_proof(newsletter: Newsletter, *, to: Employee) -> None:
    """The mail as readers will get it, to its editor."""
    emit_many([letter_to(newsletter, to.pk, to.email, to.language)])


def subject(newsletter: Newsletter) -> str:
    """How the audit trail names it."""
    return f"feedback.Newsletter:{newsletter.pk}"
