"""Imports over the API: send a file, say how it is read, try it, run it, settle what is open, undo it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions.imports import ask_for, keep_file, remember_mapping
from feedback.api.import_mapping import (
    ColumnsSerializer,
    ImportSerializer,
    columns_of,
    opened_mapping,
)
from feedback.connectors.header import header_digest
from feedback.forms.imports import UploadForm
from feedback.models import Import
from tenants.api import OnceMixin, ReadViewSet, UpdateMixin
from tenants.rest import ConflictError, JSONParser


class UploadSerializer(serializers.Serializer):
    """A CSV or XLSX file of at most 200 MB, as multipart/form-data."""

    file = serializers.FileField(max_length=200)


class ImportViewSet(OnceMixin, UpdateMixin, ReadViewSet):
    """Files of feedback on their way in. Send one, look at its columns, say what they mean, try, run. The
    champion sees all, others what they brought in themselves."""

    permission_required = {
        "list": "feedback.view_import", "retrieve": "feedback.view_import",
        "columns": "feedback.view_import", "*": "feedback.add_import",
    }  # fmt: skip
    queryset = Import.objects.none()
    serializer_class = ImportSerializer
    filterset_fields = ["post", "job"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return Import.objects.visible_to(self.request.user).select_related("post")

    def get_parsers(self) -> list[Any]:
        """A file comes as multipart/form-data, everything else as JSON."""
        asked = getattr(getattr(self, "request", None), "method", "") or ""
        is_file = getattr(self, "action_map", {}).get(asked.lower()) == "create"
        return [MultiPartParser()] if is_file else [JSONParser()]

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={201: ImportSerializer})
    def create(self, request: Request) -> Answer:
        """Send a file. Nothing of it is stored as feedback before it is run."""
        form = UploadForm(files=request.FILES)
        if not form.is_valid():
            raise exceptions.ValidationError(form.errors)
        made = keep_file(form.cleaned_data["file"], reading=form.reading.to_json(), by=request.user)
        return Answer(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=ColumnsSerializer)
    @action(detail=True, methods=["get"])
    def columns(self, request: Request, pk: str) -> Answer:
        """The file's columns as it is read now, with samples and values, and the mapping: as it was set, was
        chosen for such a file before, or is proposed."""
        return Answer(ColumnsSerializer(columns_of(self.get_object())).data)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"], url_path="try")
    def trial(self, request: Request, pk: str) -> Answer:
        """Ask for a dry run: read all, store nothing; `trial` then says what a run would do."""
        imported = self.get_object()
        remember_mapping(imported, header_digest(opened_mapping(imported)))
        return self._ask(imported, Import.Job.TRY)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def run(self, request: Request, pk: str) -> Answer:
        """Ask for the import itself; `job` is empty again when it is done, or `error` says why not."""
        imported = self.get_object()
        opened_mapping(imported)
        return self._ask(imported, Import.Job.RUN)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Answer:
        """Take back what the import brought; what somebody has worked on since stays."""
        return self._ask(self.get_object(), Import.Job.UNDO)

    def _ask(self, imported: Import, job: Import.Job) -> Answer:
        if not ask_for(imported, job):
            raise ConflictError
        return Answer(self.get_serializer(imported).data)
