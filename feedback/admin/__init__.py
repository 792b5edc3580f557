"""What the organisation listens for and where, to configure; what customers said and are owed, to look at."""

from feedback.admin import (
    cases,
    causes,
    customers,
    gestures,
    imports,
    learnings,
    listening,
    newsletters,
    responses,
    strategy,
)

__all__ = [
    "cases",
    "causes",
    "customers",
    "gestures",
    "imports",
    "learnings",
    "listening",
    "newsletters",
    "responses",
    "strategy",
]
