from django.db import models


class Entry(models.Model):
    """One line of the audit trail: appended, never changed; each holds the hash of the one before."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    address = models.GenericIPAddressField(null=True)
    action = models.CharField(max_length=60, help_text="Such as `role.changed`.")
    subject = models.CharField(max_length=120, blank=True, help_text="Such as `employees.Employee:12`.")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
