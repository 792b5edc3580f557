"""How the API is described (OpenAPI 3.1): what every operation may answer and which headers it knows. Named
in the settings, so no view may be imported here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular import openapi
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from tenants.api import ETagMixin
from tenants.idempotency import LONGEST
from tenants.rest import PROBLEM


class ProblemSerializer(serializers.Serializer):
    """An error, as RFC 9457 words it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(required=False)
    errors = serializers.JSONField(  # type: ignore[assignment]
        required=False, help_text=_("What is wrong, by field.")
    )


ANSWERS = {
    "400": _("What was sent cannot be accepted; `errors` says why, by field."),
    "401": _("Nobody is signed in, or the token is unknown, revoked or expired."),
    "403": _("This person, or this token's scope, may not do that."),
    "404": _("There is no such thing, or not for this person."),
    "406": _("Only JSON is answered."),
    "409": _("This is not possible as things stand now."),
    "429": _("Too many requests; `Retry-After` says how many seconds to wait."),
    "503": _("The database is away for a moment; `Retry-After` says how many seconds to wait."),
}
CHANGED = _("Somebody changed it since it was read.")
NOT_READ = _("A body of this content type is not read.")
TOO_LARGE = _("The body is larger than what is read.")


def header(name: str, text: Any, *, kind: type = str, **facts: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=text, **facts)


RETRY = header("Retry-After", _("Seconds to wait."), kind=int, response=[429, 503])
TAG = header("ETag", _("Of what was read: send it as If-Match with a change."), response=[200])
IF_MATCH = header("If-Match", _("Change it only if it is as it was read: its ETag."))
IF_NONE_MATCH = header("If-None-Match", _("Answer 304 if it is as it was read: its ETag."))
KEY = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "maxLength": LONGEST}, OpenApiParameter.HEADER,
    description=_("Sent again with the same key within a day, it is answered the same and done once."),
)  # fmt: skip


class Describe(openapi.AutoSchema):
    """Each operation with every answer it may give, and the headers that its kind of view reads."""

    def get_override_parameters(self) -> list[Any]:
        found = [*super().get_override_parameters(), RETRY]
        if self.is_read_with_tag:
            found += [TAG, IF_NONE_MATCH]
        if self.method == "PATCH":
            found.append(TAG)
        if self.is_guarded:
            found.append(IF_MATCH)
        if self.method == "POST" and getattr(self.view, "answers_again", False):
            found.append(KEY)
        return found

    @property
    def is_read_with_tag(self) -> bool:
        return isinstance(self.view, ETagMixin) and getattr(self.view, "action", "") == "retrieve"

    @property
    def is_guarded(self) -> bool:
        """A change of one object that is read with an ETag."""
        changes = self.method in ("PATCH", "POST", "DELETE") and getattr(self.view, "detail", False)
        return isinstance(self.view, ETagMixin) and bool(changes)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        found = super()._get_response_bodies(direction)
        for code, text in self._problems().items():
            problem = OpenApiResponse(ProblemSerializer, text)
            found.setdefault(code, self._get_response_for_code(problem, code, [PROBLEM], direction))
        if self.is_read_with_tag:
            found["304"] = {"description": str(_("It is as it was read."))}
        return dict(sorted(found.items()))

    def _problems(self) -> dict[str, Any]:
        body = {"413": TOO_LARGE, "415": NOT_READ} if self.method in ("POST", "PATCH", "DELETE") else {}
        return ANSWERS | body | ({"412": CHANGED} if self.is_guarded else {})
