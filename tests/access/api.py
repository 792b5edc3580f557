"""Who gets into what the API has beside the nouns of other files."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.kit import (
    ADMIN,
    CHAMPION,
    EVERYBODY,
    LEAD,
    READ,
    WRITE,
    Access,
    Facts,
)

SEERS = {"employee", LEAD, CHAMPION}
BRING_IN = {CHAMPION, ADMIN}
INVITE = {CHAMPION, ADMIN}
AN_IMPORT: Facts = lambda w: {"pk": w.imported.pk}  # noqa: E731
A_LINE: Facts = lambda w: {"pk": w.complaint_line.pk}  # noqa: E731
A_CUSTOMER: Facts = lambda w: {"pk": w.customer.pk}  # noqa: E731


def table(w: Any) -> dict[str, Any]:
    return {"kind": "people", "text": f"email,name\n{w.email('file')},{w.text('File')}", "dry_run": False}


API: dict[str, Access] = {
    "schema": READ(EVERYBODY),
    "docs": READ(EVERYBODY),
    "api:policy": READ({ADMIN}) | WRITE({ADMIN}, method="PATCH", body=lambda w: {"require_mfa": False}),
    "api:me": READ(EVERYBODY) | WRITE(EVERYBODY, method="PATCH", body=lambda w: {"name": w.text("Me")}),
    "api:metrics": READ({LEAD, CHAMPION}),
    "api:metric": READ({LEAD, CHAMPION}, at=lambda w: {"metric": "nps"}),
    "api:search": READ(EVERYBODY, query=lambda w: {"q": w.text("till")}),
    "api:set-up": READ({ADMIN}),
    "api:employee-bring-in": WRITE({ADMIN}, body=table),
    "api:commitment-board": READ(EVERYBODY),
    "api:commitment-history": READ(SEERS, at=lambda w: {"pk": w.promise.pk}),
    "api:post-versions": READ({LEAD, CHAMPION, ADMIN}, at=lambda w: {"pk": w.post.pk}),
    "api:response-share": WRITE(
        {LEAD, CHAMPION}, at=lambda w: {"pk": w.good_response.pk},
        body=lambda w: {"text": w.text("Kind people"), "is_good": True},
    ),
    "api:case-assign-many": WRITE(
        EVERYBODY, body=lambda w: {"cases": [w.case.pk], "to": w.people["lead"].pk}
    ),
    "api:customer-timeline": READ(EVERYBODY, at=A_CUSTOMER),
    "api:customer-consents": READ(EVERYBODY, at=A_CUSTOMER) | WRITE(
        EVERYBODY, body=lambda w: {
            "purpose": "reply", "given": True, "text": w.text("You may"), "text_version": "1"
        },
    ),
    "api:complaint-line-list": READ(EVERYBODY),
    "api:complaint-line-detail": READ(EVERYBODY, at=A_LINE),
    "api:complaint-line-complaints": WRITE(
        EVERYBODY, at=A_LINE, body=lambda w: {"answers": {"nps": 1, "text": w.text("Cold")}}
    ),
    "api:invitation-list": READ(INVITE) | WRITE(
        INVITE, body=lambda w: {"post": w.post.pk, "addresses": [w.email("new")], "language": "en"}
    ),
    "api:invitation-detail": READ(INVITE, at=lambda w: {"pk": w.invitation.pk}),
    "api:import-list": READ(BRING_IN) | WRITE(
        BRING_IN, form=True, body=lambda w: {"file": SimpleUploadedFile("new.csv", b"score,why\n1,Cold\n")}
    ),
    "api:import-detail": READ(BRING_IN, at=AN_IMPORT) | WRITE(
        BRING_IN, method="PATCH", body=lambda w: {"post": w.post.pk, "mapping": {"score": 1, "metric": "nps"}}
    ),
    "api:import-columns": READ(BRING_IN, at=AN_IMPORT),
    "api:import-trial": WRITE(BRING_IN, at=AN_IMPORT),
    "api:import-run": WRITE(BRING_IN, at=AN_IMPORT),
    "api:import-undo": WRITE(BRING_IN, at=AN_IMPORT),
    "api:import-issue-list": READ(BRING_IN),
    "api:import-issue-detail": READ(BRING_IN, at=lambda w: {"pk": w.issue.pk}),
    "api:import-issue-settle": WRITE(
        BRING_IN, at=lambda w: {"pk": w.issue.pk}, body=lambda w: {"text": w.text("The soup was cold")}
    ),
}  # fmt: skip
