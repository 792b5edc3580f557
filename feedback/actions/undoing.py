"""An import taken back as a whole, in batches. What somebody has answered since stays, and is named."""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from employees.models import Commitment
from feedback.actions.storing import lease
from feedback.models import Case, Customer, Identifier, Import, Overwritten, Response, mark
from tenants.outbox.models import Event

BATCH = 5_000
RESTORE = """
UPDATE feedback_response r SET (touchpoint_id, team_id, customer_id, metric, scale, score, answers, comment,
                                language, received_at, day, digest)
    = (SELECT b.touchpoint_id, b.team_id, b.customer_id, b.metric, b.scale, b.score, b.answers, b.comment,
              b.language, b.received_at, b.day, b.digest FROM jsonb_populate_record(r, o.before) AS b)
FROM feedback_overwritten o WHERE o.response_id = r.id AND o.id = ANY(%s::bigint[])
"""
UNTEACH = """
UPDATE feedback_customer c SET name = CASE WHEN c.name = t.name THEN '' ELSE c.name END,
    language = CASE WHEN c.language = t.language THEN '' ELSE c.language END
FROM feedback_taught t WHERE t.id = ANY(%s::bigint[]) AND c.id = t.customer_id
"""
DELETE = "DELETE FROM feedback_response WHERE id = ANY(%s::uuid[])"
DELETE_COMPLIMENTS = "DELETE FROM feedback_compliment WHERE response_id = ANY(%s::uuid[])"
DELETE_ISSUES = "DELETE FROM feedback_importissue WHERE response_id = ANY(%s::uuid[])"


def kept_by_undo(imported: Import) -> QuerySet[Response]:
    """The responses of an import that its undo leaves: somebody has answered or worked on their case, shared
    them, cited them, said whom they praise, or the customer wrote again."""
    facts = (
        "answered_at",
        "closed_at",
        "analysed_at",
        "share_declined_at",
        "messages",
        "events",
        "opened_by",
    )
    worked_on = Q()
    for fact in facts:
        worked_on |= Q(**{f"{fact}__isnull": False})
    cases = Case.objects.filter(worked_on, response__imported=imported).values("response")
    kept = Q(pk__in=cases) | Q(share__isnull=False) | Q(invitation__isnull=False) | Q(citation__isnull=False)
    return imported.responses.filter(kept | Q(compliment__settled_at__isnull=False))


def undo(imported: Import) -> dict[str, int]:
    """Take back what the import brought; safe to begin again. How much was removed, restored and kept."""
    removed = restored = 0
    while count := _remove_batch(imported):
        removed += count
    while count := _restore_batch(imported):
        restored += count
    with transaction.atomic():
        _remove_customers(imported)
        _unteach(imported)
    kept = imported.responses.count()
    return {"removed": removed, "restored": restored, "kept": kept}


@transaction.atomic
def _remove_batch(imported: Import) -> int:
    going = imported.responses.exclude(pk__in=kept_by_undo(imported).values("pk"))
    rows = list(going.order_by("pk").values_list("pk", "day", "post_id")[:BATCH])
    if not rows:
        return 0
    keys = [pk for pk, _day, _post in rows]
    for post in {post for _pk, _day, post in rows}:
        mark(post, [day for _pk, day, place in rows if place == post])
    _remove_cases(keys)
    with connection.cursor() as cursor:
        cursor.execute(DELETE_ISSUES, [keys])
        cursor.execute(DELETE_COMPLIMENTS, [keys])
        cursor.execute(DELETE, [keys])
    Import.objects.filter(pk=imported.pk).update(claimed_until=lease())
    return len(rows)


def _remove_cases(responses: list) -> None:
    """Their cases, with the promises and what waits to be told of them."""
    cases = Case.objects.filter(response__in=responses)
    keys = dict(cases.values_list("pk", "commitment"))
    if not keys:
        return
    Event.objects.filter(name__startswith="case.", payload__case__in=list(keys), sent_at=None).delete()
    cases.delete()
    Commitment.objects.filter(pk__in=keys.values()).delete()


@transaction.atomic
def _restore_batch(imported: Import) -> int:
    """Give responses that the import changed their former facts back."""
    rows = list(Overwritten.objects.filter(imported=imported).select_related("response")[:BATCH])
    keys = [row.pk for row in rows]
    days = [(row.response.post_id, row.response.day) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(RESTORE, [keys])
    changed = Response.objects.filter(pk__in=[row.response_id for row in rows])
    days += list(changed.values_list("post_id", "day"))
    for post in {post for post, _day in days}:
        mark(post, [day for place, day in days if place == post])
    Overwritten.objects.filter(pk__in=keys).delete()
    imported.issues.filter(response__in=[row.response_id for row in rows]).delete()
    return len(rows)


def _remove_customers(imported: Import) -> None:
    """Customers who came with the import and of whom nothing else is known."""
    idle = imported.customers.filter(
        responses=None, invitations=None, consents=None, learnings=None, merged=None, merged_into=None
    )
    for path in settings.CUSTOMERS_KNOWN:
        idle = idle.exclude(pk__in=import_string(path)())
    keys = list(idle.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        Identifier.objects.filter(customer__in=part).delete()
        Customer.objects.filter(pk__in=part).delete()


def _unteach(imported: Import) -> None:
    """What the import told of customers who were known before: names and languages that nobody changed since,
    and what else they are known by. Whoever has an answer of it that stays keeps all."""
    staying = imported.responses.filter(customer__isnull=False).values("customer")
    known_before = imported.identifiers.exclude(customer__in=staying).exclude(customer__imported=imported)
    known_before.delete()
    keys = list(imported.taught.exclude(customer__in=staying).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(UNTEACH, [keys])
    imported.taught.all().delete()
