"""The open questions of a post, as a process remembers them: the public form reads them for every answer, and
a retired post or a new version holds in every worker within two seconds."""

from feedback.models.listening import ListeningPost
from tenants.memory import Remembered


def _load(key: str) -> ListeningPost | None:
    asked = ListeningPost.objects.public().select_related("team", "touchpoint", "successor")
    post = asked.filter(key=key).first()
    if post is not None:
        post.version.asked  # noqa: B018 - so that no thread has to work it out
    return post


find_public_post = Remembered(_load)
"""The post that is answered at this address, retired or not, with version, team and touchpoint."""
forget_posts = find_public_post.forget
