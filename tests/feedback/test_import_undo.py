"""An import taken back: what it taught of customers who were known before goes with it."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from employees.models import Commitment
from feedback.actions.customers import find_or_make_customer, identifiers
from feedback.actions.intake import receive_response
from feedback.models import Case, Customer, Identifier, ImportIssue, Mark, Response, Taught
from tests.feedback.bringing_in import ask

OLD = datetime(2020, 1, 1, tzinfo=UTC)
ROWS = [
    ["id", "score", "why", "at", "mail", "phone", "name", "tongue", "where"],
    ["a", 1, "Cold soup", "2024-05-01", "ann@x.example", "01938 555123", "Ann Lee", "cy", "South"],
    ["b", 5, "Kind people", "2024-05-02", "bob@x.example", "", "Bob Ray", "en", "North"],
    ["c", 2, "Too loud", "03/04/2024", "", "", "", "", "North"],
]
FACTS = {"ids": [0], "score": 1, "metric": "csat", "comments": [2], "date": 3, "email": 4, "phone": 5,
         "name": 6, "language": 7, "languages": {"cy": "cy", "en": "en"}}  # fmt: skip


def as_csv(rows):
    return "\n".join(",".join(str(cell) for cell in row) for row in rows).encode()


def as_xlsx(rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.fixture
def known(acme):
    """Somebody of whom only the address is known."""
    return find_or_make_customer(known_by=identifiers(email="ann@x.example"))


def facts_of(customer):
    customer.refresh_from_db()
    return customer.name, customer.language, set(customer.identifiers.values_list("value", flat=True))


LEARNED = ("Ann Lee", "cy", {"ann@x.example", "+441938555123"})


def test_what_a_known_customer_was_taught_goes_with_the_undo(bring_in, known):
    imported = bring_in(as_csv(ROWS), **FACTS)
    assert facts_of(known) == LEARNED
    ask(imported, "undo")
    assert facts_of(known) == ("", "", {"ann@x.example"})
    assert list(Customer.objects.all()) == [known]
    assert not Taught.objects.exists()


@pytest.mark.parametrize(("fact", "value", "left"), [
    ("name", "Ann Lea", ("Ann Lea", "")), ("language", "en", ("", "en")),
])  # fmt: skip
def test_what_somebody_changed_since_stays(bring_in, known, fact, value, left):
    imported = bring_in(as_csv(ROWS), **FACTS)
    Customer.objects.filter(pk=known.pk).update(**{fact: value})
    ask(imported, "undo")
    assert facts_of(known)[:2] == left


def test_what_was_known_before_stays(bring_in, known):
    Customer.objects.filter(pk=known.pk).update(name="Mrs Lee", language="en")
    imported = bring_in(as_csv(ROWS), **FACTS)
    ask(imported, "undo")
    assert facts_of(known) == ("Mrs Lee", "en", {"ann@x.example"})


def test_who_has_an_answer_that_stays_keeps_all(bring_in, known):
    imported = bring_in(as_csv(ROWS), since=OLD, **FACTS)
    case = Case.objects.get(response__external_id="a")
    Case.objects.filter(pk=case.pk).update(answered_at=case.opened_at)
    ask(imported, "undo")
    assert facts_of(known) == LEARNED
    assert imported.counts["kept"] == 1


def test_who_came_with_the_import_and_wrote_again_can_still_be_reached(bring_in):
    imported = bring_in(as_csv(ROWS), **FACTS)
    bob = find_or_make_customer(known_by=identifiers(email="bob@x.example"))
    receive_response(post=imported.post, customer=bob, metric="csat", score=4)
    ask(imported, "undo")
    assert facts_of(bob) == ("Bob Ray", "en", {"bob@x.example"})


def test_of_two_imports_each_takes_back_its_own(bring_in, known):
    first = bring_in(as_csv([ROWS[0], [*ROWS[1][:6], "Ann Lee", "", ""]]), **FACTS)
    second = bring_in(as_csv([ROWS[0], ["z", *ROWS[1][1:]]]), post=first.post, **FACTS)
    ask(first, "undo")
    assert facts_of(known)[:2] == ("", "cy")
    ask(second, "undo")
    assert facts_of(known) == ("", "", {"ann@x.example"})


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize("places", [False, True])
def test_where_nobody_answered_an_undo_leaves_nothing(bring_in, make_team, make_touchpoint, write, places):
    where, facts = {"North": make_team().pk, "South": make_team().pk}, dict(FACTS)
    if places:
        facts |= {"team": 8, "teams": where}
    imported = bring_in(write(ROWS), since=OLD, **facts)
    teams = set(Response.objects.values_list("team", flat=True))
    assert teams == (set(where.values()) if places else {imported.post.team_id})
    assert (Response.objects.count(), Case.objects.count()) == (3, 1)
    Mark.objects.all().delete()
    ask(imported, "undo")
    for model in (Response, Case, Commitment, Customer, Identifier, ImportIssue, Taught):
        assert not model.objects.exists()
    assert {str(day) for day in Mark.objects.values_list("day", flat=True)} == {"2024-05-01", "2024-05-02"}
    assert imported.counts["removed"] == 3
