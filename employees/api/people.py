from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import importing, people
from employees.models import Employee, Team, Term
from tenants.api import ViewSet
from tenants.audit.record import record
from tenants.rest import ConflictError


class CleanMixin:
    """What the model's own `clean` and constraints refuse is a 400 at its field."""

    event = ""

    def save_clean(self, instance: Any, facts: dict[str, Any]) -> Any:
        for name, value in facts.items():
            setattr(instance, name, value)
        instance.full_clean()
        instance.save()
        record(self.event, subject=f"{instance._meta.label}:{instance.pk}", after={"fields": sorted(facts)})
        return instance

    def create(self, facts: dict[str, Any]) -> Any:
        return self.save_clean(self.Meta.model(), facts)  # type: ignore[attr-defined]

    def update(self, instance: Any, facts: dict[str, Any]) -> Any:
        return self.save_clean(instance, facts)


class EmployeeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Employee
        fields = ["id", "name", "email", "team", "is_admin", "language", "away_from", "away_until",
                  "joined_at", "deactivated_at"]  # fmt: skip
        read_only_fields = ["joined_at", "deactivated_at"]

    def validate_email(self, value: str) -> str:
        return value.lower()

    def create(self, facts: dict[str, Any]) -> Employee:
        Employee(**facts).validate_constraints()
        return people.invite(**facts)

    def update(self, employee: Employee, facts: dict[str, Any]) -> Employee:
        for name, value in facts.items():
            setattr(employee, name, value)
        employee.clean_fields()
        employee.validate_constraints()
        return people.change_employee(employee)


class LeaveSerializer(serializers.Serializer):
    hand_to = serializers.PrimaryKeyRelatedField(
        queryset=Employee.objects.active(),
        allow_null=True,
        required=False,
        help_text=_("Takes what is open."),
    )


class EmployeeFilter(filters.FilterSet):
    is_active = filters.BooleanFilter(help_text=_("False: those who have left."))

    class Meta:
        model = Employee
        fields = ["team", "email", "is_admin"]


class TableSerializer(serializers.Serializer):
    """A CSV file as text. People: email, name, team, admin, language; teams: name, parent, location, lead,
    time_zone."""

    kind = serializers.ChoiceField(choices=["people", "teams"])
    text = serializers.CharField(max_length=2_000_000, trim_whitespace=False)
    dry_run = serializers.BooleanField(default=True, help_text=_("Only say what would be; nothing is kept."))


class RowProblemSerializer(serializers.Serializer):
    row = serializers.IntegerField(help_text=_("As a spreadsheet counts."))
    problem = serializers.CharField()


class OutcomeSerializer(serializers.Serializer):
    """What a file would do, or did. With an error nothing of it is kept."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    kept = serializers.BooleanField()
    errors = RowProblemSerializer(many=True)


class EmployeeViewSet(ViewSet):
    """The people who work here, as far as the reader may see them."""

    permission_required = {
        "create": "employees.add_employee", "partial_update": "employees.change_employee",
        "deactivate": "employees.change_employee", "invite": "employees.change_employee",
        "bring_in": "employees.add_employee", "*": "employees.view_employee",
    }  # fmt: skip
    queryset = Employee.objects.none()
    serializer_class = EmployeeSerializer
    filterset_class = EmployeeFilter
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        return Employee.objects.visible_to(self.request.user)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Invite a colleague; they choose a password by the link in the mail."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=TableSerializer, responses=OutcomeSerializer)
    @action(detail=False, methods=["post"], url_path="import")
    def bring_in(self, request: Request) -> Response:
        """Take in a table of people or teams: all rows, or with an error none."""
        asked = TableSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        outcome = importing.import_csv(said["kind"], said["text"], dry_run=said["dry_run"])
        kept = not (said["dry_run"] or outcome.errors)
        errors = [{"row": row, "problem": problem} for row, problem in outcome.errors]
        return Response({"new": outcome.new, "changed": outcome.changed, "same": outcome.same, "kept": kept,
                         "errors": errors})  # fmt: skip

    @extend_schema(request=LeaveSerializer, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str | None = None) -> Response:
        """End the access; somebody takes the open promises, or they go to the unassigned queue."""
        employee, asked = self.get_object(), LeaveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if employee.deactivated_at:
            raise ConflictError
        people.deactivate(employee, hand_to=asked.validated_data.get("hand_to"), by=request.user)
        return Response(EmployeeSerializer(employee).data)

    @extend_schema(request=None, responses=EmployeeSerializer)
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: str | None = None) -> Response:
        """Send another invitation; whoever left is let back in."""
        employee = self.get_object()
        again = people.reactivate if employee.deactivated_at else people.invite_again
        if not again(employee):
            raise ConflictError
        return Response(EmployeeSerializer(employee).data)


class TeamSerializer(CleanMixin, serializers.ModelSerializer):
    event = "team.changed"

    class Meta:
        model = Team
        fields = ["id", "name", "parent", "lead", "location", "time_zone", "hours", "holidays"]


class TeamViewSet(ViewSet):
    """The tree of teams."""

    permission_required = {
        "create": "employees.add_team", "partial_update": "employees.change_team", "*": "employees.view_team",
    }  # fmt: skip
    queryset = Team.objects.none()
    serializer_class = TeamSerializer
    filterset_fields = ["parent", "lead"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        return Team.objects.visible_to(self.request.user)


class TermSerializer(CleanMixin, serializers.ModelSerializer):
    event = "term.changed"

    class Meta:
        model = Term
        fields = ["id", "employee", "starts", "ends", "deputy", "sponsor"]


class TermViewSet(ViewSet):
    """The customer champion's terms of office: one at a time."""

    permission_required = {
        "create": "employees.add_term", "partial_update": "employees.change_term", "*": "employees.view_term",
    }  # fmt: skip
    queryset = Term.objects.none()
    serializer_class = TermSerializer
    filterset_fields = ["employee"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self):
        return Term.objects.visible_to(self.request.user)
