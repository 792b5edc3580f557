"""The API's own description, and a page to read and try it."""

from functools import lru_cache
from importlib import import_module
from typing import Any

from django.contrib.auth.decorators import login_required
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


@lru_cache(maxsize=32)
def described(urlconf: str, language: str) -> dict[str, Any]:
    """The description of what one kind of host offers; it is the same for everybody, and takes a second."""
    with translation.override(language):
        return SchemaGenerator(urlconf=import_module(urlconf)).get_schema(request=None, public=True)


class SchemaView(APIView):
    """OpenAPI 3.1 in JSON, for every signed-in employee and every token; with the console's part on hosts of
    the platform's operators."""

    permission_classes = [IsAuthenticated]
    renderer_classes = [OpenApiJsonRenderer, JSONRenderer]
    schema = None

    def get(self, request: Request) -> Response:
        return Response(described(request._request.urlconf, translation.get_language() or "en"))


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI, from our own files and without a line of inline script or style."""

    template_name = "api_docs.html"
    url_name = "schema"
    schema = None


docs = login_required(DocsView.as_view())
schema = SchemaView.as_view()
