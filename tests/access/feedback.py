"""Who gets into what stands in feedback/, on pages and over the API."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.actions.public import told_token
from tenants.models import Domain, Organisation
from tests.access.kit import (
    ADMIN,
    CHAMPION,
    DELETE,
    EMPLOYEE,
    EVERYBODY,
    FORM,
    LEAD,
    PUBLIC,
    READ,
    WRITE,
    Access,
    Facts,
    nothing,
)


def CASE(roles: Iterable[str] = EVERYBODY, *, case: str = "case", **body: Any) -> Access:
    """A verb of a case; what is sent, as text of the organisation where it is a word."""

    def sent(world: Any) -> dict[str, Any]:
        return {key: value(world) if callable(value) else world.text(value) for key, value in body.items()}

    return WRITE(roles, at=lambda w: {"pk": getattr(w, case).pk}, body=sent)


def plain(value: object) -> Callable[[Any], object]:
    return lambda world: value


DAYS = {"due_on": plain("2099-01-01"), "effective_on": plain("2099-01-02")}
PERSON = {"owner": lambda w: w.people["employee"].pk}
AN_IMPORT: Facts = lambda w: {"pk": w.imported.pk}  # noqa: E731
IMPORTS: dict[str, Access] = {
    "feedback:imports": FORM(
        {CHAMPION, ADMIN}, body=lambda w: {"file": SimpleUploadedFile("new.csv", b"score,why\n1,Cold\n")}
    ),
    "feedback:import": READ({CHAMPION, ADMIN}, at=AN_IMPORT),
    "feedback:import_mapping": FORM(
        {CHAMPION, ADMIN},
        at=AN_IMPORT,
        body=lambda w: {"charset": "utf-8", "delimiter": ",", "quote": '"', "header_rows": "1"},
    ),
    "feedback:import_ask": WRITE(
        {CHAMPION, ADMIN}, at=lambda w: {"pk": w.imported.pk, "job": "try"}, body=nothing
    ),
    "feedback:import_errors": READ({CHAMPION, ADMIN}, at=AN_IMPORT),
    "feedback:import_issues": READ({CHAMPION, ADMIN}, at=AN_IMPORT),
    "feedback:settle_issue": WRITE(
        {CHAMPION, ADMIN},
        at=lambda w: {"pk": w.imported.pk, "issue": w.issue.pk},
        body=lambda w: {"text": "The soup was cold"},
    ),
}

CASES: dict[str, Access] = {
    "feedback:cases": READ(EVERYBODY),
    "feedback:case": READ(EVERYBODY, at=lambda w: {"pk": w.answered_case.pk}),
    "feedback:assign_cases": WRITE(
        EVERYBODY, body=lambda w: {"case": [w.case.pk], "to": w.people["lead"].pk, "back": "/cases/"}
    ),
    "feedback:join_cases": WRITE(
        EVERYBODY, body=lambda w: {"case": [w.answered_case.pk], "cause": w.cause.pk}
    ),
    "feedback:open_case": WRITE({LEAD, CHAMPION}, at=lambda w: {"pk": w.good_response.pk}),
    "feedback:answer": CASE(EVERYBODY, kind=plain("call"), body="I called", key=plain(str(UUID(int=1)))),
    "feedback:note": CASE(EVERYBODY, body="Call after ten", key=plain(str(UUID(int=2)))),
    "feedback:assign": CASE(EVERYBODY, to=lambda w: w.people["lead"].pk, reason="Holiday"),
    "feedback:danger": CASE(EVERYBODY, danger=plain("safety"), reason="He fell"),
    "feedback:share": CASE(EVERYBODY, case="answered_case", text="Nobody called", is_good=plain("False")),
    "feedback:decline": CASE(EVERYBODY, case="answered_case", reason="Personal"),
    "feedback:analyse": CASE(EVERYBODY, case="answered_case", title="No list", why_1="It was lost"),
    "feedback:prevent": CASE(EVERYBODY, case="explained_case", action="A list", **PERSON, **DAYS),
    "feedback:use_prevention": CASE(EVERYBODY, case="explained_case", prevention=lambda w: w.prevention.pk),
    "feedback:unprevented": CASE(EVERYBODY, case="explained_case", reason="Old pipes"),
    "feedback:close": CASE(EVERYBODY, case="done_case"),
    "feedback:reopen": CASE(EVERYBODY, case="closed_case", reason="Again"),
    "feedback:share_response": FORM(
        {LEAD, CHAMPION}, at=lambda w: {"pk": w.good_response.pk},
        body=lambda w: {"text": w.text("Kind people"), "is_good": "True"},
    ),
    "feedback:share_told": FORM(
        {EMPLOYEE}, at=lambda w: {"token": told_token(w.good_response, by=w.people["employee"])},
        body=lambda w: {"text": w.text("Kind people"), "is_good": "True"},
    ),
    "feedback:feed": READ(EVERYBODY),
    "feedback:withdraw": WRITE({EMPLOYEE, CHAMPION}, at=lambda w: {"pk": w.share.pk}),
    "feedback:causes": READ(EVERYBODY),
    "feedback:new_cause": FORM(EVERYBODY, body=lambda w: {"title": w.text("No list")}),
    "feedback:cause": READ(EVERYBODY, at=lambda w: {"pk": w.cause.pk}),
    "feedback:whys": WRITE(
        EVERYBODY, at=lambda w: {"pk": w.cause.pk}, body=lambda w: {"why_1": w.text("It was lost")}
    ),
    "feedback:promise_prevention": WRITE(
        EVERYBODY, at=lambda w: {"pk": w.cause.pk},
        body=lambda w: {
            "action": w.text("A list"), "owner": w.people["lead"].pk, "due_on": "2099-01-01",
            "effective_on": "2099-01-01",
        },
    ),
    "feedback:keep_prevention": WRITE({EMPLOYEE, CHAMPION}, at=lambda w: {"pk": w.prevention.pk}),
    "feedback:customer_page": FORM(
        PUBLIC, at=lambda w: {"token": w.answered_case.token},
        body=lambda w: {"key": str(UUID(int=3)), "score": "5", "body": w.text("Thank you")},
    ),
    "feedback:customer_consent": WRITE(
        PUBLIC, at=lambda w: {"token": w.answered_case.token}, body=lambda w: {"given": "no"}
    ),
}  # fmt: skip


def post_body(w: Any) -> dict[str, Any]:
    return {
        "name": w.text("Ward 8"), "kind": "survey", "goal": w.goal.pk, "touchpoint": w.touchpoint.pk,
        "team": w.team.pk, "review_on": "2030-01-01", "nps_at_most": 6, "csat_at_most": 2,
    }  # fmt: skip


def questions_body(w: Any) -> dict[str, Any]:
    question = {"key": "nps", "kind": "nps", "label_en": w.text("How likely?"), "ORDER": 1}
    return {
        "languages": "en", "title_en": w.text("Your stay"), "save": "1", "questions-TOTAL_FORMS": 1,
        "questions-INITIAL_FORMS": 1, **{f"questions-0-{name}": value for name, value in question.items()},
    }  # fmt: skip


LOOK = frozenset({LEAD, CHAMPION, ADMIN})  # who sees how the organisation listens
MAY_SEE = EVERYBODY  # of the example: its case is of the team in which all of them are


def customer(world: Any) -> dict[str, Any]:
    return {"pk": Organisation.objects.get(slug="acme").pk}


def customers_domain(world: Any) -> dict[str, Any]:
    return customer(world) | {"domain": Domain.objects.get(domain="acme.localhost").pk}


SEND = frozenset({CHAMPION, ADMIN})
STRATEGY = {"goal", "journey", "stage", "touchpoint"}


def NOUN(
    noun: str, see: Iterable[str], write: Iterable[str], *, key: Callable[[Any], Any], **facts: Any
) -> dict[str, Access]:
    """A noun of the API that is listed, read, made and changed; `facts` are what is sent."""

    def sent(w: Any) -> dict[str, Any]:
        return {k: v(w) if callable(v) else v for k, v in facts.items()}

    at = lambda w: {"pk": str(key(w))}  # noqa: E731
    return {
        f"api:{noun}-list": READ(see) | WRITE(write, body=sent),
        f"api:{noun}-detail": READ(see, at=at)
        | WRITE(write, at=at, body=sent, method="PATCH")
        | DELETE(write if noun in STRATEGY else (), at=at),
    }


FEEDBACK_API: dict[str, Access] = {
    **NOUN("goal", LOOK, {ADMIN}, key=lambda w: w.goal.pk, name=lambda w: w.text("Win")),
    **NOUN("journey", LOOK, {ADMIN}, key=lambda w: w.stage.journey_id, name=lambda w: w.text("Stay")),
    **NOUN("stage", LOOK, {ADMIN}, key=lambda w: w.stage.pk, name=lambda w: w.text("Stay in"),
           journey=lambda w: w.stage.journey_id),
    **NOUN("touchpoint", LOOK, {ADMIN}, key=lambda w: w.touchpoint.pk, name=lambda w: w.text("Bed"),
           stage=lambda w: w.stage.pk),
    **NOUN("post", LOOK, {ADMIN}, key=lambda w: w.post.pk, name=lambda w: w.text("Ward 9"), kind="survey",
           goal=lambda w: w.goal.pk, touchpoint=lambda w: w.touchpoint.pk, team=lambda w: w.team.pk,
           review_on="2030-01-01"),
    "api:post-revise": WRITE({ADMIN}, at=lambda w: {"pk": w.post.pk}, body=lambda w: {
        "title": {"en": w.text("Stay")},
        "questions": [{"key": "nps", "kind": "nps", "labels": {"en": w.text("How likely?")}}],
    }),
    "api:post-retire": WRITE({ADMIN}, at=lambda w: {"pk": w.post.pk}),
    "api:post-reopen": WRITE({ADMIN}, at=lambda w: {"pk": w.post.pk}),
    "api:response-list": READ(EVERYBODY) | WRITE(SEND, body=lambda w: {"post": w.post.pk, "score": 9}),
    "api:response-detail": READ(MAY_SEE, at=lambda w: {"pk": w.response.pk})
    | WRITE({LEAD, CHAMPION}, method="PATCH", body=lambda w: {"comment": w.text("Nobody came at all")}),
    "api:response-bulk": WRITE(SEND, body=lambda w: {"responses": [{"post": w.post.pk, "score": 9}]}),
    "api:response-hide": WRITE(
        {LEAD, CHAMPION}, at=lambda w: {"pk": w.response.pk}, body=lambda w: {"reason": "Twice"}
    ),
    "api:response-unhide": WRITE({LEAD, CHAMPION}, at=lambda w: {"pk": w.response.pk}),
    "api:customer-list": READ(EVERYBODY) | WRITE({CHAMPION}, body=lambda w: {"email": w.email("eve")}),
    "api:customer-detail": READ(MAY_SEE, at=lambda w: {"pk": w.customer.pk})
    | WRITE(MAY_SEE, method="PATCH", body=lambda w: {"needs": w.text("Large print")}),
    "api:customer-merge": WRITE(
        {CHAMPION}, at=lambda w: {"pk": w.customer.pk}, body=lambda w: {"merged": w.other_customer.pk}
    ),
}  # fmt: skip


def API_CASE(name: str = "case", **body: Any) -> Access:
    """A verb of a case over the API."""
    return CASE(EVERYBODY, case=name, **body)


CASES |= {
    "api:case-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=lambda w: {"response": str(w.response.pk)}),
    "api:case-detail": READ(EVERYBODY, at=lambda w: {"pk": w.answered_case.pk}),
    "api:case-messages": READ(EVERYBODY, at=lambda w: {"pk": w.answered_case.pk}),
    "api:case-respond": API_CASE(kind=plain("call"), body="I called"),
    "api:case-notes": API_CASE(body="Call after ten"),
    "api:case-assign": API_CASE("answered_case", to=lambda w: w.people["lead"].pk),
    "api:case-danger": API_CASE(danger=plain("safety"), reason="He fell"),
    "api:case-share": API_CASE("answered_case", text="Nobody called", is_good=plain(False)),
    "api:case-decline": API_CASE("answered_case", reason="Personal"),
    "api:case-analyse": API_CASE("answered_case", title="No list"),
    "api:case-prevent": API_CASE("explained_case", action="A list", **PERSON, **DAYS),
    "api:case-unprevented": API_CASE("explained_case", reason="Old pipes"),
    "api:case-close": API_CASE("done_case"),
    "api:case-reopen": API_CASE("closed_case", reason="Again"),
    "api:cause-list": READ(EVERYBODY) | WRITE(EVERYBODY, body=lambda w: {"title": w.text("No list")}),
    "api:cause-detail": READ(EVERYBODY, at=lambda w: {"pk": w.cause.pk}),
    "api:cause-whys": WRITE(
        EVERYBODY, at=lambda w: {"pk": w.cause.pk}, body=lambda w: {"whys": [{"answer": w.text("Lost")}]}
    ),
    "api:cause-join": WRITE(
        EVERYBODY, at=lambda w: {"pk": w.cause.pk}, body=lambda w: {"cases": [w.answered_case.pk]}
    ),
    "api:prevention-list": READ(EVERYBODY)
    | WRITE(
        EVERYBODY,
        body=lambda w: {
            "cause": w.cause.pk, "action": w.text("A list"), "owner": w.people["lead"].pk,
            "due_on": "2099-01-01", "effective_on": "2099-01-01",
        },
    ),
    "api:prevention-detail": READ(EVERYBODY, at=lambda w: {"pk": w.prevention.pk}),
    "api:prevention-keep": WRITE({EMPLOYEE, CHAMPION}, at=lambda w: {"pk": w.prevention.pk}),
    "api:share-list": READ(EVERYBODY),
    "api:share-detail": READ(EVERYBODY, at=lambda w: {"pk": w.share.pk}),
    "api:share-withdraw": WRITE({EMPLOYEE, CHAMPION}, at=lambda w: {"pk": w.share.pk}),
    "api:textblock-list": READ(EVERYBODY)
    | WRITE({ADMIN}, body=lambda w: {"name": w.text("Thanks"), "language": "en", "text": w.text("Ta")}),
    "api:textblock-detail": READ(EVERYBODY, at=lambda w: {"pk": w.text_block.pk})
    | WRITE(
        {ADMIN}, at=lambda w: {"pk": w.text_block.pk}, body=lambda w: {"text": w.text("Hm")}, method="PATCH"
    ),
}  # fmt: skip
