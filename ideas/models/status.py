"""Where an idea stands, and where it may go from there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an idea stands, as people decided."""

    OPEN = "open", _("open")
    PLANNED = "planned", _("planned")
    STARTED = "started", _("started")
    COMPLETED = "completed", _("completed")
    DECLINED = "declined", _("declined")
    DUPLICATE = "duplicate", _("duplicate")


MOVES: dict[str, tuple[str, ...]] = {
    Status.OPEN: (Status.PLANNED, Status.STARTED, Status.DECLINED),
    Status.PLANNED: (Status.STARTED, Status.DECLINED, Status.OPEN),
    Status.STARTED: (Status.COMPLETED, Status.PLANNED, Status.DECLINED),
    Status.COMPLETED: (Status.STARTED,),
    Status.DECLINED: (Status.OPEN,),
    Status.DUPLICATE: (),
}
"""Where an idea may go from where it stands; what is a duplicate goes where the other one goes."""
