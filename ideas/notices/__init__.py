"""The mails about ideas."""

from ideas.notices.answers import answered

__all__ = ["answered"]
