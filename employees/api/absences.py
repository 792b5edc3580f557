from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import absences
from employees.actions.absences import Decision
from employees.api.ledger import CommitmentSerializer
from employees.models import Absence, Commitment, Employee
from employees.models.absences import people_entered_by, stand_ins_seen_by
from employees.models.dates import validate_due_at
from tenants.api import ViewSet
from tenants.here import day_of
from tenants.rest import ConflictError


class WhoseKey(serializers.PrimaryKeyRelatedField):
    """Somebody for whom the caller may enter days."""

    def get_queryset(self):
        user = getattr(self.context.get("request"), "user", None)
        if not user or not user.is_authenticated:  # who writes the description of the API is nobody
            return Employee.objects.none()
        return people_entered_by(user)


class AbsenceSerializer(serializers.ModelSerializer):
    employee = WhoseKey(
        required=False, pk_field=serializers.IntegerField(), help_text=_("Left out: the caller.")
    )

    class Meta:
        model = Absence
        fields = ["id", "employee", "starts", "ends", "note", "stand_in", "handed_at"]
        read_only_fields = ["handed_at"]

    def validate_stand_in(self, person: Employee | None) -> Employee | None:
        seen = stand_ins_seen_by(self.context["request"].user)
        if person and not seen.filter(pk=person.pk).exists():
            raise serializers.ValidationError(_("Nobody whom you see has this key."))
        return person

    def create(self, facts: dict[str, Any]) -> Absence:
        return absences.save_absence(Absence(**({"employee": self.context["request"].user} | facts)))

    def update(self, absence: Absence, facts: dict[str, Any]) -> Absence:
        facts.pop("employee", None)
        for name, value in facts.items():
            setattr(absence, name, value)
        return absences.save_absence(absence)


class AbsenceFilter(filters.FilterSet):
    since = filters.DateFilter(field_name="ends", lookup_expr="gte", help_text=_("Not over before."))
    until = filters.DateFilter(field_name="starts", lookup_expr="lte", help_text=_("Begun by."))

    class Meta:
        model = Absence
        fields = ["employee"]


class DecisionSerializer(serializers.Serializer):
    """What becomes of one promise: `to` takes it, or it gets another date, and why."""

    commitment = serializers.IntegerField(min_value=1)
    to = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    due_at = serializers.DateTimeField(required=False, allow_null=True, validators=[validate_due_at])
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class DecisionsSerializer(serializers.Serializer):
    """Decisions by promise; `all_to` takes what none is made of."""

    all_to = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    decisions = DecisionSerializer(many=True, required=False, max_length=1_000)


class AbsenceViewSet(ViewSet):
    """Who is away when, of those whom the caller sees."""

    permission_required = {
        "list": "employees.view_absence", "retrieve": "employees.view_absence",
        "promises": "employees.view_absence", "*": "employees.change_absence",
    }  # fmt: skip
    queryset = Absence.objects.none()
    serializer_class = AbsenceSerializer
    filterset_class = AbsenceFilter
    ordering_fields = ["starts"]

    def get_queryset(self):
        seen = Absence.objects.visible_to(self.request.user).select_related("employee")
        if self.action in ("list", "retrieve"):
            return seen
        return seen & Absence.objects.managed_by(self.request.user)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Enter days: one's own, of somebody of the teams one leads, or, for who configures, anybody's."""
        return super().create(request, *args, **kwargs)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Back early, or not away at all: the days that are left are taken out."""
        if not absences.end_absence(self.get_object()):
            raise ConflictError
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=CommitmentSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def promises(self, request: Request, pk: str | None = None) -> Response:
        """The open promises that fall due in these days, and wait for a decision."""
        falling = self.get_object().falling_due().order_by("due_at", "pk")[:1_000]
        return Response(CommitmentSerializer(falling, many=True).data)

    @extend_schema(request=DecisionsSerializer, responses=CommitmentSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Hand over or renegotiate what falls due, in one step; answered with what was asked about."""
        asked, absence = DecisionsSerializer(data=request.data), self.get_object()
        asked.is_valid(raise_exception=True)
        decisions = _decisions(absence, asked.validated_data)
        absences.decide(absence, decisions, by=request.user)
        moved = [decision.commitment for decision in decisions]
        return Response(CommitmentSerializer(moved, many=True).data)


def _decisions(absence: Absence, asked: dict[str, Any]) -> list[Decision]:
    """As they were asked for, and of the promises that nothing was said of, by `all_to`."""
    rows = {row.pk: row for row in absence.falling_due().select_related("owner", "team")}
    takers = {person.pk: person for person in absence.takers()}
    said = [_decision(each, absence, rows, takers) for each in asked.get("decisions", [])]
    if all_to := asked.get("all_to"):
        left = rows.keys() - {decision.commitment.pk for decision in said}
        said += [Decision(rows[pk], to=_known(takers, all_to, "all_to")) for pk in sorted(left)]
    return said


def _decision(
    said: dict[str, Any], absence: Absence, rows: dict[int, Commitment], takers: dict[int, Employee]
) -> Decision:
    row = _known(rows, said["commitment"], "commitment")
    to, due_at, reason = said.get("to"), said.get("due_at"), said["reason"]
    if bool(to) == bool(due_at):
        raise ValidationError(_("Either somebody takes it, or it gets another date."))
    if to:
        return Decision(row, to=_known(takers, to, "to"), reason=reason)
    if absence.starts <= day_of(due_at) <= absence.ends:
        raise ValidationError(_("The new date must lie outside these days."))
    if not reason:
        raise ValidationError(_("Say why it needs another date."))
    return Decision(row, due_at=due_at, reason=reason)


def _known(found: dict[int, Any], key: int, name: str) -> Any:
    if key not in found:
        raise ValidationError(
            _("%(name)s: %(key)s is none of those to choose from.") % {"name": name, "key": key}
        )
    return found[key]
