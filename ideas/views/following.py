"""News of an idea, wished for or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import following
from ideas.models import Follow, Idea
from ideas.models.idea_rows import searched
from ideas.views.page import looks, seen
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns


@require_safe
@looks
def followed(request: HttpRequest) -> HttpResponse:
    """What this person follows, the last begun first."""
    rows = Follow.objects.standing().filter(employee=request.user)
    found = rows.filter(idea__in=Idea.objects.visible_to(request.user)).defer(*searched("idea"))
    shown = found.select_related(*(f"idea__{name}" for name in ("touchpoint", "cause", "review")))
    page = read_page([Stretch(shown, ("-id",))], request.GET.get("after", ""))
    ideas = [row.idea for row in page.rows]
    return render(request, "ideas/followed.html", {"rows": ideas} | turns(page, request.path))


@require_POST
@looks
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk)
    if following.follow(found, who=request.user):
        undo = reverse("ideas:unfollow", args=[pk])
        note(request, _("You follow it: you are told what is said and what becomes of it."), undo=undo)
    return redirect(found)


@require_POST
@looks
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk)
    if following.leave(found, who=request.user):
        undo = reverse("ideas:follow", args=[pk])
        note(request, _("You get no more news of it."), icon="less", undo=undo)
    return redirect(found)
