"""The open questions of a post, as a process remembers them: the public form and the API read them for every
answer, and a retired post or a new version holds in every worker within two seconds."""

from feedback.models.listening import ListeningPost, ListeningPostQuerySet
from tenants.memory import Remembered


def _load(posts: ListeningPostQuerySet) -> ListeningPost | None:
    post = posts.select_related("team", "touchpoint", "successor").first()
    if post is not None:
        post.version.asked  # noqa: B018 - so that no thread has to work it out
    return post


find_public_post = Remembered(lambda key: _load(ListeningPost.objects.public().filter(key=key)))
"""The post that is answered at this address, retired or not, with version, team and touchpoint."""
find_open_post = Remembered(lambda pk: _load(ListeningPost.objects.open().filter(pk=pk)))
"""The post of this key, where it still listens."""


def forget_posts() -> None:
    """This process itself changed one."""
    find_public_post.forget()
    find_open_post.forget()
