"""How a customer comes to a board: by a link of their own, having agreed, and not too often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from feedback.views.too_many import too_many
from ideas.actions.errors import NotOpenError, NotTakingPartError
from ideas.forms.panel import agreement
from ideas.models import PanelMember
from tenants.limits import Verdict, allow, client_address
from tenants.notes import note
from tenants.public import form_language, kept_by_nobody, speak

HOUR, PER_MEMBER, PER_ADDRESS = 3600, 60, 240
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A page for whoever holds a link that works; the view gets its member."""

    @wraps(view)
    def page(request: HttpRequest, token: str, **keys: Any) -> HttpResponse:
        found = PanelMember.objects.by_token(token).select_related("board", "customer")
        member = get_object_or_404(found, board__is_for_customers=True)
        speak(form_language(request, [code for code, _name in settings.LANGUAGES], member.language))
        if member.is_shut:
            answer = render(request, "ideas/panel/over.html", {"member": member}, status=410)
        elif request.method == "POST" and not (verdict := _allowed(request, member)):
            answer = too_many(request, verdict)
        else:
            answer = view(request, member, **keys)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return login_not_required(kept_by_nobody(page))


def takes_part(view: View) -> View:
    """The same, for who has agreed; others are asked first."""

    @wraps(view)
    def page(request: HttpRequest, member: PanelMember, **keys: Any) -> HttpResponse:
        if not member.has_agreed:
            return ask(request, member) if request.method != "POST" else redirect(member.path)
        try:
            return view(request, member, **keys)
        except NotTakingPartError:  # left, or sent away, a moment ago
            return redirect(member.path)
        except NotOpenError:  # the page was older than what the board says
            note(request, _("On this board that is for others."), icon="less")
            return redirect(member.path)

    return by_link(page)


def ask(request: HttpRequest, member: PanelMember) -> HttpResponse:
    return render(request, "ideas/panel/agree.html", {"member": member, "text": agreement()})


def _allowed(request: HttpRequest, member: PanelMember) -> Verdict:
    by_member = allow(f"panel {member.pk}", PER_MEMBER, HOUR)
    return by_member and allow(f"panel from {client_address(request)}", PER_ADDRESS, HOUR)
