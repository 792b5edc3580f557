"""Who gets into which page about taking part in an idea, and over the API."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.ideas import A_BOARD, AN_IDEA, DECIDERS, WANTED
from tests.access.kit import DELETE, EMPLOYEE, EVERYBODY, FORM, READ, WRITE, Access, Facts
from tests.ideas.bytes_of_files import PNG

EVIDENCE: Facts = lambda w: {"pk": w.idea_evidence.pk}  # noqa: E731
REMOVED_EVIDENCE: Facts = lambda w: {"pk": w.removed_evidence.pk}  # noqa: E731
A_DRAFT: Facts = lambda w: {"pk": w.idea_draft.pk}  # noqa: E731
A_FILE: Facts = lambda w: {"pk": w.idea_file.pk}  # noqa: E731
A_REMOVED_FILE: Facts = lambda w: {"pk": w.removed_file.pk}  # noqa: E731
CONCERNED = DECIDERS | {EMPLOYEE}


def picture(w: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("roof.png", PNG)


def picked(w: Any) -> dict[str, Any]:
    return {"thing": f"cause:{w.cause.pk}", "why": w.text("It says so")}


TAKING_PART: dict[str, Access] = {
    "ideas:followed": READ(EVERYBODY),
    "ideas:follow": WRITE(EVERYBODY, at=AN_IDEA),
    "ideas:unfollow": WRITE(EVERYBODY, at=WANTED),
    "ideas:people": WRITE(EVERYBODY, at=AN_IDEA, body=lambda w: {"text": f"@{w.text('Em')}"}),
    "ideas:evidence": FORM(EVERYBODY, at=AN_IDEA, body=picked, query=lambda w: {"kind": "cause"}),
    "ideas:remove_evidence": WRITE(CONCERNED, at=EVIDENCE),
    "ideas:restore_evidence": WRITE(CONCERNED, at=REMOVED_EVIDENCE),
    "ideas:keep_draft": WRITE(EVERYBODY, at=A_BOARD, body=lambda w: {"title": w.text("A lift")}),
    "ideas:discard_draft": WRITE(EVERYBODY, at=A_BOARD),
    "ideas:bring_draft_back": WRITE(EVERYBODY, at=A_BOARD),
    "ideas:add_files": WRITE(CONCERNED, at=AN_IDEA, body=lambda w: {"files": picture(w)}),
    "ideas:file": READ(EVERYBODY, at=A_FILE),
    "ideas:describe_file": FORM(CONCERNED, at=A_FILE, body=lambda w: {"caption": w.text("A roof")}),
    "ideas:remove_file": WRITE(CONCERNED, at=A_FILE),
    "ideas:restore_file": WRITE(CONCERNED, at=A_REMOVED_FILE),
    "api:idea-follow": WRITE(EVERYBODY, at=AN_IDEA),
    "api:idea-unfollow": WRITE(EVERYBODY, at=WANTED),
    "api:idea-evidence-list": READ(EVERYBODY)
    | WRITE(EVERYBODY, body=lambda w: {"idea": w.idea.pk, "cause": w.cause.pk, "why": w.text("It says so")}),
    "api:idea-evidence-detail": READ(EVERYBODY, at=EVIDENCE) | DELETE(CONCERNED),
    "api:idea-evidence-restore": WRITE(CONCERNED, at=REMOVED_EVIDENCE),
    "api:idea-draft-list": READ(EVERYBODY)
    | WRITE(EVERYBODY, body=lambda w: {"board": w.idea_board.pk, "facts": {"title": w.text("A lift")}}),
    "api:idea-draft-detail": READ({EMPLOYEE}, at=A_DRAFT) | DELETE({EMPLOYEE}),
    "api:idea-file-list": READ(EVERYBODY)
    | WRITE(CONCERNED, body=lambda w: {"idea": w.idea.pk, "file": picture(w)}, form=True),
    "api:idea-file-detail": READ(EVERYBODY, at=A_FILE)
    | WRITE(CONCERNED, method="PATCH", body=lambda w: {"caption": w.text("A roof")})
    | DELETE(CONCERNED),
    "api:idea-file-content": READ(EVERYBODY, at=A_FILE),
    "api:idea-file-restore": WRITE(CONCERNED, at=A_REMOVED_FILE),
}
