from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tenants.brand import brand_of

IMAGES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


def _kept(response: Any, request: HttpRequest) -> Any:
    """Kept for a year where the address names a version, else asked for again."""
    if "v" in request.GET:
        patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


@login_not_required
@require_safe
def brand(request: HttpRequest) -> HttpResponse:
    """The five tokens of this organisation as a stylesheet."""
    color = getattr(getattr(connection, "tenant", None), "brand_color", "")
    if not color:
        raise Http404
    return _kept(HttpResponse(brand_of(color).css, content_type="text/css; charset=utf-8"), request)


@login_not_required
@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """The organisation's logo; a picture of a known kind, never SVG, and opened as a page it does nothing."""
    file = getattr(getattr(connection, "tenant", None), "logo", None)
    kind = IMAGES.get(Path(file.name).suffix.lower()) if file else None
    if not file or not kind or not file.storage.exists(file.name):
        raise Http404
    name = f"logo{Path(file.name).suffix}"
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _kept(response, request)
