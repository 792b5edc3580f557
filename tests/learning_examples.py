"""The world of the tenancy walk, of what helps staff to know their customers."""

from datetime import date, timedelta

from django.utils import timezone

from employees.actions import attending, frontline, offering
from employees.models import FrontlineDay, Programme, ProgrammeDate, SignUp
from feedback.actions import newsletters
from feedback.actions.learnings import learn
from feedback.models import Learning, Newsletter
from feedback.models.newsletters import stop_path
from tests.worlds import World, example


@example
def programme(w: World) -> Programme:
    return Programme.objects.create(name=w.text("A day at the till"), kind="till", teaches=w.text("Waiting"))


@example
def idle_programme(w: World) -> Programme:
    """It has no dates."""
    return Programme.objects.create(name=w.text("Lab"), kind="accessibility", teaches=w.text("Steps"))


@example
def ended_programme(w: World) -> Programme:
    """It is offered no longer."""
    made = Programme.objects.create(name=w.text("Letters"), kind="training", teaches=w.text("Reading"))
    offering.end_programme(made)
    return made


def date_facts(w: World, days: int) -> dict[str, object]:
    starts = timezone.now() + timedelta(days=days)
    return {
        "place": w.text("Leeds"), "starts": starts, "ends": starts + timedelta(hours=6), "closes_at": starts,
        "places": 9, "organiser": w.people["employee"],
    }  # fmt: skip


@example
def programme_date(w: World) -> ProgrammeDate:
    """Ahead, organised by the employee; everybody has a place."""
    made = offering.offer_date(w.programme, date_facts(w, 9))
    for person in w.people.values():
        attending.sign_up(made, by=person)
    return made


@example
def free_date(w: World) -> ProgrammeDate:
    return offering.offer_date(w.programme, date_facts(w, 12))


@example
def past_date(w: World) -> ProgrammeDate:
    """The employee was there and has told; all others were there."""
    made = offering.offer_date(w.programme, date_facts(w, 5))
    signed = [attending.sign_up(made, by=person) for person in w.people.values()]
    past = timezone.now() - timedelta(days=5)
    ProgrammeDate.objects.filter(pk=made.pk).update(
        starts=past, ends=past + timedelta(hours=6), closes_at=past
    )
    attending.note_attendance(made, attended=[row.pk for row in signed if row])
    return made


@example
def attended(w: World) -> SignUp:
    found = SignUp.objects.get(date=w.past_date, employee=w.people["employee"])
    attending.say_learned(found, learned=w.text("They wait"), language="en")
    return found


@example
def frontline_day(w: World) -> FrontlineDay:
    """By the lead, who promised something there."""
    promised = frontline.Promised(w.text("A second bench"), timezone.localdate() + timedelta(days=20))
    facts = {"on": timezone.localdate(), "place": w.text("Leeds"), "saw": w.text("A long line")}
    return frontline.note_day(by=w.people["lead"], promised=promised, **facts)


@example
def learning(w: World) -> Learning:
    """By the employee, from a customer."""
    return learn(
        text=w.text("They come by bus"), by=w.people["employee"], customer=w.customer, touchpoint=w.touchpoint
    )


@example
def newsletter(w: World) -> Newsletter:
    """Sent."""
    made = newsletters.draft(
        week=date(2026, 1, 7), by=w.people["admin"], language="en", title=w.text("Last week")
    )
    newsletters.edit(made, {"introduction": w.text("Read this")}, [])
    newsletters.send(made, by=w.people["admin"])
    return made


@example
def newsletter_draft(w: World) -> Newsletter:
    """With all that was learned."""
    assert w.learning
    assert w.share
    assert w.attended
    return newsletters.draft(
        week=timezone.localdate(), by=w.people["admin"], language="en", title=w.text("This week")
    )


@example
def newsletter_stop(w: World) -> str:
    """What stands in the link of a mail."""
    return stop_path(w.people["employee"]).split("/")[-2]
