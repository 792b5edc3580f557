"""Who sees and says what became of ideas."""

from typing import Any

from tests.access.ideas import DECIDERS
from tests.access.kit import (
    ADMIN,
    ADMIN_SITE,
    CHAMPION,
    DELETE,
    EVERYBODY,
    FORM,
    LEAD,
    READ,
    WRITE,
    Access,
    Facts,
)

LEADERS = frozenset({LEAD, CHAMPION, ADMIN})
DELIVERED: Facts = lambda w: {"pk": w.delivered_idea.pk}  # noqa: E731
A_PATENT: Facts = lambda w: {"pk": w.patent.pk}  # noqa: E731
A_SAVING: Facts = lambda w: {"pk": w.saving.pk}  # noqa: E731
A_BARRIER: Facts = lambda w: {"pk": w.barrier_removed.pk}  # noqa: E731
A_CHECK: Facts = lambda w: {"pk": w.delivered_idea.checks.get().pk}  # noqa: E731


def dissent(w: Any) -> dict[str, Any]:
    return {"reason": w.text("It was the new till")}


def patent(w: Any) -> dict[str, Any]:
    return {"office": "USPTO", "number": w.text("11"), "filed_on": "2026-01-01",
            "inventors": [w.people["employee"].pk]}  # fmt: skip


def saving(w: Any) -> dict[str, Any]:
    return {"amount": "12.50", "currency": "EUR", "span": "once", "measured": w.text("By the bills"),
            "confirmed_by": w.people["champion"].pk}  # fmt: skip


def barrier(w: Any) -> dict[str, Any]:
    return {"whom": w.text("Who cannot see"), "since": "2026-01-01"}


def line(name: str, at: Facts, body: Any, change: dict[str, Any]) -> dict[str, Access]:
    """The API of a part of the register."""
    of_idea = lambda w: body(w) | {"idea": w.delivered_idea.pk}  # noqa: E731
    return {
        f"api:{name}-list": READ(EVERYBODY) | WRITE(DECIDERS, body=of_idea),
        f"api:{name}-detail": READ(EVERYBODY, at=at)
        | WRITE(DECIDERS, method="PATCH", body=lambda w: change)
        | DELETE(DECIDERS),
    }


OUTCOMES: dict[str, Access] = {
    "ideas:figures": READ(LEADERS, query=lambda w: {"by": "team"}),
    "ideas:figures_file": READ(LEADERS, at=lambda w: {"kind": "csv"}),
    "api:idea-funnel": READ(LEADERS),
    "ideas:outcomes": READ(EVERYBODY, query=lambda w: {"view": "unproven"}),
    "ideas:outcomes_file": READ(EVERYBODY, at=lambda w: {"view": "patents", "kind": "csv"}),
    "ideas:dissent": WRITE(EVERYBODY, at=DELIVERED, body=dissent),
    "ideas:new_entry": FORM(DECIDERS, at=lambda w: DELIVERED(w) | {"what": "patents"}, body=patent),
    "ideas:edit_entry": FORM(DECIDERS, at=lambda w: A_SAVING(w) | {"what": "savings"}, body=saving),
    "ideas:remove_entry": WRITE(DECIDERS, at=lambda w: A_BARRIER(w) | {"what": "barriers"}),
    "ideas:restore_entry": WRITE(
        DECIDERS, at=lambda w: {"pk": w.removed_patent.pk, "what": "patents"}
    ),
    "api:idea-check-list": READ(EVERYBODY),
    "api:idea-check-detail": READ(EVERYBODY, at=A_CHECK),
    "api:idea-check-dissent": WRITE(EVERYBODY, at=A_CHECK, body=dissent),
    **line("idea-patent", A_PATENT, patent, {"number": "EP 3"}),
    **line("idea-saving", A_SAVING, saving, {"amount": "13.00"}),
    **line("idea-barrier", A_BARRIER, barrier, {"how": "A ramp"}),
    **ADMIN_SITE("ideas_outcomecheck", {CHAMPION}, key=lambda w: w.delivered_idea.checks.get().pk),
    **ADMIN_SITE("ideas_patent", {CHAMPION}, key=lambda w: w.patent.pk),
    **ADMIN_SITE("ideas_saving", {CHAMPION}, key=lambda w: w.saving.pk),
    **ADMIN_SITE("ideas_barrierremoved", {CHAMPION}, key=lambda w: w.barrier_removed.pk),
}  # fmt: skip
