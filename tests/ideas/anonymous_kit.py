"""Ideas without a name, for tests: handed in as by the form, and published as by the clock."""

from secrets import token_hex

import pytest

from ideas.actions.anonymous import hand_in, open_batch
from ideas.models import Board
from ideas.models.receipts import Ticket, code_of, new_ticket
from ideas.tasks import release_anonymous

HAND_IN, RECEIPT, SIMILAR = "/unnamed/hand-in/", "/unnamed/receipt/", "/unnamed/similar/"


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.PULSE_KEY_DIR = tmp_path / "keys"
    return settings.PULSE_KEY_DIR


@pytest.fixture
def quiet_board(make_board, make_employee):
    """A board that takes ideas without a name, of an organisation with enough people, and its reviewer."""
    for _ in range(5):
        reviewer = make_employee()
    board = make_board([reviewer], allows_anonymous=True)
    open_batch()
    return board


@pytest.fixture
def seal_idea(said):
    """Hand an idea in; its code."""

    def seal(board, code=None, **facts):
        code = code or new_code(board)
        hand_in(Board.objects.get(pk=board.pk), code=code, **said(**facts))
        return code

    return seal


def new_code(board):
    return code_of(Ticket(board.pk, token_hex(16)))


@pytest.fixture
def later(time_machine_later):
    """So many days pass, and the clock publishes at the end of each."""

    def pass_days(days=1):
        for _day in range(days):
            time_machine_later(days=1)
            release_anonymous()

    return pass_days


@pytest.fixture
def body(make_touchpoint):
    """What the form sends, with a ticket of this board."""

    def make(board, **facts):
        return {
            "title": "A roof at the door", "problem": "They wait in the rain", "proposal": "A roof",
            "touchpoint": make_touchpoint().pk, "delight": "They stay dry", "metric": "csat",
            "judge_on": "2099-01-01", "language": "en", "ticket": new_ticket(board.pk), "lang": "en",
        } | facts  # fmt: skip

    return make


@pytest.fixture
def nobody(client_of, acme):
    """A browser in which nobody is signed in."""
    return client_of(acme)


@pytest.fixture
def published(quiet_board, seal_idea, later):
    """The code of an idea that was published with four others."""
    codes = [seal_idea(quiet_board, title=f"Idea {number}") for number in range(5)]
    later()
    return codes[0]


def text(page):
    return page.content.decode()
