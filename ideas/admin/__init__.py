"""Boards, to configure; what was handed in, to look at."""

from ideas.admin import boards, ideas, outcomes

__all__ = ["boards", "ideas", "outcomes"]
