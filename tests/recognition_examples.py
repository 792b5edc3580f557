"""The examples of thanks, compliments, the wall and gestures."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from employees.actions import recognising
from employees.actions.wall import change_wall, renew_wall
from employees.models import Recognition, Wall
from feedback.actions import compliments, gestures
from feedback.actions.intake import receive_response
from feedback.models import Compliment, Gesture, GoodwillLimit
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


@example
def wall(w: World) -> Wall:
    """With first names; the thanks on it are an hour old."""
    change_wall(names="first", theme="")
    older = timezone.now() - timedelta(hours=1)
    Recognition.objects.filter(pk=w.confirmed.recognition_id).update(at=older)
    return renew_wall()


@example
def gesture_limit(w: World) -> GoodwillLimit:
    return gestures.set_limit(role="employee", amount=Decimal(20), number=10)


def a_gesture(w: World, amount: int) -> Gesture:
    return gestures.give(
        w.answered_case, by=w.people["employee"], kind="gift", amount=Decimal(amount), note=w.text("Flowers")
    )


@example
def gesture(w: World) -> Gesture:
    """Given by the employee a moment ago."""
    assert w.gesture_limit
    return a_gesture(w, 15)


@example
def asked_gesture(w: World) -> Gesture:
    """The lead owes an answer."""
    return a_gesture(w, 200)
