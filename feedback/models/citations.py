from django.db import models
from django.utils import timezone


class Citation(models.Model):
    """An answer on which something of ours rests, an idea or a decision: the undo of its import leaves it."""

    response = models.OneToOneField("feedback.Response", models.PROTECT, related_name="citation")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.response_id)
