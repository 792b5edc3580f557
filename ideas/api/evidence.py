"""Evidence over the API: what an idea rests on, as the caller may see it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.models import Case, Cause
from ideas.actions import evidence as actions
from ideas.actions.errors import FullError
from ideas.api.ideas import demand
from ideas.figures.evidence import Piece, pieces_of, thing_for
from ideas.models import Act, Evidence, Idea, IdeaEvidence
from ideas.models.idea_rows import searched
from tenants.api import OnceMixin, ReadViewSet, SeenKey
from tenants.rest import ConflictError

KINDS = tuple(Evidence.Kind.values)
NOT_ONE = _("Name one answer, one case or one cause.")


class IdeaEvidenceSerializer(serializers.ModelSerializer):
    """One of `response`, `case` and `cause`, and why. All three are empty for whom it is only said that it is
    there. `words`: what the customer said, without what identifies them."""

    idea = SeenKey(queryset=Idea.objects.all())
    response = serializers.UUIDField(source="response_id", required=False, allow_null=True)
    case = SeenKey(queryset=Case.objects.all(), required=False, allow_null=True)
    cause = serializers.PrimaryKeyRelatedField(queryset=Cause.objects.all(), required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices, read_only=True)
    is_seen = serializers.BooleanField(read_only=True, default=True)
    words = serializers.CharField(read_only=True, default="")
    score = serializers.IntegerField(read_only=True, allow_null=True, default=None)
    by = serializers.SerializerMethodField()

    class Meta:
        model = IdeaEvidence
        fields = [
            "id", "idea", "kind", "response", "case", "cause", "why", "is_seen", "words", "score", "by", "at",
        ]  # fmt: skip
        read_only_fields = ["at"]

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_by(self, row: IdeaEvidence) -> int | None:
        """Nobody but whoever asks, where the board does not show who had an idea."""
        return row.by_id if row.names_to(self.context["request"].user) else None

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        reader, named = self.context["request"].user, [said.get(n) for n in ("response_id", "case", "cause")]
        if len([each for each in named if each]) != 1:
            raise serializers.ValidationError({"response": NOT_ONE})
        if key := said.pop("response_id", None):
            named = [thing_for(reader, "response", str(key))]
        if not any(named):
            raise serializers.ValidationError({"response": SeenKey.default_error_messages["does_not_exist"]})
        return {"idea": said["idea"], "why": said["why"], "thing": next(filter(None, named))}

    def create(self, facts: dict[str, Any]) -> Any:
        idea, user = facts.pop("idea"), self.context["request"].user
        demand(idea, Act.COMMENT, user)
        try:
            return actions.attach(idea, by=user, **facts)
        except FullError:
            raise ConflictError(_("So many are attached already that nobody reads one more.")) from None

    def to_representation(self, row: IdeaEvidence) -> dict[str, Any]:
        piece: Piece = self.context["view"].piece(row)
        shown = super().to_representation(row)
        hidden = {} if piece.is_seen else dict.fromkeys(KINDS)
        return shown | hidden | {"is_seen": piece.is_seen, "words": piece.words, "score": piece.score}


class EvidenceViewSet(OnceMixin, mixins.CreateModelMixin, mixins.DestroyModelMixin, ReadViewSet):
    """On what ideas rest: answers, cases and causes."""

    permission_required = {"list": "ideas.view_idea", "retrieve": "ideas.view_idea", "*": "ideas.add_idea"}
    queryset = IdeaEvidence.objects.none()
    serializer_class = IdeaEvidenceSerializer
    filterset_fields = ["idea"]
    http_method_names = ["get", "post", "delete", "head", "options"]

    def get_queryset(self) -> Any:
        rows = IdeaEvidence.objects.visible_to(self.request.user).with_things()
        rows = rows.select_related("idea__board").defer(*searched("idea"))
        return rows if self.action == "restore" else rows.standing()

    def paginate_queryset(self, rows: Any) -> Any:
        """What the caller may see is asked for a page at once."""
        found = super().paginate_queryset(rows)
        self.pieces = {p.evidence.pk: p for p in pieces_of(found or [], reader=self.request.user)}
        return found

    def piece(self, row: IdeaEvidence) -> Piece:
        return getattr(self, "pieces", {}).get(row.pk) or pieces_of([row], reader=self.request.user)[0]

    def perform_destroy(self, row: IdeaEvidence) -> None:
        """Take it away; it can be brought back."""
        if not row.may_be_removed_by(self.request.user):
            self.permission_denied(self.request)
        actions.remove(row, by=self.request.user)

    @extend_schema(request=None, responses=IdeaEvidenceSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Answer:
        """Bring back what was taken away; 409 where it stands, or the same was attached since."""
        found = self.get_object()
        if not found.may_be_removed_by(request.user):
            self.permission_denied(request)
        if not actions.restore(found, found.idea):
            raise ConflictError
        return Answer(self.get_serializer(self.find_one()).data)
