"""Programmes of the pulse: planned by people, opened by the clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from employees import tasks
from employees.actions.programmes import call_off, call_on, end_programme, foresee, save_programme
from employees.actions.sealing import key_path
from employees.actions.waves import take_answer
from employees.models import Invited, Participation, PulseProgramme, Wave
from employees.models.shipped import shipped_questions
from tenants.audit.models import Entry
from tenants.models import Organisation
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting

ASKED = [shipped_questions()[key] for key in ("enps", "tools", "change")]


@pytest.fixture
def plan(acme):
    """A programme as it is saved by its form; the first day is tomorrow."""

    def plan(branches=(), **facts):
        usual = {"name": "Pulse", "questions": ASKED, "first_day": timezone.localdate() + timedelta(days=1)}
        return save_programme(PulseProgramme(**usual | facts), branches=branches)

    return plan


@pytest.fixture
def in_london(acme):
    Organisation.objects.filter(pk=acme.pk).update(time_zone="Europe/London")
    acme.time_zone = "Europe/London"


def days(programme, most=5):
    return [str(day) for _number, day in zip(range(most), programme.rounds(), strict=False)]


def test_months_that_are_short_have_their_wave_on_their_last_day():
    programme = PulseProgramme(first_day=date(2027, 1, 31), every=1, unit="months")
    assert days(programme) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]
    assert days(PulseProgramme(first_day=date(2027, 11, 5), every=2, unit="weeks"), 2)[1] == "2027-11-19"
    assert days(PulseProgramme(first_day=date(2027, 1, 31))) == ["2027-01-31"]


def test_the_hour_stays_when_the_clocks_change(in_london):
    programme = PulseProgramme(first_day=date(2027, 3, 27), every=1, unit="weeks", opens_at=time(9))
    moments = [programme.begins(day).astimezone(UTC) for day in (date(2027, 3, 27), date(2027, 4, 3))]
    assert [at.hour for at in moments] == [9, 8]
    left_out = PulseProgramme(first_day=date(2027, 3, 28), opens_at=time(1, 30))
    assert (
        left_out.begins(left_out.first_day).timestamp()
        == datetime(2027, 3, 28, 1, 30, tzinfo=UTC).timestamp()
    )


def test_the_clock_opens_a_wave_once_and_writes_to_all_who_are_asked(plan, make_staff):
    staff = make_staff(North=6, South=6)
    programme = plan(k=6, attribute="tenure")
    tasks.open_waves()
    assert not Wave.objects.exists()
    with time_machine.travel(programme.begins(programme.first_day) + timedelta(minutes=5)):
        tasks.open_waves()
        tasks.open_waves()
        wave = Wave.objects.get()
        assert (wave.k, wave.questions, wave.attribute) == (6, ASKED, "tenure")
        assert wave.closes_at == programme.ends(programme.first_day)
        assert Invited.objects.filter(wave=wave, attribute="0-1").count() == 12
        send_waiting()
    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        p.email for each in staff.values() for p in each
    )
    assert "/pulse/" in mail.outbox[0].body
    assert "Answer now" in mail.outbox[0].alternatives[0][0]


def test_a_missed_hour_is_caught_up_and_missed_rounds_are_not_piled_up(plan, make_staff):
    make_staff(North=6)
    programme = plan(every=4, unit="weeks", days_open=7)
    late = programme.begins(list(zip(range(3), programme.rounds(), strict=False))[2][1]) + timedelta(days=2)
    with time_machine.travel(late):
        tasks.open_waves()
        tasks.open_waves()
        wave = Wave.objects.get()
        assert wave.day == programme.first_day + timedelta(weeks=8)
        assert wave.closes_at - wave.opened_at > timedelta(days=6)
    with time_machine.travel(late + timedelta(days=6)):
        tasks.open_waves()
    assert Wave.objects.count() == 1


def test_only_the_chosen_branches_are_asked(plan, make_staff, make_team):
    hall = make_team(name="Hall")
    chosen = make_staff(parent=hall, Door=6)["Door"]
    make_staff(Mill=7)
    programme = plan(branches=[hall])
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
        assert set(Invited.objects.values_list("employee", flat=True)) == {each.pk for each in chosen}
        assert Wave.objects.get().groups.get(parent=None).name == "Acme Health"


def test_a_wave_is_called_off_before_it_opens_and_on_again(plan, make_staff):
    make_staff(North=6)
    programme = plan()
    assert call_off(programme, programme.first_day)
    assert not call_off(programme, programme.first_day)
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
        assert not Wave.objects.filter(opened_at__isnull=False).exists()
        assert not call_on(programme, programme.first_day)
    assert call_on(programme, programme.first_day)
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
        assert Wave.objects.get().opened_at


def test_no_wave_opens_after_the_end(plan, make_staff):
    make_staff(North=6)
    programme = plan()
    assert end_programme(programme)
    assert not end_programme(programme)
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
    assert not Wave.objects.exists()


def test_too_few_are_refused_with_the_reason(plan, make_staff):
    make_staff(North=4)
    with pytest.raises(ValidationError, match="4 people would be asked"):
        plan()


def test_where_people_have_left_nobody_is_asked_and_the_admins_are_told_once(plan, make_staff):
    staff = make_staff(North=5)["North"]
    programme = plan()
    staff[0].is_admin, staff[1].deactivated_at = True, timezone.now()
    staff[0].save()
    staff[1].save()
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
        tasks.open_waves()
        told = Event.objects.filter(name__startswith="pulse")
        assert [each.recipient for each in told] == [staff[0].email]
        send_waiting()
    wave = Wave.objects.get()
    assert (wave.opened_at, bool(wave.refused_at), key_path(wave.pk).exists()) == (None, True, False)
    assert "did not open" in mail.outbox[0].body


def test_k_is_raised_until_the_first_wave_opens_and_never_lowered(plan, make_staff):
    make_staff(North=9)
    programme = plan(k=6)
    for k, allowed in ((4, False), (5, False), (7, True)):
        programme.k = k
        assert saved(programme) is allowed
    programme.refresh_from_db()
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
    programme.k = 8
    assert not saved(programme)


def saved(programme):
    try:
        save_programme(programme, branches=None)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "rows", [[], ASKED[1:], [ASKED[0], ASKED[2], ASKED[1]], ASKED[:2], [*ASKED, ASKED[2]], [1], "x",
             [*ASKED[:2], {"key": "x", "kind": "open", "labels": {}}]],
)  # fmt: skip
def test_questions_that_are_no_pulse_are_refused(rows, plan):
    with pytest.raises(ValidationError):
        plan(questions=rows)


def test_the_dry_run_tells_what_could_be_shown(plan, make_staff, make_team):
    hall = make_team(name="Hall")
    make_staff(parent=hall, Door=3, Desk=4, Kitchen=8)
    make_staff(Mill=6, Yard=2)
    seen = foresee(plan())
    assert (seen.people, seen.teams, seen.hidden) == (23, 6, 0)
    assert (set(seen.alone), set(seen.together)) == ({"Hall", "Kitchen"}, {"Door + Desk", "Yard + Mill"})


def test_a_reminder_goes_to_those_who_have_not_answered_twice_at_most_and_leaves_no_row(plan, make_staff):
    staff = make_staff(North=6)["North"]
    programme = plan(days_open=10)
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
        wave = Wave.objects.get()
        take_answer(wave, staff[0], scores={"enps": 9}, comments={})
        Event.objects.all().delete()
    for day, sent in ((2, 0), (5, 5), (6, 5), (9, 10), (9.5, 10), (11, 10)):
        with time_machine.travel(programme.begins(programme.first_day) + timedelta(days=day, minutes=1)):
            tasks.open_waves()
        assert len(mail.outbox) == sent
    assert staff[0].email not in {each.to[0] for each in mail.outbox}
    assert "/pulse/" in mail.outbox[0].body
    assert not Event.objects.exists()
    assert not Entry.objects.filter(action__startswith="pulse_answer").exists()
    assert Participation.objects.count() == 1


def test_a_short_wave_has_fewer_reminders(make_wave):
    def reminders(days):
        wave = make_wave(closes_at=timezone.now() + timedelta(days=days))
        wave.opened_at = timezone.now()
        return len(wave.reminders_at)

    assert [reminders(days) for days in (1, 2, 3, 14)] == [0, 1, 1, 2]


def test_a_mail_server_that_is_away_loses_no_reminder(plan, make_staff, settings):
    make_staff(North=6)
    programme = plan(days_open=10)
    with time_machine.travel(programme.begins(programme.first_day)):
        tasks.open_waves()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with time_machine.travel(programme.begins(programme.first_day) + timedelta(days=5)):
        tasks.open_waves()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        tasks.open_waves()
        tasks.open_waves()
    assert len(mail.outbox) == 6
