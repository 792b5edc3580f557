"""The world of the tenancy walk: example objects, made twice, in two organisations, with equal keys.

    @example
    def case(w):
        return open_case(w.response, owner=w.people["employee"], ...)

makes `w.case`. Whatever text an example holds goes through `w.text("...")`, an address through
`w.email("...")`: they carry the organisation's marker, by which the walk knows where a word came from. An
example may use those above it and may be used by those below.
"""

from datetime import timedelta
from functools import cache

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tenants.utils import schema_context

from employees.actions import ledger
from employees.actions import people as people_actions
from employees.models import ApiToken, Commitment, Employee, Nudge, Policy, Team, Term
from employees.models.invitations import invitation_path
from feedback.actions import causes, handling, replies, sharing
from feedback.actions.imports import describe, keep_file
from feedback.actions.intake import receive_response
from feedback.connectors.mapping import Mapping
from feedback.connectors.sheet import Reading
from feedback.models import (
    Case,
    Cause,
    Consent,
    Customer,
    Goal,
    Identifier,
    Import,
    ImportIssue,
    Invitation,
    Journey,
    ListeningPost,
    PostVersion,
    Prevention,
    Response,
    Share,
    Stage,
    TextBlock,
    Touchpoint,
)
from tenants import hosts
from tenants.audit.models import Entry
from tenants.audit.record import record
from tenants.models import Organisation
from tenants.outbox.models import Event
from tests import (  # noqa: F401
    asking_examples,
    decision_examples,
    idea_examples,
    learning_examples,
    office_examples,
    outcome_examples,
    past_examples,
    proof_examples,
    pulse_examples,
    recognition_examples,
    taking_part_examples,
    trial_examples,
)
from tests.pictures import picture
from tests.worlds import World, build, example

__all__ = ["World", "build"]


@example
def logo(w: World) -> str:
    """A picture in which the organisation's marker stands."""
    name = default_storage.save("logo/made.png", ContentFile(picture(w.marker)))
    with schema_context("public"):
        Organisation.objects.filter(pk=w.organisation.pk).update(logo=name)
    hosts.forget()
    return name


@example
def team(w: World) -> Team:
    return Team.objects.create(name=w.text("Ward"), location=w.text("Leeds"))


@example
def people(w: World) -> dict[str, Employee]:
    """One person for each role, all of `w.team`."""
    flags: dict[str, dict[str, bool]] = {
        "employee": {}, "lead": {}, "champion": {},
        "admin": {"is_admin": True}, "operator": {"is_operator": True},
    }  # fmt: skip
    found = {
        role: Employee.objects.create(
            name=w.text(role.title()), email=w.email(role), team=w.team, password=password(), **facts
        )
        for role, facts in flags.items()
    }
    Team.objects.filter(pk=w.team.pk).update(lead=found["lead"])
    return found


@cache
def password() -> str:
    """Hashed once: that is made to take long."""
    return make_password("three brown cows")


@example
def second_factors(w: World) -> list[Authenticator]:
    """Of the lead and of the champion; the marker stands in their recovery codes."""
    kind = Authenticator.Type
    return [
        Authenticator.objects.create(user=w.people[role], type=each, data=data)
        for role in ("lead", "champion")
        for each, data in (
            (kind.TOTP, {"secret": "JBSWY3DPEHPK3PXP"}),
            (kind.RECOVERY_CODES, {"migrated_codes": [w.marker], "used_mask": 0}),
        )
    ]


@example
def term(w: World) -> Term:
    today = timezone.localdate()
    return Term.objects.create(
        employee=w.people["champion"], sponsor=w.people["admin"], starts=today - timedelta(days=1),
        ends=today + timedelta(days=60),
    )  # fmt: skip


@example
def colleague(w: World) -> Employee:
    return Employee.objects.create(name=w.text("Sam"), email=w.email("sam"), team=w.team, password="!")


@example
def promise(w: World) -> Commitment:
    """One that each of employee, lead and champion may see."""
    return ledger.promise(
        w.text("Call back"), kind="other", owner=w.people["employee"], team=w.team,
        due_at=timezone.now() + timedelta(days=2), source_path="/promises/mine/",
    )  # fmt: skip


@example
def nudge(w: World) -> Nudge:
    return Nudge.objects.create(
        commitment=w.promise, by=w.people["champion"], to=w.people["employee"], note=w.text("How is it?")
    )


@example
def token(w: World) -> ApiToken:
    made = ApiToken(owner=w.people["employee"], name=w.text("Key"), scopes=["read"])
    made.renew_secret()
    made.save()
    return made


@example
def join_link(w: World) -> dict[str, str]:
    """What stands in the link of somebody who is invited."""
    new = people_actions.invite(email=w.email("invited"), name=w.text("Invited"), team=w.team)
    _empty, _join, key, opener, _end = invitation_path(new).split("/")
    return {"key": key, "token": opener}


@example
def newcomer(w: World) -> Employee:
    """Invited, without a password yet."""
    return people_actions.invite(email=w.email("newcomer"), name=w.text("Newcomer"), team=w.team)


@example
def policy(w: World) -> Policy:
    made = Policy(pk=1)
    made.save()
    return made


@example
def goal(w: World) -> Goal:
    return Goal.objects.create(name=w.text("Fewer leave"))


@example
def stage(w: World) -> Stage:
    return Stage.objects.create(journey=Journey.objects.create(name=w.text("A visit")), name=w.text("Stay"))


@example
def touchpoint(w: World) -> Touchpoint:
    return Touchpoint.objects.create(stage=w.stage, name=w.text("Ward"))


def listening_post(w: World, kind: str) -> ListeningPost:
    """A post with two questions."""
    labels = {"en": w.text("How was it?"), "cy": w.text("Sut oedd?")}
    questions = [
        {"key": key, "kind": key, "required": key == "nps", "labels": labels} for key in ("nps", "text")
    ]
    made = ListeningPost.objects.create(
        name=w.text(kind), kind=kind, goal=w.goal, touchpoint=w.touchpoint, team=w.team,
        review_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    PostVersion.objects.create(post=made, number=1, title=labels, questions=questions)
    return made


@example
def post(w: World) -> ListeningPost:
    return listening_post(w, "survey")


@example
def complaint_line(w: World) -> ListeningPost:
    return listening_post(w, "complaint")


@example
def customer(w: World) -> Customer:
    made = Customer.objects.create(name=w.text("Ann Lee"), needs=w.text("Large print"))
    Identifier.objects.create(customer=made, kind="email", value=w.email("ann"))
    return made


@example
def other_customer(w: World) -> Customer:
    return Customer.objects.create(name=w.text("A. Lee"))


@example
def response(w: World) -> Response:
    return receive_response(
        post=w.post, metric="nps", score=2, comment=w.text("Nobody came"), customer=w.customer, channel="web"
    )


@example
def good_response(w: World) -> Response:
    return receive_response(post=w.post, metric="nps", score=10, comment=w.text("Kind people"), channel="web")


@example
def case(w: World) -> Case:
    """It waits for its answer."""
    return Case.objects.get(response=w.response)


def another_case(w: World, words: str) -> Case:
    poor = receive_response(post=w.post, metric="nps", score=1, comment=w.text(words), customer=w.customer)
    return Case.objects.get(response=poor)


@example
def answered_case(w: World) -> Case:
    made = another_case(w, "Nobody called back")
    replies.reply(made, by=w.people["employee"], kind="call", body=w.text("I called"))
    replies.add_note(made, by=w.people["employee"], body=w.text("Rude"))
    return made


@example
def cause(w: World) -> Cause:
    by = w.people["employee"]
    return causes.describe_cause(title=w.text("No list"), whys=[(w.text("A"), w.text("B"))], by=by)


@example
def explained_case(w: World) -> Case:
    made = another_case(w, "The list was lost")
    replies.reply(made, by=w.people["employee"], kind="person", body=w.text("We spoke"))
    sharing.decline(made, reason=w.text("Too personal"), by=w.people["employee"])
    causes.join([made], w.cause, by=w.people["employee"])
    return Case.objects.get(pk=made.pk)


@example
def closed_case(w: World) -> Case:
    made, by = another_case(w, "The bed was wet"), w.people["employee"]
    replies.reply(made, by=by, kind="person", body=w.text("We spoke"))
    sharing.decline(made, reason=w.text("Too personal"), by=by)
    causes.join([made], w.cause, by=by)
    causes.excuse_prevention(made, reason=w.text("Old pipes"), by=by)
    handling.close(made, by=by)
    return Case.objects.get(pk=made.pk)


@example
def done_case(w: World) -> Case:
    made, by = another_case(w, "The tea was cold"), w.people["employee"]
    replies.reply(made, by=by, kind="person", body=w.text("We spoke"))
    sharing.decline(made, reason=w.text("Too personal"), by=by)
    causes.join([made], w.cause, by=by)
    causes.excuse_prevention(made, reason=w.text("Old kettles"), by=by)
    return Case.objects.get(pk=made.pk)


@example
def share(w: World) -> Share:
    """Of a response without a case, by the employee."""
    good = receive_response(post=w.post, metric="nps", score=9, comment=w.text("Warm hands"))
    made = sharing.share(good, text=w.text("Warm hands"), is_good=True, by=w.people["employee"])
    assert made
    return made


@example
def prevention(w: World) -> Prevention:
    """Promised by the employee."""
    today = timezone.localdate()
    return causes.promise_prevention(
        w.cause, action=w.text("A second list"), owner=w.people["employee"], due_on=today + timedelta(days=9),
        effective_on=today, by=w.people["employee"],
    )  # fmt: skip


@example
def text_block(w: World) -> TextBlock:
    return TextBlock.objects.create(name=w.text("Sorry"), language="en", text=w.text("We are sorry."))


@example
def imported(w: World) -> Import:
    """A file that the admin has sent, its columns named."""
    text = f"id,score,why\na,1,{w.text('Cold soup')}\n".encode()
    found = keep_file(
        SimpleUploadedFile("answers.csv", text), reading=Reading().to_json(), by=w.people["admin"]
    )
    mapping = Mapping(ids=[0], score=1, metric="csat", comments=[2]).to_json()
    describe(found, reading=found.reading, mapping=mapping, post=w.post, open_cases_since=None)
    return found


@example
def issue(w: World) -> ImportIssue:
    """A damaged text of it."""
    return ImportIssue.objects.create(
        imported=w.imported, response=w.good_response, kind="text", row=2, field="why", is_comment=True,
        raw=w.text("Cold soup").encode(), proposal=w.text("Cold soup"), reason="damaged letters",
    )  # fmt: skip


@example
def consent(w: World) -> Consent:
    return Consent.objects.create(
        customer=w.customer, purpose="reply", given=True, text=w.text("Yes"), text_version="1", source="form"
    )


@example
def entry(w: World) -> Entry:
    """Of the audit trail, about one of the people."""
    return record(
        "employee.changed", subject=f"employees.Employee:{w.colleague.pk}", after={"name": w.text("Sam")}
    )


@example
def event(w: World) -> Event:
    return Event.objects.get(name="employee.invited", recipient=w.newcomer.email)


@example
def invitation(w: World) -> Invitation:
    """By the admin, to a customer who has no case: whoever gets a case sees its customer."""
    ann = Customer.objects.create(name=w.text("Ann"))
    return Invitation.objects.create(
        post=w.post, customer=ann, email=w.email("ann"), sent_at=timezone.now(), created_by=w.people["admin"]
    )
