"""Customers are invited to take part on a board; their links are renewed, and taken back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from feedback.models import Customer, Identifier
from feedback.models.customers import CustomerQuerySet
from ideas.models import Board, PanelMember
from ideas.models.panel import TO_AGREE, Fate
from tenants.audit.record import record
from tenants.here import current_organisation
from tenants.outbox.emit import emit

TAKE_PART, MAILS = "panel", "panel_mail"
"""The purposes to which customers say yes or no: to take part on a board, and to mails about it."""
TO_BE_ASKED = ("reply", "survey", TAKE_PART, MAILS)
REMIND_AFTER, RENEW_AFTER = timedelta(days=7), timedelta(days=1)
Fates = dict[int, Fate]
"""What becomes of each customer."""


def foresee(board: Board, customers: Iterable[Customer]) -> Fates:
    """What `invite_customers` would do with them now; nothing is written."""
    keys = {customer.pk for customer in customers}
    known = Customer.objects.filter(pk__in=keys)
    said_no = board.members.filter(Q(left_at__isnull=False) | Q(stopped_at__isnull=False), customer__in=keys)
    no = _keys_of(known.refusing(TO_BE_ASKED)) | set(said_no.values_list("customer", flat=True))
    asked = _keys_of(known.asked_lately())
    members = board.members.filter(customer__in=keys, ended_at=None, left_at=None)
    there = set(members.values_list("customer", flat=True))
    reached = _addresses(keys)

    def fate(key: int) -> Fate:
        for name, some in ((Fate.MEMBER, there), (Fate.REFUSED, no), (Fate.THROTTLED, asked)):
            if key in some:
                return name
        return Fate.INVITED if key in reached else Fate.UNREACHABLE

    return {key: fate(key) for key in keys}


def _keys_of(customers: CustomerQuerySet) -> set[int]:
    return set(customers.values_list("pk", flat=True))


def invited_since(moment: datetime) -> QuerySet:
    """The keys of customers who were invited to a board since then."""
    return PanelMember.objects.filter(invited_at__gt=moment).order_by().values("customer")


def _addresses(keys: set[int]) -> dict[int, str]:
    found = Identifier.objects.filter(customer__in=keys, kind=Identifier.Kind.EMAIL).order_by("-pk")
    return dict(found.values_list("customer", "value"))


@transaction.atomic
def invite_customers(board: Board, *, customers: Iterable[Customer], by: Employee) -> Fates:
    """Send each a link of their own, that holds for 30 days. Nobody is asked twice within 30 days, also when
    two ask at once; who said no is not asked. Asked again at once, the same is told again."""
    keys = sorted({customer.pk for customer in customers})
    locked = list(Customer.objects.present().select_for_update().filter(pk__in=keys).order_by("pk"))
    fates, addresses = foresee(board, locked), _addresses(set(keys))
    just_now = board.members.filter(customer__in=keys, invited_by=by, invited_at__gt=a_moment_ago())
    again = set(just_now.values_list("customer", flat=True))
    for customer in locked:
        if fates[customer.pk] == Fate.INVITED:
            _invite(board, customer, addresses[customer.pk], by)
    return fates | dict.fromkeys(again, Fate.INVITED)


def _invite(board: Board, customer: Customer, email: str, by: Employee) -> None:
    now, known = timezone.now(), board.members.filter(customer=customer).first()
    holds = known.holds_for if known else TO_AGREE
    facts = {
        "email": email, "language": customer.language or current_organisation().language, "invited_by": by,
        "invited_at": now, "link_until": now + holds, "reminded_at": None, "ended_at": None,
        "stopped_at": None,
    }  # fmt: skip
    member, is_new = PanelMember.objects.update_or_create(board=board, customer=customer, defaults=facts)
    if not is_new:
        _new_number(member)
    record("panel.invited", subject=f"ideas.PanelMember:{member.pk}", after={"board": board.pk})
    _write(member, "panel.invited")


def _new_number(member: PanelMember) -> None:
    """From now on older links of theirs open nothing."""
    PanelMember.objects.filter(pk=member.pk).update(number=F("number") + 1)
    member.refresh_from_db()


def _write(member: PanelMember, event: str) -> None:
    PanelMember.objects.filter(pk=member.pk).update(sent_at=timezone.now())
    emit(event, {"member": member.pk}, to=member.email, language=member.language)


@transaction.atomic
def renew_link(member: PanelMember) -> bool:
    """Send a new link, as the old one is lost or over; False for who said no, may not agree any more, or got
    one within a day."""
    free = PanelMember.objects.sent_links().filter(sent_at__lte=timezone.now() - RENEW_AFTER)
    locked = free.select_for_update(of=("self",)).filter(pk=member.pk).first()
    if locked is None or _says_no(locked):
        return False
    PanelMember.objects.filter(pk=member.pk).update(link_until=timezone.now() + locked.holds_for)
    _new_number(member)
    record("panel.renewed", subject=f"ideas.PanelMember:{member.pk}")
    _write(member, "panel.invited")
    return True


def _says_no(member: PanelMember) -> bool:
    return Customer.objects.filter(pk=member.customer_id).refusing(TO_BE_ASKED).exists()


@transaction.atomic
def end_link(member: PanelMember) -> bool:
    """Take a link back: it opens nothing from now on. What they said stays. False when it was done before."""
    if not PanelMember.objects.filter(pk=member.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    record("panel.ended", subject=f"ideas.PanelMember:{member.pk}")
    return True


@transaction.atomic
def restore_link(member: PanelMember) -> bool:
    """The link works again as it did; False when it does already."""
    ended = PanelMember.objects.filter(pk=member.pk, ended_at__isnull=False)
    if not ended.update(ended_at=None):
        return False
    record("panel.restored", subject=f"ideas.PanelMember:{member.pk}")
    return True


@transaction.atomic
def remind(key: int) -> bool:
    """One reminder to whoever has not answered the invitation, however often this is asked; none to who said
    no elsewhere meanwhile."""
    if not PanelMember.objects.remindable().filter(pk=key).update(reminded_at=timezone.now()):
        return False
    member = PanelMember.objects.get(pk=key)
    if not (no := _says_no(member)):
        _write(member, "panel.invited")
    return not no


def remind_invited() -> int:
    """Remind whoever was invited a week ago and has not said yes or no; how many. Safe to run twice."""
    due = PanelMember.objects.remindable().filter(invited_at__lt=timezone.now() - REMIND_AFTER)
    return sum(remind(key) for key in due.values_list("pk", flat=True)[:1000])
