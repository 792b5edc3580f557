"""What is stored of ideas goes through the migrations since the first release."""

import pytest

from employees.models import Commitment
from ideas.actions import deciding, voting
from ideas.models import Idea, Vote
from tenants.here import today
from tests.tenants.test_migrations import migrate_to, newest


@pytest.mark.slow
def test_what_is_stored_of_ideas_survives_and_who_gave_up_delivers_no_more(make_idea, make_employee):
    given_up, started, owner = make_idea(), make_idea(), make_employee()
    for idea in (given_up, started):
        voting.vote(idea, by=owner)
        deciding.decide(idea, to="started", reason="Now", by=owner, owner=owner, due_on=today())
    Idea.objects.filter(pk=given_up.pk).update(status="declined")
    migrate_to(("ideas", "0014_idea_of_status"))
    migrate_to(*newest("ideas"))
    found = dict(Idea.objects.values_list("pk", "delivery"))
    assert found == {given_up.pk: None, started.pk: started.delivery_id}
    assert (Vote.objects.count(), Commitment.objects.filter(kind="idea").count()) == (2, 2)
