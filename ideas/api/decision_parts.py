"""What stands round a decision, over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from employees.models import Employee, Team
from employees.models.dates import validate_due_on
from feedback.models import ListeningPost, Touchpoint
from ideas.actions.snapshots import Place
from ideas.figures.evidence import Piece, thing_for
from ideas.forms.decisions import SPANS
from ideas.models import CitedIdea, Comment, Evidence, FollowUp, Idea, Revisit, Snapshot
from tenants.api import SeenKey


class RevisitSerializer(serializers.Serializer):
    """`what` is decided now, where it is changed; without `revisit_on` it is not looked at again."""

    verdict = serializers.ChoiceField(choices=Revisit.Verdict.choices)
    words = serializers.CharField(max_length=1000)
    what = serializers.CharField(max_length=150, required=False, allow_blank=True)
    revisit_on = serializers.DateField(required=False, allow_null=True, validators=[validate_due_on])

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if said["verdict"] == Revisit.Verdict.CHANGED and not said.get("what"):
            raise serializers.ValidationError({"what": _("What is decided now?")})
        return said


class PromiseSerializer(serializers.Serializer):
    what = serializers.CharField(max_length=200)
    owner = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active())
    due_on = serializers.DateField(validators=[validate_due_on])


class AttachSerializer(serializers.Serializer):
    """`kind` and `key` of what customers said, and why it matters here."""

    kind = serializers.ChoiceField(choices=Evidence.Kind.choices)
    key = serializers.CharField(max_length=40)
    why = serializers.CharField(max_length=300)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        thing = thing_for(self.context["request"].user, said["kind"], said["key"])
        if thing is None:
            raise serializers.ValidationError({"key": SeenKey.default_error_messages["does_not_exist"]})
        return {"thing": thing, "why": said["why"]}


class EvidenceKeySerializer(serializers.Serializer):
    evidence = serializers.IntegerField(min_value=1, max_value=2**62)


class DecisionEvidenceSerializer(serializers.Serializer):
    """`key` is empty for whom it is only said that it is there; `words`: what the customer said, without what
    identifies them."""

    id = serializers.IntegerField(source="evidence.pk")
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices)
    key = serializers.SerializerMethodField()
    is_seen = serializers.BooleanField()
    words = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)
    why = serializers.CharField(source="evidence.why")
    by = serializers.IntegerField(source="evidence.by_id")
    at = serializers.DateTimeField(source="evidence.at")

    def get_key(self, piece: Piece) -> str:
        return piece.key.partition(":")[2] if piece.is_seen else ""


class DecisionFollowUpSerializer(serializers.ModelSerializer):
    promise = serializers.CharField(source="commitment.promise", read_only=True)
    owner = serializers.IntegerField(source="commitment.owner_id", read_only=True, allow_null=True)
    due_at = serializers.DateTimeField(source="commitment.due_at", read_only=True)
    kept_at = serializers.DateTimeField(source="commitment.kept_at", read_only=True, allow_null=True)
    withdrawn_at = serializers.DateTimeField(
        source="commitment.withdrawn_at", read_only=True, allow_null=True
    )

    class Meta:
        model = FollowUp
        fields = ["id", "commitment", "promise", "owner", "due_at", "kept_at", "withdrawn_at"]


class DecisionValueSerializer(serializers.ModelSerializer):
    """`low` and `high`: its 95 % interval, of the `n` who answered from `first` to `last`."""

    class Meta:
        model = Snapshot
        fields = [
            "id", "metric", "team", "touchpoint", "post", "first", "last", "value", "n", "low", "high", "by",
            "at",
        ]  # fmt: skip


class AskForValueSerializer(serializers.Serializer):
    """Who sees not all figures names a team that they lead."""

    metric = serializers.ChoiceField(choices=Snapshot.Metric.choices)
    days = serializers.ChoiceField(choices=[int(days) for days in SPANS], default=90)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False, allow_null=True)
    touchpoint = serializers.PrimaryKeyRelatedField(
        queryset=Touchpoint.objects.all(), required=False, allow_null=True
    )
    post = serializers.PrimaryKeyRelatedField(
        queryset=ListeningPost.objects.all(), required=False, allow_null=True
    )

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        reader = self.context["request"].user
        team = said.get("team")
        if "champion" not in reader.roles and (not team or team.pk not in Team.objects.led_by(reader)):
            raise serializers.ValidationError({"team": _("Name a team that you lead.")})
        place = Place(team, said.get("touchpoint"), said.get("post"))
        return {"metric": said["metric"], "days": said["days"], "place": place}


class CiteSerializer(serializers.Serializer):
    idea = SeenKey(queryset=Idea.objects.all())
    comment = SeenKey(queryset=Comment.objects.filter(hidden_at=None), required=False, allow_null=True)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        comment = said.get("comment")
        if comment and comment.idea_id != said["idea"].pk:
            raise serializers.ValidationError({"comment": _("It is not about this idea.")})
        return said


class DecisionCitedSerializer(serializers.ModelSerializer):
    class Meta:
        model = CitedIdea
        fields = ["id", "idea", "comment", "by", "at"]
