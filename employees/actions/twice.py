"""A button that was pressed twice."""

from datetime import datetime, timedelta

from django.utils import timezone

AGAIN = timedelta(minutes=5)
"""The same, sent again by the same person so soon, is one act."""


def a_moment_ago() -> datetime:
    return timezone.now() - AGAIN
