"""What there is one of: how the organisation works, and the settings of whoever asks."""

from typing import Any

from rest_framework import serializers

from employees.models import Employee, Policy
from employees.models.policy import RUNGS
from tenants.api import OneViewSet
from tenants.audit.record import record

KINDS = ("answer", "danger", "prevention", "pulse", "other")


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
        fields = ["id", "name", "email", "team", "roles", "notify", "monthly", "away_from", "away_until"]
        read_only_fields = ["email", "team"]

    def to_representation(self, employee: Employee) -> dict[str, Any]:
        return super().to_representation(employee) | {"roles": sorted(employee.roles)}

    def update(self, employee: Employee, facts: dict[str, Any]) -> Employee:
        for name, value in facts.items():
            setattr(employee, name, value)
        employee.validate_constraints()
        employee.save(update_fields=list(facts))
        return employee


class MeViewSet(OneViewSet):
    """Whoever asks: how they are called, what they are, how they are told, when they are away."""

    permission_required = {"*": "employees.view_employee", "partial_update": "employees.change_preferences"}
    queryset = Employee.objects.none()
    serializer_class = MeSerializer

    def find_one(self) -> Employee:
        return Employee.objects.get(pk=self.request.user.pk)
