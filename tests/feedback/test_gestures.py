"""Goodwill: within the limit without asking, over it a lead who owes an answer; and what became of it."""

import threading
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_tenants.utils import schema_context

from employees.models import Commitment
from feedback.actions import gestures, replies
from feedback.models import Gesture, GoodwillLimit
from tenants.audit.models import Entry
from tenants.outbox.send import send_waiting
from tests.plans import follow_an_index, plans, queries


@pytest.fixture
def staff(make_employee, make_team, make_champion):
    region = make_team(name="Wales", lead=make_employee(name="Region"))
    shop = make_team(name="Swansea Quay", parent=region, lead=make_employee(name="Lead"))
    people = {"lead": shop.lead, "up": region.lead, "champion": make_champion(name="Champ"),
              "admin": make_employee(is_admin=True), "mate": make_employee(name="Mate", team=shop),
              "stranger": make_employee(team=make_team(lead=make_employee()))}  # fmt: skip
    return people | {"nia": make_employee(name="Nia", team=shop), "shop": shop, "region": region}


@pytest.fixture
def case(staff, make_case):
    return make_case(owner=staff["nia"])


@pytest.fixture
def limit(acme):
    gestures.set_currency("GBP")
    return gestures.set_limit(role="employee", amount=Decimal(20), number=2)


def body(amount="12.50", **facts):
    return {"kind": "gift", "amount": amount, "note": "Flowers", "key": str(uuid4())} | facts


def give(case, by, amount=12, **facts):
    return gestures.give(case, by=by, kind="voucher", amount=Decimal(amount), **facts)


def test_within_the_limit_it_is_given_from_the_case_without_asking(staff, case, limit, sign_in):
    client = sign_in(staff["nia"])
    assert "up to 20.00 GBP without asking, 2 times more" in client.get(f"/cases/{case.pk}/").text
    page = client.post(f"/cases/{case.pk}/gesture/", body(), follow=True)
    assert "It is given" in page.text
    made = Gesture.objects.get()
    assert (made.state, made.worth, made.team, made.commitment) == ("given", "12.50 GBP", staff["shop"], None)
    assert "gift, 12.50 GBP" in page.text
    assert "once more this month" in page.text
    assert "gesture given, Nia: gift, 12.50 GBP" in page.text
    assert not Commitment.objects.filter(kind="gesture").exists()


def test_the_same_form_sent_twice_is_one_gesture(staff, case, limit, sign_in):
    sent = body()
    for _again in range(2):
        sign_in(staff["nia"]).post(f"/cases/{case.pk}/gesture/", sent)
    assert Gesture.objects.count() == 1


@pytest.mark.parametrize("amount", ["0", "-5", "x", "12.505", "99999999"])
def test_an_amount_that_is_none_is_refused(staff, case, limit, sign_in, amount):
    assert sign_in(staff["nia"]).post(f"/cases/{case.pk}/gesture/", body(amount)).status_code == 422
    assert not Gesture.objects.exists()


@pytest.mark.parametrize("why", ["amount", "number", "no limit"])
def test_over_the_limit_the_lead_promises_an_answer(staff, case, limit, sign_in, why):
    if why == "no limit":
        gestures.remove_limit(limit)
    for _each in range(2 if why == "number" else 0):
        give(case, staff["nia"])
    page = sign_in(staff["nia"]).post(
        f"/cases/{case.pk}/gesture/", body("20.01" if why == "amount" else "5"), follow=True
    )
    assert "Your lead is asked" in page.text
    made = Gesture.objects.asked().get()
    promise = made.commitment
    assert (promise.owner, promise.kind, promise.team) == (staff["lead"], "gesture", staff["shop"])
    assert promise.source_path == made.get_absolute_url()
    send_waiting()
    assert [message.to for message in mail.outbox if "asks you for a yes" in message.subject] == [
        [staff["lead"].email]
    ]


def test_the_lead_says_yes_and_it_is_given_and_told_and_the_promise_is_kept(staff, case, limit, sign_in):
    made = give(case, staff["nia"], 50)
    client = sign_in(staff["lead"])
    assert "yes, give it" in client.get(made.get_absolute_url()).text
    page = client.post(
        f"/gestures/{made.pk}/decide/", {"yes": "yes", "reason": "He waited two hours"}, follow=True
    )
    assert "Nia is told" in page.text
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("given", staff["lead"])
    assert Commitment.objects.get(pk=made.commitment_id).kept_by == staff["lead"]
    send_waiting()
    told = next(message for message in mail.outbox if message.to == [staff["nia"].email])
    assert told.subject == "Yes to your gesture: voucher, 50.00 GBP"
    assert "He waited two hours" in told.body
    assert gestures.allowance(staff["nia"]).left == 2


def test_a_no_needs_its_reason_and_settles_once(staff, case, limit, sign_in):
    made, client = give(case, staff["nia"], 50), sign_in(staff["up"])
    path = f"/gestures/{made.pk}/decide/"
    assert client.post(path, {"yes": "no", "reason": ""}).status_code == 422
    client.post(path, {"yes": "no", "reason": "A call is better"})
    late = sign_in(staff["lead"]).post(path, {"yes": "yes", "reason": "I would"}, follow=True)
    assert "settled meanwhile" in late.text
    made.refresh_from_db()
    assert (made.state, made.given_at) == ("refused", None)
    assert Commitment.objects.kept().filter(pk=made.commitment_id).exists()


@pytest.mark.parametrize(("who", "status"), [("nia", 302), ("mate", 404), ("stranger", 404)])
def test_nobody_else_decides_and_nobody_for_themselves(staff, case, limit, sign_in, who, status):
    made = give(case, staff["nia"], 50)
    answer = sign_in(staff[who]).post(f"/gestures/{made.pk}/decide/", {"yes": "yes", "reason": "I like it"})
    assert answer.status_code == status
    assert Gesture.objects.asked().count() == 1


def test_a_promise_to_decide_is_not_kept_by_saying_so(staff, case, limit, sign_in):
    made = give(case, staff["nia"], 50)
    page = sign_in(staff["lead"]).post(f"/promises/{made.commitment_id}/keep/")
    assert page.status_code == 404


def test_who_leads_asks_the_next_one_up_and_the_champion_where_there_is_none(staff, case, limit):
    assert give(case, staff["lead"], 50).commitment.owner == staff["up"]
    staff["region"].lead = None
    staff["region"].save()
    assert give(case, staff["lead"], 50).commitment.owner == staff["champion"]


def test_whoever_took_the_promise_over_decides(staff, case, limit):
    made = give(case, staff["nia"], 50)
    Commitment.objects.filter(pk=made.commitment_id).update(owner=staff["mate"])
    assert Gesture.objects.decidable_by(staff["mate"]).get() == made
    assert Gesture.objects.visible_to(staff["mate"]).get() == made


def test_a_slip_is_taken_back_and_counts_no_more(staff, case, limit, sign_in, time_machine_later):
    made, late = give(case, staff["nia"]), give(case, staff["nia"])
    client = sign_in(staff["nia"])
    assert "taken back" in client.post(f"/gestures/{made.pk}/take-back/", follow=True).text
    assert gestures.allowance(staff["nia"]).left == 1
    time_machine_later(minutes=11)
    assert "settled meanwhile" in client.post(f"/gestures/{late.pk}/take-back/", follow=True).text
    assert sign_in(staff["lead"]).post(f"/gestures/{late.pk}/take-back/").status_code == 404


def test_what_is_asked_for_can_be_taken_back_with_its_promise(staff, case, limit, time_machine_later):
    made = give(case, staff["nia"], 50)
    time_machine_later(days=2)
    assert gestures.take_back(made, by=staff["nia"])
    assert Commitment.objects.get(pk=made.commitment_id).withdrawn_at
    assert not gestures.decide(made, yes=True, by=staff["lead"], reason="Late")
    send_waiting()
    assert not any("asks you" in message.subject for message in mail.outbox)


def test_the_largest_limit_that_holds_counts_and_a_teams_reaches_down(staff, case, limit, make_employee):
    assert gestures.allowance(staff["nia"]).amount == 20
    gestures.set_limit(team=staff["region"].pk, amount=Decimal(30), number=1)
    assert gestures.allowance(staff["nia"]) == gestures.Allowance(Decimal(30), 1)
    gestures.set_limit(team=staff["shop"].pk, amount=Decimal(10), number=9)
    assert gestures.allowance(staff["nia"]).amount == 20
    gestures.set_limit(role="lead", amount=Decimal(80), number=3)
    assert gestures.allowance(staff["lead"]).amount == 80
    assert gestures.allowance(make_employee()).amount == 20


def test_a_new_month_begins_anew(staff, case, limit, time_machine_later):
    for _each in range(2):
        give(case, staff["nia"])
    assert gestures.allowance(staff["nia"]).left == 0
    time_machine_later(days=31)
    assert gestures.allowance(staff["nia"]).left == 2


@pytest.mark.committing
def test_given_twice_at_once_the_months_number_holds(acme, staff, case, limit):
    gestures.set_limit(role="employee", amount=Decimal(20), number=1)
    together, nia = threading.Barrier(4), staff["nia"]

    def give_one():
        with schema_context(acme.schema_name):
            together.wait()
            give(case, nia)
        connection.close()

    threads = [threading.Thread(target=give_one) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Gesture.objects.given().count(), Gesture.objects.asked().count()) == (1, 3)
    assert Commitment.objects.open().filter(kind="gesture").count() == 3


def test_the_ledger_says_what_became_of_it(staff, make_case, make_customer, make_response, limit, sign_in):
    ann = make_customer(name="Ann Lee")
    case = make_case(owner=staff["nia"], customer=ann, answered=True)
    made = give(case, staff["nia"])
    client = sign_in(staff["lead"])
    assert "Not heard of again yet." in client.get("/gestures/").text
    replies.judge(case, score=5, will_return=True)
    page = client.get("/gestures/").text
    assert "says that they will come back" in page
    assert "Our answer: 5 of 5." in page
    Gesture.objects.update(given_at=timezone.now() - timedelta(days=3))
    make_response(customer=ann)
    page = client.get("/gestures/").text
    assert "has answered us again since" in page
    assert "Ann Lee" not in page
    (total,) = gestures_sums(client)
    assert (total["number"], total["amount"], total["team_name"]) == (1, "12.00", "Swansea Quay")
    assert (total["came_back"]["value"], total["judged"]["n"]) == (100.0, 1)
    assert made.case == case


def test_two_gestures_on_a_case_are_followed_by_one_answer(
    staff, make_case, make_customer, make_response, limit, sign_in
):
    ann = make_customer(name="Ann Lee")
    case = make_case(owner=staff["nia"], customer=ann, answered=True)
    for _each in range(2):
        give(case, staff["nia"])
    replies.judge(case, score=5, will_return=True)
    Gesture.objects.update(given_at=timezone.now() - timedelta(days=3))
    make_response(customer=ann)
    (total,) = gestures_sums(sign_in(staff["lead"]))
    assert (total["number"], total["amount"]) == (2, "24.00")
    assert [total[name]["n"] for name in ("judged", "returning", "came_back")] == [1, 1, 1]


def gestures_sums(client):
    return client.get("/api/v1/gestures/sums/").json()


@pytest.mark.parametrize(
    ("who", "seen"),
    [("nia", 1), ("mate", 0), ("lead", 1), ("up", 1), ("champion", 1), ("admin", 1), ("stranger", 0)],
)
def test_the_ledger_is_for_those_who_answer_for_it(staff, case, limit, sign_in, who, seen):
    made = give(case, staff["nia"])
    client = sign_in(staff[who])
    assert (made.get_absolute_url() in client.get("/gestures/").text) == bool(seen)
    assert client.get("/api/v1/gestures/").json()["results"].__len__() == seen
    assert len(gestures_sums(client)) == seen


def test_limits_are_set_by_admins_and_the_trail_keeps_before_and_after(staff, sign_in):
    client = sign_in(staff["admin"])
    page = {"currency": "GBP", "amount_employee": "25", "number_employee": "3"}
    assert client.post("/gestures/limits/", page).status_code == 302
    assert client.post("/gestures/limits/", page | {"amount_employee": "30"}).status_code == 302
    assert client.post("/gestures/limits/", {"currency": "GBP"}).status_code == 302
    client.post("/gestures/limits/team/", {"team": staff["shop"].pk, "amount": "9", "number": "1"})
    found = Entry.objects.filter(action__startswith="goodwill").order_by("id")
    assert [each.action.partition(".")[2] for each in found] == [
        "currency_changed", "limit_changed", "limit_changed", "limit_removed", "limit_changed",
    ]  # fmt: skip
    assert (found[2].before["amount"], found[2].after["amount"]) == ("25.00", "30")
    assert GoodwillLimit.objects.get().team == staff["shop"]
    assert sign_in(staff["champion"]).get("/gestures/limits/").status_code == 403


@pytest.mark.parametrize("wrong", [{"amount_lead": "5"}, {"amount_lead": "0", "number_lead": "1"},
                                   {"currency": "XXX"}, {"number_lead": "2"}])  # fmt: skip
def test_half_a_limit_is_refused(staff, sign_in, wrong):
    page = sign_in(staff["admin"]).post("/gestures/limits/", {"currency": "GBP"} | wrong)
    assert page.status_code == 422
    assert not GoodwillLimit.objects.exists()


def test_a_long_ledger_asks_as_often_as_a_short_one_and_follows_its_index(staff, case, limit, sign_in):
    gestures.set_limit(role="employee", amount=Decimal(20), number=99)
    client = sign_in(staff["champion"])
    give(case, staff["nia"])
    queries(client, "/gestures/")
    few = queries(client, "/gestures/")
    for _each in range(9):
        give(case, staff["nia"])
    assert queries(client, "/gestures/") == few
    assert follow_an_index(plans(client, "/gestures/", "feedback_gesture"), "feedback_gesture")


def test_a_program_gives_asks_and_decides(staff, case, limit, sign_in):
    client = sign_in(staff["nia"])

    def post(who, path, **facts):
        return sign_in(who).post(f"/api/v1/gestures/{path}", facts, content_type="application/json")

    given = client.post("/api/v1/gestures/", {"case": case.pk, "kind": "gift", "amount": "9.99"},
                        content_type="application/json")  # fmt: skip
    assert (given.status_code, given.json()["state"], given.json()["amount"]) == (201, "given", "9.99")
    assert post(staff["nia"], "", case=case.pk, kind="gift", amount="0").status_code == 400
    assert post(staff["stranger"], "", case=case.pk, kind="gift", amount="5").status_code == 400
    asked = post(staff["nia"], "", case=case.pk, kind="refund", amount="70.00").json()
    assert asked["state"] == "asked"
    path = f"{asked['id']}/decide/"
    assert post(staff["nia"], path, yes=True, reason="Please").status_code == 409
    assert post(staff["lead"], path, yes=True, reason="Good").json()["state"] == "given"
    assert post(staff["lead"], path, yes=True, reason="Good").status_code == 409
    assert post(staff["nia"], f"{given.json()['id']}/take-back/").json()["state"] == "withdrawn"
    assert post(staff["nia"], f"{given.json()['id']}/take-back/").status_code == 409
