from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from employees.actions.proving import Finding
from employees.models import Proof
from tenants.api import ReadViewSet


class FindingSerializer(serializers.Serializer):
    """What was found of one question, of a wave or, without one, of all."""

    check = serializers.ChoiceField(choices=["places", "keys", "links", "content", "published", "elsewhere"])
    verdict = serializers.ChoiceField(choices=["held", "noted", "failed", "unchecked"])
    wave = serializers.IntegerField(allow_null=True)
    says = serializers.CharField(help_text="In the reader's language.")


class ProofSerializer(serializers.ModelSerializer):
    waves = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    class Meta:
        model = Proof
        fields = ["id", "at", "verdict", "waves", "findings"]

    def get_waves(self, proof: Proof) -> dict[str, str]:
        """The titles of the waves that were looked at, by key."""
        return proof.report["waves"]

    @extend_schema_field(FindingSerializer(many=True))
    def get_findings(self, proof: Proof) -> Any:
        found = [Finding.read(kept) for kept in proof.report["findings"]]
        return FindingSerializer(found, many=True).data


class ProofViewSet(ReadViewSet):
    """Runs of the proof that pulse answers are anonymous, the latest first."""

    permission_required = "employees.view_proof"
    queryset = Proof.objects.all()
    serializer_class = ProofSerializer
    filterset_fields = ["verdict"]
