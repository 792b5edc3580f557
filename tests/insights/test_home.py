from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Commitment, Nudge, Term
from feedback.models import Customer


@pytest.fixture
def promise_to(acme):
    def promise(owner, what="Call them back", due=timedelta(hours=5)):
        now = timezone.now()
        made = now - timedelta(days=2)
        return Commitment.objects.create(
            owner=owner, kind="other", promise=what, made_at=made, first_due_at=now + due, due_at=now + due
        )

    return promise


def test_ones_own_promises_stand_first_the_nearest_on_top(promise_to, make_employee, sign_in):
    reader = make_employee(name="Nia")
    promise_to(reader, "Later", timedelta(days=3))
    promise_to(reader, "Sooner", -timedelta(hours=1))
    promise_to(make_employee(), "Not mine")
    page = sign_in(reader).get("/").content.decode()
    assert "2 promises are yours. One is late." in page
    assert page.index("Sooner") < page.index("Later")
    assert "Not mine" not in page


def test_whoever_has_nothing_open_is_told_so(make_employee, sign_in):
    assert "Nothing waits for you." in sign_in(make_employee()).get("/").content.decode()


def test_the_champion_sees_what_is_late_and_what_nobody_owns(
    promise_to, make_champion, make_employee, sign_in
):
    champion = make_champion()
    promise_to(make_employee(), due=-timedelta(hours=2))
    promise_to(None)
    page = sign_in(champion).get("/").content.decode()
    assert "promises are late" in page
    assert "promises belong to nobody" in page


def test_a_nudge_stands_on_the_page_of_whom_it_asks(promise_to, make_champion, make_employee, sign_in):
    owner, champion = make_employee(), make_champion()
    Nudge.objects.create(commitment=promise_to(owner), by=champion, to=owner, note="How is it?")
    assert "How is it?" in sign_in(owner).get("/").content.decode()


def test_an_admin_is_told_what_is_missing_and_that_nobody_is_champion(make_employee, sign_in):
    page = sign_in(make_employee(is_admin=True)).get("/").content.decode()
    assert "Nobody is customer champion today" in page
    assert "A listening post" in page
    assert "Nobody is customer champion today" not in sign_in(make_employee()).get("/").content.decode()


def test_the_sponsor_of_the_last_term_hears_the_alarm_too(make_employee, sign_in):
    sponsor, today = make_employee(), timezone.localdate()
    ended = {"starts": today - timedelta(days=90), "ends": today - timedelta(days=1)}
    Term.objects.create(employee=make_employee(), sponsor=sponsor, **ended)
    assert "Nobody is customer champion today" in sign_in(sponsor).get("/").content.decode()


def test_the_set_up_list_is_the_admins(make_employee, sign_in):
    assert "Missing" in sign_in(make_employee(is_admin=True)).get("/set-up/").content.decode()
    assert sign_in(make_employee()).get("/set-up/").status_code == 403


def test_search_finds_the_beginning_of_the_last_word(make_champion, sign_in):
    champion = make_champion()
    if not champion.has_perm("feedback.view_customer"):
        pytest.skip("customers have no pages here yet")
    Customer.objects.create(name="Gareth Hallam")
    assert "Gareth Hallam" in sign_in(champion).get("/search/?q=gareth hal").content.decode()


@pytest.mark.parametrize("asked", ["", "   ", "&|!:*", "a & !b", "'; --", "\x00", "é" * 500, "9" * 40])
def test_search_takes_whatever_is_typed(make_champion, sign_in, asked):
    assert sign_in(make_champion()).get("/search/", {"q": asked}).status_code == 200
