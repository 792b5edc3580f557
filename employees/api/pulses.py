"""Programmes of the pulse over the API. No operation takes an answer: a program's key or a session would name
its sender, and when. `me/pulse/` gives the own link, and the form behind it is public."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from employees.actions import programmes
from employees.figures.pulses import open_pulses
from employees.models import PulseProgramme, Team
from employees.models.shipped import shipped_questions
from tenants.api import ViewSet
from tenants.here import absolute
from tenants.rest import ConflictError


class PulseQuestionSerializer(serializers.Serializer):
    """A question; one that we ship is named by its key alone."""

    key = serializers.RegexField(r"^[a-z0-9-]{1,40}$")
    kind = serializers.ChoiceField(choices=["enps", "driver", "open"], required=False)
    labels = serializers.DictField(
        child=serializers.CharField(max_length=200), required=False, allow_empty=False,
        help_text=_("Its words by language."),
    )  # fmt: skip

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if known := shipped_questions().get(said["key"]):
            return dict(known)
        if not said.get("kind") or not said.get("labels"):
            raise serializers.ValidationError(_("Only a question that we ship needs no kind and no words."))
        return dict(said)


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"})
class HourField(serializers.TimeField):
    """By the clock on the organisation's wall; what the API's description calls a time has a zone."""


class PulseProgrammeSerializer(serializers.ModelSerializer):
    opens_at = HourField(required=False, help_text=_("Your organisation's time."))
    questions = PulseQuestionSerializer(many=True, min_length=2, max_length=13)
    branches = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.all(), many=True, required=False, pk_field=serializers.IntegerField()
    )

    class Meta:
        model = PulseProgramme
        fields = ["id", "name", "questions", "branches", "first_day", "opens_at", "days_open", "every",
                  "unit", "k", "attribute", "ended_at"]  # fmt: skip
        read_only_fields = ["ended_at"]

    def create(self, facts: dict[str, Any]) -> PulseProgramme:
        return self.update(PulseProgramme(), {"branches": []} | facts)

    def update(self, programme: PulseProgramme, facts: dict[str, Any]) -> PulseProgramme:
        branches = facts.pop("branches", None)
        for name, value in facts.items():
            setattr(programme, name, value)
        return programmes.save_programme(programme, branches=branches, changed=facts)


class ForesightSerializer(serializers.Serializer):
    """What could be shown if all who are asked now answered."""

    k = serializers.IntegerField()
    people = serializers.IntegerField()
    is_enough = serializers.BooleanField(help_text=_("False: nobody would be asked."))
    teams = serializers.IntegerField()
    alone = serializers.ListField(child=serializers.CharField())
    together = serializers.ListField(child=serializers.CharField())
    directly = serializers.ListField(child=serializers.CharField())
    hidden = serializers.IntegerField(help_text=_("People who are counted only in the groups above them."))


class DaySerializer(serializers.Serializer):
    day = serializers.DateField()


class PulseProgrammeViewSet(ViewSet):
    """What staff are asked, how often and where. Its waves open and close by the clock."""

    permission_required = {
        "list": "employees.view_pulse", "retrieve": "employees.view_pulse",
        "foresight": "employees.view_pulse", "*": "employees.change_pulse",
    }  # fmt: skip
    queryset = PulseProgramme.objects.none()
    serializer_class = PulseProgrammeSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        return PulseProgramme.objects.visible_to(self.request.user).prefetch_related("branches")

    def _done(self, programme: PulseProgramme, done: bool) -> Response:
        if not done:
            raise ConflictError
        return Response(PulseProgrammeSerializer(programme).data)

    @extend_schema(responses=ForesightSerializer)
    @action(detail=True, methods=["get"])
    def foresight(self, request: Request, pk: str | None = None) -> Response:
        """A dry run: what could be published at all with the staff as it is now."""
        return Response(ForesightSerializer(programmes.foresee(self.get_object())).data)

    @extend_schema(request=None, responses=PulseProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str | None = None) -> Response:
        """Open no further wave; one that is open closes in its time."""
        found = self.get_object()
        return self._done(found, programmes.end_programme(found))

    @extend_schema(request=None, responses=PulseProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str | None = None) -> Response:
        """Take its end back."""
        found = self.get_object()
        return self._done(found, programmes.resume_programme(found))

    @extend_schema(request=DaySerializer, responses=PulseProgrammeSerializer)
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, pk: str | None = None) -> Response:
        """Leave out the wave of one day, before it opens."""
        return self._on_day(request, programmes.call_off)

    @extend_schema(request=DaySerializer, responses=PulseProgrammeSerializer)
    @action(detail=True, methods=["post"], url_path="call-on")
    def call_on(self, request: Request, pk: str | None = None) -> Response:
        """Open it on its day after all."""
        return self._on_day(request, programmes.call_on)

    def _on_day(self, request: Request, verb: Any) -> Response:
        asked, found = DaySerializer(data=request.data), self.get_object()
        asked.is_valid(raise_exception=True)
        return self._done(found, verb(found, asked.validated_data["day"]))


class OwnPulseSerializer(serializers.Serializer):
    wave = serializers.IntegerField()
    title = serializers.CharField()
    closes_at = serializers.DateTimeField()
    url = serializers.URLField(help_text=_("The own form. It needs no sign-in and takes one answer."))


class OwnPulseView(GenericViewSet):
    """The waves that wait for the answer of whoever asks, each with their own link."""

    permission_required = "employees.answer_pulse"
    queryset = PulseProgramme.objects.none()
    serializer_class = OwnPulseSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=OwnPulseSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = [
            {"wave": wave.pk, "title": wave.title, "closes_at": wave.closes_at, "url": absolute(path)}
            for wave, path in open_pulses(request.user)
        ]
        return Response(OwnPulseSerializer(rows, many=True).data)
