
from datetime import timedelta

from django.utils import timezone

from employees.actions import recognising
from feedback.actions import compliments
from feedback.actions.intake import receive_response
from feedback.models import Compliment
from tests.worlds import World, example


@example
def thanks(w: World) -> Recognition:
    """By the employee, a moment ago."""
    return recognising.thank(
        by=w.people["employee"], people=[w.colleague], teams=[w.team], words=w.text("You stayed late"),
        outcome=w.text("He got home"),
    )  # fmt: skip


@example
def compliment(w: World) -> Compliment:
    """It waits for a name."""
    good = receive_response(post=w.post, metric="nps", score=10, comment=w.text("Thanks to Sam"))
    return Compliment.objects.create(
        response=good, names=[{"said": w.text("Sam"), "people": [w.colleague.pk], "teams": []}]
    )


@example
def confirmed(w: World) -> Compliment:
    """Settled by the lead."""
    good = receive_response(post=w.post, metric="nps", score=10, comment=w.text("Sam is kind"))
    made = compliments.confirm(
        good, people=[w.colleague], teams=[], words=w.text("Sam is kind"), by=w.people["lead"]
    )
    assert made
    return made
