import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from feedback.models import ListeningPost, PostVersion, Question
from feedback.models.remembered import forget_posts
from tenants.audit.record import record
from tenants.here import current_organisation


@transaction.atomic
def save_post(post: ListeningPost, *, questions: dict[str, Any] | None = None) -> ListeningPost:
    """Keep a new or changed post. A new one begins with these questions, as `revise_questions` takes them;
    else with NPS and why, in the organisation's language."""
    is_new = post.pk is None
    before = None if is_new else model_to_dict(ListeningPost.objects.get(pk=post.pk))
    post.save()
    if is_new:
        PostVersion.objects.create(post=post, number=1, **(questions or first_questions()))
    action = "post.created" if is_new else "post.changed"
    record(action, subject=f"feedback.ListeningPost:{post.pk}", before=before, after=model_to_dict(post))
    transaction.on_commit(forget_posts)
    return post


def first_questions() -> dict[str, Any]:
    """What a new post asks until somebody changes it."""
    language = current_organisation().language
    with translation.override(language):
        title = _("How was it?")
        recommend = _("How likely are you to recommend us to friends and family?")
        why = _("Why that number?")
    questions = [
        {"key": "nps", "kind": "nps", "required": True, "labels": {language: recommend}},
        {"key": "why", "kind": "text", "required": False, "labels": {language: why}},
    ]
    return {"title": {language: title}, "questions": questions}


@transaction.atomic
def revise_questions(
    post: ListeningPost, *, title: dict[str, str], questions: list[dict[str, Any]]
) -> PostVersion:
    """Ask something else from now on: a new version. The same questions again change nothing."""
    ListeningPost.objects.select_for_update().get(pk=post.pk)
    last = post.versions.order_by("-number")[0]
    if (last.title, last.questions) == (title, questions):
        return last
    version = PostVersion.objects.create(post=post, number=last.number + 1, title=title, questions=questions)
    record(
        "post.revised", subject=f"feedback.ListeningPost:{post.pk}",
        before={"version": last.number}, after={"version": version.number},
    )  # fmt: skip
    post.__dict__.pop("version", None)
    transaction.on_commit(forget_posts)
    return version


def new_key(kind: str, taken: set[str]) -> str:
    """A key for a new question that no question of the post ever had: nps, nps-2, nps-3."""
    number = 1
    while (key := kind if number == 1 else f"{kind}-{number}") in taken:
        number += 1
    return key


def keys_ever(post: ListeningPost) -> set[str]:
    """The keys of all questions the post ever asked: an answer's key means one question for ever."""
    return {Question.read(row).key for version in post.versions.all() for row in version.questions}


def option_key(label: str, taken: set[str]) -> str:
    """A key for a new option, readable where its label is."""
    plain = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:30] or "option"
    return new_key(plain, taken)


@transaction.atomic
def retire_post(post: ListeningPost, *, successor: ListeningPost | None = None) -> bool:
    """Stop listening here. What was said stays; links lead to the successor. False when it was retired."""
    retired = ListeningPost.objects.open().filter(pk=post.pk)
    if not retired.update(retired_at=timezone.now(), successor=successor):
        return False
    record(
        "post.retired", subject=f"feedback.ListeningPost:{post.pk}",
        after={"successor": successor.pk if successor else None},
    )  # fmt: skip
    transaction.on_commit(forget_posts)
    return True


@transaction.atomic
def reopen_post(post: ListeningPost) -> bool:
    """Take a retirement back."""
    if not ListeningPost.objects.filter(pk=post.pk, retired_at__isnull=False).update(
        retired_at=None, successor=None
    ):
        return False
    record("post.reopened", subject=f"feedback.ListeningPost:{post.pk}")
    transaction.on_commit(forget_posts)
    return True


def next_review() -> Any:
    """A quarter from now: when a new post is looked at again unless somebody says otherwise."""
    return timezone.localdate() + timedelta(days=91)
