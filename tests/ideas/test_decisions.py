"""What was decided, on which evidence, what follows, and how it is looked at again."""

from datetime import timedelta

import pytest

from employees.actions.keeping import keep_by_hand, keepable
from employees.models import Commitment
from feedback.actions.causes import describe_cause
from ideas.actions import decisions as actions
from ideas.actions.deciding import decide
from ideas.actions.evidence import attach, remove
from ideas.actions.snapshots import Place, keep_value
from ideas.figures.decisions import shares_with_evidence
from ideas.models import Decision
from tenants.audit.models import Entry
from tenants.here import today
from tenants.outbox.models import Event


@pytest.fixture
def make_decision(make_employee):
    def make(by=None, *, days=60, **facts):
        by = by or make_employee()
        given = {"what": "We open at six", "why": "They wait in the rain", "decided_on": today()}
        return actions.make_decision(
            by=by, made_by=by, revisit_on=today() + timedelta(days=days), **(given | facts)
        )

    return make


def test_who_decided_promises_to_look_at_it_again(make_decision, make_employee):
    bo = make_employee(name="Bo")
    made = make_decision(bo, days=60)
    promised = Commitment.objects.get(kind="revisit")
    assert (promised.owner, promised.source_path) == (bo, f"/decisions/{made.pk}/")
    assert made.revisit_on == today() + timedelta(days=60)
    assert Event.objects.filter(name="decision.made", payload__decision=made.pk).count() == 1


def test_only_what_somebody_promised_to_look_at_again_waits_for_it(make_decision):
    waits = make_decision()
    kept, never = make_decision(what="Seen again"), make_decision(what="Of old")
    actions.revisit(kept, verdict="stands", words="Still so", by=kept.by)
    Decision.objects.filter(pk=never.pk).update(revisit=None)
    assert list(Decision.objects.to_revisit()) == [waits]


def test_the_same_sent_twice_is_one_decision(make_decision, make_employee):
    bo = make_employee()
    assert make_decision(bo) == make_decision(bo)
    assert Commitment.objects.filter(kind="revisit").count() == 1


def test_answers_cases_causes_and_metrics_are_evidence_from_customers(
    make_decision, make_response, make_employee
):
    bo, poor = make_employee(), make_response(score=2)
    things = [make_response(), poor.case, describe_cause(title="Rain", whys=[("Wet", "Seen")], by=bo)]
    for number, thing in enumerate(things):
        attach(make_decision(what=f"No. {number}"), thing=thing, why="It says so", by=bo)
    keep_value(make_decision(what="By figures"), metric="nps", days=90, by=bo)
    assert Decision.objects.with_evidence().count() == 4
    assert not Decision.objects.without_evidence().exists()


def test_what_colleagues_think_and_an_opinion_are_none(make_decision, make_idea, make_employee):
    bo = make_employee()
    actions.cite(make_decision(what="By an idea"), make_idea(), by=bo)
    make_decision(what="Because I say so")
    assert not Decision.objects.with_evidence().exists()


def test_evidence_that_was_taken_away_counts_no_more(make_decision, make_response, make_employee):
    bo, made = make_employee(), make_decision()
    piece = attach(made, thing=make_response(), why="It says so", by=bo)
    remove(piece, by=bo)
    assert not Decision.objects.with_evidence().exists()


def test_the_share_counts_those_of_these_days_that_stand(make_decision, make_response, make_employee):
    bo, old = make_employee(), today() - timedelta(days=91)
    attach(make_decision(what="One"), thing=make_response(), why="It says so", by=bo)
    attach(make_decision(what="Old", decided_on=old), thing=make_response(), why="It says so", by=bo)
    make_decision(what="Two")
    actions.revisit(make_decision(what="Gone"), verdict="withdrawn", words="A mistake", by=bo)
    now, before = (today() - timedelta(days=89), today()), (old - timedelta(days=9), old - timedelta(days=1))
    found, none = shares_with_evidence(now, before)
    assert (found.value, found.n) == (50, 2)
    assert found.low < 50 < found.high
    assert none is None


def test_a_metric_is_kept_as_it_was_on_that_day(make_decision, make_response, make_employee, make_post):
    bo, made, post = make_employee(), make_decision(), make_post()
    make_response(post=post, score=10)
    kept = keep_value(made, metric="nps", days=90, by=bo, place=Place(touchpoint=post.touchpoint))
    make_response(post=post, score=0)
    assert keep_value(made, metric="nps", days=90, by=bo, place=Place(touchpoint=post.touchpoint)) == kept
    kept.refresh_from_db()
    assert (kept.value, kept.n) == (100, 1)
    assert keep_value(made, metric="csat", days=90, by=bo) is None


def test_a_teams_figure_takes_in_the_teams_below(make_decision, make_response, make_team, make_employee):
    region = make_team()
    make_response(score=10, team=make_team(parent=region))
    make_response(score=0, team=make_team())
    kept = keep_value(make_decision(), metric="nps", days=30, by=make_employee(), place=Place(region))
    assert (kept.value, kept.n) == (100, 1)


def test_what_follows_is_promised_on_the_ledger_and_kept_there(make_decision, make_employee):
    made, cy = make_decision(), make_employee(name="Cy")
    follows = actions.promise_follow_up(made, what="Print the hours", owner=cy, due_on=today())
    assert actions.promise_follow_up(made, what="Print the hours", owner=cy, due_on=today()) == follows
    promise = follows.commitment
    assert (promise.kind, promise.owner) == ("decision", cy)
    assert list(keepable(cy)) == [promise]
    assert keep_by_hand(promise, by=cy)
    assert Decision.objects.counted().get().owed == 0


def test_the_promise_to_look_again_is_kept_by_looking_and_by_nothing_else(make_decision, make_employee):
    bo = make_employee()
    made = make_decision(bo)
    assert made.revisit not in keepable(bo)
    next_day = today() + timedelta(days=120)
    actions.revisit(made, verdict="held", words="It works", by=bo, revisit_on=next_day)
    first, second = Commitment.objects.filter(kind="revisit").order_by("pk")
    assert (first.kept_by, second.kept_at) == (bo, None)
    assert made.revisit == second


def test_to_look_at_it_pressed_twice_is_once(make_decision, make_employee):
    made, bo, day = make_decision(), make_employee(), today() + timedelta(days=120)
    for _press in range(2):
        actions.revisit(made, verdict="held", words="It works", by=bo, revisit_on=day)
    assert made.revisits.count() == 1
    assert not made.revisit.is_settled


def test_a_changed_decision_says_what_it_was_before(make_decision, make_employee):
    made, bo = make_decision(), make_employee()
    found = actions.revisit(made, verdict="changed", words="Too early", what="We open at seven", by=bo)
    assert (made.what, found.before) == ("We open at seven", "We open at six")
    assert made.revisit.is_settled


def test_withdrawn_nothing_more_is_owed_and_nothing_is_added(make_decision, make_employee):
    made, bo = make_decision(), make_employee()
    kept = actions.promise_follow_up(made, what="One", owner=bo, due_on=today()).commitment
    open_ = actions.promise_follow_up(made, what="Two", owner=bo, due_on=today()).commitment
    keep_by_hand(kept, by=bo)
    actions.revisit(made, verdict="withdrawn", words="Nobody came", by=bo)
    open_.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.withdrawn_at, open_.withdrawn_reason) == (None, "Nobody came")
    assert actions.promise_follow_up(made, what="Three", owner=bo, due_on=today()) is None
    assert actions.revisit(made, verdict="held", words="Yet", by=bo) is None
    assert not actions.edit_decision(made, why="Else")


def test_a_forgotten_look_climbs_the_ladder(make_decision, make_employee, make_team, time_machine_later):
    from employees.tasks import watch_promises

    lead = make_employee(name="Lea")
    bo = make_employee(team=make_team(lead=lead))
    make_decision(bo, days=10)
    time_machine_later(days=8)
    watch_promises()
    assert Event.objects.filter(name="commitment.reminder", recipient=bo.email).exists()
    time_machine_later(days=3)
    watch_promises()
    assert Event.objects.filter(name="commitment.escalated", recipient=lead.email).exists()


def test_the_answer_to_an_idea_becomes_a_decision_with_its_evidence(
    make_idea, make_response, make_champion, sign_in
):
    champion = make_champion()
    idea = make_idea()
    attach(idea, thing=make_response(), why="She waits", by=champion)
    move = decide(idea, to="planned", reason="In spring", by=champion)
    client = sign_in(champion)
    page = client.get(f"/ideas/{idea.pk}/")
    assert f"/ideas/moves/{move.pk}/decision/" in page.text
    for _again in range(2):
        client.post(f"/ideas/moves/{move.pk}/decision/")
    made = Decision.objects.get()
    assert (made.why, made.by, made.idea, made.revisit_on) == ("In spring", champion, idea, idea.judge_on)
    assert [row.why for row in made.evidence.standing()] == ["She waits"]
    assert [row.idea for row in made.cited.all()] == [idea]


def test_an_idea_that_is_open_again_is_no_decision(make_idea, make_champion, sign_in):
    champion, idea = make_champion(), make_idea()
    decide(idea, to="declined", reason="No", by=champion)
    move = decide(idea, to="open", reason="Let us see", by=champion)
    assert sign_in(champion).post(f"/ideas/moves/{move.pk}/decision/").status_code == 404


def test_a_decision_about_an_idea_that_somebody_does_not_see_is_not_there_for_them(
    make_decision, make_board, make_team, make_idea, make_employee, sign_in
):
    idea = make_idea(make_board(teams=[make_team()]))
    made = make_decision(idea=idea)
    client = sign_in(make_employee())
    assert client.get(f"/decisions/{made.pk}/").status_code == 404
    assert made.what not in client.get("/decisions/").text


def test_a_lead_writes_a_decision_down_and_adds_to_it(make_employee, make_team, make_response, sign_in):
    lead = make_employee()
    make_team(lead=lead)
    client = sign_in(lead)
    said = {"what": "We open at six", "why": "Rain", "by": lead.pk, "decided_on": str(today()),
            "revisit_on": str(today() + timedelta(days=30))}  # fmt: skip
    page = client.post("/decisions/new/", said, follow=True)
    assert "no evidence from customers" in page.text
    made = Decision.objects.get()
    follow = {"what": "Print", "owner": lead.pk, "due_on": str(today() + timedelta(days=3))}
    page = client.post(f"/decisions/{made.pk}/follow-ups/", follow, follow=True)
    assert "Print" in page.text
    page = client.post(f"/decisions/{made.pk}/revisit/", {"verdict": "changed", "words": "Hm"})
    assert (page.status_code, "What is decided now?" in page.text) == (422, True)


def test_a_day_that_is_yet_to_come_is_no_day_of_a_decision(make_employee, make_team, sign_in):
    lead = make_employee()
    make_team(lead=lead)
    said = {"what": "We open", "why": "Rain", "by": lead.pk, "decided_on": "2099-01-01",
            "revisit_on": "1999-01-01"}  # fmt: skip
    page = sign_in(lead).post("/decisions/new/", said)
    assert set(page.context["form"].errors) == {"decided_on", "revisit_on"}


def test_a_colleague_reads_it_and_adds_nothing(make_decision, make_employee, sign_in):
    made, client = make_decision(), sign_in(make_employee())
    assert "Promise something" not in client.get(f"/decisions/{made.pk}/").text
    for path in ("edit", "evidence", "cite", "metric"):
        assert client.get(f"/decisions/{made.pk}/{path}/").status_code == 403
    assert client.post(f"/decisions/{made.pk}/revisit/", {"verdict": "held", "words": "x"}).status_code == 403
    assert client.get("/decisions/new/").status_code == 403


def test_a_lead_keeps_figures_of_teams_they_lead_only(make_decision, make_employee, make_team, sign_in):
    lead = make_employee()
    mine, other = make_team(lead=lead), make_team()
    made, client = make_decision(lead), sign_in(lead)
    for team in ("", other.pk):
        said = {"metric": "nps", "days": "90", "team": team}
        assert client.post(f"/decisions/{made.pk}/metric/", said).status_code == 422
    page = client.post(f"/decisions/{made.pk}/metric/", {"metric": "nps", "days": "90", "team": mine.pk})
    assert "Nobody answered this" in page.text


def test_the_lists_show_what_is_looked_at_again_and_what_rests_on_nobody(
    make_decision, make_response, make_employee, make_champion, sign_in
):
    bo = make_employee()
    attach(make_decision(what="By customers"), thing=make_response(), why="It says so", by=bo)
    late = make_decision(what="By nobody", days=5)
    client = sign_in(make_champion())
    assert [row.pk for row in client.get("/decisions/?view=without").context["page"].rows] == [late.pk]
    assert client.get("/decisions/?view=revisit").context["page"].rows[0] == late
    file = client.get("/decisions.csv").content.decode()
    assert "By customers" in file
    assert file.splitlines()[1].split(",")[5] == "no"


def test_a_cited_idea_is_named_to_those_only_who_see_it(
    make_decision, make_board, make_team, make_idea, make_employee, sign_in
):
    made, idea = make_decision(), make_idea(make_board(teams=[make_team()]), title="Secret stairs")
    actions.cite(made, idea, by=made.by)
    assert actions.cite(made, idea, by=made.by) == made.cited.get()
    page = sign_in(make_employee()).get(f"/decisions/{made.pk}/")
    assert "An idea that you do not see" in page.text
    assert "Secret stairs" not in page.text


def test_the_api_does_what_the_pages_do(make_employee, make_team, sign_in, make_response):
    lead = make_employee()
    make_team(lead=lead)
    client = sign_in(lead)
    said = {"what": "We open at six", "why": "Rain", "by": lead.pk, "decided_on": str(today()),
            "revisit_on": str(today() + timedelta(days=30))}  # fmt: skip
    made = client.post("/api/v1/decisions/", said, content_type="application/json").json()
    path = f"/api/v1/decisions/{made['id']}/"
    assert (made["rests_on_customers"], made["open_promises"]) == (False, 0)
    promise = {"what": "Print", "owner": lead.pk, "due_on": str(today() + timedelta(days=3))}
    assert client.post(f"{path}follow-ups/", promise, content_type="application/json").status_code == 201
    said = {"verdict": "withdrawn", "words": "No"}
    gone = client.post(f"{path}revisit/", said, content_type="application/json").json()
    assert gone["withdrawn_at"]
    said = {"verdict": "held", "words": "Yes"}
    assert client.post(f"{path}revisit/", said, content_type="application/json").status_code == 409
    assert client.patch(path, {"why": "Hm"}, content_type="application/json").status_code == 409


def test_over_the_api_it_is_changed_as_it_was_read(make_decision, make_employee, sign_in):
    by = make_employee()
    path, client = f"/api/v1/decisions/{make_decision(by).pk}/", sign_in(by)
    read = client.get(path)
    said = {"data": {"why": "They freeze"}, "content_type": "application/json"}
    changed = client.patch(path, **said, headers={"If-Match": read["ETag"]})
    assert changed.json() == read.json() | {"why": "They freeze"}
    assert client.patch(path, **said, headers={"If-Match": read["ETag"]}).status_code == 412


def test_a_long_list_is_turned_page_by_page(make_decision, make_employee, make_champion, sign_in):
    bo, client = make_employee(), sign_in(make_champion())
    for number in range(30):
        make_decision(bo, what=f"No. {number}", decided_on=today() - timedelta(days=number % 3))
    page = client.get("/decisions/")
    seen = [row.pk for row in page.context["page"].rows]
    page = client.get(page.context["older"])
    seen += [row.pk for row in page.context["page"].rows]
    assert seen == list(Decision.objects.order_by("-decided_on", "-id").values_list("pk", flat=True))
    assert client.get("/decisions/?after=bm90IGEgZGF5").status_code == 200


def test_said_better_it_is_written_down_what_it_said_before(make_decision, make_employee, sign_in):
    bo, cy = make_employee(), make_employee()
    made = make_decision(bo)
    said = {"what": "We open at seven", "why": "Rain", "by": cy.pk, "decided_on": str(today())}
    assert "We open at seven" in sign_in(bo).post(f"/decisions/{made.pk}/edit/", said, follow=True).text
    entry = Entry.objects.get(action="decision.changed")
    assert (entry.before["by"], entry.after["by"]) == (bo.pk, cy.pk)
