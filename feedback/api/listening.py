from typing import Any

from django.db import transaction
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions import listening
from feedback.models import Goal, Journey, ListeningPost, PostVersion, Stage, Touchpoint
from feedback.models.questions import Kind
from tenants.api import ViewSet
from tenants.audit.record import record
from tenants.here import absolute
from tenants.rest import ConflictError


class StrategySerializer(serializers.ModelSerializer):
    """What is configured about goals and journeys; each change stands in the audit trail."""

    @transaction.atomic
    def save(self, **facts: Any) -> Any:
        kept = super().save(**facts)
        record("strategy.changed", subject=f"{kept._meta.label}:{kept.pk}", after={"name": kept.name})
        return kept


class GoalSerializer(StrategySerializer):
    class Meta:
        model = Goal
        fields = ["id", "name", "metric", "baseline", "target", "target_date", "sponsor"]


class JourneySerializer(StrategySerializer):
    class Meta:
        model = Journey
        fields = ["id", "name"]


class StageSerializer(StrategySerializer):
    class Meta:
        model = Stage
        fields = ["id", "journey", "name", "position"]


class TouchpointSerializer(StrategySerializer):
    class Meta:
        model = Touchpoint
        fields = ["id", "stage", "name", "matters", "promise"]


class StrategyViewSet(mixins.DestroyModelMixin, ViewSet):
    """Why the organisation listens, and where customers meet it."""

    permission_required = {
        "*": "feedback.view_strategy",
        "create": "feedback.change_strategy",
        "partial_update": "feedback.change_strategy",
        "destroy": "feedback.change_strategy",
    }

    def perform_destroy(self, found: Any) -> None:
        """Take away what nothing rests on; what is in use stays, and it is a 409."""
        record("strategy.deleted", subject=f"{found._meta.label}:{found.pk}", before={"name": found.name})
        found.delete()


class GoalViewSet(StrategyViewSet):
    """What the organisation listens for."""

    serializer_class = GoalSerializer
    queryset = Goal.objects.all()


class JourneyViewSet(StrategyViewSet):
    """What customers go through."""

    serializer_class = JourneySerializer
    queryset = Journey.objects.all()


class StageViewSet(StrategyViewSet):
    """Parts of journeys."""

    serializer_class = StageSerializer
    queryset = Stage.objects.all()
    filterset_fields = ["journey"]


class TouchpointViewSet(StrategyViewSet):
    """Where customers meet the organisation."""

    serializer_class = TouchpointSerializer
    queryset = Touchpoint.objects.all()
    filterset_fields = ["stage", "matters"]


def labels(most: int) -> serializers.DictField:
    """Words by language."""
    return serializers.DictField(child=serializers.CharField(max_length=most), allow_empty=False)


class OptionSerializer(serializers.Serializer):
    key = serializers.SlugField(max_length=40)
    labels = labels(200)


class QuestionSerializer(serializers.Serializer):
    key = serializers.SlugField(max_length=40)
    kind = serializers.ChoiceField(Kind.choices)
    required = serializers.BooleanField(default=False)
    labels = labels(300)
    options = OptionSerializer(many=True, required=False)

    def validate(self, facts: dict[str, Any]) -> dict[str, Any]:
        if facts["kind"] == Kind.CHOICE and len(facts.get("options", [])) < 2:
            raise serializers.ValidationError({"options": "Give two answers or more."})
        return facts


class VersionSerializer(serializers.Serializer):
    title = labels(200)
    questions = QuestionSerializer(many=True, allow_empty=False)

    def validate_questions(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(rows) > 20 or len({row["key"] for row in rows}) < len(rows):
            raise serializers.ValidationError("At most 20 questions, each with a key of its own.")
        return rows


class PostSerializer(serializers.ModelSerializer):
    """A post, with the questions that it asks now."""

    address = serializers.SerializerMethodField(help_text="Where anybody may answer; empty if nobody may.")
    version = serializers.IntegerField(source="version.number", read_only=True)
    title = serializers.DictField(source="version.title", read_only=True)
    questions = serializers.ListField(
        source="version.questions", child=serializers.DictField(), read_only=True
    )

    class Meta:
        model = ListeningPost
        fields = [
            "id",
            "name",
            "kind",
            "goal",
            "touchpoint",
            "team",
            "review_on",
            "key",
            "address",
            "clock",
            "nps_at_most",
            "csat_at_most",
            "every_answer",
            "passives",
            "created_at",
            "retired_at",
            "successor",
            "version",
            "title",
            "questions",
        ]
        read_only_fields = ["key", "created_at", "retired_at", "successor"]
        extra_kwargs = {
            "nps_at_most": {"min_value": 0, "max_value": 10},
            "csat_at_most": {"min_value": 0, "max_value": 5},
        }

    def get_address(self, post: ListeningPost) -> str:
        return absolute(reverse("feedback:form", args=[post.key])) if post.is_public else ""

    def create(self, facts: dict[str, Any]) -> ListeningPost:
        return listening.save_post(ListeningPost(**facts))

    def update(self, post: ListeningPost, facts: dict[str, Any]) -> ListeningPost:
        for name, value in facts.items():
            setattr(post, name, value)
        return listening.save_post(post)


class AskedSerializer(serializers.ModelSerializer):
    """What was asked from a moment on."""

    title = serializers.DictField(read_only=True)
    questions = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = PostVersion
        fields = ["number", "since", "title", "questions"]
        read_only_fields = fields


class RetireSerializer(serializers.Serializer):
    successor = serializers.PrimaryKeyRelatedField(
        queryset=ListeningPost.objects.open().public(), required=False, allow_null=True, default=None
    )


class PostViewSet(ViewSet):
    """Where the organisation listens, what is asked there, and what opens a case."""

    permission_required = {
        "*": "feedback.view_listeningpost",
        "create": "feedback.change_listeningpost",
        "partial_update": "feedback.change_listeningpost",
        "revise": "feedback.change_listeningpost",
        "retire": "feedback.change_listeningpost",
        "reopen": "feedback.change_listeningpost",
    }
    serializer_class = PostSerializer
    queryset = ListeningPost.objects.prefetch_related("versions")
    filterset_fields = ["kind", "goal", "touchpoint", "team"]

    @extend_schema(responses=AskedSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def versions(self, request: Request, pk: str) -> Answer:
        """What was asked here over time, the newest first."""
        return Answer(AskedSerializer(self.get_object().versions.order_by("-number"), many=True).data)

    @extend_schema(request=VersionSerializer, responses=PostSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Answer:
        """Ask something else from now on: a new version. The same questions again change nothing."""
        asked = VersionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        post = self.get_object()
        listening.revise_questions(post, **asked.data)
        return Answer(self.get_serializer(post).data)

    @extend_schema(request=RetireSerializer, responses=PostSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Answer:
        """Stop listening here. What was said stays; links lead to the successor."""
        asked = RetireSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._done(listening.retire_post(post := self.get_object(), **asked.validated_data), post)

    @extend_schema(request=None, responses=PostSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Answer:
        """Listen again."""
        return self._done(listening.reopen_post(post := self.get_object()), post)

    def _done(self, done: bool, post: ListeningPost) -> Answer:
        if not done:
            raise ConflictError
        post.refresh_from_db()
        return Answer(self.get_serializer(post).data)
