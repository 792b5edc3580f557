"""The mails about ideas."""

from ideas.notices import challenges
from ideas.notices.answers import answered
from ideas.notices.news import mentioned, news

__all__ = ["answered", "challenges", "mentioned", "news"]
