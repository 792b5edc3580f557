"""Customers who complained try an idea out, and are asked again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.models import Employee, Team
from feedback.actions.asking_again import ask_again
from feedback.actions.listening import next_review, reopen_post, retire_post, revise_questions, save_post
from feedback.models import Goal, Invitation, ListeningPost, Response, Touchpoint
from ideas.actions.errors import BegunError
from ideas.actions.locking import held
from ideas.figures import touching
from ideas.models import Idea, Trial
from tenants.audit.record import record
from tenants.here import current_organisation, today
from tenants.outbox.emit import emit


@transaction.atomic
def begin_trial(
    idea: Idea, *, what: str, metric: str, goal: Goal, touchpoint: Touchpoint, team: Team, by: Employee
) -> Trial:
    """Let customers try an idea: a post of its own that asks them. Begun before, that one is given back;
    BegunError where it says or asks something else."""
    held(idea.pk)
    if begun := Trial.objects.filter(idea=idea).first():
        if (begun.what, begun.metric) != (what, metric):
            raise BegunError
        return begun
    post = save_post(
        ListeningPost(
            name=_name(idea), kind=ListeningPost.Kind.SURVEY, goal=goal, touchpoint=touchpoint, team=team,
            review_on=_review_on(idea),
        ),
        questions=questions(what, metric),
    )  # fmt: skip
    made = Trial.objects.create(idea=idea, post=post, what=what, metric=metric, begun_by=by)
    record("idea.test_begun", subject=f"ideas.Idea:{idea.pk}", after={"what": what, "post": post.pk})
    emit("idea.test_begun", {"idea": idea.pk, "post": post.pk})
    return made


def _name(idea: Idea) -> str:
    """Whoever sees posts, or what a tester says, reads it: of an idea that not all read, when it began."""
    with override(current_organisation().language):
        if idea.board.is_read_by_all:
            return (_("Test %(number)s: %(idea)s") % {"number": idea.pk, "idea": idea.title})[:120]
        day = date_format(today(), "DATE_FORMAT")
        return _("Test %(number)s of an idea, %(day)s") % {"number": idea.pk, "day": day}


def _review_on(idea: Idea) -> date:
    """The test is looked at again when the idea is judged, in a quarter where that is over."""
    return idea.judge_on if idea.judge_on > today() else next_review()


def questions(what: str, metric: str) -> dict[str, Any]:
    """The score and why, in each language that Heed speaks; `what` as it was written."""
    asked: dict[str, dict[str, str]] = {"title": {}, metric: {}, "why": {}}
    for code, _name in settings.LANGUAGES:
        with override(code):
            asked["title"][code] = _("Is it better now? %(what)s") % {"what": what}
            asked[metric][code] = str(_wording(metric))
            asked["why"][code] = _("Why that number?")
    rows = [
        {"key": metric, "kind": metric, "required": True, "labels": asked[metric]},
        {"key": "why", "kind": "text", "required": False, "labels": asked["why"]},
    ]
    return {"title": asked["title"], "questions": rows}


def _wording(metric: str) -> str:
    return {
        "nps": _("How likely are you to recommend us to friends and family?"),
        "csat": _("How satisfied are you with it?"),
        "ces": _("It was made easy for me. Do you agree?"),
        "rating": _("How many stars do you give it?"),
    }[metric]


@transaction.atomic
def change_trial(trial: Trial, *, what: str, goal: Goal, touchpoint: Touchpoint, team: Team) -> None:
    """Whoever is invited or answers from now on reads these words. What they are asked stays, so that their
    scores can be compared."""
    before = Trial.objects.select_for_update().get(pk=trial.pk).what
    post = ListeningPost.objects.select_for_update().get(pk=trial.post_id)
    post.goal, post.touchpoint, post.team = goal, touchpoint, team
    save_post(post)
    if what == before:
        return
    Trial.objects.filter(pk=trial.pk).update(what=what)
    revise_questions(post, title=questions(what, trial.metric)["title"], questions=post.version.questions)
    record(
        "idea.test_changed", subject=f"ideas.Idea:{trial.idea_id}", before={"what": before},
        after={"what": what},
    )  # fmt: skip


@transaction.atomic
def invite_testers(trial: Trial, answers: Iterable[Response], *, by: Employee) -> list[Invitation]:
    """Invite who gave these answers, where the idea touches them and they may be asked; each once in a test.
    None once it has ended."""
    post = ListeningPost.objects.select_for_update().get(pk=trial.post_id)
    if post.retired_at:
        return []
    touched = touching(trial.idea).filter(pk__in=[answer.pk for answer in answers])
    return ask_again(post=post, answers=touched.select_related("customer"), by=by)


def end_trial(trial: Trial) -> bool:
    """Nobody is asked any more; what was said stays. False when it had ended."""
    return retire_post(trial.post)


def resume_trial(trial: Trial) -> bool:
    return reopen_post(trial.post)
