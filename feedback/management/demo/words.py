"""How the words of the demo are put together, and what is answered in it."""

from typing import NamedTuple


class Place(NamedTuple):
    """What is said at one touchpoint: facts and what followed, of bad and of good days."""

    bad: tuple[str, ...]
    so: tuple[str, ...]
    good: tuple[str, ...]
    thanks: tuple[str, ...]


ANSWERS = (
    "I am sorry. That should not have happened, and it did. I have spoken with the team today; this is "
    "what we "
    "change from tomorrow on, and I will write to you again when it is done.",
    "Thank you for telling us so plainly. I looked into it this morning: you are right. I have put it on "
    "the list "
    "of the whole team, and my name stands beside it.",
    "You were let down by us, and I apologise. I would like to ring you to hear the rest, if you allow it.",
    "I read your words to everybody in our morning meeting. We have found how it came about and somebody has "
    "promised to mend it for good.",
)
CUSTOMER_REPLIES = (
    "Thank you for answering so quickly. I will see whether it lasts.",
    "That is more than I had expected. Thank you.",
    "I understand, but it was the second time. Will it be different on Saturday?",
)
