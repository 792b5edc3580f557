"""Who reads what was decided, and who decides."""

from typing import Any

from tests.access.kit import ADMIN, ADMIN_SITE, CHAMPION, EVERYBODY, FORM, LEAD, READ, WRITE, Access, Facts

KEEP = frozenset({LEAD, CHAMPION})  # it is the lead's
DECIDE = KEEP | {ADMIN}  # who of the examples is the term's sponsor
A_DECISION: Facts = lambda w: {"pk": w.decision.pk}  # noqa: E731
A_PIECE: Facts = lambda w: {"pk": w.decision_evidence.pk}  # noqa: E731
GONE: Facts = lambda w: {"pk": w.removed_decision_evidence.pk}  # noqa: E731


def decision(w: Any) -> dict[str, Any]:
    return {
        "what": w.text("We close at nine"), "why": w.text("Nobody comes"), "by": w.people["lead"].pk,
        "decided_on": "2020-02-02", "revisit_on": "2099-01-01",
    }  # fmt: skip


def better(w: Any) -> dict[str, Any]:
    return {key: value for key, value in decision(w).items() if key != "revisit_on"}


def follow_up(w: Any) -> dict[str, Any]:
    return {"what": w.text("Tell them"), "owner": w.people["employee"].pk, "due_on": "2099-01-01"}


def verdict(w: Any) -> dict[str, Any]:
    return {"verdict": "held", "words": w.text("It works"), "revisit_on": "2099-01-01"}


def value(w: Any) -> dict[str, Any]:
    return {"metric": "nps", "days": 365, "team": w.team.pk}


def piece(w: Any) -> dict[str, Any]:
    return {"thing": f"case:{w.case.pk}", "why": w.text("She waited"), "kind": "case", "q": ""}


DECISIONS: dict[str, Access] = {
    "ideas:decisions": READ(EVERYBODY),
    "ideas:decisions_file": READ(EVERYBODY, at=lambda w: {"kind": "csv"}),
    "ideas:decisions_part": READ(EVERYBODY, at=lambda w: {"what": "evidence", "kind": "csv"}),
    "ideas:new_decision": FORM(DECIDE, body=decision),
    "ideas:decision": READ(EVERYBODY, at=A_DECISION),
    "ideas:edit_decision": FORM(KEEP, at=A_DECISION, body=better),
    "ideas:revisit": WRITE(KEEP, at=A_DECISION, body=verdict),
    "ideas:decision_evidence": FORM(KEEP, at=A_DECISION, body=piece),
    "ideas:remove_decision_evidence": WRITE(KEEP, at=A_PIECE),
    "ideas:restore_decision_evidence": WRITE(KEEP, at=GONE),
    "ideas:keep_metric": FORM(KEEP, at=A_DECISION, body=value),
    "ideas:cite_idea": FORM(KEEP, at=A_DECISION, body=lambda w: {"idea": w.idea.pk}),
    "ideas:cite_no_more": WRITE(KEEP, at=lambda w: {"pk": w.decision.pk, "cited": w.cited_idea.pk}),
    "ideas:follow_up": WRITE(KEEP, at=A_DECISION, body=follow_up),
    "ideas:decide_by_move": WRITE(KEEP, at=lambda w: {"pk": w.deciding_move.pk}),
    "api:decision-list": READ(EVERYBODY) | WRITE(DECIDE, body=decision),
    "api:decision-detail": READ(EVERYBODY, at=A_DECISION)
    | WRITE(KEEP, method="PATCH", body=lambda w: {"why": w.text("They freeze")}),
    "api:decision-revisit": WRITE(KEEP, at=A_DECISION, body=verdict),
    "api:decision-evidence": READ(EVERYBODY, at=A_DECISION)
    | WRITE(KEEP, body=lambda w: {"kind": "case", "key": str(w.case.pk), "why": w.text("She waited")}),
    "api:decision-remove-evidence": WRITE(
        KEEP, at=A_DECISION, body=lambda w: {"evidence": w.decision_evidence.pk}
    ),
    "api:decision-restore-evidence": WRITE(
        KEEP, at=A_DECISION, body=lambda w: {"evidence": w.removed_decision_evidence.pk}
    ),
    "api:decision-follow-ups": READ(EVERYBODY, at=A_DECISION) | WRITE(KEEP, body=follow_up),
    "api:decision-kept-values": READ(EVERYBODY, at=A_DECISION) | WRITE(KEEP, body=value),
    "api:decision-cited": READ(EVERYBODY, at=A_DECISION) | WRITE(KEEP, body=lambda w: {"idea": w.idea.pk}),
}
DECISIONS |= ADMIN_SITE("ideas_decision", {CHAMPION}, key=lambda w: w.decision.pk)
