"""Who takes ideas from one tool to another."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ideas.views.feeds import PURPOSE
from tenants.signing import sign
from tests.access.kit import ADMIN, CHAMPION, EVERYBODY, FORM, PUBLIC, READ, WRITE, Access, Facts

BRING_IN = frozenset({CHAMPION, ADMIN})
AN_IMPORT: Facts = lambda w: {"pk": w.idea_import.pk}  # noqa: E731
DONE: Facts = lambda w: {"pk": w.done_idea_import.pk}  # noqa: E731
FACTS = {"segment": "detractor", "metric": "csat", "judge_on": "2099-01-01"}


def sent(w: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("ideas.csv", f"title\n{w.text('A second bench')}\n".encode())
    return {"file": file, "board": w.idea_board.pk}


def token(w: Any) -> dict[str, Any]:
    reader = w.people["employee"]
    return {"token": sign([w.idea_board.pk, reader.pk, reader.get_session_auth_hash()[:16]], purpose=PURPOSE)}


IDEA_IMPORTS: dict[str, Access] = {
    "ideas:imports": FORM(BRING_IN, body=sent),
    "ideas:import": READ(BRING_IN, at=AN_IMPORT),
    "ideas:import_mapping": FORM(
        BRING_IN, at=AN_IMPORT, body=lambda w: FACTS | {"column-0": "title", "order": "open", "try": "1"}
    ),
    "ideas:import_ask": WRITE(BRING_IN, at=lambda w: {"pk": w.idea_import.pk, "job": "try"}),
    "ideas:import_refused": READ(BRING_IN, at=AN_IMPORT),
    "ideas:outside": READ(EVERYBODY, at=lambda w: {"pk": w.idea_board.pk}),
    "ideas:export": READ(EVERYBODY, at=lambda w: {"pk": w.idea_board.pk, "what": "ideas", "kind": "csv"}),
    "ideas:feed": READ(PUBLIC, at=token),
    "api:idea-import-list": READ(BRING_IN) | WRITE(BRING_IN, form=True, body=sent),
    "api:idea-import-detail": READ(BRING_IN, at=AN_IMPORT),
    "api:idea-import-describe": WRITE(BRING_IN, at=AN_IMPORT, body=lambda w: FACTS),
    "api:idea-import-trial": WRITE(BRING_IN, at=AN_IMPORT),
    "api:idea-import-run": WRITE(BRING_IN, at=AN_IMPORT),
    "api:idea-import-undo": WRITE(BRING_IN, at=DONE),
    "api:idea-import-refused": READ(BRING_IN, at=AN_IMPORT),
}
