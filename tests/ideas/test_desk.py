"""Ideas on the champion's desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Idea, OutcomeCheck
from insights.figures.desk.section import Section, counted
from tenants.here import today
from tests.plans import queries


@pytest.fixture
def section(make_champion, sign_in):
    champion = make_champion()

    def section():
        found = sign_in(champion).get("/desk/").context["sections"]
        return next(section for section in found if section.key == "ideas")

    return section


def test_the_oldest_ideas_without_an_answer_stand_on_the_desk(section, make_idea, deliver):
    old, new, done = make_idea(title="Old"), make_idea(title="New"), make_idea(title="Done")
    Idea.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=3))
    deliver(done)
    found = section()
    assert ([idea.title for idea in found.facts["rows"]], found.number) == (["Old", "New"], 2)
    assert new.title == "New"


def test_of_more_than_are_counted_it_is_said_that_there_are_more():
    assert (counted(7, less=5), counted(1000), counted(1001), counted(1001, less=5)) == (
        "2", "1,000", "more than 1,000", "more than 995",
    )  # fmt: skip
    shown = {
        number: Section("ideas", "Ideas", number, "", is_bounded=bounded).shown
        for number, bounded in ((1000, True), (1001, True), (19_800, False))
    }
    assert shown == {1000: "1,000", 1001: "1,000+", 19_800: "19,800"}


def test_an_overdue_answer_is_what_to_see_to_first(section, make_idea, time_machine_later):
    make_idea(title="A roof")
    assert section().first is None
    time_machine_later(days=16)
    assert "See that “A roof” is answered" in section().first.words


def test_harm_comes_before_everything_else(
    section, make_idea, make_touchpoint, customers_say, deliver, judged
):
    place = make_touchpoint()
    customers_say(place, {5: 20})
    idea = make_idea(touchpoint=place, title="A till", judge_on=today() + timedelta(days=40))
    judged(deliver(idea), lambda: customers_say(place, {1: 20}))
    found = section()
    assert found.first.words == "Customers are worse off since “A till”: decide what becomes of it."
    assert "0 were proven, 0 were not, 1 did harm" in found.says


def test_the_desk_asks_as_much_of_many_ideas_as_of_few(make_champion, sign_in, make_idea, deliver):
    client = sign_in(make_champion())

    def add():
        make_idea()
        deliver(make_idea())
        facts = {"verdict": "unproven", "judged_at": timezone.now(), "after_n": 0}
        OutcomeCheck.objects.update(**facts)

    add()
    client.get("/desk/")
    few = queries(client, "/desk/")
    for _ in range(8):
        add()
    assert queries(client, "/desk/") == few <= 32


def test_the_newest_that_did_harm_stand_first_and_others_fill_the_room(section, make_idea, deliver):
    verdicts = ("harmful", "proven", "harmful", "unproven", "proven")
    for days, verdict in enumerate(verdicts):
        check = deliver(make_idea(title=f"{verdict} {days}"))
        facts = {"verdict": verdict, "judged_at": timezone.now() - timedelta(days=days), "after_n": 0}
        OutcomeCheck.objects.filter(pk=check.pk).update(**facts)
    found = section()
    shown = [one.check.idea.title for one in found.facts["verdicts"]]
    assert (shown, found.facts["others"]) == (["harmful 0", "harmful 2", "proven 1"], 2)
