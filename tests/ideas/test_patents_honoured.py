"""Who is recognised for a patent, and for what: as its line on the register says."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from employees.models import Employee, Line, Recognition
from ideas.actions import deciding, register
from ideas.models import Patent
from tenants.outbox.send import send_waiting

FILED = {"office": "EPO", "number": "12", "filed_on": date(2026, 1, 5)}
DAY = date(2026, 3, 3)


@pytest.fixture
def author(make_employee):
    return make_employee(name="Nia Rowlands")


@pytest.fixture
def owner(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def idea(make_board, make_idea, author, owner):
    made = make_idea(make_board([owner]), author, title="A roof")
    deciding.decide(made, to="planned", reason="In spring", by=owner)
    return made


@pytest.fixture
def enter(idea, owner):
    def enter(*inventors, **facts):
        return register.enter(Patent, idea, by=owner, inventors=inventors, **FILED | facts)

    return enter


def said():
    """What is read of patents now, and of whom."""
    return {row.outcome: set(row.people.all()) for row in Recognition.objects.standing()}


def mailed(time_machine_later):
    """To whom a mail says so, once there is no way back."""
    time_machine_later(minutes=11)
    mail.outbox.clear()
    send_waiting()
    return sorted(message.to[0] for message in mail.outbox if message.subject == "Your idea is recognised")


def test_one_that_is_filed_is_not_called_granted(enter, author):
    enter()
    assert said() == {"Patent filed: EPO 12.": {author}}


def test_granted_later_it_is_said_once_more_and_not_again(enter, idea, author, owner, make_employee, sign_in):
    made = enter()
    for day in (DAY, DAY, date(2026, 3, 4)):
        register.mend(made, by=owner, granted_on=day)
    assert said() == {"Patent filed: EPO 12.": {author}, "Patented: EPO 12.": {author}}
    path = Recognition.objects.get(outcome="Patented: EPO 12.").source_path
    assert f'id="{path.partition("#")[2]}"' in sign_in(make_employee()).get(f"/ideas/{idea.pk}/").text


def test_entered_when_it_is_granted_that_alone_is_said(enter, author):
    enter(granted_on=DAY)
    assert said() == {"Patented: EPO 12.": {author}}


@pytest.mark.parametrize("facts", [{}, {"granted_on": DAY}], ids=["filed first", "entered as granted"])
def test_not_granted_after_all_it_is_said_to_be_filed(enter, author, owner, facts):
    made = enter(**facts)
    register.mend(made, by=owner, granted_on=DAY)
    register.mend(made, by=owner, granted_on=None)
    assert said() == {"Patent filed: EPO 12.": {author}}


def test_who_is_taken_off_the_line_is_praised_no_more_and_who_is_added_is_named(
    enter, author, owner, make_employee, time_machine_later
):
    ann, bo, cy = (make_employee(name=name) for name in ("Ann", "Bo", "Cy"))
    made = enter(ann, bo)
    assert mailed(time_machine_later) == sorted([ann.email, author.email, bo.email])
    register.mend(made, by=owner, inventors=[bo, cy])
    assert said() == {"Patent filed: EPO 12.": {author, bo, cy}}
    assert mailed(time_machine_later) == [cy.email]


def test_who_is_taken_off_at_once_reads_of_it_nowhere(enter, owner, make_employee, time_machine_later):
    ann, daily = make_employee(), make_employee(notify="daily")
    made = enter(ann, daily)
    assert Line.objects.filter(to=daily).exists()
    register.mend(made, by=owner, inventors=[])
    assert not Line.objects.exists()
    assert ann.email not in mailed(time_machine_later)


def test_what_is_not_changed_in_who_invented_it_leaves_the_names(enter, author, owner, make_employee):
    ann = make_employee()
    made = enter(ann)
    Employee.objects.filter(pk=ann.pk).update(deactivated_at=timezone.now())
    register.mend(made, by=owner, number="13", granted_on=DAY)
    assert said() == {"Patent filed: EPO 13.": {author, ann}, "Patented: EPO 13.": {author}}


def test_who_said_it_and_is_an_inventor_themselves_is_named_by_somebody_else(
    enter, owner, author, make_champion
):
    champion, made = make_champion(), enter()
    register.mend(made, by=champion, inventors=[owner])
    assert (said(), Recognition.objects.get().by) == ({"Patent filed: EPO 12.": {author, owner}}, champion)


def test_where_nobody_else_could_say_it_the_others_are_named_yet(enter, owner, author):
    enter(owner)
    assert said() == {"Patent filed: EPO 12.": {author}}


def test_taken_off_the_register_nothing_is_said_and_put_back_it_is(enter, owner, author):
    made = enter()
    register.mend(made, by=owner, granted_on=DAY)
    register.remove(made, by=owner)
    assert said() == {}
    made.refresh_from_db()
    register.restore(made, by=owner)
    assert said() == {"Patented: EPO 12.": {author}}


def test_on_the_page_and_over_the_api_the_names_follow_the_line(enter, author, owner, make_employee, sign_in):
    ann, client, made = make_employee(), sign_in(owner), enter()
    body = {"office": "EPO", "number": "12", "filed_on": "2026-01-05", "inventors": [ann.pk]}
    client.post(f"/ideas/patents/{made.pk}/change/", body)
    assert said() == {"Patent filed: EPO 12.": {author, ann}}
    facts = {"inventors": [author.pk], "granted_on": str(DAY)}
    client.patch(f"/api/v1/idea-patents/{made.pk}/", facts, content_type="application/json")
    assert said() == {"Patent filed: EPO 12.": {author}, "Patented: EPO 12.": {author}}
