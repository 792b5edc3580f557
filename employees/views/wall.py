"""The screen in the break room, and where an admin sets it up."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import wall as verbs
from employees.forms.wall import WallForm
from employees.models import Wall
from tenants.here import absolute
from tenants.limits import allow, client_address
from tenants.notes import note

A_MINUTE = 60
EMPTY_SECONDS = 60


@login_not_required
@require_safe
def wall(request, token):
    """One slide after the other, turned by the browser itself, which is asked to by a header, or held. A
    revoked address is a page that is not there."""
    verdict = allow(f"wall {client_address(request)}", A_MINUTE, 60)
    shown = Wall.opened_by(token) if verdict else None
    if verdict and shown is None:
        raise Http404
    busy = {"seconds": verdict.retry_after, "following": 0, "is_busy": True}
    context = _slide(request, shown) if shown else busy
    response = render(request, "employees/wall.html", context, status=200 if verdict else 429)
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    response["Referrer-Policy"] = "no-referrer"
    if not context.get("is_held"):
        response["Refresh"] = f"{context['seconds']};url=?at={context['following']}"
    if not verdict:
        response["Retry-After"] = verdict.retry_after
    return response


def _slide(request, shown):
    keys = verbs.shown_on_wall()
    asked = request.GET.get("at", "")
    at = int(asked) % len(keys) if keys and asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    slide = verbs.slide(keys[at], shown) if keys else None
    following = (at + 1) % len(keys) if keys else 0
    return {
        "slide": slide, "theme": shown.theme, "number": at + 1, "whole": len(keys),
        "seconds": slide.seconds if slide else EMPTY_SECONDS, "following": following,
        "is_held": bool(slide and request.GET.get("hold")), "at": at,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.change_wall", raise_exception=True)
def wall_settings(request):
    """What the wall shows, and its address."""
    shown = Wall.current()
    form = WallForm(request.POST if request.method == "POST" else None, instance=shown)
    if form.is_valid():
        form.save()
        note(request, _("Saved."))
        return redirect("employees:wall_settings")
    context = {"form": form, "wall": shown, "address": absolute(shown.path) if shown.path else ""}
    return render(request, "employees/wall_settings.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("employees.change_wall", raise_exception=True)
def renew_wall(request):
    verbs.renew_wall()
    note(
        request, _("The wall has a new address. One that it had before opens nothing any more."), icon="link"
    )
    return redirect("employees:wall_settings")


@require_POST
@permission_required("employees.change_wall", raise_exception=True)
def revoke_wall(request):
    if verbs.revoke_wall():
        note(request, _("The address opens nothing any more."), icon="hidden")
    else:
        note(request, _("Nothing was changed: the wall has no address."), state="soon")
    return redirect("employees:wall_settings")
