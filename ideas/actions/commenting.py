"""What people say to one another about an idea."""

from django.db import transaction
from django.utils import timezone

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from ideas.actions import following
from ideas.actions.locking import hold
from ideas.actions.mentioning import mention
from ideas.models import Comment, Idea
from tenants.audit.record import record
from tenants.outbox.emit import emit
from tenants.queue import enqueue


@transaction.atomic
def comment_on(
    idea: Idea, *, text: str, by: Employee, parent: Comment | None = None, language: str = ""
) -> Comment:
    """Say something; an answer to an answer stands below the first of them. The same, sent again at once, is
    given back."""
    hold(by)
    above = parent and (parent.parent or parent)
    said = {"idea": idea, "by": by, "text": text, "parent": above}
    if just_now := Comment.objects.filter(at__gt=a_moment_ago(), **said).first():
        return just_now
    made = Comment.objects.create(language=language, **said)
    following.join(idea, who=by)
    mention(made)
    emit("idea.commented", {"idea": idea.pk, "comment": made.pk})
    enqueue("ideas.tasks.tell_of_comment", made.pk)
    return made


@transaction.atomic
def edit_comment(comment: Comment, *, text: str, by: Employee) -> bool:
    """Mend one's own while it is new; False when it is too late. Who is named anew is told, nobody twice."""
    mine = Comment.objects.editable_by(by).filter(pk=comment.pk)
    mended = mine.update(text=text, edited_at=timezone.now())
    comment.refresh_from_db()
    if mended:
        mention(comment)
    return bool(mended)


@transaction.atomic
def hide_comment(comment: Comment, *, reason: str, by: Employee) -> bool:
    """It is not read any more, for a reason that everybody reads; False when it was hidden before."""
    facts = {"hidden_at": timezone.now(), "hidden_by": by, "hidden_reason": reason[:300]}
    if not Comment.objects.filter(pk=comment.pk, hidden_at=None).update(**facts):
        return False
    record("comment.hidden", subject=f"ideas.Comment:{comment.pk}", after={"reason": reason})
    return True
