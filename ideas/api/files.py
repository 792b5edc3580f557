"""Files of ideas over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from ideas.actions import filing
from ideas.actions.errors import FullError
from ideas.forms.files import read_file, served
from ideas.models import Idea, IdeaFile
from ideas.models.files import TYPES, takes_files_from
from ideas.models.idea_rows import searched
from tenants.api import OnceMixin, ReadViewSet, SeenKey, UpdateMixin
from tenants.rest import ConflictError, JSONParser


class IdeaFileSerializer(serializers.ModelSerializer):
    """`caption`: what is to be seen on it."""

    by = serializers.SerializerMethodField()

    class Meta:
        model = IdeaFile
        fields = ["id", "idea", "kind", "name", "caption", "size", "width", "height", "by", "at"]
        read_only_fields = ["idea", "kind", "name", "size", "width", "height", "at"]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_by(self, file: IdeaFile) -> int | None:
        """Nobody but whoever asks, where the board does not show who had an idea: files come from its
        author."""
        return file.by_id if file.idea.names_to(self.context["request"].user, file.by_id) else None

    def update(self, file: IdeaFile, said: dict[str, Any]) -> IdeaFile:
        if "caption" in said:
            filing.describe_file(file, caption=said["caption"])
            file.refresh_from_db()
        return file


class IdeaUploadSerializer(serializers.Serializer):
    """A PNG, JPEG, WebP or GIF picture or a PDF of at most 10 MB, as multipart/form-data."""

    idea = SeenKey(queryset=Idea.objects.all())
    file = serializers.FileField(max_length=150)
    caption = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def validate_file(self, file: Any) -> Any:
        return file.name, read_file(file)


class FileViewSet(OnceMixin, UpdateMixin, mixins.DestroyModelMixin, ReadViewSet):
    """Pictures and documents of ideas. Whoever had the idea and who answers it may add some."""

    permission_required = {
        "list": "ideas.view_idea", "retrieve": "ideas.view_idea", "content": "ideas.view_idea",
        "*": "ideas.add_idea",
    }  # fmt: skip
    queryset = IdeaFile.objects.none()
    serializer_class = IdeaFileSerializer
    filterset_fields = ["idea"]
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def get_queryset(self) -> Any:
        rows = IdeaFile.objects.all() if self.action == "restore" else IdeaFile.objects.standing()
        shown = rows.select_related("idea__board", "idea__review", "idea__delivery").defer(*searched("idea"))
        return shown.visible_to(self.request.user)

    def get_parsers(self) -> list[Any]:
        """A file comes as multipart/form-data, everything else as JSON."""
        asked = getattr(getattr(self, "request", None), "method", "") or ""
        is_file = getattr(self, "action_map", {}).get(asked.lower()) == "create"
        return [MultiPartParser()] if is_file else [JSONParser()]

    @extend_schema(request={"multipart/form-data": IdeaUploadSerializer}, responses={201: IdeaFileSerializer})
    def create(self, request: Request) -> Response:
        """Add a file; 403 for whose idea it is not and who does not answer it."""
        asked = IdeaUploadSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        idea, (name, file) = asked.validated_data["idea"], asked.validated_data["file"]
        if not takes_files_from(idea, request.user):
            self.permission_denied(request)
        caption = asked.validated_data.get("caption", "")
        try:
            made = filing.add_file(idea, file=file, name=name, by=request.user, caption=caption)
        except FullError:
            raise ConflictError(_("An idea takes ten files at most.")) from None
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={(200, kind): OpenApiTypes.BINARY for kind in TYPES.values()})
    @action(detail=True, methods=["get"])
    def content(self, request: Request, pk: str) -> Any:
        """Its bytes, by the content type of their kind."""
        return served(self.get_object())

    def perform_update(self, serializer: IdeaFileSerializer) -> None:
        self._may(serializer.instance)
        serializer.save()

    def perform_destroy(self, file: IdeaFile) -> None:
        """Take it away; for seven days it can be brought back."""
        self._may(file)
        filing.remove_file(file, by=self.request.user)

    @extend_schema(request=None, responses=IdeaFileSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Bring back what was taken away; 409 where it stands, or there is no room."""
        found = self.get_object()
        self._may(found)
        if not filing.restore_file(found):
            raise ConflictError
        return Response(self.get_serializer(self.find_one()).data)

    def _may(self, file: IdeaFile) -> None:
        if not file.may_be_changed_by(self.request.user):
            self.permission_denied(self.request)
