"""The open questions of a post, remembered by each process for two seconds: the public form reads them for
every answer, and a retired post or a new version holds in every worker within that time."""

import time
from typing import NamedTuple

from feedback.models.listening import ListeningPost
from tenants.here import current_schema

SECONDS = 2.0
MOST = 10_000


class Remembered(NamedTuple):
    post: ListeningPost | None
    until: float


_posts: dict[tuple[str, str], Remembered] = {}


def find_public_post(key: str) -> ListeningPost | None:
    """The post that is answered at this address, retired or not, with its version, team and touchpoint at
    hand. What is remembered is shared by threads: it is read only."""
    place = (current_schema(), key)
    known = _posts.get(place)
    if known and known.until > time.monotonic():
        return known.post
    if len(_posts) >= MOST:
        _posts.clear()
    post = _load(key)
    _posts[place] = Remembered(post, time.monotonic() + SECONDS)
    return post


def _load(key: str) -> ListeningPost | None:
    asked = ListeningPost.objects.public().select_related("team", "touchpoint", "successor")
    post = asked.filter(key=key).first()
    if post is not None:
        post.version.asked  # noqa: B018 - so that no thread has to work it out
    return post


def forget_posts() -> None:
    """This process changed a post."""
    _posts.clear()
