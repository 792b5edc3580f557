from typing import Any

from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin

from employees.actions.after_wave import promise_action
from employees.actions.ledger import end_of
from employees.models import Employee, PulsePromise, WaveGroup
from employees.models.dates import validate_due_on
from tenants.api import OnceMixin, ReadViewSet


class PulsePromiseSerializer(serializers.ModelSerializer):
    group = serializers.PrimaryKeyRelatedField(queryset=WaveGroup.objects.none())
    promise = serializers.CharField(source="commitment.promise", max_length=200)
    owner = serializers.PrimaryKeyRelatedField(source="commitment.owner", queryset=Employee.objects.none())
    due_on = serializers.DateField(write_only=True, validators=[validate_due_on])
    due_at = serializers.DateTimeField(source="commitment.due_at", read_only=True)
    kept_at = serializers.DateTimeField(source="commitment.kept_at", read_only=True, allow_null=True)

    class Meta:
        model = PulsePromise
        fields = ["id", "wave", "group", "commitment", "promise", "owner", "due_on", "due_at", "kept_at"]
        read_only_fields = ["wave", "commitment"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and request.method == "POST" and request.user.is_authenticated:  # nobody: it is described
            published = WaveGroup.objects.published().to_promise(request.user)
            fields["group"].queryset = published.select_related("wave")
            fields["owner"].queryset = Employee.objects.takers(None, request.user)
        return fields

    def create(self, facts: dict[str, Any]) -> PulsePromise:
        said = facts["commitment"]
        return promise_action(
            group=facts["group"], what=said["promise"], owner=said["owner"], due_at=end_of(facts["due_on"])
        )


class PulsePromiseViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """You said, we did: what was promised on the results of a wave, and what became of it."""

    permission_required = {"create": "employees.add_pulsepromise", "*": "employees.view_result"}
    queryset = PulsePromise.objects.none()
    serializer_class = PulsePromiseSerializer
    filterset_fields = ["wave", "group"]

    def get_queryset(self):
        found = PulsePromise.objects.filter(commitment__withdrawn_at=None)
        return found.select_related("commitment__owner", "group")
