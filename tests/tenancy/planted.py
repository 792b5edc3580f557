"""Five ways to leak, each in a route of its own: the walk must find every one of them."""

from typing import Any

from django.contrib import admin
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django_tenants.utils import schema_context

from config import urls
from employees.models import Employee
from tenants.admin_site import Site
from tenants.models import Organisation
from tests.access.kit import PUBLIC, READ, Access

handler500 = urls.handler500
kept: dict[str, str] = {}


def everybody() -> list[str]:
    return list(Employee.objects.values_list("name", flat=True))


def unscoped(request: HttpRequest) -> HttpResponse:
    """A queryset that looks into every schema."""
    names: list[str] = []
    for schema in Organisation.objects.values_list("schema_name", flat=True):
        with schema_context(schema):
            names += everybody()
    return HttpResponse(", ".join(names))


def cached(request: HttpRequest) -> HttpResponse:
    """A cache key without the organisation."""
    if "people" not in kept:
        kept["people"] = ", ".join(everybody())
    return HttpResponse(kept["people"])


def link(request: HttpRequest, token: str) -> HttpResponse:
    """A signed link that any organisation accepts."""
    return HttpResponse(signing.loads(token, salt="planted"))


def sheet(request: HttpRequest) -> StreamingHttpResponse:
    """A CSV that is read when the thread serves somebody else."""
    return StreamingHttpResponse((f"{name}\n" for name in lazily()), content_type="text/csv")


def lazily() -> Any:
    yield from everybody()


class PeopleAdmin(admin.ModelAdmin):
    """An admin list that shows the people of the other organisation."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        other = Organisation.objects.exclude(schema_name=connection.schema_name).get(
            slug__in=["acme", "bolt"]
        )
        with schema_context(other.schema_name):
            return super().changelist_view(request, extra_context).render()


site = Site(name="planted")
site.register(Employee, PeopleAdmin)

VIEWS = {"unscoped": unscoped, "cached": cached, "sheet": sheet}
urlpatterns = [path(f"planted/{name}/", view, name=name) for name, view in VIEWS.items()]
urlpatterns += [
    path("planted/link/<str:token>/", link, name="link"),
    path("planted/admin/", site.urls),
    *urls.urlpatterns,
]


def signed(world: Any) -> dict[str, str]:
    return {"token": signing.dumps(world.organisation.slug, salt="planted")}


LEAKS: dict[str, Access] = {
    "unscoped": READ(PUBLIC),
    "cached": READ(PUBLIC),
    "link": READ(PUBLIC, at=signed),
    "sheet": READ(PUBLIC),
    "planted:employees_employee_changelist": READ(PUBLIC),
}
