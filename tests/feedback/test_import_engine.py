"""The engine by its own doors: what a file becomes."""

from datetime import UTC, datetime

from feedback.models import Case, Customer, Identifier, ImportIssue, Mark, Response
from tests.feedback.bringing_in import ask

OLD = datetime(2020, 1, 1, tzinfo=UTC)


CSAT = {"score": 1, "metric": "csat", "comments": [2], "date": 3}
FILE = """id,score,why,at
a,1,Cold soup,2024-05-01
b,5,Kind people,2024-05-02
b,5,And quick,2024-05-02
c,9,Too much,2024-05-03
d,,,2024-05-04
"""


def test_rows_become_answers_and_rows_of_one_id_become_one(bring_in):
    imported = bring_in(FILE, ids=[0], **CSAT)
    found = {r.external_id: (r.score, r.comment, str(r.day)) for r in imported.responses.all()}
    assert found == {
        "a": (1, "Cold soup", "2024-05-01"), "b": (5, "Kind people\n\nAnd quick", "2024-05-02"),
        "d": (None, "", "2024-05-04"),
    }  # fmt: skip
    assert imported.counts["read"] == 5
    assert (imported.counts["stored"], imported.counts["refused"], imported.counts["scored"]) == (3, 1, 2)
    assert imported.issues.get(kind="row").row == 5
    assert {str(day) for day in Mark.objects.values_list("day", flat=True)} >= {"2024-05-01", "2024-05-02"}


def test_a_dry_run_counts_the_same_and_stores_nothing(bring_in):
    imported = bring_in(FILE, ids=[0], since=OLD, job="try", **CSAT)
    assert not Response.objects.exists()
    trial = imported.trial
    ask(imported, "run")
    assert {name: imported.counts[name] for name in trial} == trial
    assert Case.objects.count() == trial["cases"] == 1


def test_the_same_file_again_changes_nothing(bring_in):
    first = bring_in(FILE, ids=[0], since=OLD, **CSAT)
    again = bring_in(FILE, ids=[0], post=first.post, since=OLD, **CSAT)
    assert (again.counts["stored"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 3)
    assert (Response.objects.count(), Case.objects.count()) == (3, 1)


def test_equal_rows_without_an_id_are_as_many_answers_and_the_same_ones_when_they_come_again(bring_in):
    text = "score,why\n5,ok\n5,ok\n4,ok\n"
    first = bring_in(text, score=0, metric="csat", comments=[1])
    assert first.responses.count() == 3
    again = bring_in(text + "5,ok\n", post=first.post, score=0, metric="csat", comments=[1])
    assert (again.counts["stored"], again.counts["unchanged"]) == (1, 3)


def test_a_changed_answer_is_changed_and_comes_back_with_the_undo(bring_in):
    first = bring_in(FILE, ids=[0], **CSAT)
    second = bring_in(
        FILE.replace("a,1,Cold soup,2024-05-01", "a,3,Warm soup,2024-05-09"), post=first.post, ids=[0], **CSAT
    )
    changed = Response.objects.get(external_id="a")
    assert (changed.score, changed.comment, str(changed.day), second.counts["changed"]) == (
        3,
        "Warm soup",
        "2024-05-09",
        1,
    )
    ask(second, "undo")
    changed.refresh_from_db()
    assert (changed.score, changed.comment, str(changed.day)) == (1, "Cold soup", "2024-05-01")
    assert Response.objects.count() == 3


def test_undo_leaves_nothing_but_what_somebody_worked_on(bring_in, make_employee):
    text = (
        "id,score,why,at,mail\na,1,Bad,2024-05-01,Ann@Shop.example\nb,2,Poor,2024-05-01,bob@shop.example\n"
        "c,5,Good,2024-05-01,\n"
    )
    imported = bring_in(text, ids=[0], since=OLD, email=4, **CSAT)
    assert (Case.objects.count(), Customer.objects.count()) == (2, 2)
    answered = Case.objects.get(response__external_id="a")
    Case.objects.filter(pk=answered.pk).update(answered_at=answered.opened_at)
    ask(imported, "undo")
    assert [r.external_id for r in Response.objects.all()] == ["a"]
    assert list(Case.objects.all()) == [answered]
    assert [each.value for each in Identifier.objects.all()] == ["ann@shop.example"]
    assert imported.counts["kept"] == 1


def test_a_date_that_the_rows_do_not_decide_is_stored_without_a_day(bring_in):
    text = "id,score,why,at\na,1,x,03/04/2024\nb,2,x,31/05/2024\nb,2,y,05/06/2024\nc,2,x,31/05/2024\n"
    text += "c,2,y,05/31/2024\nd,1,x,5/6/2024\nd,1,y,6/5/2024\n"
    imported = bring_in(text, ids=[0], since=OLD, **CSAT)
    days = {r.external_id: r.day and str(r.day) for r in imported.responses.all()}
    assert days == {"a": None, "b": None, "c": "2024-05-31", "d": None}
    assert imported.counts["open_dates"] == imported.issues.filter(kind="date").count() == 3
    assert [case.response.external_id for case in Case.objects.all()] == ["c"]


def test_damaged_text_waits_with_its_bytes_and_a_proposal(bring_in):
    imported = bring_in("id,score,why,at\na,4,I didnâ€™t know,2024-05-01\n", ids=[0], **CSAT)
    issue = imported.issues.get(kind=ImportIssue.Kind.TEXT)
    assert imported.responses.get().comment == ""
    assert (bytes(issue.raw).decode(), issue.proposal) == ("I didnâ€™t know", "I didn’t know")
    assert issue.response == imported.responses.get()
