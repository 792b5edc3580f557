"""Who gets into which page about challenges, and over the API."""

from typing import Any

from tests.access.kit import ADMIN, ADMIN_SITE, CHAMPION, EVERYBODY, FORM, LEAD, READ, WRITE, Access, Facts

RUNNING: Facts = lambda w: {"pk": w.challenge.pk}  # noqa: E731
OFF: Facts = lambda w: {"pk": w.off_challenge.pk}  # noqa: E731
ENDED: Facts = lambda w: {"pk": w.ended_challenge.pk}  # noqa: E731
ASKERS = frozenset({ADMIN, CHAMPION})
ANNOUNCERS = frozenset({LEAD, CHAMPION})


def challenge(w: Any) -> dict[str, Any]:
    return {
        "question": w.text("Who waits?"), "opens_on": "2090-01-01", "closes_on": "2090-02-01",
        "sponsor": w.people["lead"].pk, "announce_days": 14,
    }  # fmt: skip


def became(w: Any) -> dict[str, Any]:
    return {"text": w.text("Two are planned")}


def why(w: Any) -> dict[str, Any]:
    return {"reason": w.text("Too early")}


CHALLENGES: dict[str, Access] = {
    "ideas:challenges": READ(EVERYBODY),
    "ideas:challenge": READ(EVERYBODY, at=RUNNING),
    "ideas:new_challenge": FORM(ASKERS, at=lambda w: {"pk": w.idea_board.pk}, body=challenge),
    "ideas:edit_challenge": FORM(
        ASKERS, at=RUNNING, body=lambda w: challenge(w) | {"opens_on": w.challenge.opens_on.isoformat()}
    ),
    "ideas:call_off_challenge": FORM(ASKERS, at=RUNNING, body=why),
    "ideas:go_on_challenge": WRITE(ASKERS, at=OFF),
    "ideas:announce": FORM(ANNOUNCERS, at=ENDED, body=became),
    "api:challenge-list": READ(EVERYBODY)
    | WRITE(ASKERS, body=lambda w: challenge(w) | {"board": w.idea_board.pk}),
    "api:challenge-detail": READ(EVERYBODY, at=RUNNING)
    | WRITE(ASKERS, method="PATCH", body=lambda w: {"about": w.text("Of queues")}),
    "api:challenge-call-off": WRITE(ASKERS, at=RUNNING, body=why),
    "api:challenge-go-on": WRITE(ASKERS, at=OFF),
    "api:challenge-announce": WRITE(ANNOUNCERS, at=ENDED, body=became),
}
CHALLENGES |= ADMIN_SITE("ideas_challenge", {CHAMPION}, key=lambda w: w.challenge.pk)
