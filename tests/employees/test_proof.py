"""`manage.py prove_anonymity`: what it says of a site on which all is well, and of one in which something was
planted that would give somebody away."""

import json
import random
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.tasks import async_task

from employees import tasks
from employees.actions import proving, waves
from employees.actions.proving.catalog import reading
from employees.actions.sealing import key_path
from employees.actions.waves import open_wave, take_answer
from employees.models import Participation, Proof, PulseAnswer, Result, Sealed, Wave
from tenants.audit.record import record
from tenants.outbox.emit import emit

pytestmark = pytest.mark.committing
WORDS = "The lift in the hall has been broken since the ninth of June"


@pytest.fixture
def answered(held, make_staff):
    """A closed wave of two teams, in which twenty each answered in no order."""

    def make():
        staff = [person for team in make_staff(North=20, South=20).values() for person in team]
        random.shuffle(staff)
        return held([(person, {"enps": number % 11, "change": f"{WORDS} {number}"})
                     for number, person in enumerate(staff)])  # fmt: skip

    return make


@pytest.fixture
def run(acme):
    """The command: its exit code, and what it says."""

    def run(*arguments, **options):
        said = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("prove_anonymity", *arguments, organisation="acme", stdout=said, **options)
        connection.set_tenant(acme)
        return ended.value.code, said.getvalue()

    return run


def statement(text):
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_of_a_site_without_waves_it_says_that_all_holds(run):
    code, said = run()
    assert code == 0
    assert "pulse answers are anonymous here" in said


def test_it_says_in_plain_words_what_holds_of_each_wave(run, answered, make_wave):
    spring, summer = answered(), make_wave(title="Summer")
    open_wave(summer)
    code, said = run()
    assert code == 0, said
    for words in (
        f"Wave {spring.pk}, Spring", "nothing links somebody to an answer",
        "40 took part, and 40 answers of nobody",
        "The smallest group that can be solved for, from all", "has 20 people", f"Wave {summer.pk}, Summer",
        "Nothing of it can be read", "in files of the site alone: 1", "40 comments were looked for",
        "No logs were named",
    ):  # fmt: skip
        assert words in said


def test_it_writes_nothing_but_the_result_and_that_only_if_it_may(run, answered):
    wave = answered()
    run(no_record=True)
    assert not Proof.objects.exists()
    with pytest.raises(InternalError), reading():
        Wave.objects.update(title="x")
    run()
    kept = Proof.objects.get()
    assert (kept.verdict, kept.report["waves"]) == ("held", {str(wave.pk): "Spring"})


def test_a_program_reads_the_same(run, answered):
    answered()
    _code, said = run(json=True)
    found = json.loads(said)["acme"]
    assert found["verdict"] == "held"
    assert {finding["check"] for finding in found["findings"]} == {
        "places", "keys", "links", "content", "published", "elsewhere",
    }  # fmt: skip


def test_an_unknown_organisation_is_told(acme):
    with pytest.raises(CommandError, match="no such organisation"):
        call_command("prove_anonymity", organisation="nobody")


class Unshuffled:
    def shuffle(self, rows):
        """As they came."""


def as_they_came(monkeypatch):
    before = waves.rewrite
    monkeypatch.setattr(waves, "chance", Unshuffled())
    monkeypatch.setattr(
        waves, "rewrite", lambda model, *rest: None if model is Participation else before(model, *rest)
    )


def test_answers_that_stand_as_they_came_are_found_by_their_groups(run, answered, monkeypatch):
    as_they_came(monkeypatch)
    answered()
    code, said = run()
    assert code == 1
    assert "employees_pulseanswer.place goes with employees_participation." in said
    assert "Answers can be linked to people" in said


def test_answers_that_were_written_in_the_transaction_of_their_person_are_found(run, answered, make_employee):
    wave = answered()
    with transaction.atomic():
        Participation.objects.create(wave=wave, employee=make_employee())
        PulseAnswer.objects.create(group=wave.groups.last(), scores={})
    code, said = run()
    assert code == 1
    assert (
        "fewer than 5 answers share a value: employees_participation.xmin and employees_pulseanswer.xmin"
        in said
    )


PLANTED = {
    "ALTER TABLE employees_pulseanswer ADD COLUMN at timestamptz": "at (timestamp with time zone)",
    "ALTER TABLE employees_participation ADD COLUMN number bigserial": "number (bigint) of employees_part",
    "ALTER TABLE employees_sealed ADD COLUMN employee_id bigint": "employee_id (bigint) of employees_sealed",
    "CREATE TABLE kept (id int, wave_id bigint REFERENCES employees_wave, who bigint REFERENCES"
    " employees_employee, said text)": "kept names people, and its column said (text)",
    "CREATE TRIGGER t BEFORE INSERT ON employees_sealed FOR EACH ROW EXECUTE FUNCTION"
    " suppress_redundant_updates_trigger()": "takes the rows of employees_sealed elsewhere",
}  # fmt: skip
UNDO = {
    "kept": "DROP TABLE kept", "at": "ALTER TABLE employees_pulseanswer DROP COLUMN at",
    "number": "ALTER TABLE employees_participation DROP COLUMN number",
    "employee_id": "ALTER TABLE employees_sealed DROP COLUMN employee_id",
    "takes": "DROP TRIGGER t ON employees_sealed",
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_a_column_that_could_tell_is_found_by_the_catalog(planted, run):
    statement(planted)
    try:
        code, said = run()
    finally:
        statement(UNDO[PLANTED[planted].split()[0]])
    assert code == 1
    assert PLANTED[planted] in said


def in_clear(wave):
    PulseAnswer.objects.create(group=wave.groups.first(), scores={"enps": 3})


def not_sealed(wave):
    Sealed.objects.filter(wave=wave).update(blob=b'{"enps": 3}'.ljust(4124))


def one_more(wave):
    Sealed.objects.create(wave=wave, blob=random.randbytes(4124))


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (in_clear, "answers of it can be read"),
        (not_sealed, "does not look sealed"),
        (one_more, "not as many sealed blocks as people"),
    ],
)
def test_what_can_be_read_of_an_open_wave_is_found(plant, words, run, make_wave, make_staff):
    (staff,), wave = make_staff(North=6).values(), make_wave()
    open_wave(wave)
    for person in staff[:5]:
        take_answer(wave, person, scores={"enps": 9}, comments={})
    assert run()[0] == 0
    plant(wave)
    code, said = run()
    assert code == 1
    assert words in said


def test_a_key_of_a_closed_wave_or_one_that_others_may_read_is_found(run, answered, make_wave):
    wave, other = answered(), make_wave(title="Summer")
    open_wave(other)
    key_path(wave.pk).with_suffix(".ab12").write_bytes(b"key")
    key_path(other.pk).chmod(0o644)
    code, said = run()
    assert code == 1
    assert "It is closed and its key is still there" in said
    assert f"Others may read {other.pk}: its rights are 0o644" in said


def test_away_from_the_keys_it_says_that_not_all_was_checked(run, make_wave, make_staff, settings, tmp_path):
    make_staff(North=6)
    open_wave(make_wave())
    settings.PULSE_KEY_DIR = tmp_path / "elsewhere"
    code, said = run()
    assert code == 2
    assert "its key is not here" in said
    assert "not all could be checked" in said


def test_a_figure_that_solves_for_too_few_is_found(run, answered):
    wave = answered()
    north = wave.groups.get(name="North")
    Result.objects.filter(wave=wave, group=north, question="enps").delete()
    skipped = PulseAnswer.objects.filter(group=north).values_list("pk", flat=True)[:17]
    PulseAnswer.objects.filter(pk__in=list(skipped)).update(scores={})
    code, said = run()
    assert code == 1
    assert "a group of 3 people can be solved for, fewer than 5" in said


def test_a_figure_of_others_than_answered_and_one_in_which_all_said_the_same_are_found(run, answered):
    wave = answered()
    Result.objects.filter(wave=wave, question="enps", group__name="North").update(n=19, counts={"9": 19})
    code, said = run()
    assert code == 1
    assert "A figure of enps counts 19 people" in said
    assert "All 19 of a group said the same to enps" in said


@pytest.mark.parametrize("place", ["django_q_ormq", "outbox_event", "audit_entry", "django_session"])
def test_an_answer_in_the_queue_the_outbox_the_trail_or_a_session_is_found(place, run, answered):
    answered()
    words = {"why": f"{WORDS} 7"}
    if place == "django_session":
        session = SessionStore()
        session["draft"] = words
        session.save()
    {
        "django_q_ormq": lambda: async_task("employees.tasks.close_waves", words),
        "outbox_event": lambda: emit("case.opened", words),
        "audit_entry": lambda: record("wave.changed", after=words),
    }.get(place, lambda: None)()
    code, said = run()
    assert code == 1
    assert f"An answer stands in the table {place}." in said


def test_an_answer_in_a_log_is_found_and_a_log_that_is_away_is_told(run, answered, tmp_path):
    answered()
    (tmp_path / "web.log").write_text(f'POST /pulses/ change="{WORDS} 3"\n')
    (tmp_path / "queue.log").write_text("Nothing happened.\n")
    code, said = run("--logs", str(tmp_path))
    assert code == 1
    assert f"An answer stands in the log {tmp_path}/web.log" in said
    (tmp_path / "web.log").unlink()
    assert run("--logs", str(tmp_path))[0] == 0
    code, said = run("--logs", str(tmp_path / "gone.log"))
    assert code == 2
    assert "cannot be read: No such file" in said


def test_a_wave_too_small_to_test_is_named(run, held, make_staff):
    (staff,) = make_staff(North=6).values()
    held([(person, {"enps": number}) for number, person in enumerate(staff)])
    code, said = run()
    assert code == 0
    assert "Too small, or of too few groups, to test" in said


def test_the_clock_runs_it_once_a_week(acme):
    tasks.prove_anonymity()
    tasks.prove_anonymity()
    assert Proof.objects.count() == 1
    Proof.objects.update(at=timezone.now() - timedelta(days=7))
    tasks.prove_anonymity()
    assert Proof.objects.count() == 2
    assert proving.Finding.read(Proof.objects.first().report["findings"][0]).says


def test_everybody_reads_the_latest_run_in_plain_words(run, answered, sign_in, make_employee):
    answered()
    run()
    page = sign_in(make_employee()).get("/pulses/proof/").text
    for words in ("It holds: nobody can tell", "Spring", "40 answers of nobody", "Run it yourself",
                  "prove_anonymity --organisation acme", "What it cannot prove"):  # fmt: skip
        assert words in page


def test_a_run_that_failed_says_so_first(sign_in, make_employee, run, make_wave):
    make_employee()
    wave = make_wave(opened_at=timezone.now(), closed_at=timezone.now(), answered=0)
    key_path(wave.pk).parent.mkdir(parents=True, mode=0o700)
    key_path(wave.pk).write_bytes(b"key")
    run()
    page = sign_in(make_employee()).get("/pulses/proof/").text
    assert "It does not hold. Answer no pulse until this is mended." in page
    assert "its key is still there" in page


def test_before_the_first_run_the_page_says_so(sign_in, make_employee):
    assert "has not run yet" in sign_in(make_employee()).get("/pulses/proof/").text


def test_a_program_reads_the_runs_over_the_api(sign_in, make_employee, run):
    run()
    client = sign_in(make_employee())
    (found,) = client.get("/api/v1/proofs/").json()["results"]
    assert (found["verdict"], found["waves"]) == ("held", {})
    assert {"check": "places", "verdict": "held"}.items() <= found["findings"][0].items()
    assert client.get(f"/api/v1/proofs/{found['id']}/").json() == found


def test_the_page_asks_once_whatever_there_is_to_read(sign_in, make_employee, run, answered):
    answered()
    run()
    run()
    client = sign_in(make_employee())
    with CaptureQueriesContext(connection) as asked:
        client.get("/pulses/proof/")
    assert len([each for each in asked if "employees_proof" in each["sql"]]) == 1
