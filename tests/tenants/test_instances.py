"""Instances made in few steps are what Django would have made."""

import pytest
import time_machine
from django.utils import timezone

from employees.models import Commitment, Team
from feedback.models import Case, Mark, Response
from tenants.instances import draft, loaded
from tenants.outbox.models import Event

NOW = timezone.now()


def facts_of(instance):
    kept = {name: value for name, value in instance.__dict__.items() if name != "_state"}
    return kept, instance._state.adding, instance._state.fields_cache


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Event, {"name": "note.made", "payload": {"a": 1}, "created_at": NOW, "due_at": NOW}),
        (Mark, {"day": NOW.date(), "post_id": 3}),
        (
            Commitment,
            {"promise": "Call", "kind": "answer", "owner_id": None, "made_at": NOW, "owned_since": NOW},
        ),
        (Case, {"id": 5, "response_id": 7, "team": Team(pk=3), "opened_at": NOW, "opened_by": None}),
        (Response, {"team": Team(pk=3), "customer": None, "score": 0, "answers": {}, "created_at": NOW}),
    ],
)
def test_a_draft_is_what_the_model_itself_would_make(model, facts):
    with time_machine.travel(NOW, tick=False):
        ours, theirs = draft(model, **facts), model(**facts)
    for made in (ours, theirs):
        if "id" not in facts and made.pk is not None:
            assert made.pk.version == 7
            made.pk = 0
    assert facts_of(ours) == facts_of(theirs)


def test_a_draft_is_found_from_the_other_side_of_a_one_to_one_relation():
    response = Response()
    case = draft(Case, response=response)
    assert (response.case, case.response) == (case, response)


def test_each_draft_has_containers_of_its_own():
    first, second = draft(Response), draft(Response)
    first.answers["why"] = "late"
    assert second.answers == {}


def test_a_name_that_the_model_does_not_have_is_refused():
    with pytest.raises(TypeError, match="Mark has no colour"):
        draft(Mark, colour="red")


def test_what_was_read_can_be_saved_again(make_team):
    team = make_team(name="Ward")
    names = ["id", "name"]
    read = loaded(Team, names, [team.pk, "Ward"])
    assert (read, read.get_deferred_fields() >= {"lead_id"}) == (team, True)
    read.name = "Ward 2"
    read.save(update_fields=["name"])
    team.refresh_from_db()
    assert team.name == "Ward 2"
