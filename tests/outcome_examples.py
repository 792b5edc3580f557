"""The world of the tenancy walk, of what became of ideas."""

from datetime import timedelta

from django.utils import timezone

from ideas.actions import checks, deciding, register, submitting
from ideas.models import BarrierRemoved, Idea, OutcomeCheck, Patent, Saving
from tests.idea_examples import said
from tests.worlds import World, example


@example
def delivered_idea(w: World) -> Idea:
    """By the employee, delivered by the lead; judged, and somebody sees it otherwise."""
    made = submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "A second lift"))
    lead, day = w.people["lead"], timezone.localdate()
    deciding.decide(made, to="started", reason=w.text("We do it"), by=lead, owner=lead, due_on=day)
    deciding.decide(made, to="completed", reason=w.text("It runs"), by=lead)
    OutcomeCheck.objects.filter(idea=made).update(after_to=day - timedelta(days=1))
    checks.judge(OutcomeCheck.objects.get(idea=made).pk)
    checks.dissent(OutcomeCheck.objects.get(idea=made), by=lead, reason=w.text("It was the till"))
    return made


@example
def patent(w: World) -> Patent:
    facts = {"office": "EPO", "number": w.text("EP 1"), "filed_on": timezone.localdate()}
    inventors = [w.people["employee"]]
    return register.enter(Patent, w.delivered_idea, by=w.people["lead"], inventors=inventors, **facts)


@example
def removed_patent(w: World) -> Patent:
    facts = {"office": "EPO", "number": w.text("EP 2"), "filed_on": timezone.localdate()}
    made = register.enter(Patent, w.delivered_idea, by=w.people["lead"], **facts)
    register.remove(made, by=w.people["lead"])
    return made


@example
def saving(w: World) -> Saving:
    facts = {"amount": 1200, "currency": "EUR", "span": "year", "measured": w.text("By the bills")}
    by = w.people["lead"]
    return register.enter(Saving, w.delivered_idea, by=by, confirmed_by=w.people["champion"], **facts)


@example
def barrier_removed(w: World) -> BarrierRemoved:
    facts = {"whom": w.text("Who cannot climb stairs"), "since": timezone.localdate()}
    return register.enter(BarrierRemoved, w.delivered_idea, by=w.people["lead"], **facts)
