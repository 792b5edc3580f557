"""Ideas in figures, for those who lead."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.figures import snapshot
from ideas.figures import funnel_words as words
from ideas.forms.figures import FunnelForm
from tenants.sheets import TYPES, as_download

leads = permission_required("ideas.view_figures", raise_exception=True)


@require_safe
@leads
@snapshot()
def figures(request: HttpRequest) -> HttpResponse:
    """How far ideas come, and how long each step takes."""
    form = _valid(request)
    found, query = form.found(), form.query()
    files = [(kind.upper(), f"{reverse('ideas:figures_file', args=[kind])}?{query}") for kind in TYPES]
    context = {
        "form": form, "found": found, "items": words.items(found.whole), "downloads": files,
        "head": [(_("Of"), False), *((name, True) for name in words.heads())], "rows": words.rows(found),
    }  # fmt: skip
    return render(request, "ideas/figures.html", context)


@require_safe
@leads
@snapshot()
def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    return as_download(words.sheet(_valid(request).found()), kind)


def _valid(request: HttpRequest) -> FunnelForm:
    """What is not one of the choices is not there."""
    form = FunnelForm(request.GET, reader=request.user)
    if not form.is_valid():
        raise Http404
    return form
