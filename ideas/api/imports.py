"""Ideas from other tools, over the API: send a file, describe it, try it, bring it in, undo it."""

from typing import Any

from django.db.models import Count
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.connectors.sheet import BadFile
from ideas.actions.imports import ask_for, describe, keep_file
from ideas.forms.imports import TableForm, UploadForm, form_for
from ideas.models import IdeaImport, RefusedRow
from tenants.api import OnceMixin, ReadViewSet
from tenants.rest import ConflictError, JSONParser


class IdeaImportSerializer(serializers.ModelSerializer):
    """`counts`: what a dry run would do, or the import did."""

    job = serializers.CharField(
        read_only=True, help_text="What is asked for: try, run or undo; empty when it is done."
    )
    refused_rows = serializers.IntegerField(read_only=True)

    class Meta:
        model = IdeaImport
        fields = [
            "id", "name", "source", "board", "by", "mapping", "facts", "created_at", "job", "tried_at",
            "finished_at", "undone_at", "failed_at", "error", "counts", "refused_rows",
        ]  # fmt: skip
        read_only_fields = fields


class IdeaFileSerializer(serializers.Serializer):
    """The backup of Fider, or a CSV or XLSX file of at most 50 MB, as multipart/form-data."""

    board = serializers.IntegerField(min_value=1)
    file = serializers.FileField(max_length=200)


class IdeaFileFactsSerializer(serializers.Serializer):
    """What holds for all: `touchpoint` or `segment`, `metric`, `judge_on`. Of a table `columns` says by the
    column's number, from 0, what it is, and `statuses` by its value what each status is; where they are
    missing they are guessed from the names."""

    touchpoint = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    segment = serializers.CharField(required=False, allow_blank=True, max_length=9)
    metric = serializers.CharField(max_length=5)
    judge_on = serializers.DateField()
    language = serializers.CharField(required=False, allow_blank=True, max_length=10)
    promises = serializers.BooleanField(required=False)
    order = serializers.CharField(required=False, max_length=5)
    columns = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    statuses = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)


class IdeaRefusedRowSerializer(serializers.ModelSerializer):
    class Meta:
        model = RefusedRow
        fields = ["row", "title", "reason"]


class IdeaImportViewSet(OnceMixin, ReadViewSet):
    """Ideas of other tools on their way in: send a file, describe it, try, run; undo takes it back."""

    permission_required = {"*": "ideas.add_import"}
    queryset = IdeaImport.objects.none()
    serializer_class = IdeaImportSerializer
    filterset_fields = ["board", "job"]
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> Any:
        found = IdeaImport.objects.visible_to(self.request.user)
        return found.annotate(refused_rows=Count("refused"))

    def get_parsers(self) -> list[Any]:
        """A file comes as multipart/form-data, everything else as JSON."""
        asked = getattr(getattr(self, "request", None), "method", "") or ""
        is_file = getattr(self, "action_map", {}).get(asked.lower()) == "create"
        return [MultiPartParser()] if is_file else [JSONParser()]

    @extend_schema(request={"multipart/form-data": IdeaFileSerializer}, responses={201: IdeaImportSerializer})
    def create(self, request: Request) -> Response:
        """Send a file. No idea is made of it before it is run."""
        form = UploadForm(request.data, request.FILES, user=request.user)
        if not form.is_valid():
            raise exceptions.ValidationError(form.errors)
        made = keep_file(
            form.cleaned_data["file"], board=form.cleaned_data["board"], source=form.source,
            reading=form.reading, by=request.user,
        )  # fmt: skip
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=IdeaFileFactsSerializer, responses=IdeaImportSerializer)
    @action(detail=True, methods=["post"])
    def describe(self, request: Request, pk: str) -> Response:
        """Say what its columns are, and what holds for all of its ideas; 409 once it is in."""
        imported, asked = self.get_object(), IdeaFileFactsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            form = form_for(imported, None)
            form = form_for(imported, form.posted(asked.validated_data))
        except BadFile as error:
            raise exceptions.ValidationError({"file": str(error)}) from error
        if not form.is_valid():
            raise exceptions.ValidationError(form.errors)
        mapping = form.mapping() if isinstance(form, TableForm) else {}
        if not describe(imported, mapping=mapping, facts=form.facts()):
            raise ConflictError
        return self._shown(imported)

    @extend_schema(request=None, responses=IdeaImportSerializer)
    @action(detail=True, methods=["post"], url_path="try")
    def trial(self, request: Request, pk: str) -> Response:
        """Ask for a dry run: `counts` then says what a run would do."""
        return self._ask(IdeaImport.Job.TRY)

    @extend_schema(request=None, responses=IdeaImportSerializer)
    @action(detail=True, methods=["post"])
    def run(self, request: Request, pk: str) -> Response:
        """Ask for the import itself; `job` is empty again when it is done."""
        return self._ask(IdeaImport.Job.RUN)

    @extend_schema(request=None, responses=IdeaImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take back what the import brought; what somebody has worked on since stays."""
        return self._ask(IdeaImport.Job.UNDO)

    @extend_schema(responses=IdeaRefusedRowSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_fields=[])
    def refused(self, request: Request, pk: str) -> Response:
        """The rows that cannot come in, and why."""
        return Response(IdeaRefusedRowSerializer(self.get_object().refused.all(), many=True).data)

    def _ask(self, job: str) -> Response:
        imported = self.get_object()
        if not ask_for(imported, job):
            raise ConflictError
        return self._shown(imported)

    def _shown(self, imported: IdeaImport, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=imported.pk)).data, status=code)
