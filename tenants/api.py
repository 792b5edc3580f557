"""The viewsets that every noun of the API begins with."""

import hashlib
import json
from typing import Any

from django.db import transaction
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants.idempotency import once
from tenants.rest import ChangedError


def etag_of(data: Any) -> str:
    """Of what the reader sees: it changes when that does."""
    text = json.dumps(data, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


class SeenKey(serializers.PrimaryKeyRelatedField):
    """The key of something that the caller may see, of the rows of its queryset."""

    def get_queryset(self) -> Any:
        found, user = super().get_queryset(), getattr(self.context.get("request"), "user", None)
        return found.visible_to(user) if user else found.none()


class ETagMixin:
    """One object is read with its ETag; who sends it as If-Match changes only what they have read."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().retrieve(request, *args, **kwargs)  # type: ignore[misc]
        response["ETag"] = etag_of(response.data)
        if request.headers.get("If-None-Match") == response["ETag"]:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": response["ETag"]})
        return response

    def get_object(self) -> Any:
        """Under a lock where it is to be changed, so that nobody comes between the look and the change."""
        found = self.find_one()
        request: Request = self.request  # type: ignore[attr-defined]
        wanted = request.headers.get("If-Match")
        if (
            request.method in ("PUT", "PATCH", "DELETE", "POST")
            and transaction.get_connection().in_atomic_block
        ):
            found = self.locked(found)
            if wanted and wanted != "*":
                found = self.find_one()  # with all that was shown when it was read
                if wanted != etag_of(self.get_serializer(found).data):  # type: ignore[attr-defined]
                    raise ChangedError
        return found

    def find_one(self) -> Any:
        return super().get_object()  # type: ignore[misc]

    def locked(self, found: Any) -> Any:
        """The same row, held until the change is done."""
        return type(found)._base_manager.select_for_update(of=("self",)).get(pk=found.pk)


class UpdateMixin(mixins.UpdateModelMixin):
    """A change is answered with the new ETag, so that the next one needs no reading between."""

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().update(request, *args, **kwargs)
        response["ETag"] = etag_of(response.data)
        return response


class ChangeMixin:
    """A change is one transaction, begun after the limits were asked, and undone by every error.

    whole_by_themselves: the actions whose verb is one transaction already; BEGIN and COMMIT would cost two
    round trips more."""

    whole_by_themselves: frozenset[str] = frozenset()
    changing: transaction.Atomic | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        is_whole = getattr(self, "action", "") in self.whole_by_themselves
        if request.method not in ("GET", "HEAD", "OPTIONS") and not is_whole:
            self.changing = transaction.atomic()
            self.changing.__enter__()

    def handle_exception(self, error: Exception) -> Response:
        try:
            return super().handle_exception(error)  # type: ignore[misc]
        except BaseException as unknown:
            self.end_change(unknown)
            raise

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if self.changing and final.status_code >= 400:
            transaction.set_rollback(True)
        self.end_change(None)
        return final

    def end_change(self, error: BaseException | None) -> None:
        changing, self.changing = self.changing, None
        if changing:
            changing.__exit__(type(error) if error else None, error, None)


class OnceMixin(ChangeMixin):
    """Whatever is posted is answered the same, and done once, when it is sent again with its
    Idempotency-Key. False for an answer that must not be kept, such as a secret that is shown once."""

    answers_again = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and self.answers_again and (do := getattr(self, "post", None)):
            self.post = lambda *given, **named: once(request, lambda: do(*given, **named))


class ReadViewSet(ETagMixin, viewsets.ReadOnlyModelViewSet):
    """A noun that is looked at. Names `permission_required`; its queryset begins at `visible_to(user)`."""


class ViewSet(
    OnceMixin,
    ETagMixin,
    mixins.CreateModelMixin,
    UpdateMixin,
    viewsets.ReadOnlyModelViewSet,
):
    """A noun that is made and changed as well; its serializers call the actions. PATCH only, no PUT."""

    http_method_names = ["get", "post", "patch", "delete", "head", "options"]


class NothingView(APIView):
    """An address at which the API has nothing says so as the API speaks."""

    schema = None
    permission_classes: list[Any] = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound


nothing = NothingView.as_view()


class OneViewSet(ChangeMixin, ETagMixin, mixins.RetrieveModelMixin, UpdateMixin, viewsets.GenericViewSet):
    """Something of which there is one for whoever asks: it has an address without a key."""

    http_method_names = ["get", "patch", "head", "options"]
    pagination_class = None
    filter_backends: list[Any] = []

    @classmethod
    def at(cls) -> Any:
        """The view for its address."""
        return cls.as_view({"get": "retrieve", "patch": "partial_update"}, detail=True)
