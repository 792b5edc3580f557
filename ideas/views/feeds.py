"""A board in a feed reader, by an address of one's own, as readers cannot sign in."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from employees.models import Employee
from ideas.models import Board, Idea
from tenants.here import absolute
from tenants.limits import allow, client_address
from tenants.signing import sign, unsign
from tenants.typed import printable

PURPOSE, MOST, PER_MINUTE = "ideas.feed", 50, 30


def feed_address(board: Board, reader: Employee) -> str:
    """Of this reader alone; another password makes it void."""
    token = sign([board.pk, reader.pk, reader.get_session_auth_hash()[:16]], purpose=PURPOSE)
    return absolute(reverse("ideas:feed", args=[token]))


@never_cache
@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The newest ideas of a board, with where they stand, as its reader sees them; without what XML cannot
    carry, for which one idea would keep all others from them."""
    if not (verdict := allow(f"feed {client_address(request)}", PER_MINUTE, 60)):
        return HttpResponse(status=429, headers={"Retry-After": str(verdict.retry_after)})
    board, reader = _asked(token)
    found = Idea.objects.on(board, reader).select_related("author", "board")
    site = absolute("")
    written = Atom1Feed(
        printable(board.name), site + reverse("ideas:board", args=[board.pk]), board.about,
        feed_url=site + request.path,
    )  # fmt: skip
    for idea in found.order_by("-submitted_at", "-pk")[:MOST]:
        link = site + idea.get_absolute_url()
        written.add_item(
            printable(idea.title), link, printable(f"{idea.problem}\n\n{idea.proposal}".strip()),
            unique_id=link, author_name=_author(idea, reader),
            pubdate=idea.submitted_at, updateddate=idea.decided_at or idea.submitted_at,
            categories=[idea.get_status_display()],
        )  # fmt: skip
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _author(idea: Idea, reader: Employee) -> str | None:
    return printable(idea.author.name) if idea.author and idea.names_author_to(reader) else None


def _asked(token: str) -> tuple[Board, Employee]:
    try:
        board, key, secret = unsign(token, purpose=PURPOSE)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    reader = get_object_or_404(Employee.objects.active(), pk=key)
    if not reader.get_session_auth_hash().startswith(secret):
        raise Http404
    return get_object_or_404(Board.objects.visible_to(reader), pk=board), reader
