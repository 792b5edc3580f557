"""The register of what ideas have brought, and who is recognised for it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from employees.models import Recognition
from ideas.actions import checks, deciding, register
from ideas.actions.errors import MoveError, TakenError
from ideas.models import BarrierRemoved, Idea, Patent, Saving
from tenants.audit.models import Entry
from tenants.here import today
from tests.plans import queries

PATENT = {"office": "EPO", "number": "1234567", "filed_on": date(2026, 1, 5)}


@pytest.fixture
def owner(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def author(make_employee):
    return make_employee(name="Nia Rowlands")


@pytest.fixture
def idea(make_board, make_idea, author, owner, deliver):
    made = make_idea(make_board([owner]), author, title="A roof")
    deliver(made, by=owner)
    made.refresh_from_db()
    return made


def sent(author, **facts):
    return {"office": "EPO", "number": "1234567", "filed_on": "2026-01-05", "inventors": [author.pk]} | facts


def test_who_decides_about_an_idea_enters_its_patent_and_others_do_not(
    idea, author, owner, make_employee, make_champion, sign_in
):
    path = f"/ideas/{idea.pk}/patents/new/"
    assert sign_in(make_employee()).post(path, sent(author)).status_code == 403
    assert sign_in(owner).post(path, sent(author)).status_code == 302
    assert sign_in(make_champion()).post(path, sent(author, number="7")).status_code == 302
    page = sign_in(make_employee()).get(f"/ideas/{idea.pk}/").text
    assert "Patent EPO 1234567" in page
    assert "Change your" not in page
    assert "Take it off" not in page


def test_it_is_granted_later_and_never_before_it_was_filed(idea, author, owner, sign_in):
    made = register.enter(Patent, idea, by=owner, inventors=[author], **PATENT)
    client, path = sign_in(owner), f"/ideas/patents/{made.pk}/change/"
    assert client.post(path, sent(author, granted_on="2026-01-01")).status_code == 422
    assert client.post(path, sent(author, granted_on="2099-01-01")).status_code == 422
    assert client.post(path, sent(author, granted_on="2026-10-01")).status_code == 302
    made.refresh_from_db()
    assert made.granted_on == date(2026, 10, 1)
    assert Entry.objects.get(action="register.changed").after["granted_on"] == "2026-10-01"


def test_a_patent_stands_there_once(idea, owner, sign_in):
    made = register.enter(Patent, idea, by=owner, **PATENT)
    assert register.enter(Patent, idea, by=owner, **PATENT) == made
    with pytest.raises(TakenError):
        register.enter(Patent, idea, by=owner, **PATENT | {"filed_on": today()})
    page = sign_in(owner).post(f"/ideas/{idea.pk}/patents/new/", sent(owner, filed_on="2026-02-02"))
    assert (page.status_code, "stands on the register already" in page.text) == (422, True)


def test_taken_off_it_comes_back_unless_it_was_entered_anew(idea, owner, sign_in):
    made, client = register.enter(Patent, idea, by=owner, **PATENT), sign_in(owner)
    client.post(f"/ideas/patents/{made.pk}/remove/")
    assert not Patent.objects.standing().exists()
    client.post(f"/ideas/patents/{made.pk}/restore/")
    assert Patent.objects.standing().get() == made
    register.remove(made, by=owner)
    register.enter(Patent, idea, by=owner, **PATENT | {"filed_on": today()})
    assert not register.restore(made, by=owner)


@pytest.mark.parametrize(("kind", "facts", "words"), [
    (Patent, PATENT, "Patent EPO 1234567"),
    (Saving, {"amount": Decimal(40), "currency": "EUR", "span": "year", "measured": "Bills"}, "40.00 EUR"),
    (BarrierRemoved, {"whom": "Who sits in a wheelchair", "since": date(2026, 1, 5)}, "in a wheelchair"),
])  # fmt: skip
def test_each_kind_stands_on_its_ideas_page_until_it_is_taken_off(idea, owner, sign_in, kind, facts, words):
    if kind is Saving:
        facts = facts | {"confirmed_by": owner}
    made, client = register.enter(kind, idea, by=owner, **facts), sign_in(owner)
    assert words in client.get(f"/ideas/{idea.pk}/").text
    register.remove(made, by=owner)
    assert words not in client.get(f"/ideas/{idea.pk}/").text


@pytest.mark.parametrize("wrong", [
    {"amount": "0"}, {"amount": "-5"}, {"amount": "1e400"}, {"currency": "EURO"}, {"currency": "€"},
    {"confirmed_by": "0"}, {"span": "weekly"},
])  # fmt: skip
def test_a_saving_says_how_much_how_often_and_who_confirms_it(idea, owner, sign_in, wrong):
    said = {"amount": "1200.50", "currency": "eur", "span": "year", "measured": "By the bills",
            "confirmed_by": owner.pk}  # fmt: skip
    client, path = sign_in(owner), f"/ideas/{idea.pk}/savings/new/"
    assert client.post(path, said | wrong).status_code == 422
    assert client.post(path, said).status_code == 302
    assert Saving.objects.get().currency == "EUR"
    assert "1,200.50 EUR a year" in client.get("/ideas/outcomes/?view=savings").text


def test_only_what_is_delivered_saves_something(make_board, make_idea, owner, sign_in):
    planned = make_idea(make_board([owner]))
    deciding.decide(planned, to="planned", reason="Soon", by=owner)
    client = sign_in(owner)
    assert client.get(f"/ideas/{planned.pk}/savings/new/").status_code == 404
    assert client.get(f"/ideas/{planned.pk}/patents/new/").status_code == 200
    with pytest.raises(MoveError):
        register.enter(Saving, planned, by=owner)


def test_a_file_of_the_register_runs_nothing_in_a_spreadsheet(idea, owner, sign_in):
    register.enter(Patent, idea, by=owner, **PATENT | {"number": "=1+1"})
    assert "'=1+1" in sign_in(owner).get("/ideas/outcomes/patents.csv").content.decode()


def test_the_author_is_recognised_for_a_delivery_and_a_patent(idea, author, owner):
    delivered = Recognition.objects.get()
    assert (delivered.kind, delivered.words, list(delivered.people.all())) == ("idea", "A roof", [author])
    assert (delivered.outcome, delivered.by) == (
        "Delivered. It should delight customers: They stay dry",
        owner,
    )
    made = register.enter(Patent, idea, by=owner, inventors=[author], **PATENT)
    assert Recognition.objects.filter(outcome="Patent filed: EPO 1234567.").exists()
    register.remove(made, by=owner)
    assert list(Recognition.objects.standing()) == [delivered]


def test_started_again_it_is_not_praised_as_delivered(idea, owner):
    deciding.decide(idea, to="started", reason="It leaks", by=owner, owner=owner, due_on=today())
    assert not Recognition.objects.standing().exists()


@pytest.mark.parametrize("facts", [{"shows_names": False}, {"is_one_way": True}], ids=str)
def test_nobody_is_named_where_the_board_names_nobody_or_not_all_read_it(
    make_board, make_idea, author, owner, deliver, facts
):
    idea = make_idea(make_board([owner], **facts), author)
    deliver(idea, by=owner)
    register.enter(Patent, idea, by=owner, inventors=[author], **PATENT)
    assert not Recognition.objects.exists()


def test_an_idea_of_nobody_is_delivered_judged_and_patented_without_a_name(idea, owner, deliver, judged):
    Recognition.objects.all().delete()
    deciding.decide(idea, to="started", reason="Anew", by=owner, owner=owner, due_on=today())
    Idea.objects.update(author=None, receipt="x" * 64)
    deciding.decide(idea, to="completed", reason="It stands", by=owner)
    judged(idea.checks.get(voided_at=None))
    register.enter(Patent, idea, by=owner, **PATENT)
    assert not Recognition.objects.exists()


def test_the_recognition_is_read_by_all_and_leads_to_the_idea(idea, make_employee, sign_in):
    page = sign_in(make_employee()).get("/thanks/").text
    assert "An idea of theirs" in page
    assert f"/ideas/{idea.pk}/#outcome" in page


def test_the_api_enters_changes_and_takes_off(idea, author, owner, make_employee, sign_in):
    client, body = sign_in(owner), sent(author, idea=idea.pk)
    made = client.post("/api/v1/idea-patents/", body, content_type="application/json")
    assert made.status_code == 201
    path = f"/api/v1/idea-patents/{made.json()['id']}/"
    late = {"granted_on": str(today() + timedelta(days=9))}
    assert client.patch(path, late, content_type="application/json").status_code == 400
    said = {"granted_on": "2026-03-03", "inventors": [owner.pk]}
    assert client.patch(path, said, content_type="application/json").json()["granted_on"] == "2026-03-03"
    other = sign_in(make_employee())
    assert [other.delete(path).status_code, client.delete(path).status_code] == [403, 204]
    assert client.get(path).status_code == 404


def test_the_pages_ask_as_much_of_many_lines_as_of_few(idea, author, owner, make_employee, judged, sign_in):
    check, client = judged(idea.checks.get()), sign_in(owner)
    paths = [f"/ideas/{idea.pk}/", "/ideas/outcomes/?view=patents", "/ideas/outcomes/?view=savings"]
    saving = {"amount": 5, "currency": "EUR", "span": "once", "confirmed_by": owner}

    def add(number):
        facts = PATENT | {"number": str(number)}
        register.enter(Patent, idea, by=owner, inventors=[author, make_employee()], **facts)
        register.enter(Saving, idea, by=owner, measured=f"Bill {number}", **saving)
        checks.dissent(check, by=make_employee(), reason="No")

    add(0)
    few = [(client.get(path), queries(client, path))[1] for path in paths]
    for number in range(1, 9):
        add(number)
    assert [queries(client, path) for path in paths] == few
