"""Who lets customers try ideas."""

from typing import Any

from tests.access.kit import CHAMPION, EVERYBODY, FORM, LEAD, READ, WRITE, Access, Facts

RUNS = frozenset({LEAD, CHAMPION})
TESTED: Facts = lambda w: {"pk": w.tested_idea.pk}  # noqa: E731
A_TRIAL: Facts = lambda w: {"pk": w.trial.pk}  # noqa: E731


def test(w: Any) -> dict[str, Any]:
    return {
        "what": w.text("The roof"), "metric": "nps", "goal": w.goal.pk, "touchpoint": w.touchpoint.pk,
        "team": w.team.pk,
    }  # fmt: skip


def chosen(w: Any) -> dict[str, Any]:
    return {"answers": [str(w.willing.pk)]}


TRIALS: dict[str, Access] = {
    "ideas:new_trial": FORM(RUNS, at=lambda w: {"pk": w.idea.pk}, body=test),
    "ideas:edit_trial": FORM(RUNS, at=TESTED, body=test),
    "ideas:testers": FORM(RUNS, at=TESTED, body=chosen),
    "ideas:scores": READ(EVERYBODY, at=TESTED),
    "ideas:end_trial": WRITE(RUNS, at=TESTED),
    "ideas:resume_trial": WRITE(RUNS, at=lambda w: {"pk": w.ended_trial.idea_id}),
    "api:idea-test-list": READ(EVERYBODY) | WRITE(RUNS, body=lambda w: test(w) | {"idea": w.idea.pk}),
    "api:idea-test-detail": READ(EVERYBODY, at=A_TRIAL)
    | WRITE(RUNS, method="PATCH", at=A_TRIAL, body=lambda w: {"what": w.text("The wide roof")}),
    "api:idea-test-figures": READ(EVERYBODY, at=A_TRIAL),
    "api:idea-test-testers": READ(EVERYBODY, at=A_TRIAL),
    "api:idea-test-proposed": READ(RUNS, at=A_TRIAL),
    "api:idea-test-invite": WRITE(RUNS, at=A_TRIAL, body=chosen),
    "api:idea-test-end": WRITE(RUNS, at=A_TRIAL),
    "api:idea-test-resume": WRITE(RUNS, at=lambda w: {"pk": w.ended_trial.pk}),
}
