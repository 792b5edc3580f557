from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Employee
from feedback.actions.customers import merge_customers
from feedback.actions.learnings import learn
from feedback.models import Learning
from tenants.audit.models import Entry
from tests.plans import follow_an_index, plans, queries

PAGE, NEW = "/learning/customers/", "/learning/customers/new/"
SAID = "Gareth Hallam comes by bus, gareth@example.com, and is cold at the stop."


@pytest.fixture
def noted(make_employee):
    return lambda text="They come by bus", **facts: learn(
        text=text, by=facts.pop("by", None) or make_employee(), **facts
    )


def test_anybody_notes_it_and_all_staff_read_it_without_who_it_was(
    sign_in, make_employee, make_champion, make_customer, make_touchpoint
):
    customer, place = make_customer(), make_touchpoint()
    facts = {"text": SAID, "touchpoint": place.pk, "customer": customer.pk, "language": "en"}
    sign_in(make_champion()).post(NEW, facts)
    page = sign_in(make_employee()).get(PAGE).text
    assert "comes by bus" in page
    assert place.name in page
    assert "Hallam" not in page
    assert "gareth@" not in page
    assert f"/customers/{customer.pk}/" not in page


def test_who_may_see_the_customer_sees_whom_it_was_learned_from(sign_in, make_champion, make_customer, noted):
    customer, champion = make_customer(), make_champion()
    noted(customer=customer)
    assert f'href="/customers/{customer.pk}/"' in sign_in(champion).get(PAGE).text
    assert "They come by bus" in sign_in(champion).get(f"/customers/{customer.pk}/").text


def test_the_customer_comes_along_from_their_own_page(sign_in, make_champion, make_customer):
    customer, client = make_customer(), sign_in(make_champion())
    assert f'href="{NEW}?customer={customer.pk}"' in client.get(f"/customers/{customer.pk}/").text
    page = client.get(NEW, {"customer": customer.pk}).text
    assert "From a conversation with Gareth Hallam" in page
    assert f'name="customer" value="{customer.pk}"' in page


@pytest.mark.parametrize("customer", ["x", "0", "99999999999999999999", "\x00"])
def test_a_customer_who_is_not_seen_is_nobody(sign_in, make_employee, make_customer, customer):
    hidden, client = make_customer(), sign_in(make_employee())
    for key in (customer, hidden.pk):
        assert "Hallam" not in client.get(NEW, {"customer": key}).text
        facts = {"text": "They come by bus", "language": "en", "customer": key}
        assert client.post(NEW, facts).status_code == 422
    assert not Learning.objects.exists()


def test_an_empty_note_is_refused(sign_in, make_employee):
    assert sign_in(make_employee()).post(NEW, {"text": " ", "language": "en"}).status_code == 422


def test_a_button_pressed_twice_is_one_note(sign_in, make_employee):
    client = sign_in(make_employee())
    for _ in range(2):
        client.post(NEW, {"text": "They come by bus", "language": "en"})
    assert Learning.objects.count() == 1


def test_a_slip_is_taken_back_by_its_writer_at_once_and_not_later(sign_in, make_employee, noted):
    writer, other = make_employee(), make_employee()
    slip, old = noted(by=writer), noted("They come on foot", by=writer)
    Learning.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=1))
    assert sign_in(other).post(f"{PAGE}{slip.pk}/take-back/").status_code == 404
    assert sign_in(writer).post(f"{PAGE}{old.pk}/take-back/").status_code == 404
    assert sign_in(writer).post(f"{PAGE}{slip.pk}/take-back/").status_code == 302
    assert sign_in(writer).post(f"{PAGE}{slip.pk}/take-back/").status_code == 404
    assert list(Learning.objects.standing()) == [old]
    assert not Entry.objects.filter(action="learning.withdrawn").exists()


def test_the_champion_takes_off_what_should_not_be_read(sign_in, make_champion, noted):
    found = noted()
    Learning.objects.update(at=timezone.now() - timedelta(days=9))
    champion = sign_in(make_champion())
    champion.post(f"{PAGE}{found.pk}/take-back/")
    assert "They come by bus" not in champion.get(PAGE).text
    assert Entry.objects.get(action="learning.withdrawn").subject == f"feedback.Learning:{found.pk}"


def test_what_was_learned_at_a_touchpoint_is_found(sign_in, make_employee, make_touchpoint, noted):
    here = make_touchpoint()
    noted("Here it is cold", touchpoint=here)
    noted("There it is warm", touchpoint=make_touchpoint())
    page = sign_in(make_employee()).get(PAGE, {"touchpoint": here.pk}).text
    assert "Here it is cold" in page
    assert "There it is warm" not in page


def test_a_long_list_is_turned_page_by_page_with_the_same_queries(sign_in, make_champion, noted):
    client = sign_in(make_champion())
    noted()
    client.get(PAGE)
    few = queries(client, PAGE)
    for number in range(30):
        noted(f"They come by bus no. {number}.")
    assert queries(client, PAGE) == few
    assert "after=" in client.get(PAGE).text
    assert follow_an_index(plans(client, PAGE, "feedback_learning"), "feedback_learning")


def test_what_was_learned_goes_along_when_two_customers_become_one(make_customer, make_champion, noted):
    kept, merged = make_customer(), make_customer(name="G. Hallam", email="g@example.com")
    noted(customer=merged)
    merge_customers(kept=kept, merged=merged, by=make_champion())
    assert Learning.objects.get().customer == kept


def test_recent_is_what_stands_of_the_last_days(noted):
    new, old = noted(), noted("They come on foot")
    Learning.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    assert list(Learning.objects.recent(timedelta(days=7))) == [new]


def test_programs_note_and_read_it_by_the_same_rules(
    sign_in, make_champion, make_employee, make_customer, make_touchpoint
):
    customer, api = make_customer(), "/api/v1/learnings/"
    facts = {"text": SAID, "customer": customer.pk, "touchpoint": make_touchpoint().pk, "language": "en"}
    champion, other = sign_in(make_champion()), sign_in(make_employee())
    made = champion.post(api, facts, content_type="application/json")
    assert (made.status_code, made.json()["customer"]) == (201, customer.pk)
    assert "Hallam" not in made.json()["text"]
    (row,) = other.get(api).json()["results"]
    assert (row["customer"], "Hallam" in row["text"]) == (None, False)
    assert other.post(api, facts, content_type="application/json").status_code == 400
    assert other.post(f"{api}{row['id']}/take-back/").status_code == 404
    assert champion.post(f"{api}{row['id']}/take-back/").status_code == 204
    assert other.get(api).json()["results"] == []
    assert Employee.objects.count() == 2
