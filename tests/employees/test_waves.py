"""A wave of the pulse: what is stored while it is open and after it has closed, and what can be found out."""

import threading
from itertools import product

import pytest
from django.db import connection, transaction
from django.utils import timezone

from employees import tasks
from employees.actions.sealing import KeyAwayError, TooLongError, key_path, make_key
from employees.actions.waves import (
    AnsweredError,
    ClosedError,
    TooAlikeError,
    close_wave,
    open_wave,
    take_answer,
)
from employees.metrics.groups import TooFewError
from employees.models import Invited, Participation, PulseAnswer, PulseComment, Sealed, Wave, WaveGroup
from tenants import processes

WORDS = "The lift has been broken since June"


@pytest.fixture
def staff(make_employee, make_team):
    """Twelve people in two teams."""
    teams = make_team(name="North"), make_team(name="South")
    return [make_employee(team=teams[number % 2]) for number in range(12)]


@pytest.fixture
def wave(make_wave, staff):
    found = make_wave()
    open_wave(found)
    return found


@pytest.fixture
def in_thread(acme):
    """Begin something in a thread with a connection of its own. Calling what this gives waits for it; then it
    is what it gave, or the class of what it raised."""

    def begin(act):
        given = []

        def run():
            connection.set_tenant(acme)
            try:
                given.append(act())
            except Exception as error:  # told to the test
                given.append(type(error))
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return lambda: (thread.join(30), given[0])[1]

    return begin


def answer(wave, employee, enps=9, **comments):
    take_answer(wave, employee, scores={"enps": enps}, comments=comments)


def test_who_is_asked_and_where_they_are_counted_is_frozen_when_it_opens(wave, staff, make_employee):
    make_employee(team=staff[0].team)
    staff[1].team = staff[0].team
    staff[1].save()
    assert Invited.objects.filter(wave=wave).count() == 12
    groups = {group.name: (group.parent and group.parent.name, group.direct) for group in wave.groups.all()}
    assert groups == {"Acme Health": (None, 0), "North": ("Acme Health", 6), "South": ("Acme Health", 6)}
    assert Invited.objects.get(wave=wave, employee=staff[1]).group.name == "South"


def test_people_of_small_teams_are_counted_together(make_wave, make_team, make_employee):
    hall = make_team(name="Hall")
    for name, size in {"Door": 3, "Desk": 4, "Kitchen": 8}.items():
        place = make_team(name=name, parent=hall)
        for _ in range(size):
            make_employee(team=place)
    wave = make_wave()
    open_wave(wave)
    leaves = {group.name: group.direct for group in wave.groups.all() if group.direct}
    assert leaves == {"Door + Desk": 7, "Kitchen": 8}


def test_fewer_than_five_people_are_not_asked(make_wave, make_employee, key_folder):
    for _ in range(4):
        make_employee()
    wave = make_wave()
    with pytest.raises(TooFewError, match="4 people are fewer than 5"):
        open_wave(wave)
    assert not WaveGroup.objects.exists()
    assert not key_folder.exists()


def test_it_opens_once(wave):
    assert not open_wave(wave)
    assert wave.groups.count() == 3


def test_the_key_stands_in_a_file_that_we_alone_may_read(wave):
    path = key_path(wave.pk)
    assert len(path.read_bytes()) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    before = path.read_bytes()
    make_key(wave.pk)
    assert path.read_bytes() == before


def test_while_it_is_open_nobody_can_read_an_answer(wave, staff):
    answer(wave, staff[0], 2, why=WORDS)
    answer(wave, staff[1], 10)
    blobs = [bytes(one.blob) for one in Sealed.objects.all()]
    assert {len(blob) for blob in blobs} == {12 + 4096 + 16}
    assert all(WORDS.encode() not in blob and b"enps" not in blob for blob in blobs)
    assert not PulseAnswer.objects.exists()


def test_after_the_close_there_are_answers_of_groups_and_no_key(
    wave, staff, django_capture_on_commit_callbacks
):
    for number, employee in enumerate(staff[:8]):
        answer(wave, employee, number, why=f"{WORDS} {number}")
    with django_capture_on_commit_callbacks(execute=True):
        assert close_wave(wave)
    assert sorted(PulseAnswer.objects.values_list("group__name", "scores__enps")) == sorted(
        (employee.team.name, number) for number, employee in enumerate(staff[:8])
    )
    assert sorted(PulseComment.objects.values_list("text", flat=True)) == [f"{WORDS} {n}" for n in range(8)]
    assert (wave.answered, Sealed.objects.count(), Participation.objects.count()) == (8, 0, 8)
    assert not key_path(wave.pk).exists()


def test_of_fewer_than_five_who_answered_only_their_number_stays(wave, staff):
    for employee in staff[:4]:
        answer(wave, employee, why=WORDS)
    close_wave(wave)
    assert (wave.answered, PulseAnswer.objects.count(), PulseComment.objects.count()) == (4, 0, 0)
    assert not Sealed.objects.exists()


def test_each_answers_once(wave, staff):
    answer(wave, staff[0])
    with pytest.raises(AnsweredError):
        answer(wave, staff[0], 1)
    assert Sealed.objects.count() == 1


@pytest.mark.parametrize("when", ["before", "too late", "closed", "not asked"])
def test_no_answer_is_taken(when, make_wave, staff, make_employee):
    wave, employee = make_wave(), staff[0]
    if when != "before":
        open_wave(wave)
    if when == "too late":
        Wave.objects.update(closes_at=timezone.now())
    if when == "closed":
        close_wave(wave)
    with pytest.raises(ClosedError):
        answer(wave, make_employee() if when == "not asked" else employee)
    assert not Participation.objects.exists()
    assert not Sealed.objects.exists()


def test_without_its_key_an_answer_is_refused_and_nothing_is_stored_in_clear(wave, staff):
    key_path(wave.pk).unlink()
    with pytest.raises(KeyAwayError):
        answer(wave, staff[0], why=WORDS)
    assert not Participation.objects.exists()
    assert not Sealed.objects.exists()


def test_without_its_key_a_wave_with_answers_stays_as_it_is(wave, staff):
    answer(wave, staff[0])
    key = key_path(wave.pk).read_bytes()
    key_path(wave.pk).unlink()
    with pytest.raises(KeyAwayError):
        close_wave(wave)
    wave.refresh_from_db()
    assert (wave.closed_at, Sealed.objects.count()) == (None, 1)
    key_path(wave.pk).write_bytes(key)
    assert close_wave(wave)


def test_what_does_not_fit_is_refused(wave, staff):
    with pytest.raises(TooLongError):
        answer(wave, staff[0], why="x" * 4096)
    assert not Participation.objects.exists()


def test_two_waves_at_once_keep_their_answers_apart(wave, make_wave, staff):
    other = make_wave(title="Summer")
    open_wave(other)
    for employee in staff:
        answer(wave, employee, 1)
        answer(other, employee, 7)
    close_wave(wave)
    assert Sealed.objects.filter(wave=other).count() == Sealed.objects.count() == 12
    close_wave(other)
    found = PulseAnswer.objects.order_by("group").values_list("group__wave", "scores__enps").distinct()
    assert set(found) == {(wave.pk, 1), (other.pk, 7)}


def test_waves_close_when_their_time_is_over(wave, make_wave, staff, django_capture_on_commit_callbacks):
    later = make_wave(title="Summer")
    open_wave(later)
    answer(wave, staff[0])
    Wave.objects.filter(pk=wave.pk).update(closes_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tasks.close_waves()
        tasks.close_waves()
    assert [one.title for one in Wave.objects.filter(closed_at=None)] == ["Summer"]
    assert not key_path(wave.pk).exists()
    assert key_path(later.pk).exists()


def test_a_wave_whose_key_is_away_keeps_no_other_open(wave, make_wave, staff, caplog):
    other = make_wave(title="Summer")
    open_wave(other)
    answer(wave, staff[0])
    key_path(wave.pk).unlink()
    Wave.objects.update(closes_at=timezone.now())
    tasks.close_waves()
    assert [one.title for one in Wave.objects.filter(closed_at=None)] == ["Spring"]
    assert f"The key of wave {wave.pk} of {connection.schema_name} is away" in caplog.text
    assert Sealed.objects.count() == 1


def test_a_key_that_a_crash_left_behind_is_deleted(wave, make_wave):
    later = make_wave(title="Summer")
    open_wave(later)
    close_wave(wave)
    assert key_path(wave.pk).exists()
    tasks.close_waves()
    assert not key_path(wave.pk).exists()
    assert key_path(later.pk).exists()


def linked(people, answers):
    """The most pairs that are found where both are sorted by any of their columns, hidden ones too: each of
    `people` and `answers` is a row of values whose last one is the truth."""
    sides = [len(people[0]) - 1, len(answers[0]) - 1]
    best = 0
    for mine, theirs in product(*(range(side) for side in sides)):
        one, other = sorted(people, key=lambda row: row[mine]), sorted(answers, key=lambda row: row[theirs])
        best = max(best, sum(a[-1] == b[-1] for a, b in zip(one, other, strict=True)))
    return best


PLACE = "(ctid::text::point)[0] * 10000 + (ctid::text::point)[1]"
PEOPLE = f"SELECT xmin::text::bigint, {PLACE}, employee_id, employee_id FROM employees_participation"
ANSWERS = f"SELECT xmin::text::bigint, {PLACE}, id::text, (scores->>'who')::int FROM employees_pulseanswer"


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.committing
def test_of_sixty_people_no_more_are_linked_to_their_answers_than_by_chance(make_wave, make_employee):
    """By chance one is; that twelve are happens once in a thousand million times."""
    people = [make_employee() for _ in range(60)]
    wave = make_wave()
    open_wave(wave)
    for employee in people:
        take_answer(wave, employee, scores={"who": employee.pk}, comments={})
    close_wave(wave)
    assert len({xmin for xmin, *_rest in rows(PEOPLE) + rows(ANSWERS)}) == 1
    assert linked(rows(PEOPLE), rows(ANSWERS)) < 12


@pytest.mark.committing
def test_the_same_attack_finds_all_where_answers_are_stored_as_they_come(make_wave, make_employee):
    people = [make_employee() for _ in range(60)]
    wave = make_wave()
    open_wave(wave)
    group = wave.groups.get()
    for employee in people:
        with transaction.atomic():
            Participation.objects.create(wave=wave, employee=employee)
            PulseAnswer.objects.create(group=group, scores={"who": employee.pk})
    assert linked(rows(PEOPLE), rows(ANSWERS)) == 60


@pytest.mark.committing
def test_an_answer_under_way_is_waited_for_and_a_later_one_finds_the_wave_closed(wave, staff, in_thread):
    given, may_end = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            answer(wave, staff[0])
            given.set()
            may_end.wait(30)

    first = in_thread(slowly)
    assert given.wait(30)
    closing = in_thread(lambda: close_wave(wave))
    assert processes.wait_until(lambda: waiting() == 1, 30)
    late = in_thread(lambda: answer(wave, staff[1]))
    assert processes.wait_until(lambda: waiting() == 2, 30)
    may_end.set()
    assert [first(), closing(), late()] == [None, True, ClosedError]
    wave.refresh_from_db()
    assert (wave.answered, Participation.objects.count(), Sealed.objects.count()) == (1, 1, 0)


def waiting():
    return rows("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")[0][0]


def test_no_two_waves_are_open_of_which_one_asks_a_few_more(wave, make_wave, staff, make_employee):
    for _ in range(4):
        make_employee(team=staff[0].team)
    other = make_wave(title="Summer")
    with pytest.raises(TooAlikeError):
        open_wave(other)
    assert not Invited.objects.filter(wave=other).exists()
    make_employee(team=staff[0].team)
    assert open_wave(other)
