"""How the API speaks: who gets in, how errors, pages, filters and limits are worded. Named in the settings,
so no view may be imported here."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import ProtectedError, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import BooleanFilter, DjangoFilterBackend, ModelChoiceFilter
from rest_framework import exceptions, parsers, renderers, status
from rest_framework.filters import OrderingFilter
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from tenants.limits import allow, client_address

PROBLEM = "application/problem+json"
PER_MINUTE = 600
LARGEST_BODY = 32 * 1024 * 1024
"""Of JSON: a thousand responses, each with the longest comment, in any alphabet."""


class ChangedError(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = _("Somebody changed it since you read it. Read it again.")
    default_code = "changed"


class ConflictError(exceptions.APIException):
    """A rule that something else broke meanwhile: a promise already settled, a row that is still needed."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = _("This is not possible as things stand now.")
    default_code = "conflict"


class AwayError(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _("The database is away for a moment. Please try again.")
    default_code = "unavailable"
    wait = 10


class TooLargeError(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("This is more than is read at once.")
    default_code = "too_large"


class JSONParser(parsers.JSONParser):
    """JSON that is nested without end is a 400, not an error of ours; what is too large is not read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        request = (parser_context or {}).get("request")
        if request is not None and int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLargeError
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError(_("The JSON is nested too deeply.")) from None


class ProblemRenderer(renderers.JSONRenderer):
    """JSON, under the name of problem+json where it is one."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is not None and getattr(response, "is_problem", False):
            response.content_type = PROBLEM
        try:
            return super().render(data, accepted_media_type, renderer_context)
        except UnicodeEncodeError:  # half a letter that was sent, and is named in what is wrong with it
            self.ensure_ascii = True
            return super().render(data, accepted_media_type, renderer_context)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as RFC 9457 words it: title, status, detail, and `errors` by field."""
    from rest_framework.views import exception_handler

    response = exception_handler(_as_api_error(error), context)
    if response is None:
        return None
    response.data = problem_of(response)
    response.is_problem = True  # type: ignore[attr-defined]
    response.content_type = PROBLEM
    return response


def _as_api_error(error: Exception) -> Exception:
    """What rules, models and the database raise, as the API says it."""
    match error:
        case ModelValidationError():
            found = (
                error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
            )
            return exceptions.ValidationError(found)
        case ProtectedError() | IntegrityError():
            return ConflictError()
        case RequestDataTooBig():
            return TooLargeError()
        case DataError() | UnicodeEncodeError():
            return exceptions.ValidationError(_("Some of it cannot be stored."))
        case OperationalError() | InterfaceError():
            return AwayError()
        case PermissionDenied() | Http404():
            return error.__class__()  # its text may name what the reader must not know
    return error


def problem_of(response: Response) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "type": "about:blank", "title": response.status_text, "status": response.status_code
    }  # fmt: skip
    if isinstance(response.data, Mapping) and set(response.data) == {"detail"}:
        return facts | {"detail": str(response.data["detail"]), "code": response.data["detail"].code}
    return facts | {"detail": str(_("Some of it cannot be accepted.")), "errors": response.data}


class HasPermission(BasePermission):
    """The view's `permission_required`: one name, or a name for each action (`*` for the others). A view that
    names none lets nobody in."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        return bool(name := permission_of(view)) and request.user.has_perm(name) and in_scope(request, name)


def permission_of(view: Any) -> str:
    named = getattr(view, "permission_required", "")
    if isinstance(named, str):
        return named
    action = "partial_update" if view.action == "update" else view.action
    return named.get(action, named.get("*", ""))


def in_scope(request: Request, permission: str) -> bool:
    """A token may do what its owner may, of that what it was made for: it says so by `allows(permission)`."""
    token: Any = request.auth
    return token is None or token.allows(permission)


class Pagination(CursorPagination):
    """By key, newest first unless asked otherwise: as quick on the last page as on the first."""

    page_size, max_page_size = 50, 200
    page_size_query_param = "page_size"
    ordering = "-pk"

    def get_page_size(self, request: Request) -> int:
        """As asked for; a number that cannot be is an error, like a filter that nobody knows."""
        given = request.query_params.getlist("page_size") or [str(self.page_size)]
        if (
            len(given) > 1
            or not re.fullmatch(r"[1-9][0-9]{0,2}", given[0])
            or int(given[0]) > self.max_page_size
        ):
            raise exceptions.ValidationError(
                {"page_size": [_("One number, at most %(most)d.") % {"most": self.max_page_size}]}
            )
        return int(given[0])

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """A cursor that points at nothing is not found, whatever stands in it."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ModelValidationError, DataError):
            raise exceptions.NotFound(self.invalid_cursor_message) from None

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        found = super().get_schema_operation_parameters(view)
        for parameter in found:
            if parameter["name"] == "page_size":
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size}
        return found


class Filters(DjangoFilterBackend):
    """A filter that nobody knows is an error: ignored, it would show everything."""

    ALWAYS = {"cursor", "page_size", "ordering", "format"}

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        found = self.get_filterset_class(view, queryset)
        known = self.ALWAYS | set(found.base_filters if found else ())
        if unknown := sorted(set(request.query_params) - known):
            raise exceptions.ValidationError({name: [_("There is no such filter.")] for name in unknown})
        self.refuse_half_truths(request, found.base_filters if found else {})
        return super().filter_queryset(request, queryset, view)

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        """What somebody may not see is as unknown to them as what does not exist, unless what they read here
        names it anyway, as a list of all thanks names people of every team."""
        found = super().get_filterset(request, queryset, view)
        asked = request.query_params
        for name, each in found.filters.items() if found else ():
            secret = isinstance(each, ModelChoiceFilter) and hasattr(each.queryset, "visible_to")
            if secret and asked.get(name) and not self.is_named(each, asked[name], queryset):
                each.queryset = each.queryset.visible_to(request.user)
        return found

    def is_named(self, asked: ModelChoiceFilter, key: str, queryset: QuerySet[Any]) -> bool:
        try:
            found = asked.queryset.model._meta.pk.to_python(key)
        except ModelValidationError:
            return False
        return queryset.filter(**{asked.field_name: found}).exists()

    def refuse_half_truths(self, request: Request, filters: Mapping[str, Any]) -> None:
        """What is neither true nor false would be ignored, too."""
        asked = {name: request.query_params.get(name, "") for name, each in filters.items()
                 if isinstance(each, BooleanFilter)}  # fmt: skip
        wrong = [name for name, said in asked.items() if said.lower() not in ("", "0", "1", "true", "false")]
        if wrong:
            raise exceptions.ValidationError({name: [_("Say true or false.")] for name in wrong})


class Ordering(OrderingFilter):
    """An order that nobody offers is an error; none at all without `ordering_fields`."""

    def get_valid_fields(self, queryset: QuerySet[Any], view: Any, context: Any = None) -> Any:
        return [(name, name) for name in getattr(view, "ordering_fields", ())]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = [f"{sign}{name}" for name in getattr(view, "ordering_fields", ()) for sign in ("", "-")]
        found = super().get_schema_operation_parameters(view) if names else []
        return [parameter | {"schema": {"type": "string", "enum": names}} for parameter in found]

    def remove_invalid_fields(
        self, queryset: Any, fields: Iterable[str], view: Any, request: Request
    ) -> list[str]:
        valid = {name for name, _label in self.get_valid_fields(queryset, view)}
        fields = list(fields)
        if unknown := [name for name in fields if name.lstrip("-") not in valid]:
            offered = ", ".join(sorted(valid)) or "-"
            raise exceptions.ValidationError(
                {"ordering": [f"{', '.join(unknown)}? {_('One of')}: {offered}"]}
            )
        return fields


class Throttle(BaseThrottle):
    """So many requests a minute for each person, token or address of an organisation."""

    def allow_request(self, request: Request, view: Any) -> bool:
        token, user = getattr(request.auth, "pk", None), request.user
        who = (
            f"token {token}" if token else f"user {user.pk}" if user and user.pk else client_address(request)
        )
        self.verdict = allow(f"api {who}", getattr(view, "per_minute", PER_MINUTE), 60)
        return bool(self.verdict)

    def wait(self) -> float:
        return self.verdict.retry_after
