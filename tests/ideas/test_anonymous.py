"""Ideas without a name: sealed, and published together by the clock."""

import pytest
from django.core import mail
from django.db import IntegrityError

from employees.actions.sealing import KeyAwayError, key_path, unseal
from employees.models import Commitment
from ideas import tasks
from ideas.actions import deciding, releasing, voting
from ideas.actions.anonymous import NotTakenError, hand_in
from ideas.actions.releasing import release_due
from ideas.models import Board, Idea, SealedBatch, SealedEntry
from ideas.models.receipts import hash_of
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting
from tests.ideas.anonymous_kit import new_code


@pytest.fixture
def nobodys(make_board, make_idea, make_employee):
    """An idea of nobody, on a board with one reviewer."""
    idea = make_idea(make_board([make_employee()]), title="A roof at the door")
    Idea.objects.filter(pk=idea.pk).update(author=None, team=None, receipt="a" * 64)
    idea.follows.all().delete()
    idea.refresh_from_db()
    return idea


def test_an_idea_is_by_somebody_or_has_a_receipt(make_idea):
    idea = make_idea()
    with pytest.raises(IntegrityError, match="idea_by_somebody"):
        Idea.objects.filter(pk=idea.pk).update(author=None)


def test_an_idea_of_nobody_is_read_on_its_page_its_board_and_over_the_api(nobodys, make_employee, sign_in):
    reader = sign_in(make_employee())
    assert "Handed in without a name" in reader.get(f"/ideas/{nobodys.pk}/").content.decode()
    assert "A roof at the door" in reader.get(f"/ideas/boards/{nobodys.board_id}/").content.decode()
    assert reader.get(f"/api/v1/ideas/{nobodys.pk}/").json()["author"] is None


def test_an_idea_of_nobody_is_decided_and_its_voters_are_told(
    nobodys, make_employee, django_capture_on_commit_callbacks
):
    voting.vote(nobodys, by=make_employee(email="voter@example.com"))
    with django_capture_on_commit_callbacks(execute=True):
        move = deciding.decide(nobodys, to="planned", reason="In spring", by=nobodys.review.owner)
        tasks.tell_of_move(move.pk)
        send_waiting()
    assert [message.to for message in mail.outbox] == [["voter@example.com"]]
    assert nobodys.review.kept_at


def test_what_is_handed_in_is_sealed_and_each_block_is_as_long_as_any_other(quiet_board, seal_idea):
    seal_idea(quiet_board, title="Short")
    seal_idea(quiet_board, problem="\x01" * 4000, proposal="🙂" * 4000, delight="\x02" * 2000)
    blobs = [bytes(entry.blob) for entry in SealedEntry.objects.all()]
    assert {len(blob) for blob in blobs} == {12 + 65_536 + 16}
    assert not Idea.objects.exists()
    assert unseal(SealedBatch.objects.get().key, blobs)[0]["facts"]["title"] == "Short"


def test_five_are_published_the_next_day_with_an_answer_promised_and_without_a_name(
    quiet_board, seal_idea, later
):
    for number in range(5):
        seal_idea(quiet_board, title=f"Idea {number}", delight="They stay dry")
    assert release_due() == 0
    later()
    ideas = list(Idea.objects.all())
    assert {idea.title for idea in ideas} == {f"Idea {number}" for number in range(5)}
    assert {(idea.author, idea.team) for idea in ideas} == {(None, None)}
    assert len({idea.submitted_at for idea in ideas}) == 1
    assert len({idea.receipt for idea in ideas}) == 5
    assert {idea.review for idea in ideas} == set(Commitment.objects.filter(kind="review"))
    assert Event.objects.filter(name="idea.submitted").count() == 5
    assert not SealedEntry.objects.exists()


def test_a_batch_is_published_once_however_often_the_clock_runs(quiet_board, seal_idea, later):
    for _ in range(5):
        seal_idea(quiet_board)
    later()
    tasks.release_anonymous()
    later()
    assert Idea.objects.count() == 5


def test_fewer_than_five_wait_seven_days_sealed_anew_each_day(quiet_board, seal_idea, later):
    seal_idea(quiet_board)
    first = bytes(SealedEntry.objects.get().blob)
    later(3)
    seal_idea(quiet_board)
    later(3)
    assert not Idea.objects.exists()
    assert first not in {bytes(entry.blob) for entry in SealedEntry.objects.all()}
    later()
    assert Idea.objects.count() == 2


def test_the_fifth_lets_those_go_that_wait(quiet_board, seal_idea, later):
    for _ in range(4):
        seal_idea(quiet_board)
    later()
    assert not Idea.objects.exists()
    seal_idea(quiet_board)
    later()
    assert Idea.objects.count() == 5


@pytest.mark.parametrize("facts", [{"allows_anonymous": False}, {"closed_at": "2026-01-01T00:00Z"}])
def test_a_board_that_allows_it_no_more_takes_nothing_and_loses_nothing(quiet_board, seal_idea, later, facts):
    for _ in range(5):
        seal_idea(quiet_board)
    Board.objects.update(**facts)
    with pytest.raises(NotTakenError):
        seal_idea(quiet_board)
    later()
    assert Idea.objects.count() == 5


def test_sent_twice_with_one_form_it_is_one_idea_as_it_was_sent_last(quiet_board, seal_idea, later):
    code = seal_idea(quiet_board, title="A roof")
    seal_idea(quiet_board, code=code, title="A better roof")
    for _ in range(3):
        seal_idea(quiet_board)
    later()
    assert not Idea.objects.exists()  # four wait, not five
    seal_idea(quiet_board)
    later()
    assert Idea.objects.get(receipt=hash_of(code)).title == "A better roof"


def test_what_comes_to_light_after_it_was_published_is_no_second_idea(quiet_board, seal_idea, later):
    codes = [seal_idea(quiet_board) for _ in range(5)]
    key = key_path(SealedBatch.objects.get().key)
    kept = key.read_bytes()
    key.unlink()
    later()
    for code in codes:
        seal_idea(quiet_board, code=code)
    later()
    key.write_bytes(kept)
    later(8)
    assert Idea.objects.count() == 5
    assert not SealedEntry.objects.exists()


def test_without_its_key_nothing_is_taken_and_nothing_is_stored(quiet_board, seal_idea, key_folder):
    key_folder.rename(key_folder.with_name("away"))
    with pytest.raises(KeyAwayError):
        seal_idea(quiet_board)
    assert not SealedEntry.objects.exists()
    key_folder.with_name("away").rename(key_folder)
    seal_idea(quiet_board)


def test_what_cannot_be_unsealed_waits_for_its_key_and_hinders_nobody(
    quiet_board, seal_idea, later, django_capture_on_commit_callbacks
):
    for _ in range(5):
        seal_idea(quiet_board)
    key = key_path(SealedBatch.objects.get().key)
    key.rename(key.with_suffix(".aside"))
    aside = key.with_suffix(".aside").read_bytes()
    later()
    assert not Idea.objects.exists()
    seal_idea(quiet_board)
    key.write_bytes(aside)
    later()
    assert Idea.objects.count() == 6


def test_an_idea_that_cannot_be_stored_stays_sealed_and_keeps_no_other_back(
    quiet_board, seal_idea, later, make_touchpoint
):
    gone = make_touchpoint()
    seal_idea(quiet_board, touchpoint=gone)
    for _ in range(5):
        seal_idea(quiet_board)
    gone.delete()
    later()
    assert Idea.objects.count() == 5
    assert SealedEntry.objects.count() == 1


def test_keys_go_with_their_batch_and_what_a_crash_left_goes_later(
    quiet_board, seal_idea, later, django_capture_on_commit_callbacks
):
    folder = key_path("ideas")
    seal_idea(quiet_board)
    before = set(folder.iterdir())
    with django_capture_on_commit_callbacks(execute=True):
        later()
    assert set(folder.iterdir()).isdisjoint(before)
    (folder / "1234.ab").write_bytes(b"left")
    with django_capture_on_commit_callbacks(execute=True):
        later()
    assert {path.name for path in folder.iterdir()} == {
        key_path(batch.key).name for batch in SealedBatch.objects.all()
    }


def test_a_day_on_which_nobody_hands_in_makes_no_new_key(quiet_board, later):
    before = SealedBatch.objects.get().pk
    later(2)
    assert SealedBatch.objects.get().pk == before


def test_the_order_of_a_batch_is_by_chance(quiet_board, seal_idea, later, monkeypatch):
    shuffled = []
    monkeypatch.setattr(releasing, "chance", type("Turned", (), {"shuffle": lambda self, rows: (
        shuffled.append(len(rows)), rows.reverse())})())  # fmt: skip
    for number in range(5):
        seal_idea(quiet_board, title=f"Idea {number}")
    later()
    assert [idea.title for idea in Idea.objects.order_by("pk")] == [f"Idea {n}" for n in (4, 3, 2, 1, 0)]
    assert shuffled[0] == 5


def test_a_code_is_its_forms_and_no_two_are_equal(quiet_board):
    assert len({new_code(quiet_board) for _ in range(100)}) == 100
    assert len(new_code(quiet_board).replace("-", "")) == 20


def test_hand_in_is_refused_before_the_first_key(make_board, make_employee, said):
    for _ in range(5):
        make_employee()
    board = make_board(allows_anonymous=True)
    with pytest.raises(KeyAwayError):
        hand_in(board, code=new_code(board), **said())
    tasks.release_anonymous()
    hand_in(board, code=new_code(board), **said())
