"""What there is one of: how the organisation works, and the settings of whoever asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions.reach import Reached, reach
from employees.models import Commitment, Employee, Policy
from employees.models.policy import RUNGS, validate_ladders
from tenants.api import ChangeMixin, OneViewSet
from tenants.audit.record import record

KINDS = tuple(Commitment.Kind.values)


class LadderSerializer(serializers.Serializer):
    """Hours after the breach at which each rung is told; a rung that is left out is not climbed."""

    def get_fields(self) -> dict[str, Any]:
        return {
            rung: serializers.IntegerField(min_value=0, max_value=10_000, required=False) for rung in RUNGS
        }


class LaddersSerializer(serializers.Serializer):
    """A ladder for each kind of promise."""

    def get_fields(self) -> dict[str, Any]:
        return {kind: LadderSerializer(required=False) for kind in KINDS}


class RemindersSerializer(serializers.Serializer):
    """Hours before the date at which the owner is reminded, for each kind of promise."""

    def get_fields(self) -> dict[str, Any]:
        hours = {"min_value": 1, "max_value": 1_000, "required": False}
        return {kind: serializers.IntegerField(**hours) for kind in KINDS}


def week() -> serializers.DictField:
    """Shifts by day, 0 is Monday: {"0": [["09:00", "12:30"], ["13:30", "17:00"]]}."""
    shift = serializers.ListField(
        child=serializers.RegexField(r"^\d{1,2}:\d{2}$", max_length=5), min_length=2, max_length=2
    )
    return serializers.DictField(child=serializers.ListField(child=shift, max_length=20), required=False)


class PolicySerializer(serializers.ModelSerializer):
    """Working hours, second factor, reminders and ladders."""

    ladders = LaddersSerializer(required=False)
    reminders = RemindersSerializer(required=False)
    hours = week()
    holidays = serializers.ListField(child=serializers.DateField(), required=False, max_length=1_000)

    class Meta:
        model = Policy
        fields = [
            "require_mfa",
            "answer_in_working_hours",
            "hours",
            "holidays",
            "reminders",
            "ladders",
        ]

    def validate_holidays(self, days: list[Any]) -> list[str]:
        return sorted(day.isoformat() for day in days)

    def update(self, policy: Policy, facts: dict[str, Any]) -> Policy:
        for name in ("ladders", "reminders"):  # kinds of promises that are not named stay as they are
            facts = facts | ({name: getattr(policy, name) | facts[name]} if name in facts else {})
        for name, value in facts.items():
            setattr(policy, name, value)
        policy.full_clean()
        policy.save()
        record("policy.changed", subject=f"{policy._meta.label}:{policy.pk}", after={"fields": sorted(facts)})
        return policy


class ReachedSerializer(serializers.Serializer):
    """Somebody, or nobody, whom a rung reaches, and of which teams."""

    person = serializers.IntegerField(allow_null=True)
    is_meant = serializers.BooleanField(help_text=_("Whom the rung names, not one above in their place."))
    teams = serializers.ListField(child=serializers.CharField())

    def to_representation(self, group: Reached) -> dict[str, Any]:
        person = group.person.pk if group.person else None
        return {"person": person, "is_meant": group.is_meant, "teams": group.teams}


class RungReachSerializer(serializers.Serializer):
    rung = serializers.ChoiceField(choices=RUNGS)
    hours = serializers.IntegerField()
    whole = serializers.IntegerField()
    as_meant = serializers.IntegerField()
    groups = ReachedSerializer(many=True)


class LadderReachSerializer(serializers.Serializer):
    """Whom the ladder of a kind of promise reaches today, rung by rung."""

    kind = serializers.ChoiceField(choices=Commitment.Kind.choices)
    rungs = RungReachSerializer(many=True)


class TrialSerializer(serializers.Serializer):
    """Ladders that are not saved; kinds that are not named are as they are."""

    ladders = LaddersSerializer()


class ReachViewSet(ChangeMixin, viewsets.GenericViewSet):
    """Whom the ladders reach today, by name: asked of the rungs that climb."""

    permission_required = {"*": "employees.change_policy"}
    queryset = Policy.objects.none()
    serializer_class = LadderReachSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=LadderReachSerializer(many=True))
    def list(self, request: Request) -> Response:
        """As the ladders are saved."""
        return _reach(Policy.current())

    @extend_schema(request=TrialSerializer, responses=LadderReachSerializer(many=True))
    def try_out(self, request: Request) -> Response:
        """As they would be with these ladders; nothing is saved."""
        asked, policy = TrialSerializer(data=request.data), Policy.current()
        asked.is_valid(raise_exception=True)
        policy.ladders = policy.ladders | asked.validated_data["ladders"]
        validate_ladders(policy.ladders)
        return _reach(policy)


def _reach(policy: Policy) -> Response:
    found = [{"kind": kind, "rungs": rungs} for kind, rungs in reach(policy).items()]
    return Response(LadderReachSerializer(found, many=True).data)


class PolicyViewSet(OneViewSet):
    """How the organisation works."""

    permission_required = {"*": "employees.view_policy", "partial_update": "employees.change_policy"}
    queryset = Policy.objects.none()
    serializer_class = PolicySerializer

    def find_one(self) -> Policy:
        if self.request.method in ("GET", "HEAD"):
            return Policy.current()
        return Policy.objects.get_or_create(pk=1)[0]


class MeSerializer(serializers.ModelSerializer):
    roles = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Employee
        fields = ["id", "name", "email", "team", "roles", "notify", "monthly", "newsletter", "wants_letter"]
        read_only_fields = ["email", "team"]

    def to_representation(self, employee: Employee) -> dict[str, Any]:
        return super().to_representation(employee) | {"roles": sorted(employee.roles)}

    def update(self, employee: Employee, facts: dict[str, Any]) -> Employee:
        for name, value in facts.items():
            setattr(employee, name, value)
        employee.save(update_fields=list(facts))
        return employee


class MeViewSet(OneViewSet):
    """Whoever asks: how they are called, what they are, how they are told."""

    permission_required = {"*": "employees.view_employee", "partial_update": "employees.change_preferences"}
    queryset = Employee.objects.none()
    serializer_class = MeSerializer

    def find_one(self) -> Employee:
        return Employee.objects.get(pk=self.request.user.pk)
