from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Commitment, FrontlineDay, Term
from tenants.here import day_of, today
from tests.plans import follow_an_index, plans, queries

LOG, NEW, API = "/learning/front-line/", "/learning/front-line/new/", "/api/v1/front-line/"


@pytest.fixture
def lead(make_employee, make_team):
    found = make_employee(team=make_team())
    make_team(lead=found)
    return found


def said(**facts):
    usual = {
        "on": today().isoformat(),
        "place": "Till 3, Leeds",
        "saw": "They count coins.",
        "language": "en",
    }
    return usual | facts


def ahead(days=20):
    return (today() + timedelta(days=days)).isoformat()


def test_a_lead_notes_a_day_and_its_promise_stands_in_the_ledger(sign_in, make_employee, lead):
    sign_in(lead).post(NEW, said(promise="A bench at the tills", due_on=ahead()))
    made, day = Commitment.objects.get(), FrontlineDay.objects.get()
    assert (made.owner, made.team, day_of(made.due_at).isoformat()) == (lead, lead.team, ahead())
    assert made.source_path == f"{LOG}{day.pk}/"
    page = sign_in(make_employee()).get(LOG).text
    assert "They count coins." in page
    assert "A bench at the tills" in page
    assert f"/promises/{made.pk}/" not in page
    assert sign_in(make_employee()).get(made.source_path).status_code == 200


def test_a_promise_that_is_made_already_is_named(sign_in, lead, make_employee, make_promise):
    mine, theirs = make_promise(lead), make_promise(make_employee())
    client = sign_in(lead)
    assert client.post(NEW, said(commitment=theirs.pk)).status_code == 422
    client.post(NEW, said(commitment=mine.pk))
    assert FrontlineDay.objects.get().commitment == mine


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "2099-01-01"},
        {"promise": "A bench"},
        {"promise": "A bench", "due_on": "2026-01-01"},
        {"promise": "A bench", "due_on": "9999-12-31"},
        {"saw": " "},
    ],
)
def test_what_cannot_be_is_refused(sign_in, lead, wrong):
    assert sign_in(lead).post(NEW, said(**wrong)).status_code == 422
    assert not FrontlineDay.objects.exists()


def test_a_new_promise_and_one_made_already_are_not_both(sign_in, lead, make_promise):
    both = said(promise="A bench", due_on=ahead(), commitment=make_promise(lead).pk)
    assert sign_in(lead).post(NEW, both).status_code == 422


def test_the_executive_sponsor_notes_a_day_without_leading_a_team(sign_in, make_employee, make_champion):
    sponsor = make_employee()
    make_champion()
    Term.objects.update(sponsor=sponsor)
    assert sign_in(sponsor).post(NEW, said()).status_code == 302


def test_an_employee_reads_and_does_not_write(sign_in, make_employee):
    client = sign_in(make_employee())
    assert (client.get(LOG).status_code, client.get(NEW).status_code) == (200, 403)


def test_a_button_pressed_twice_is_one_day_and_one_promise(sign_in, lead):
    client = sign_in(lead)
    for _ in range(2):
        client.post(NEW, said(promise="A bench", due_on=ahead()))
    assert FrontlineDay.objects.count() == Commitment.objects.count() == 1


def test_a_slip_is_taken_back_with_its_promise_and_later_only_by_the_champion(
    sign_in, lead, make_employee, make_champion
):
    client = sign_in(lead)
    client.post(NEW, said(promise="A bench", due_on=ahead()))
    path = f"{LOG}{FrontlineDay.objects.get().pk}/take-back/"
    assert sign_in(make_employee()).post(path).status_code == 404
    FrontlineDay.objects.update(at=timezone.now() - timedelta(hours=1))
    assert client.post(path).status_code == 404
    assert sign_in(make_champion()).post(path).status_code == 302
    assert not FrontlineDay.objects.exists()
    assert Commitment.objects.get().withdrawn_at


def test_a_long_log_is_turned_page_by_page_with_the_same_queries(sign_in, lead, make_promise):
    client = sign_in(lead)
    facts = {"by": lead, "on": today(), "saw": "They wait"}
    FrontlineDay.objects.create(place="0", commitment=make_promise(lead), **facts)
    client.get(LOG)
    few = queries(client, LOG)
    for number in range(30):
        FrontlineDay.objects.create(place=str(number), commitment=make_promise(lead), **facts)
    assert queries(client, LOG) == few
    assert follow_an_index(plans(client, LOG, "employees_frontlineday"), "employees_frontlineday")


def test_programs_do_the_same(sign_in, lead, make_employee):
    client, sent = sign_in(lead), {"content_type": "application/json"}
    refused = client.post(API, said(promise="A bench", due_on=ahead(-1)), **sent)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["due_on"])
    made = client.post(API, said(promise="A bench", due_on=ahead()), **sent).json()
    assert (made["promised"], made["commitment"]) == ("A bench", Commitment.objects.get().pk)
    other = sign_in(make_employee())
    assert other.get(API).json()["results"][0]["saw"] == "They count coins."
    assert other.post(API, said(), **sent).status_code == 403
    assert client.post(f"{API}{made['id']}/take-back/").status_code == 204
