from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from feedback.figures import snapshot
from insights.figures.uncited import QUIET, uncited


@require_safe
@permission_required("insights.view_uncited", raise_exception=True)
@snapshot()
def uncited_posts(request: HttpRequest) -> HttpResponse:
    """Where customers speak and nobody uses what they say."""
    return render(request, "insights/uncited.html", {"rows": uncited(), "days": QUIET.days})
