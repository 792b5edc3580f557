from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from employees.models import Commitment
from feedback.actions import causes
from feedback.actions.cases import open_case
from feedback.models import Case
from insights.figures.quarter import Quarter, offered, quarter_of

pytestmark = pytest.mark.usefixtures("in_november")


@pytest.fixture
def in_november():
    with time_machine.travel("2026-11-16T12:00:00Z", tick=True):
        yield


@pytest.fixture
def make_due(acme):
    def make(day, *, kept=-1, number=1, owner=None, moved=0):
        due = timezone.now().replace(month=day[0], day=day[1])
        Commitment.objects.bulk_create(
            Commitment(
                owner=owner, team=owner and owner.team, kind="answer", promise="Call back",
                made_at=due - timedelta(days=3), first_due_at=due - timedelta(hours=moved), due_at=due,
                kept_at=None if kept is None else due + timedelta(hours=kept),
            )
            for _ in range(number)
        )  # fmt: skip

    return make


def page_of(client, quarter="2026-3"):
    return client.get(f"/desk/quarter/?quarter={quarter}")


def test_quarters_follow_one_another_over_the_years():
    assert quarter_of(date(2026, 11, 16)) == Quarter(2026, 4)
    assert (Quarter(2026, 4).end, Quarter(2026, 1).before) == (date(2027, 1, 1), Quarter(2025, 4))
    assert [one.key for one in offered(date(2026, 2, 1))][:3] == ["2026-1", "2025-4", "2025-3"]


def test_it_says_in_sentences_what_was_kept_and_whether_that_changed(make_due, make_champion, sign_in):
    make_due((8, 10), number=45)
    make_due((8, 11), number=15, moved=5, kept=-1)
    make_due((8, 12), number=4, kept=None)
    make_due((5, 12), number=40, kept=8)
    page = page_of(sign_in(make_champion()))
    assert "July to September 2026" in page.text
    assert "We kept 94 of a hundred promises" in page.text
    assert "64 promises fell due. We kept 70% (58 to 80, n = 64) as they were first promised" in page.text
    assert "we became better, by more than chance" in page.text
    assert "4 promises of this quarter were broken; 4 are open to this day." in page.text


def test_the_last_quarter_that_is_over_is_shown_unless_told_otherwise(make_champion, sign_in):
    client = sign_in(make_champion())
    assert client.get("/desk/quarter/").context["quarter"] == Quarter(2026, 3)
    assert client.get("/desk/quarter/?quarter=2019-1").status_code == 404
    assert "No promise fell due in this quarter." in client.get("/desk/quarter/").text


def test_it_asks_the_executives_for_what_only_they_can_move(make_due, make_champion, sign_in):
    make_due((8, 10), number=2, kept=None)
    champion = make_champion()
    causes.describe_cause(title="No cover on the trolleys", by=champion)
    asks = sign_in(champion).get("/desk/quarter/").context["parts"][-1].sentences
    assert asks == ["Name owners for the 2 promises that nobody owns."]


def test_a_prevention_is_told_with_its_rate_ratio(make_response, make_champion, make_post, sign_in):
    champion, post, now = make_champion(), make_post(), timezone.now()
    cause = causes.describe_cause(title="No cover", by=champion)
    effective = date(2026, 9, 10)
    made = causes.promise_prevention(
        cause, action="Lids", owner=champion, due_on=effective + timedelta(days=90),
        effective_on=effective, by=champion,
    )  # fmt: skip
    causes.keep_prevention(made, by=champion)
    for days in [-20] * 14 + [20] * 2:
        case = open_case(make_response(post=post, score=2, received_at=now), by=champion)
        at = timezone.make_aware(timezone.datetime(2026, 9, 10)) + timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(opened_at=at, cause=cause)
    for days in [-20] * 30 + [20] * 30:
        at = timezone.make_aware(timezone.datetime(2026, 9, 10, 12)) + timedelta(days=days)
        make_response(post=post, score=9, received_at=at)
    learned = page_of(sign_in(champion)).context["parts"][1].sentences
    assert learned[-1].startswith(
        "“No cover” became rarer: a thousand answers bring 0.14 times as many cases"
    )
    assert learned[-1].endswith("14 before, 2 since.")


def test_the_quarter_over_the_api_holds_the_same_sentences(make_due, make_champion, sign_in):
    make_due((8, 10), number=12)
    client = sign_in(make_champion())
    found = client.get("/api/v1/quarter/?quarter=2026-3").json()
    assert found["parts"][0]["sentences"] == page_of(client).context["parts"][0].sentences
    assert found["kept"]["as_renegotiated"]["n"] == 12
    assert client.get("/api/v1/quarter/?quarter=x").status_code == 400
