from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import importing, leaving, people, terms
from employees.models import Employee, Team, Term
from tenants.api import ViewSet
from tenants.audit.record import record
from tenants.here import day_of
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
    joined_at = serializers.DateTimeField(required=False, help_text="Since when they work here.")

    class Meta:
        model = Employee
        fields = ["id", "name", "email", "team", "is_admin", "is_executive", "language", "joined_at",
                  "deactivated_at"]  # fmt: skip
        read_only_fields = ["deactivated_at"]

    def validate_joined_at(self, value: datetime) -> datetime:
        people.since(day_of(value))
        return value

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


def an_heir(words: Any) -> serializers.PrimaryKeyRelatedField:
    return serializers.PrimaryKeyRelatedField(
        queryset=Employee.objects.active(), allow_null=True, required=False, help_text=words
    )


class LeaveSerializer(serializers.Serializer):
    """Who takes what somebody leaves behind; what nobody takes waits for somebody."""

    hand_to = an_heir(_("Takes the open promises."))
    lead_to = an_heir(_("Leads their teams."))
    successor = an_heir(_("Is champion from today on."))
    deputy = an_heir(_("Is the champion's deputy."))
    sponsor = an_heir(_("Is the executive sponsor."))


class LeavingSerializer(serializers.Serializer):
    """What somebody would leave behind: numbers, and the keys of teams and terms."""

    promises = serializers.IntegerField()
    late = serializers.IntegerField()
    nudges = serializers.IntegerField()
    absences = serializers.IntegerField()
    standing_in = serializers.IntegerField()
    tokens = serializers.IntegerField()
    sessions = serializers.IntegerField()
    teams = serializers.ListField(child=serializers.IntegerField())
    terms = serializers.ListField(child=serializers.IntegerField())
    deputised = serializers.ListField(child=serializers.IntegerField())
    sponsored = serializers.ListField(child=serializers.IntegerField())

    def to_representation(self, facts: leaving.Leaving) -> dict[str, Any]:
        keys = ("teams", "terms", "deputised", "sponsored")
        return vars(facts) | {name: [row.pk for row in getattr(facts, name)] for name in keys}


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
        "bring_in": "employees.add_employee", "leaving": "employees.change_employee",
        "*": "employees.view_employee",
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
        """End the access; others take what the person had in hand. Promises that nobody takes go to the
        unassigned queue."""
        employee, asked = self.get_object(), LeaveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if employee.deactivated_at:
            raise ConflictError
        heirs = leaving.Heirs(**asked.validated_data)
        if employee in vars(heirs).values():
            raise ValidationError(_("Somebody else has to take it."))
        people.deactivate(employee, heirs=heirs, by=request.user)
        return Response(EmployeeSerializer(employee).data)

    @extend_schema(responses=LeavingSerializer(many=False))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def leaving(self, request: Request, pk: str | None = None) -> Response:
        """What the person would leave behind, before anything is done."""
        return Response(LeavingSerializer(leaving.leaving(self.get_object())).data)

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
    class Meta:
        model = Term
        fields = ["id", "employee", "starts", "ends", "deputy", "sponsor"]

    def save_clean(self, instance: Term, facts: dict[str, Any]) -> Term:
        for name, value in facts.items():
            setattr(instance, name, value)
        return terms.appoint(instance, changed=facts)


class OfficeSerializer(serializers.Serializer):
    """Who is the champion today and who acts, and from when on nobody is in office."""

    champion = serializers.IntegerField(source="employee_id", allow_null=True)
    deputy = serializers.IntegerField(source="deputy_id", allow_null=True)
    acting = serializers.IntegerField(allow_null=True, help_text=_("The deputy while the champion is away."))
    vacant_from = serializers.DateField(help_text=_("The first day on which nobody is in office."))


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

    @extend_schema(responses=OfficeSerializer(many=False))
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def office(self, request: Request) -> Response:
        """Who is in office today, who acts, and the first day, of today and those to come, on which nobody
        is."""
        term = Term.objects.current()
        acting = term.acting if term else None
        facts = {
            "employee_id": term.employee_id if term else None,
            "deputy_id": term.deputy_id if term else None,
            "acting": acting.pk if acting else None, "vacant_from": Term.objects.vacant_from(),
        }  # fmt: skip
        return Response(OfficeSerializer(facts).data)
