from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Commitment, Employee, Nudge, Term
from feedback.actions import causes, replies, sharing
from feedback.actions.cases import open_case
from insights.figures.desk import section as desk_section
from tests.plans import queries


@pytest.fixture
def make_late(acme):
    """A promise that is late, two days unless told otherwise."""

    def make(owner=None, *, days=2, team=None, kind="other", what="Call back"):
        now = timezone.now()
        due = now - timedelta(days=days)
        return Commitment.objects.create(
            owner=owner, team=team or (owner and owner.team), kind=kind, promise=what,
            made_at=due - timedelta(days=1), first_due_at=due, due_at=due,
        )  # fmt: skip

    return make


@pytest.fixture
def shop(make_employee, make_team, make_champion, send_away):
    lead = make_employee(name="Lena Lead")
    team = make_team(name="Quay", lead=lead)
    away = make_employee(name="Ava Away", team=team)
    send_away(away, days=4)
    return {
        "lead": lead, "team": team, "champion": make_champion(name="Cleo"),
        "there": make_employee(name="Theo There", team=team), "away": away,
    }  # fmt: skip


@pytest.fixture
def answered_case(make_response, make_team):
    def make(owner, **facts):
        case = open_case(make_response(score=2, comment="Cold", **facts), by=owner)
        replies.reply(case, by=owner, kind="call", body="We are sorry.")
        case.refresh_from_db()
        return case

    return make


def section(client, key):
    found = client.get("/desk/").context["sections"]
    return next(section for section in found if section.key == key)


def test_the_owner_can_move_what_is_late_and_the_lead_when_they_are_away(shop, make_late, sign_in):
    make_late(shop["there"])
    make_late(shop["away"])
    make_late(None, team=shop["team"])
    late = section(sign_in(shop["champion"]), "late")
    assert late.number == 3
    assert [(share.name, share.own, share.of_absent, share.of_nobody) for share in late.facts["shares"]] == [
        ("Lena Lead", 0, 1, 1),
        ("Theo There", 1, 0, 0),
    ]


def test_a_danger_comes_first_and_names_who_to_speak_with(shop, make_late, sign_in):
    make_late(shop["there"], days=20)
    make_late(shop["away"], days=1, kind="danger", what="Wet floor")
    page = sign_in(shop["champion"]).get("/desk/")
    assert page.context["first"].words == "A danger is late: “Wet floor”. Speak with Lena Lead today."
    assert page.text.index("Wet floor") < page.text.index("Call back")


def test_a_button_of_the_desk_asks_the_owner_and_comes_back(shop, make_late, sign_in):
    made, client = make_late(shop["there"]), sign_in(shop["champion"])
    answer = client.post(f"/promises/{made.pk}/nudge/", {"back": "/desk/#late"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/#late")
    assert "Asked, no word yet" in client.get("/desk/").text


def test_a_button_of_the_desk_hands_over_to_who_can_move_it(shop, make_late, sign_in):
    made, client = make_late(shop["away"]), sign_in(shop["champion"])
    assert "Hand to Lena Lead" in client.get("/desk/").text
    sent = {"to": shop["lead"].pk, "back": "https://elsewhere.example/"}
    answer = client.post(f"/promises/{made.pk}/hand-over/", sent)
    made.refresh_from_db()
    assert (answer["Location"], made.owner) == (f"/promises/{made.pk}/", shop["lead"])


@pytest.mark.parametrize(("settle", "outcome"), [
    ({}, "open"), ({"kept_at": -1}, "late"), ({"kept_at": -1, "due_at": 1}, "kept"),
    ({"withdrawn_at": -1}, "withdrawn"),
])  # fmt: skip
def test_each_question_says_what_came_of_it(settle, outcome, shop, make_late):
    asked = Nudge.objects.create(commitment=make_late(shop["there"]), by=shop["champion"], to=shop["there"])
    facts = {name: timezone.now() + timedelta(hours=hours) for name, hours in settle.items()}
    Commitment.objects.filter(pk=asked.commitment_id).update(**facts) if facts else None
    assert Nudge.objects.with_outcome().get().outcome == outcome


def test_a_promise_with_another_date_after_the_question_was_moved(shop, make_late, sign_in):
    made = make_late(shop["there"])
    Nudge.objects.create(
        commitment=made, by=shop["champion"], to=shop["there"], at=timezone.now() - timedelta(hours=1)
    )
    sent = {"due_at_0": "2099-01-01", "due_at_1": "12:00", "reason": "Ill"}
    sign_in(shop["there"]).post(f"/promises/{made.pk}/renegotiate/", sent)
    assert Nudge.objects.with_outcome().get().outcome == "moved"


def test_what_waits_after_an_answer_stands_at_its_step(shop, answered_case, sign_in):
    case, client = answered_case(shop["champion"]), sign_in(shop["champion"])
    waiting = lambda: [section(client, key).number for key in ("unshared", "uncaused", "unprevented")]  # noqa: E731
    assert waiting() == [1, 0, 0]
    sharing.share(case.response, text="Cold", is_good=False, by=shop["champion"])
    assert waiting() == [0, 1, 0]
    cause = causes.describe_cause(title="No cover", by=shop["champion"])
    causes.join([case], cause, by=shop["champion"])
    assert waiting() == [0, 0, 1]
    case.refresh_from_db()
    causes.excuse_prevention(case, reason="The road works end", by=shop["champion"])
    assert waiting() == [0, 0, 0]


def test_a_prevention_that_was_taken_back_prevents_nothing(shop, answered_case, sign_in):
    cause = causes.describe_cause(title="No cover", by=shop["champion"])
    day = timezone.localdate() + timedelta(days=3)
    made = causes.promise_prevention(
        cause, action="Lids", owner=shop["there"], due_on=day, effective_on=day, by=shop["champion"]
    )
    client = sign_in(shop["champion"])
    assert section(client, "unprevented").number == 0
    made.commitment.withdraw(reason="No lids", by=shop["there"])
    assert section(client, "unprevented").number == 1


def test_who_owns_nothing_is_counted_and_named(shop, make_late, sign_in):
    make_late(shop["there"])
    free = section(sign_in(shop["champion"]), "free")
    assert free.number == Employee.objects.count() - 1
    assert "Theo There" not in [person.name for person in free.facts["rows"]]


def test_of_many_who_own_nothing_it_says_that_there_are_more(shop, sign_in, monkeypatch):
    monkeypatch.setattr(desk_section, "COUNTED", 2)
    free = section(sign_in(shop["champion"]), "free")
    assert (free.number, free.shown, free.says) == (3, "2+", "More than 2 people own no open promise.")


def test_the_sponsor_reads_the_desk_and_moves_nothing(shop, make_late, sign_in, make_employee):
    sponsor, made = make_employee(), make_late(shop["there"])
    assert sign_in(sponsor).get("/desk/").status_code == 403
    Term.objects.update(sponsor=sponsor)
    client = sign_in(Employee.objects.get(pk=sponsor.pk))
    page = client.get("/desk/")
    assert "Call back" in page.text
    assert '<form method="post" action="/promises/' not in page.text
    assert client.post(f"/promises/{made.pk}/nudge/").status_code == 403


def test_others_have_no_desk(shop, sign_in):
    assert sign_in(shop["lead"]).get("/desk/").status_code == 403
    assert "/desk/" not in sign_in(shop["lead"]).get("/").text
    assert 'href="/desk/"' in sign_in(shop["champion"]).get("/").text


def test_the_desk_asks_as_much_of_few_promises_as_of_many(shop, make_late, answered_case, sign_in):
    client = sign_in(shop["champion"])

    def add():
        for person in ("there", "away"):
            Nudge.objects.create(commitment=make_late(shop[person]), by=shop["champion"], to=shop[person])
        make_late(None, team=shop["team"])
        answered_case(shop["champion"])

    add()
    client.get("/desk/")
    few = queries(client, "/desk/")
    for _ in range(12):
        add()
    assert queries(client, "/desk/") == few <= 32


def test_the_desk_over_the_api_says_the_same(shop, make_late, sign_in):
    make_late(shop["away"])
    found = sign_in(shop["champion"]).get("/api/v1/desk/").json()
    late = next(section for section in found["sections"] if section["key"] == "late")
    assert (late["number"], late["promises"][0]["mover"]) == (1, shop["lead"].pk)
    assert found["first"]["words"] == "Speak with Lena Lead, who can move one late promise."
