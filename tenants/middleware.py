from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, set_urlconf
from django.utils.module_loading import import_string
from django_tenants.postgresql_backend.base import FakeTenant

from tenants import hosts, pages
from tenants.roomy import roomy

Respond = Callable[[HttpRequest], HttpResponse]
PUBLIC = FakeTenant("public")


class OrganisationMiddleware:
    """Find the organisation by the host, and let every query of this request reach its schema."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().split(":")[0].rstrip(".").lower().removeprefix("www.")
        if host == settings.SITE_DOMAIN:
            return self.enter(request, PUBLIC, settings.PUBLIC_SCHEMA_URLCONF)
        organisation = hosts.find(host)
        if organisation is None:
            return pages.unknown_host(request)
        if organisation.suspended_at or organisation.deleted_at:
            return pages.suspended(request)
        if not organisation.is_ready:
            return pages.unavailable(request)
        urls = settings.OPERATOR_URLCONF if organisation.is_operator else settings.ROOT_URLCONF
        return self.enter(request, organisation, urls)

    def enter(self, request: HttpRequest, tenant: Any, urlconf: str) -> HttpResponse:
        request.tenant = tenant  # type: ignore[attr-defined]
        request.urlconf = urlconf
        connection.set_tenant(tenant)  # type: ignore[attr-defined]
        return self.get_response(request)


def on_bare_host(request: HttpRequest) -> bool:
    return getattr(request, "tenant", None) is PUBLIC


class PlainMiddleware:
    """What anybody may ask for is answered here, behind settings.PLAIN_MIDDLEWARE:
    session, sign-in and what else stands below would be work for nothing. Which pages those are is said by
    settings.PLAIN_URLCONF. Those are short; what goes on below is given room."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = roomy(get_response)
        self.plainly: Respond = convert_exception_to_response(call_view)
        for path in reversed(settings.PLAIN_MIDDLEWARE):
            self.plainly = import_string(path)(self.plainly)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if on_bare_host(request):
            return self.get_response(request)
        try:
            request.resolver_match = resolve(request.path_info, settings.PLAIN_URLCONF)
        except Resolver404:
            return self.get_response(request)
        if request.urlconf != settings.ROOT_URLCONF:  # type: ignore[attr-defined]
            set_urlconf(request.urlconf)  # type: ignore[attr-defined]
        return self.plainly(request)


def call_view(request: HttpRequest) -> HttpResponse:
    view = request.resolver_match
    return view.func(request, *view.args, **view.kwargs)  # type: ignore[union-attr]


class OrganisationOnly:
    """For middleware that needs tables of an organisation: on the bare host, where there are none, it is
    skipped, whatever cookies come."""

    get_response: Respond

    def __call__(self, request: HttpRequest) -> Any:
        if on_bare_host(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]

    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        ask = getattr(super(), "process_view", None)
        return ask(request, *view) if ask and not on_bare_host(request) else None


class SessionMiddleware(OrganisationOnly, sessions.SessionMiddleware):
    """Django's, for organisations."""


class AuthenticationMiddleware(OrganisationOnly, auth.AuthenticationMiddleware):
    """Django's, for organisations."""


class LoginRequiredMiddleware(OrganisationOnly, auth.LoginRequiredMiddleware):
    """Django's, for organisations."""


class MessageMiddleware(OrganisationOnly, messages.MessageMiddleware):
    """Django's, for organisations."""
