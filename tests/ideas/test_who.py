"""In a large organisation nobody looks for a colleague in a list of thousands."""

from datetime import timedelta

import pytest

from employees.forms import who
from ideas.forms.decisions import DecisionForm
from ideas.forms.ideas import DecideForm
from tenants.here import today


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(who, "MOST", 3)


@pytest.fixture
def people(make_employee):
    return [make_employee(name=name) for name in ("Ann Vale", "Bo Reed", "Bo Reed", "Cy Hart")]


@pytest.fixture
def answer(make_board, make_idea, make_employee):
    reviewer = make_employee()

    def answer(owner):
        said = {"to": "started", "reason": "So", "owner": owner, "due_on": today() + timedelta(days=9)}
        return DecideForm(said, idea=make_idea(make_board([reviewer])), by=reviewer)

    return answer


def test_a_few_stand_in_a_list(people, answer):
    form = answer(people[0].pk)
    assert "<select" in str(form["owner"])
    assert form.is_valid()


def test_of_many_one_is_typed_by_name_or_address(large, people, answer):
    assert "<select" not in str(answer("")["owner"])
    for said, person in [
        ("ann vale", people[0]), (f" {people[2].email.upper()} ", people[2]), (str(people[3].pk), people[3])
    ]:  # fmt: skip
        form = answer(said)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["owner"] == person


@pytest.mark.parametrize(
    ("typed", "error"),
    [("Bo Reed", "Several people"), ("Nobody Here", "Nobody here"), ("", "Who delivers it?"), ("9" * 30, "")],
)
def test_who_is_not_one_is_refused_with_the_reason(typed, error, large, people, answer):
    form = answer(typed)
    assert error in str(form.errors["owner"])


def test_who_has_left_is_not_found(large, people, answer):
    type(people[0]).objects.filter(pk=people[0].pk).update(deactivated_at=today())
    assert not answer("Ann Vale").is_valid()


def test_who_is_meant_at_first_stands_there_by_address(large, people):
    assert people[0].email in str(DecisionForm(by=people[0])["by"])
