"""Whoever leaves hands all over in one step, which is shown before it is done."""

from datetime import timedelta

import pytest

from employees import notices
from employees.actions import people
from employees.actions.leaving import Heirs
from employees.actions.nudging import nudge
from employees.actions.tokens import make_token
from employees.models import Absence, ApiToken, Employee, Nudge, Term
from tenants.audit.models import Entry
from tenants.here import today
from tenants.outbox.models import Event


@pytest.fixture
def leaver(make_employee, make_team, make_promise, send_away):
    """A champion who leads a team, deputises for the next one, has promises, days away, a key and a question
    to answer."""
    found = make_employee(name="Lena", email="lena@x.org")
    make_team(name="Night", lead=found)
    asker = make_employee(name="Asker")
    nudge(make_promise(found, what="Mend it"), by=asker)
    make_promise(found, hours=-5, what="Ring")
    send_away(found, since=3, days=4)
    send_away(asker, since=3, days=4, stand_in=found)
    make_token(owner=found, name="Sheet", scopes=["read"])
    day = today()
    Term.objects.create(employee=found, sponsor=asker, starts=day - timedelta(days=9),
                        ends=day + timedelta(days=30))  # fmt: skip
    Term.objects.create(employee=asker, deputy=found, sponsor=found, starts=day + timedelta(days=31),
                        ends=day + timedelta(days=60))  # fmt: skip
    return found


@pytest.fixture
def admin(make_employee, sign_in):
    return sign_in(make_employee(is_admin=True, name="Ada"))


def test_all_that_will_be_handed_over_is_shown_before(admin, leaver):
    page = admin.get(f"/people/{leaver.pk}/leave/").text
    for words in ("They have 2 open promises", "One is late", "Night", "Customer champion", "Deputy of Asker",
                  "Sponsor of Asker", "Questions that wait", "Absences, which end", "Stands in for others",
                  "1 keys for programs"):  # fmt: skip
        assert words in page
    assert Employee.objects.get(pk=leaver.pk).is_active
    told = admin.get(f"/api/v1/employees/{leaver.pk}/leaving/").json()
    assert (told["promises"], told["late"], len(told["teams"]), len(told["terms"])) == (2, 1, 1, 1)


def test_all_of_it_goes_in_one_step(admin, leaver, make_employee):
    heir, other = make_employee(name="Hal"), make_employee(name="Oda")
    facts = {"hand_to": heir.pk, "lead_to": heir.pk, "successor": heir.pk, "deputy": other.pk,
             "sponsor": other.pk}  # fmt: skip
    assert admin.post(f"/people/{leaver.pk}/leave/", facts).status_code == 302
    assert heir.commitments.count() == 2
    assert heir.leads.get().name == "Night"
    now, ahead = Term.objects.current(), Term.objects.get(starts__gt=today())
    assert (now.employee, now.starts) == (heir, today())
    assert Term.objects.get(employee=leaver).ends == today() - timedelta(days=1)
    assert (ahead.deputy, ahead.sponsor) == (other, other)
    assert Nudge.objects.get().to == heir
    assert not Absence.objects.filter(employee=leaver).exists()
    assert not Absence.objects.exclude(stand_in=None).exists()
    assert not ApiToken.objects.filter(owner=leaver, revoked_at=None).exists()
    assert "Mend it" in notices.handed(Event.objects.get(name="commitment.handed")).body
    trail = Entry.objects.get(action="employee.deactivated")
    assert trail.after["handed_over"] | {"hand_to": heir.pk, "promises": 2} == trail.after["handed_over"]


def test_what_nobody_takes_waits_and_is_said(admin, leaver, make_employee):
    admin.post(f"/people/{leaver.pk}/leave/", {})
    assert Nudge.objects.get().acknowledged_at
    assert Term.objects.vacant_from() == today()
    assert "Nobody is in office" in admin.get("/champion/").text
    assert "Nobody is customer champion today" in admin.get("/").text
    assert Term.objects.get(starts__gt=today()).deputy is None


def test_a_successor_is_not_their_own_deputy(admin, leaver, make_employee):
    heir = make_employee()
    page = admin.post(f"/people/{leaver.pk}/leave/", {"successor": heir.pk, "deputy": heir.pk})
    assert page.status_code == 422
    Term.objects.filter(employee=leaver).update(deputy=heir)
    admin.post(f"/people/{leaver.pk}/leave/", {"successor": heir.pk})
    assert Term.objects.current().deputy is None


def test_nobody_inherits_from_themselves(admin, leaver):
    path = f"/api/v1/employees/{leaver.pk}/deactivate/"
    body = {"hand_to": leaver.pk}
    assert admin.post(path, body, content_type="application/json").status_code == 400
    assert admin.post(f"/people/{leaver.pk}/leave/", body).status_code == 422


def test_whoever_comes_back_is_let_in_and_has_nothing_in_hand(leaver, make_employee):
    heir = make_employee()
    people.deactivate(leaver, heirs=Heirs(hand_to=heir), by=None)
    assert people.reactivate(leaver)
    assert Employee.objects.get(pk=leaver.pk).is_active
    assert not leaver.commitments.exists()
