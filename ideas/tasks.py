"""What is done behind a page. Each may run twice."""

from ideas.actions import telling


def tell_of_move(key: int) -> None:
    """Tell the author and the voters of an idea where it went."""
    telling.tell_of_move(key)
