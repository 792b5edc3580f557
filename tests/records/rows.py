"""One more row of each model that the admin shows, and whatever its line names, made anew with it: a list
that asks for each of them again then asks more often."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from employees.actions import ledger
from employees.models import (
    Absence,
    ApiToken,
    Commitment,
    Employee,
    FrontlineDay,
    Programme,
    ProgrammeDate,
    PulseProgramme,
    SignUp,
    Team,
    Term,
)
from feedback.actions import causes, sharing
from feedback.actions.gestures import set_limit
from feedback.actions.imports import keep_file
from feedback.actions.intake import receive_response
from feedback.models import (
    Case,
    Cause,
    Consent,
    Customer,
    Goal,
    GoodwillLimit,
    Import,
    ImportIssue,
    Invitation,
    Journey,
    Learning,
    ListeningPost,
    Newsletter,
    PostVersion,
    Prevention,
    Response,
    Share,
    Stage,
    TextBlock,
    Touchpoint,
)
from ideas.actions import challenging, deciding
from ideas.actions.decisions import make_decision
from ideas.actions.register import enter
from ideas.actions.submitting import submit_idea
from ideas.models import (
    BarrierRemoved,
    Board,
    Challenge,
    Decision,
    Idea,
    OutcomeCheck,
    PanelMember,
    Patent,
    Saving,
)
from tenants.audit.models import Entry
from tenants.audit.record import record
from tenants.outbox.emit import emit
from tenants.outbox.models import Event

numbers = count(1)


def name(kind: str) -> str:
    return f"{kind} no. {next(numbers)}"


def team() -> Team:
    parent = Team.objects.create(name=name("Region"))
    return Team.objects.create(name=name("Ward"), parent=parent, lead=person())


def person() -> Employee:
    own = Team.objects.create(name=name("Office"))
    return Employee.objects.create(
        name=name("Lee"), email=f"lee{next(numbers)}@x.example.com", team=own, password="!"
    )


def absence() -> Absence:
    day = timezone.localdate()
    return Absence.objects.create(employee=person(), stand_in=person(), starts=day, ends=day)


def term() -> Term:
    day = date(2030, 1, 1) + timedelta(days=next(numbers))
    return Term.objects.create(employee=person(), deputy=person(), sponsor=person(), starts=day, ends=day)


def token() -> ApiToken:
    made = ApiToken(owner=person(), name=name("Key"), scopes=["read"])
    made.renew_secret()
    made.save()
    return made


def promise() -> Commitment:
    due = timezone.now() + timedelta(days=2)
    return ledger.promise(
        name("Call"), kind="other", owner=person(), team=team(), due_at=due, source_path="/"
    )


def programme() -> Programme:
    return Programme.objects.create(name=name("Till"), kind="till", teaches="Where they wait.")


def programme_date() -> ProgrammeDate:
    starts = timezone.now() + timedelta(days=2)
    return ProgrammeDate.objects.create(
        programme=programme(), place=name("Till"), starts=starts, ends=starts + timedelta(hours=4),
        closes_at=starts, places=4, organiser=person(),
    )  # fmt: skip


def goal() -> Goal:
    return Goal.objects.create(name=name("Goal"), sponsor=person())


def stage() -> Stage:
    return Stage.objects.create(journey=Journey.objects.create(name=name("Visit")), name=name("Stay"))


def touchpoint() -> Touchpoint:
    return Touchpoint.objects.create(stage=stage(), name=name("Bed"))


def post() -> ListeningPost:
    made = ListeningPost.objects.create(
        name=name("Post"), kind="survey", goal=goal(), touchpoint=touchpoint(), team=team(),
        review_on=date(2030, 1, 1),
    )  # fmt: skip
    labels = {"en": "How was it?"}
    questions = [{"key": "nps", "kind": "nps", "required": True, "labels": labels}]
    PostVersion.objects.create(post=made, number=1, title=labels, questions=questions)
    return made


def customer() -> Customer:
    into = Customer.objects.create(name=name("Ann"))
    return Customer.objects.create(name=name("Ann"), merged_into=into)


def response(score: int = 9) -> Response:
    return receive_response(post=post(), metric="nps", score=score, comment=name("Hm"), customer=customer())


def share() -> Share:
    made = sharing.share(response(), text=name("Warm"), is_good=True, by=person())
    assert made
    return made


def cause() -> Cause:
    return causes.describe_cause(title=name("Why"), whys=[("A", "B")], by=person())


def prevention() -> Prevention:
    day = timezone.localdate() + timedelta(days=9)
    return causes.promise_prevention(
        cause(), action=name("A list"), owner=person(), due_on=day, effective_on=day, by=person()
    )


def imported() -> Import:
    made = keep_file(SimpleUploadedFile("x.csv", b"score\n1\n"), reading={}, by=person())
    Import.objects.filter(pk=made.pk).update(post=post())
    return made


def board() -> Board:
    return Board.objects.create(name=name("Board"))


def decision() -> Decision:
    by, day = person(), timezone.localdate()
    return make_decision(
        what=name("Decision"), why="They wait", by=by, made_by=by, decided_on=day, idea=idea(),
        revisit_on=day + timedelta(days=90),
    )  # fmt: skip


def idea() -> Idea:
    return submit_idea(
        board(), by=person(), title=name("Idea"), problem="They wait", proposal="A roof",
        delight="They stay dry",
        touchpoint=touchpoint(), metric="csat", judge_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip


def delivered() -> Idea:
    made, by, day = idea(), person(), timezone.localdate() + timedelta(days=1)
    deciding.decide(made, to="started", reason="Yes", by=by, owner=by, due_on=day)
    deciding.decide(made, to="completed", reason="Done", by=by)
    return made


def patent() -> Patent:
    by, number = person(), name("EP")
    return enter(Patent, delivered(), by=by, office="EPO", number=number, filed_on=date(2026, 1, 1))


def saving() -> Saving:
    facts = {"amount": Decimal(9), "currency": "EUR", "span": "once", "measured": "By bills"}
    return enter(Saving, delivered(), by=person(), confirmed_by=person(), **facts)


def barrier() -> BarrierRemoved:
    return enter(BarrierRemoved, delivered(), by=person(), whom=name("Who"), since=date(2026, 1, 1))


def challenge() -> Challenge:
    day = timezone.localdate()
    return challenging.ask(
        board(), question=name("Who waits?"), opens_on=day, closes_on=day, sponsor=person()
    )


def panel_member() -> PanelMember:
    return PanelMember.objects.create(
        board=board(), customer=customer(), email="a@x.example.com", invited_by=person(),
        link_until=timezone.now() + timedelta(days=9),
    )  # fmt: skip


MAKERS: dict[type, Callable[[], Any]] = {
    Employee: person, Absence: absence, Team: team, Term: term, ApiToken: token, Commitment: promise,
    Goal: goal, Board: board, Idea: idea, Challenge: challenge, Decision: decision, PanelMember: panel_member,
    Patent: patent,
    Saving: saving,
    BarrierRemoved: barrier,
    OutcomeCheck: lambda: delivered().checks.get(),
    PulseProgramme: lambda: PulseProgramme.objects.create(
        name=name("Pulse"), first_day=timezone.localdate(), questions=[]
    ),
    Journey: lambda: stage().journey, Stage: stage, Touchpoint: touchpoint, ListeningPost: post,
    PostVersion: lambda: post().version, Customer: customer, Response: response, Share: share, Cause: cause,
    Prevention: prevention, Import: imported,
    TextBlock: lambda: TextBlock.objects.create(name=name("Sorry"), language="en", text="We are sorry."),
    Consent: lambda: Consent.objects.create(customer=customer(), purpose="reply", given=True, text="Yes"),
    Programme: programme, ProgrammeDate: programme_date,
    SignUp: lambda: SignUp.objects.create(date=programme_date(), employee=person()),
    FrontlineDay: lambda: FrontlineDay.objects.create(
        by=person(), on=date(2026, 1, 1), place=name("Till"), saw="Hm", commitment=promise()
    ),
    Newsletter: lambda: Newsletter.objects.create(
        week=date(2026, 1, 5) + timedelta(weeks=next(numbers)), title=name("News"), language="en",
        made_by=person(),
    ),
    Learning: lambda: Learning.objects.create(text=name("Hm"), touchpoint=touchpoint(), by=person()),
    Case: lambda: Case.objects.get(response=response(score=1)),
    Invitation: lambda: Invitation.objects.create(post=post(), customer=customer(), email="a@x.example.com"),
    ImportIssue: lambda: ImportIssue.objects.create(imported=imported(), kind="row", row=1, raw=b"x"),
    Entry: lambda: record("role.changed", subject=f"employees.Employee:{person().pk}"),
    GoodwillLimit: lambda: set_limit(team=team().pk, amount=Decimal(9), number=1),
    Event: lambda: emit("employee.invited", {}, to="a@x.example.com"),
}  # fmt: skip
