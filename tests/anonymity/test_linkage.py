"""A linkage attack of our own, on the real tables, with all that an attacker could hold; and on copies of the
design in which one of its protections is missing, where it succeeds: so this test can fail."""

import contextlib
import random
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction

from employees.actions import waves
from employees.actions.rewriting import copy_in
from employees.actions.sealing import key_path, unseal
from employees.actions.waves import close_wave, open_wave, take_answer
from employees.models import Participation, PulseAnswer, PulseComment
from tests.anonymity import evidence, wal
from tests.anonymity.apart import backed_up, restored

PEOPLE, BY_CHANCE = 60, 13
"""By chance one of sixty is linked; thirteen and more are once in ten thousand million times, and a few
thousand pairs of columns are tried."""
WORDS = "Nobody mends the lift in hall"


class Unshuffled:
    def shuffle(self, rows):
        """As they came."""


def deleting(model, types, choose):
    """What `rewrite` must not do."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(types)} FROM {table}")
        rows = choose(cursor.fetchall())
        cursor.execute(f"DELETE FROM {table}")
    copy_in(model, types, rows)


def keeping_participation(before):
    return lambda model, *rest: None if model is Participation else before(model, *rest)


def take_in_clear(wave, employee, *, scores, comments):
    with transaction.atomic():
        Participation.objects.create(wave=wave, employee=employee)
        PulseAnswer.objects.create(group=wave.groups.get(), scores=scores)
        PulseComment.objects.create(group=wave.groups.get(), question="why", text=comments["why"])


@dataclass
class Seen:
    """All that was to be had of one wave."""

    wave: int
    root: object
    schema: str
    backup: dict = field(default_factory=dict)
    sealed: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    records: list = field(default_factory=list)

    def linked(self, *, with_wal=False, with_backup=False):
        """How many of the sixty are found with this evidence."""
        dump = evidence.Dump(self.root, self.schema)
        who, what = evidence.people(dump, self.wave), evidence.answers(dump)
        if with_wal:
            evidence.add_wal(who, what, self.wave, self.records)
        for pk in who if with_backup else ():
            who[pk] |= {f"then.{name}": value for name, value in self.backup[pk].items()}
        return evidence.most_linked(who, what)

    def opened(self, blobs, persons):
        """How many sealed answers are read by a key that is still there, and given their writer."""
        if not key_path(self.wave).exists():
            return 0
        said = {xid: unseal(self.wave, [blob])[0]["scores"]["who"] for xid, blob in blobs.items()}
        return sum(persons.get(xid) == pk for xid, pk in said.items())

    def opened_of_backup(self):
        persons = {row["employees_participation.xmin"]: pk for pk, row in self.backup.items()}
        return self.opened(self.sealed, persons)

    def opened_of_pages(self):
        """What is dead in the tables' files."""
        dump = evidence.Dump(self.root, self.schema)
        persons = {
            xid: evidence.person(data)
            for xid, data in dump.tuples("employees_participation")
        }  # fmt: skip
        found = evidence.blobs(dump.tuples(dump.toast("employees_sealed")))
        return self.opened(found, persons)


@pytest.fixture
def play(apart, make_wave, make_employee, tmp_path):
    """A wave from its beginning to its end, answered in no order; what an attacker could hold of it."""

    def play(take=take_answer, *, backup=False):
        people, wave = [make_employee() for _ in range(PEOPLE)], make_wave()
        open_wave(wave)
        root = stack.enter_context(contextlib.closing(apart.root()))
        seen, since = Seen(wave.pk, root, connection.schema_name), wal.now(apart)
        random.shuffle(people)
        for employee in people:
            take(wave, employee, scores={"who": employee.pk}, comments={"why": f"{WORDS} {employee.pk}"})
        seen.records = wal.records(apart, since, wal.now(apart))
        seen.texts["dump"] = evidence.Dump(root, seen.schema).text().encode()
        seen.texts["wal"] = b"\n".join(record.content for record in seen.records)
        if backup:
            look_inside(seen)
        if take is take_answer:
            close_wave(wave)
        seen.records = wal.records(apart, since, wal.now(apart))
        return seen

    def look_inside(seen):
        """By a backup that is taken while it is open, and a second server that is made of it."""
        with backed_up(apart) as home:
            key = key_path(seen.wave).read_bytes()
            files = b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())
            with restored(home) as second, contextlib.closing(second.root()) as root:
                dump = evidence.Dump(root, seen.schema)
                seen.backup = evidence.people(dump, seen.wave)
                seen.sealed = {row["xmin"]: bytes(row["blob"]) for row in dump.rows("employees_sealed")}
        seen.texts |= {"files of the backup": files, "key": key}

    with contextlib.ExitStack() as stack:
        yield play


def found_in(seen, words=WORDS):
    return {name for name, text in seen.texts.items() if words.encode() in text}


def test_of_sixty_no_more_are_linked_than_by_chance_with_dump_wal_and_backup(play):
    seen = play(backup=True)
    assert found_in(seen) == set()
    assert found_in(seen, "Spring") >= {"dump", "files of the backup"}
    assert not [name for name, text in seen.texts.items() if name != "key" and seen.texts["key"] in text]
    assert len(seen.sealed) == PEOPLE
    everything = b"".join(record.content for record in seen.records)
    assert WORDS.encode() in everything  # of the close: the comments, that belong to nobody by then
    assert seen.linked() < BY_CHANCE
    assert seen.linked(with_wal=True, with_backup=True) < BY_CHANCE
    assert seen.opened_of_backup() == seen.opened_of_pages() == 0


def test_stored_in_clear_all_are_read_and_linked(play):
    seen = play(take_in_clear)
    assert found_in(seen) == {"dump", "wal"}
    assert seen.linked() == PEOPLE


def test_without_the_shuffle_the_wal_or_a_backup_links_all(play, monkeypatch):
    monkeypatch.setattr(waves, "chance", Unshuffled())
    seen = play(backup=True)
    assert seen.linked() < BY_CHANCE  # who took part was written anew, in the order of people
    assert seen.linked(with_wal=True) == seen.linked(with_backup=True) == PEOPLE


def test_without_the_shuffle_and_with_participation_as_it_came_a_dump_links_all(play, monkeypatch):
    monkeypatch.setattr(waves, "chance", Unshuffled())
    monkeypatch.setattr(waves, "rewrite", keeping_participation(waves.rewrite))
    assert play().linked() == PEOPLE


def test_with_the_key_kept_a_backup_opens_all(play, monkeypatch):
    monkeypatch.setattr(waves, "delete_key", lambda wave: None)
    seen = play(backup=True)
    assert seen.opened_of_backup() == PEOPLE
    assert seen.opened_of_pages() == 0  # of what was truncated nothing is left in the files


def test_with_the_key_kept_and_answers_deleted_not_truncated_the_files_open_all(play, monkeypatch):
    monkeypatch.setattr(waves, "delete_key", lambda wave: None)
    monkeypatch.setattr(waves, "rewrite", deleting)
    assert play().opened_of_pages() == PEOPLE
