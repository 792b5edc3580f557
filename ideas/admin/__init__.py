"""Boards, to configure; what was handed in, to look at."""

from ideas.admin import boards, challenges, decisions, ideas, members, outcomes

__all__ = ["boards", "challenges", "decisions", "ideas", "members", "outcomes"]
