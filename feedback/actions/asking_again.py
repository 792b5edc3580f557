"""Customers who told us something are asked once more: is it better now?"""

from collections.abc import Iterable

from django.db import transaction

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from feedback.actions.invitations import send
from feedback.actions.promises import language_for, reply_address
from feedback.models import Customer, Invitation, ListeningPost, Response


@transaction.atomic
def ask_again(*, post: ListeningPost, answers: Iterable[Response], by: Employee) -> list[Invitation]:
    """Send each customer of these answers a personal link to a post, once; those who did not agree to it, or
    may not be asked now, are left out. Asked again at once, the same is told again."""
    by_customer = {answer.customer_id: answer for answer in answers if answer.customer_id}
    rows = Customer.objects.select_for_update(of=("self",)).filter(pk__in=by_customer)
    list(rows.order_by("pk").values_list("pk"))
    known = Invitation.objects.filter(post=post, customer__in=by_customer)
    again = list(known.filter(created_by=by, created_at__gt=a_moment_ago(), follows__isnull=False))
    willing = Customer.objects.testers().filter(pk__in=by_customer)
    fresh = willing.exclude(pk__in=known.values("customer")).order_by("pk")
    return again + [_ask(post, customer, by_customer[customer.pk], by) for customer in fresh]


def _ask(post: ListeningPost, customer: Customer, answer: Response, by: Employee) -> Invitation:
    return send(
        post=post, customer=customer, follows=answer, by=by, email=reply_address(customer),
        language=language_for(answer),
    )  # fmt: skip
