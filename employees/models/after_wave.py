from django.db import models

from employees.models.ledger import Commitment
from employees.models.pulses import Wave, WaveGroup


class PulsePromise(models.Model):
    """You said, we did: an action that somebody promised on a wave's result. The next wave's form and results
    show what became of it."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="promises")
    group = models.ForeignKey(WaveGroup, models.CASCADE, related_name="+")
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="pulse_promise")

    class Meta:
        ordering = ["commitment__due_at", "pk"]

    def __str__(self) -> str:
        return str(self.commitment)
