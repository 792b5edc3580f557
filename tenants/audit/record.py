import hashlib
import json
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tenants.audit.models import Entry


class Actor(NamedTuple):
    """Who acts in this request or task, kept by id and name so that the trail outlives them."""

    id: int | None
    name: Any  # a text, or what becomes one when it is recorded: a signature may cost a query
    address: str | None


NOBODY = Actor(None, "", None)
acting: ContextVar[Actor] = ContextVar("acting", default=NOBODY)


def actor_of(user: Any, address: str | None) -> Actor:
    """Whoever is signed in, or owns the key of a program; as they sign, where they act for another."""
    return Actor(user.pk, SimpleLazyObject(lambda: getattr(user, "signature", str(user))), address)


@transaction.atomic
def record(
    action: str,
    *,
    subject: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    actor: Actor | None = None,
) -> Entry:
    """Append a line to this organisation's audit trail, in the transaction of the change itself.

    The lines are chained: a lock makes them stand one after the other, and each holds the hash of the last.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ':audit'))")
    who = actor or acting.get()
    last = Entry.objects.order_by("-id").values_list("hash", flat=True).first() or ""
    entry = Entry(
        at=timezone.now(), actor_id=who.id, actor_name=str(who.name), address=who.address, action=action,
        subject=subject, before=_plain(before), after=_plain(after), previous_hash=last,
    )  # fmt: skip
    entry.hash = entry_hash(entry)
    entry.save()
    return entry


def entry_hash(entry: Entry) -> str:
    """SHA-256 over the line's facts and the hash before it, in one canonical JSON text."""
    facts = [
        entry.previous_hash, entry.at.isoformat(), entry.actor_id, entry.actor_name, entry.address,
        entry.action, entry.subject, entry.before, entry.after,
    ]  # fmt: skip
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(facts: dict[str, Any] | None) -> Any:
    """As it will be read back from JSON, so that the hash can be computed again."""
    return None if facts is None else json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
