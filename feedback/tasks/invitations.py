"""One reminder to those who have not answered."""

from django.utils import timezone

from feedback.actions.invitations import REMIND_AFTER, remind
from feedback.models import Invitation


def remind_invited() -> None:
    """Remind whoever was invited five days ago and has not answered; safe to run twice."""
    due = Invitation.objects.remindable().filter(sent_at__lt=timezone.now() - REMIND_AFTER)
    for pk in due.values_list("pk", flat=True)[:1000]:
        remind(pk)
