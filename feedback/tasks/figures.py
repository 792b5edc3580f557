"""Tasks of the figures; each is safe to run twice."""

from feedback import figures
from tenants.here import current_organisation


def roll_up() -> None:
    """Count the days that changed since the last time."""
    figures.roll_up()


def move_days() -> None:
    """Count each response on its day in the organisation's zone; queued when that zone is changed."""
    figures.move_days(current_organisation().time_zone)
