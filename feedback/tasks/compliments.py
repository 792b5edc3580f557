"""What time brings about for compliments; safe to run twice."""

from feedback.actions import compliments


def find_compliments() -> None:
    """Look for names in the praise that came in."""
    compliments.find_compliments()
