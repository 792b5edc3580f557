"""What somebody wrote is found in its own place and nowhere else, whatever fails and whatever is logged."""

import contextlib
import logging
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter
from django_q.tasks import async_task

from employees import tasks
from employees.actions import waves
from employees.actions.proving.words import Words
from employees.actions.sealing import KeyAwayError, TooLongError
from employees.actions.waves import AnsweredError, close_wave, open_wave, take_answer
from employees.models import Participation, Sealed, Wave
from employees.models.pulse_cards import answer_path
from tenants.audit.record import record
from tenants.outbox.emit import emit
from tests.anonymity.evidence import Dump
from tests.employees.pulse_kit import QUESTIONS

WORDS = "The lift in the hall has been broken since the ninth of June, and nobody comes."
PLACE = {"employees_pulsecomment"}


@pytest.fixture(autouse=True)
def own_words(monkeypatch):
    """What other tests said stands in the same server's WAL."""
    monkeypatch.setattr(sys.modules[__name__], "WORDS", f"{WORDS} {uuid4().hex}")


@pytest.fixture
def log(apart):
    """What PostgreSQL writes from now on, asked to write of statements all that it can."""
    apart.configure(log_statement="all", log_min_duration_statement="0", log_parameter_max_length="-1")
    connection.close()
    begins = apart.server.log.stat().st_size
    yield lambda: apart.server.log.read_bytes()[begins:].decode()
    apart.configure(log_statement="none", log_min_duration_statement="-1")


@pytest.fixture
def application_log(caplog):
    """With each statement in it, as Django writes them at DEBUG."""
    for name in ("", "django", "django.db.backends"):
        caplog.set_level(logging.DEBUG, logger=name)
    connection.force_debug_cursor = True
    yield caplog
    connection.force_debug_cursor = False


@pytest.fixture
def wave(make_wave, make_employee):
    """Open, and answered by all but the last of those who are asked."""
    made, people = make_wave(), [make_employee() for _ in range(12)]
    open_wave(made)
    for employee in people[:-1]:
        answer(made, employee)
    made.first, made.last = people[0], people[-1]
    return made


def answer(wave, employee, times=1):
    take_answer(wave, employee, scores={"enps": 9}, comments={"why": WORDS * times})


def tells(*texts):
    """Whether the words stand there, however they are broken into lines."""
    return any(Words([WORDS]).stand_in(text.encode()) for text in texts)


def in_tables(apart):
    """The tables of the whole database in which the words stand, in any column, packed or not."""
    words = Words([WORDS])
    with contextlib.closing(apart.root()) as root:
        tables = Dump(root, connection.schema_name).every_table()
        return {name for name, rows in tables if any(words.stand_in(row.encode()) for row in rows)}


def in_files(folder):
    """The folders in whose files they stand."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.parent.name for path in files if WORDS.encode() in path.read_bytes()}


def crash_page(error):
    """As it is mailed to the site's administrators, and as a plain traceback, without our own frames."""
    request, trace = RequestFactory().get("/"), error.__traceback__
    while trace.tb_next and trace.tb_frame.f_code.co_name.startswith(("test_", "answer")):
        trace = trace.tb_next
    reporter = ExceptionReporter(request, type(error), error.with_traceback(trace), trace, is_email=True)
    return reporter.get_traceback_html() + reporter.get_traceback_text()


def statement(text):
    with connection.cursor() as cursor:
        cursor.execute(text)


COMMENTS = "ALTER TABLE employees_pulsecomment"
UNDO = f"{COMMENTS} DROP CONSTRAINT IF EXISTS short, DROP COLUMN IF EXISTS more"
FAULTS = {
    "violates check constraint": f"{COMMENTS} ADD CONSTRAINT short CHECK (text < 'A')",
    "violates not-null constraint": f"{COMMENTS} ADD COLUMN more int NOT NULL",
    "duplicate key value": "",
    "could not extend file": "",
}


@pytest.fixture
def fault(request, apart, acme, monkeypatch):
    """What makes PostgreSQL refuse the close, and what it says then."""
    if request.param == "duplicate key value":
        monkeypatch.setattr(waves, "uuid4", lambda: UUID(int=1))
    with contextlib.ExitStack() as stack:
        if request.param == "could not extend file":
            schema = f'"{connection.schema_name}"'
            stack.enter_context(apart.full(f"{schema}.employees_pulsecomment"))
        statement(FAULTS[request.param] or "SELECT")
        yield request.param
        statement(UNDO)


@pytest.mark.parametrize("fault", FAULTS, indirect=True)
def test_a_close_that_fails_tells_nobody_what_was_said(fault, apart, wave, log, application_log):
    Wave.objects.update(closes_at=wave.opened_at)
    with pytest.raises(DatabaseError, match=fault) as failed:
        tasks.close_waves()
    assert fault in log()
    assert "COPY employees_" in log()
    assert "COPY employees_" in application_log.text
    assert not tells(log(), application_log.text)
    assert not tells(crash_page(failed.value))
    assert in_tables(apart) == set()
    assert Sealed.objects.count() == 11


@pytest.mark.parametrize("reason", [KeyAwayError, AnsweredError, TooLongError])
def test_an_answer_that_is_refused_tells_nobody_what_was_said(
    reason, apart, wave, log, application_log, key_folder
):
    if reason is KeyAwayError:
        key_folder.rename(key_folder.with_name("away"))
    who = wave.first if reason is AnsweredError else wave.last
    with pytest.raises(reason) as failed:
        answer(wave, who, 99 if reason is TooLongError else 1)
    assert "employees_invited" in log()
    assert not tells(log(), application_log.text)
    assert not tells(crash_page(failed.value))
    assert in_tables(apart) == in_files(apart.server.data) == set()


def test_an_answer_for_which_the_disk_has_no_room_is_told_to_nobody(apart, make_wave, log, make_employee):
    people, wave = [make_employee() for _ in range(5)], make_wave()
    open_wave(wave)
    connection.close()
    with apart.full(f'"{connection.schema_name}".employees_sealed'):
        with pytest.raises(DatabaseError, match="could not extend file") as failed:
            answer(wave, people[0])
        connection.close()
    assert "could not extend file" in log()
    assert not tells(log())
    assert not tells(crash_page(failed.value))
    assert in_tables(apart) == in_files(apart.server.data) == set()
    assert not Participation.objects.exists()


def test_while_a_wave_is_open_it_stands_nowhere_and_then_in_its_place(apart, wave, log, application_log):
    answer(wave, wave.last)
    assert in_tables(apart) == in_files(apart.server.data) == set()
    close_wave(wave)
    assert in_tables(apart) == PLACE
    assert not tells(log(), application_log.text, *(str(each.message()) for each in mail.outbox))
    assert "INSERT INTO employees_participation" in log()


@pytest.fixture
def form(apart, make_wave, make_employee, client_of, acme):
    """Somebody's form, sent with the words in it as a browser does."""
    people, wave = [make_employee() for _ in range(5)], make_wave(questions=QUESTIONS)
    open_wave(wave)
    client = client_of(acme)
    client.raise_request_exception = False
    return lambda: client.post(answer_path(wave.pk, people[0].pk), {"q-enps": "9", "q-change": WORDS})


def test_what_is_sent_by_the_form_stands_nowhere(apart, form, log, application_log):
    assert form().status_code == 302
    assert Participation.objects.count() == 1
    assert "INSERT INTO employees_participation" in log()
    assert not tells(log(), application_log.text)
    assert in_tables(apart) == in_files(apart.server.data) == set()


@pytest.mark.parametrize("trouble", ["full disk", "our own mistake"])
def test_what_is_sent_by_the_form_in_trouble_stands_nowhere(
    trouble, apart, form, log, application_log, monkeypatch, reported
):
    connection.close()
    with contextlib.ExitStack() as stack:
        if trouble == "full disk":
            stack.enter_context(apart.full(f'"{connection.schema_name}".employees_sealed'))
        else:
            monkeypatch.setattr(waves, "seal", lambda wave, said: divide(wave))
        page = form()
        connection.close()
    assert page.status_code == (503 if trouble == "full disk" else 500)
    assert reported() or trouble == "full disk"
    assert not tells(page.text, log(), *reported())
    assert not tells(application_log.text)
    assert in_tables(apart) == in_files(apart.server.data) == set()


@pytest.fixture
def reported(settings):
    """The mails that Django writes to the site's administrators of whatever broke, as full as they can be."""
    settings.ADMINS = [("Ops", "ops@example.com")]
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield lambda: [str(each.message()) + str(each.alternatives) for each in mail.outbox]
    logger.removeHandler(handler)


def test_the_search_finds_what_is_planted(apart, wave, log, application_log):
    """In a session, in the queue's pickles, in JSON; in the files, in both logs, on a crash page."""
    session = SessionStore()
    session["draft"] = {"why": WORDS * 9}
    session.save()
    record("wave.changed", after={"why": WORDS})
    emit("case.opened", {"why": WORDS})
    async_task("employees.tasks.close_waves", WORDS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{WORDS}'")
    with pytest.raises(ZeroDivisionError) as failed:
        divide(WORDS)
    assert in_tables(apart) == {"django_session", "audit_entry", "outbox_event", "django_q_ormq"}
    assert in_files(apart.server.data) >= {"pg_wal"}
    assert tells(log())
    assert tells(application_log.text)
    assert tells(crash_page(failed.value))


def divide(words):
    return 1 / (len(str(words)) - len(str(words)))
