"""Boards, to configure; what was handed in, to look at."""

from ideas.admin import boards, decisions, ideas, outcomes

__all__ = ["boards", "decisions", "ideas", "outcomes"]
