"""What was handed in, as files to take away."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideas.figures.sheets import SHEETS
from ideas.models import Board
from ideas.views.imports import brings_in, find_import
from tenants.sheets import TYPES, Sheet, as_download


@require_safe
@permission_required("ideas.view_idea", raise_exception=True)
def export(request: HttpRequest, pk: int, what: str, kind: str) -> HttpResponse:
    """Ideas, answers, comments or votes of a board, as far as somebody sees them."""
    found = get_object_or_404(Board.objects.visible_to(request.user), pk=pk)
    if what not in SHEETS or kind not in TYPES:
        raise Http404
    return as_download(SHEETS[what](found, request.user), kind)


@require_safe
@brings_in
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row of a file that cannot come in."""
    rows = find_import(request, pk).refused.values_list("row", "title", "reason")
    head = [_("Row"), _("Title"), _("Reason")]
    return as_download(Sheet(f"refused-{pk}", _("Refused rows"), head, [list(row) for row in rows]), "csv")
