"""Every page of ideas asks the database as often for many of them as for few."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions import decisions, evidence, voting
from ideas.actions.commenting import comment_on
from ideas.actions.deciding import decide
from ideas.actions.following import follow
from ideas.actions.trending import count_trends
from ideas.models import OutcomeCheck
from tenants.here import today
from tests.plans import follow_an_index, plans, queries

BOARD = "/ideas/boards/{board}/"
PATHS = [
    *(f"{BOARD}?view={view}" for view in ("", "wanted", "trending", "review", "mine")),
    f"{BOARD}?status=open&view=wanted", f"{BOARD}?q=roof", f"{BOARD}?q=roof&view=wanted",
    f"{BOARD}roadmap/", "/ideas/roadmap/", "/ideas/roadmap/?status=planned", "/ideas/", "/ideas/{idea}/",
    "/ideas/mine/", "/ideas/followed/", "/ideas/review/", "/ideas/outcomes/", "/ideas/outcomes/?view=proven",
    "/decisions/", "/decisions/?view=revisit", "/decisions/?view=without", "/ideas/figures/",
    "/api/v1/ideas/", "/api/v1/ideas/?ordering=-votes", "/api/v1/decisions/", "/api/v1/idea-checks/",
]  # fmt: skip
"""As the champion sees them."""


@pytest.fixture
def there(make_board, make_idea, make_case, make_employee, make_champion, deliver):
    """The champion, who answers on a board, and what adds one more of everything to it."""
    champion = make_champion()
    board = make_board([champion])
    first = make_idea(board)

    def add():
        reader, (wanted, planned, done, _open) = make_employee(), (make_idea(board) for _ in range(4))
        mine = make_idea(board, by=champion)
        for idea in (first, wanted, planned):
            voting.vote(idea, by=reader)
            comment_on(idea, text="At the other door, too", by=reader)
            follow(idea, who=champion)
        evidence.attach(wanted, thing=make_case(), why="She waited", by=champion)
        voting.object_to(first, by=reader, reason="It is dear")
        decisions.decide_by_move(decide(planned, to="planned", reason="So", by=champion), by=champion)
        deliver(done, by=champion)
        OutcomeCheck.objects.update(verdict="proven", judged_at=timezone.now(), after_n=0)
        decisions.make_decision(
            what=f"After {mine.pk}", why="So", by=champion, made_by=champion, decided_on=today(),
            revisit_on=today() + timedelta(days=9),
        )  # fmt: skip
        count_trends()

    add()
    return champion, {"board": board.pk, "idea": first.pk}, add


def test_every_page_asks_as_much_for_many_ideas_as_for_few(there, sign_in):
    champion, keys, add = there
    client = sign_in(champion)
    asked = lambda: {path: queries(client, path.format(**keys)) for path in PATHS}  # noqa: E731
    asked()
    few = asked()
    for _ in range(4):
        add()
    assert asked() == few
    assert max(few.values()) <= 45


@pytest.mark.parametrize(
    "path",
    [
        *(f"{BOARD}?view={view}" for view in ("", "wanted", "trending", "review")), f"{BOARD}?status=open",
        "/ideas/roadmap/?status=planned",
    ],
)  # fmt: skip
def test_every_list_of_a_board_is_read_from_an_index(path, there, sign_in, make_employee):
    _champion, keys, _add = there
    assert follow_an_index(plans(sign_in(make_employee()), path.format(**keys), "ideas_idea"), "ideas_idea")
