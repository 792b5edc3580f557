"""Programmes, their dates and who comes, over the API."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees import figures
from employees.actions import attending
from employees.actions import offering as actions
from employees.models import Employee, Programme, ProgrammeDate, SignUp
from employees.notices.programmes import appointment
from tenants.api import OnceMixin, ReadViewSet, ViewSet
from tenants.rest import ConflictError

ORGANISE, SEE, JOIN = (
    "employees.change_programme", "employees.view_programme", "employees.join_programme"
)  # fmt: skip


class ProgrammeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Programme
        fields = ["id", "name", "kind", "teaches", "ended_at"]
        read_only_fields = ["ended_at"]

    def create(self, facts: dict[str, Any]) -> Programme:
        return actions.save_programme(Programme(), facts)

    def update(self, programme: Programme, facts: dict[str, Any]) -> Programme:
        return actions.save_programme(programme, facts)


class CoveredSerializer(serializers.Serializer):
    """Of n people of a team, how many came to a programme within twelve months."""

    key = serializers.IntegerField(allow_null=True)
    team = serializers.CharField(allow_blank=True)
    n = serializers.IntegerField()
    attended = serializers.IntegerField()


class CoverageSerializer(serializers.Serializer):
    whole = CoveredSerializer()
    teams = CoveredSerializer(many=True)


class ProgrammeViewSet(ViewSet):
    """Ways to come to know customers: trainings, days at the till."""

    permission_required = {"list": SEE, "retrieve": SEE, "coverage": SEE, "*": ORGANISE}
    queryset = Programme.objects.none()
    serializer_class = ProgrammeSerializer
    filterset_fields = ["kind"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return Programme.objects.visible_to(self.request.user)

    @extend_schema(request=None, responses=ProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Offer it no longer; 409 while dates are ahead."""
        return self._answer(actions.end_programme(self.get_object()))

    @extend_schema(request=None, responses=ProgrammeSerializer)
    @action(detail=True, methods=["post"], url_path="offer-again")
    def offer_again(self, request: Request, pk: str) -> Response:
        return self._answer(actions.offer_again(self.get_object()))

    def _answer(self, done: bool) -> Response:
        if not done:
            raise ConflictError
        return Response(self.get_serializer(self.find_one()).data)

    @extend_schema(responses=CoverageSerializer)
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def coverage(self, request: Request) -> Response:
        """How many of each team came to anything within twelve months, and of the whole."""
        return Response(CoverageSerializer(figures.coverage()).data)


class ProgrammeDateSerializer(serializers.ModelSerializer):
    """`taken` of its places are taken, `waiting` people wait for one."""

    organiser = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active())
    taken = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)

    class Meta:
        model = ProgrammeDate
        fields = ["id", "programme", "place", "starts", "ends", "places", "closes_at", "organiser",
                  "taken", "waiting", "called_off_at", "called_off_reason"]  # fmt: skip
        read_only_fields = ["programme", "called_off_at", "called_off_reason"]
        extra_kwargs = {"places": {"min_value": 1}}

    def update(self, date: ProgrammeDate, facts: dict[str, Any]) -> ProgrammeDate:
        return counted(actions.change_date(date, facts))


class NewDateSerializer(ProgrammeDateSerializer):
    """A date is one of a programme that is offered, and stays so."""

    programme = serializers.PrimaryKeyRelatedField(queryset=Programme.objects.offered())

    class Meta(ProgrammeDateSerializer.Meta):
        read_only_fields = ["called_off_at", "called_off_reason"]

    def create(self, facts: dict[str, Any]) -> ProgrammeDate:
        return counted(actions.offer_date(facts.pop("programme"), facts))


def counted(date: ProgrammeDate) -> ProgrammeDate:
    return ProgrammeDate.objects.counted().get(pk=date.pk)


class SignUpSerializer(serializers.ModelSerializer):
    """`place_at` is null while they wait."""

    class Meta:
        model = SignUp
        fields = ["id", "date", "employee", "at", "place_at", "left_at", "attended_at", "learned", "language",
                  "learned_at"]  # fmt: skip
        read_only_fields = fields


class CallOffSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class AttendedSerializer(serializers.Serializer):
    """The sign-ups of those who were there; the others were not."""

    attended = serializers.PrimaryKeyRelatedField(
        queryset=SignUp.objects.standing(), many=True, allow_empty=True
    )


class LearnedSerializer(serializers.Serializer):
    learned = serializers.CharField(max_length=1000)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)


class DateFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        choices=[(name, name) for name in ("ahead", "past", "called_off")], method="in_state"
    )

    class Meta:
        model = ProgrammeDate
        fields = ["programme", "organiser"]

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return {"ahead": queryset.ahead, "past": queryset.past, "called_off": queryset.called_off}[value]()


class ProgrammeDateViewSet(ViewSet):
    """Programmes at a place and time. Who is coming is told of each change."""

    permission_required = {
        "list": SEE, "retrieve": SEE, "sign_up": JOIN, "leave": JOIN, "calendar": JOIN, "attendance": JOIN,
        "*": ORGANISE,
    }  # fmt: skip
    queryset = ProgrammeDate.objects.none()
    serializer_class = ProgrammeDateSerializer
    filterset_class = DateFilter
    ordering_fields = ["starts"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        dates = ProgrammeDate.objects.visible_to(self.request.user).counted()
        return dates.run_by(self.request.user) if self.action == "attendance" else dates

    def get_serializer_class(self) -> Any:
        return NewDateSerializer if self.action == "create" else ProgrammeDateSerializer

    @extend_schema(request=None, responses={201: SignUpSerializer})
    @action(detail=True, methods=["post"], url_path="sign-up")
    def sign_up(self, request: Request, pk: str) -> Response:
        """The caller signs up: a place, or the next one in line. 409 where sign-up is closed."""
        if not (made := attending.sign_up(self.get_object(), by=request.user)):
            raise ConflictError
        return Response(SignUpSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """The caller gives the place back; whoever waits gets it."""
        return self._done(attending.leave(self.get_object(), by=request.user))

    @extend_schema(request=CallOffSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, pk: str) -> Response:
        """It does not take place; everybody is told why."""
        asked = CallOffSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._done(actions.call_off(self.get_object(), **asked.validated_data))

    @extend_schema(request=AttendedSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def attendance(self, request: Request, pk: str) -> Response:
        """Who was there: noted by the date's organiser, or by who organises all."""
        asked = AttendedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        keys = [row.pk for row in asked.validated_data["attended"]]
        return self._done(attending.note_attendance(self.get_object(), attended=keys))

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.STR})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def calendar(self, request: Request, pk: str) -> HttpResponse:
        """The caller's own place as a calendar's file."""
        rows = SignUp.objects.placed().filter(employee=request.user, date__called_off_at=None)
        related = rows.select_related("employee", "date__programme", "date__organiser")
        found = get_object_or_404(related, date=self.get_object())
        file = appointment(found, language=request.LANGUAGE_CODE).file("PUBLISH")
        return HttpResponse(file, content_type="text/calendar; charset=utf-8")

    def _done(self, done: bool) -> Response:
        if not done:
            raise ConflictError
        return Response(status=status.HTTP_204_NO_CONTENT)


class SignUpViewSet(OnceMixin, ReadViewSet):
    """Who comes and who waits: one's own, those of the dates that one organises, or all."""

    permission_required = JOIN
    queryset = SignUp.objects.none()
    serializer_class = SignUpSerializer
    filterset_fields = ["date", "employee"]

    def get_queryset(self) -> Any:
        if self.action == "learned":
            return SignUp.objects.attended().filter(employee=self.request.user)
        return SignUp.objects.visible_to(self.request.user)

    @extend_schema(request=LearnedSerializer, responses=SignUpSerializer)
    @action(detail=True, methods=["post"])
    def learned(self, request: Request, pk: str) -> Response:
        """What the caller learned there, for all to read."""
        asked, found = LearnedSerializer(data=request.data), self.get_object()
        asked.is_valid(raise_exception=True)
        if not attending.say_learned(found, **asked.validated_data):
            raise ConflictError
        return Response(SignUpSerializer(SignUp.objects.get(pk=found.pk)).data)


class ToldViewSet(ReadViewSet):
    """What people say they learned at programmes, for all to read."""

    permission_required = SEE
    queryset = SignUp.objects.told()
    filterset_fields = ["date"]

    class ToldSerializer(serializers.ModelSerializer):
        class Meta:
            model = SignUp
            fields = ["id", "date", "employee", "learned", "language", "learned_at"]
            read_only_fields = fields

    serializer_class = ToldSerializer
