"""The same attack on ideas without a name: sixty people sign in, one after the other, and each hands one in
and answers a question about it later. With all tables, hidden columns, sessions, the audit trail, drafts and
the WAL; and on copies of the design in which one protection is missing, where it finds all sixty."""

import contextlib
import random
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from employees.actions.sealing import KeyAwayError, unseal
from ideas.actions import releasing, submitting
from ideas.actions.submitting import TEXTS, found_by
from ideas.models import Board, Comment, Idea, SealedBatch
from ideas.models.receipts import hash_of
from ideas.views import anonymous as pages
from ideas.views import receipts as receipt_pages
from tests.anonymity import evidence, wal
from tests.anonymity.idea_kit import RECEIPT, form_of, hand_in, next_day
from tests.anonymity.test_linkage import BY_CHANCE, PEOPLE, Unshuffled

OF_IDEAS = {"ideas_idea": "id", "ideas_comment": "idea_id", "employees_commitment": "source_path"}
TEXT = {"delight", "text", "search", "keys", "words"}
"""What an idea says; of whose it is in this test, its reason tells, which the attack does not look at."""


@dataclass
class Seen:
    """All that was to be had."""

    root: object
    people: list
    sealed: list = field(default_factory=list)
    sessions: dict = field(default_factory=dict)
    records: list = field(default_factory=list)

    def who(self, dump):
        """Each table in which a person stands: their own row, their sessions, what the audit trail says."""
        found = {pk: {} for pk in sorted(person.pk for person in self.people)}
        for table, key in (("employees_employee", "id"), ("audit_entry", "actor_id")):
            add(found, table, dump.rows(table), lambda row, key=key: row[key])
        add(found, "django_session", dump.rows("django_session"), lambda row: self.of(row["session_key"]))
        return found

    def of(self, session):
        return next((pk for pk, keys in self.sessions.items() if session in keys), None)

    def linked(self, *, with_wal=False):
        """How many of the sixty are found."""
        dump = evidence.Dump(self.root, connection.schema_name)
        who, whose = self.who(dump), dict(Idea.objects.values_list("pk", "delight"))
        what = {owner(whose, row["id"]): {} for row in dump.rows("ideas_idea")}  # as they stand there
        for table, key in OF_IDEAS.items():
            add(what, table, dump.rows(table), lambda row, key=key: owner(whose, row[key]))
        if with_wal:
            keys = {pk: keys[0].encode() for pk, keys in self.sessions.items()}
            evidence.add_moments(who, keys, self.records, "session")
            receipts = {int(idea.delight): idea.receipt.encode() for idea in Idea.objects.all()}
            evidence.add_moments(what, receipts, self.records, "idea")
        return evidence.most_linked(who, what)

    def opened(self):
        """How many sealed blocks, copied while they waited, are read by a key that is still there, and given
        their writer by the order of the sessions."""
        said = []
        for batch, blob in self.sealed:
            with contextlib.suppress(KeyAwayError):
                said += unseal(SealedBatch(pk=batch).key, [blob])
        order = [int(one["facts"]["delight"]) for one in said]
        return sum(a == b.pk for a, b in zip(order, self.people, strict=False))

    def drafted(self):
        """How many are found by a draft under their name that says what their idea says."""
        rows = evidence.Dump(self.root, connection.schema_name).rows("ideas_ideadraft")
        ideas = set(Idea.objects.values_list("delight", flat=True))
        return sum(row["facts"]["delight"] in ideas for row in rows if row["author_id"])


def add(found, table, rows, owner):
    """The columns of a person's rows, or of an idea's: of several the first and the last."""
    of = defaultdict(list)
    for row in rows:
        of[owner(row)].append(row)
    for pk in found.keys() & of.keys():
        for name, row in (("first", of[pk][0]), ("last", of[pk][-1])):
            found[pk] |= {f"{name} {table}.{key}": value for key, value in row.items() if key not in TEXT}


def owner(whose, key):
    """Whose idea it is, by its key or its address."""
    found = whose.get(int(str(key).removeprefix("/ideas/").strip("/") or 0))
    return found and int(found)


def in_clear(board, *, code, **facts):
    """A naive copy: without a name and with a random receipt, but stored at once."""
    texts = {name: facts[name] for name in TEXTS}
    submitting.hand_in(
        Idea(board=board, receipt=hash_of(code), submitted_at=timezone.now(), **facts, **found_by(texts))
    )


def answer_in_clear(idea, *, text, parent=None):
    Comment.objects.create(idea=idea, text=text, parent=parent, is_authors=True)


@pytest.fixture
def play(apart, board, make_employee, make_touchpoint, sign_in):
    """Sixty ideas, and sixty answers by their codes."""

    def play():
        people, touchpoint = [make_employee() for _ in range(PEOPLE)], make_touchpoint()
        random.shuffle(people)
        seen = Seen(stack.enter_context(contextlib.closing(apart.root())), people)
        since, codes = wal.now(apart), {}
        for person in people:
            client, words = signed_in(seen, person), {"delight": str(person.pk)}
            client.post(f"/ideas/boards/{board.pk}/draft/", words)
            codes[person] = hand_in(client, board, touchpoint, **words)
        rows = evidence.Dump(seen.root, connection.schema_name).rows("ideas_sealedentry")
        seen.sealed = [(row["batch_id"], bytes(row["blob"])) for row in rows]
        next_day()
        for person in people:
            answer = {"code": codes[person], "text": "The front door"}
            assert signed_in(seen, person).post(RECEIPT, answer).status_code == 200
        next_day()
        seen.records = wal.records(apart, since, wal.now(apart))
        return seen

    def signed_in(seen, person):
        client = sign_in(person)
        seen.sessions.setdefault(person.pk, []).append(client.session.session_key)
        return client

    with contextlib.ExitStack() as stack:
        yield play


def test_of_sixty_no_more_are_linked_than_by_chance_with_sessions_audit_and_wal(play):
    seen = play()
    assert Session.objects.count() == 2 * PEOPLE
    assert (
        Idea.objects.filter(author=None).count() == Comment.objects.filter(is_authors=True).count() == PEOPLE
    )
    assert seen.linked() < BY_CHANCE
    assert seen.linked(with_wal=True) < BY_CHANCE
    assert len(seen.sealed) == PEOPLE
    assert seen.opened() == seen.drafted() == 0


def test_stored_at_once_all_are_linked(play, monkeypatch):
    monkeypatch.setattr(pages, "hand_in", in_clear)
    assert play().linked() == PEOPLE


def test_with_answers_stored_at_once_all_are_linked(play, monkeypatch):
    monkeypatch.setattr(receipt_pages, "answer_as_author", answer_in_clear)
    assert play().linked() == PEOPLE


def test_without_the_shuffle_all_are_linked(play, monkeypatch):
    monkeypatch.setattr(releasing, "chance", Unshuffled())
    assert play().linked() == PEOPLE


def test_with_the_key_kept_a_copy_of_what_was_sealed_opens_all(play, monkeypatch):
    monkeypatch.setattr(releasing, "delete_key", lambda name: None)
    assert play().opened() == PEOPLE


def test_with_drafts_kept_all_are_found_by_theirs(play, monkeypatch):
    monkeypatch.setattr(Board, "keeps_drafts", True)
    assert play().drafted() == PEOPLE


def everything(apart):
    with contextlib.closing(apart.root()) as root:
        return {(table, row) for table, rows in evidence.Dump(root, "public").every_table() for row in rows}


def changed(before, after):
    return {table for table, _row in before ^ after}


def test_handing_in_writes_one_sealed_block_and_nothing_else_in_the_whole_database(
    apart, board, make_employee, make_touchpoint, sign_in
):
    client, touchpoint = sign_in(make_employee()), make_touchpoint()
    before = everything(apart)
    asked = {"ticket": form_of(client, board), "title": "A roof at the door"}
    client.post("/unnamed/similar/", asked)
    client.post(f"/ideas/boards/{board.pk}/draft/", asked)
    assert changed(before, everything(apart)) == set()
    code = hand_in(client, board, touchpoint)
    after = everything(apart)
    assert changed(before, after) == {"ideas_sealedentry"}
    assert len(before ^ after) == 1
    client.post(RECEIPT, {"code": code})
    client.post(RECEIPT, {"code": "2222-2222-2222-2222-2222"})
    assert everything(apart) == after


def test_following_and_answering_by_the_code_write_one_sealed_block_and_nothing_else(
    apart, board, make_employee, make_touchpoint, sign_in
):
    client, touchpoint = sign_in(make_employee()), make_touchpoint()
    code, *_others = [hand_in(client, board, touchpoint) for _ in range(5)]
    assert next_day() == 5
    before = everything(apart)
    assert "A roof" in client.post(RECEIPT, {"code": code}).text
    assert everything(apart) == before
    client.post(RECEIPT, {"code": code, "text": "The front door"})
    after = everything(apart)
    assert (changed(before, after), len(before ^ after)) == ({"ideas_sealedentry"}, 1)
