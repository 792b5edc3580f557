"""A decision is written down later, and said better by others on other days: it stays what was decided."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from employees.models import Employee
from ideas.actions import decisions as actions
from ideas.actions.snapshots import keep_value
from ideas.models import Decision
from tenants.here import today


@pytest.fixture
def bo(make_employee):
    return make_employee(name="Bo Lund")


@pytest.fixture
def decided(bo):
    """By Bo, on this day."""

    def decided(day):
        return actions.make_decision(
            what="We open at six", why="They wait in the rain", by=bo, made_by=bo, decided_on=day,
            revisit_on=today() + timedelta(days=60),
        )  # fmt: skip

    return decided


@pytest.fixture
def made(decided):
    return decided(today())


def sent(form, **facts):
    """What a browser sends of a form that shows this, where only these facts were typed anew."""
    shown = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else str(value) for name, value in shown.items()} | facts


def test_another_person_on_another_day_changes_its_words_and_neither_who_decided_nor_when(
    made, bo, make_champion, sign_in, time_machine_later
):
    day = made.decided_on
    time_machine_later(days=19)
    client, path = sign_in(make_champion()), f"/decisions/{made.pk}/edit/"
    form = client.get(path).context["form"]
    assert (form["by"].value(), form["decided_on"].value()) == (bo.pk, day)
    client.post(path, sent(form, why="They freeze"))
    made.refresh_from_db()
    assert (made.why, made.by, made.decided_on) == ("They freeze", bo, day)


def test_they_put_right_who_decided_and_when_even_to_themselves_and_today(
    made, make_champion, sign_in, time_machine_later
):
    champion = make_champion()
    time_machine_later(days=19)
    client, path = sign_in(champion), f"/decisions/{made.pk}/edit/"
    right = {"by": str(champion.pk), "decided_on": str(today())}
    client.post(path, sent(client.get(path).context["form"], **right))
    made.refresh_from_db()
    assert (made.by, made.decided_on) == (champion, today())


def test_who_decided_and_has_left_since_stays_who_decided(made, bo, make_champion, sign_in):
    Employee.objects.filter(pk=bo.pk).update(deactivated_at=timezone.now())
    client, path = sign_in(make_champion()), f"/decisions/{made.pk}/edit/"
    page = client.get(path)
    assert "Bo Lund" in page.text
    assert client.post(path, sent(page.context["form"], why="They freeze")).status_code == 302
    made.refresh_from_db()
    assert (made.why, made.by) == ("They freeze", bo)


def test_a_new_one_is_by_whoever_writes_it_and_of_today(make_champion, sign_in):
    champion = make_champion()
    form = sign_in(champion).get("/decisions/new/").context["form"]
    assert (form["by"].value(), form["decided_on"].value()) == (champion.pk, today())


def test_written_down_later_it_keeps_the_value_of_the_day_on_which_it_was_decided(
    decided, make_response, make_champion, time_machine_later, sign_in
):
    day, post = today(), make_response(score=10).post
    time_machine_later(days=19)
    make_response(score=0, post=post)
    made = decided(day)
    path, client = f"/decisions/{made.pk}/", sign_in(make_champion())
    assert date_format(day) in client.get(f"{path}metric/").text
    page = client.post(f"{path}metric/", {"metric": "nps", "days": "30"}, follow=True)
    kept, first = made.values.get(), day - timedelta(days=29)
    assert (kept.value, kept.n, kept.first, kept.last) == (100, 1, first, day)
    span = [date_format(each, "SHORT_DATE_FORMAT") for each in (first, day)]
    assert f"{span[0]} to {span[1]}" in page.text


def test_what_was_said_before_its_days_is_not_counted(decided, make_response, bo, time_machine_later):
    make_response(score=10)
    time_machine_later(days=30)
    made = decided(today())
    assert keep_value(made, metric="nps", days=30, by=bo) is None
    assert keep_value(made, metric="nps", days=90, by=bo).n == 1


def test_no_value_of_a_day_that_is_yet_to_come_is_kept(made, bo, make_response):
    make_response(score=10)
    Decision.objects.update(decided_on=today() + timedelta(days=5))
    assert keep_value(made, metric="nps", days=30, by=bo).last == today()


def test_changed_into_what_stands_it_is_asked_what_is_decided_now(made, bo, sign_in):
    client, path = sign_in(bo), f"/decisions/{made.pk}/"
    shown = sent(client.get(path).context["revisit_form"], verdict="changed", words="Too early")
    assert shown["what"] == "We open at six"
    for what in (shown["what"], " We  open at\tsix "):
        page = client.post(f"{path}revisit/", shown | {"what": what})
        assert (page.status_code, "What is decided now?" in page.text) == (422, True)
        said = {"verdict": "changed", "words": "Too early", "what": what}
        page = client.post(f"/api/v1{path}revisit/", said, content_type="application/json")
        assert (page.status_code, list(page.json()["errors"])) == (400, ["what"])
    assert not made.revisits.exists()


def test_a_change_that_is_pressed_twice_is_made_once_and_refused_by_nobody(made, bo, sign_in):
    client, path = sign_in(bo), f"/decisions/{made.pk}/revisit/"
    said = {"verdict": "changed", "words": "Too early", "what": "We open at seven"}
    assert [client.post(path, said).status_code for _press in range(2)] == [302, 302]
    found = made.revisits.get()
    made.refresh_from_db()
    assert (found.before, made.what) == ("We open at six", "We open at seven")
