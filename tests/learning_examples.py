"""The world of the tenancy walk, of what helps staff to know their customers."""

from feedback.actions.learnings import learn
from feedback.models import Learning
from tests.worlds import World, example


@example
def learning(w: World) -> Learning:
    """By the employee, from a customer."""
    return learn(
        text=w.text("They come by bus"), by=w.people["employee"], customer=w.customer, touchpoint=w.touchpoint
    )
