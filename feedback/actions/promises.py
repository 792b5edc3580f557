"""When an answer is due, and where a customer can be told so."""

from datetime import datetime

from employees.actions.ledger import due_after
from employees.models import Team, known_policy
from feedback.models import Customer, ListeningPost, Response
from feedback.models.customers import TESTER
from tenants.here import current_organisation

ANSWER_HOURS = 24


def counts_working_hours(post: ListeningPost) -> bool:
    """Whether the 24 hours of an answer run in working hours: as the post says, else as the organisation."""
    if post.clock:
        return post.clock == ListeningPost.Clock.WORKING
    return known_policy().answer_in_working_hours


def answer_due(post: ListeningPost, team: Team, since: datetime) -> datetime:
    """Until when an answer to something that came in at `since` is promised."""
    return due_after(since, ANSWER_HOURS, team=team, in_working_hours=counts_working_hours(post))


def reply_address(customer: Customer | None) -> str:
    """The e-mail address at which this customer may be answered; none after they said no."""
    if customer is None:
        return ""
    last = customer.consents.filter(purpose="reply").values_list("given", flat=True).first()
    if last is False:
        return ""
    return customer.identifiers.filter(kind="email").values_list("value", flat=True).first() or ""


def agreed_to_test(customer: Customer | None) -> bool:
    """Whether their last word on trying out what we change was yes."""
    said = customer and customer.consents.filter(purpose=TESTER).values_list("given", flat=True).first()
    return bool(said)


def language_for(response: Response) -> str:
    """The language in which this customer is written to: the one they speak, else the one they wrote in."""
    customer = response.customer
    return (customer.language if customer else "") or response.language or current_organisation().language
