"""Ideas over the API: handed in, wanted, answered."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from employees.models.dates import validate_due_on
from feedback.models import Customer
from ideas.actions import deciding, submitting, voting
from ideas.actions.errors import (
    BudgetError,
    ClosedError,
    DecidedError,
    MoveError,
    NotTheirsError,
    OverError,
)
from ideas.actions.locking import held, hold, hold_customer
from ideas.api.customer_votes import CustomerVotesMixin
from ideas.api.following import FollowMixin
from ideas.api.merging import MergeMixin
from ideas.models import Act, Board, Challenge, Idea, Move, Objection
from tenants.api import OnceMixin, ReadViewSet, SeenKey, UpdateMixin
from tenants.keysets import KeysetPagination
from tenants.rest import ConflictError

SHOWN = ("board", "challenge", "review", "delivery")


def demand(found: Board | Idea, act: str, user: Any) -> None:
    """403 with the reason where this is not open to them there."""
    if words := found.refusal_to(user, act):
        raise PermissionDenied(words)


class IdeaSerializer(serializers.ModelSerializer):
    """One of `touchpoint`, `cause` and `segment` says which customers it affects."""

    board = SeenKey(queryset=Board.objects.open())
    challenge = SeenKey(queryset=Challenge.objects.standing(), required=False, allow_null=True)
    author = serializers.SerializerMethodField()
    customer = serializers.SerializerMethodField()
    answer_due_at = serializers.DateTimeField(source="review.due_at", read_only=True, allow_null=True)
    delivery_due_at = serializers.DateTimeField(source="delivery.due_at", read_only=True, allow_null=True)

    class Meta:
        model = Idea
        fields = [
            "id", "board", "challenge", "author", "author_name", "is_customers", "customer", "title",
            "problem", "proposal", "touchpoint", "cause", "segment", "delight", "metric", "judge_on",
            "hinders", "is_crisis", "saves_cost", "language", "status", "votes", "trend", "submitted_at",
            "decided_at", "answer_due_at", "delivery_due_at", "merged_into",
        ]  # fmt: skip
        read_only_fields = [
            "author_name", "is_customers", "status", "votes", "trend", "submitted_at", "decided_at",
            "merged_into",
        ]  # fmt: skip
        extra_kwargs = {"judge_on": {"validators": [validate_due_on]}}
        validators: list[Any] = []

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_author(self, idea: Idea) -> int | None:
        """Nobody, where the board does not show who had an idea."""
        return idea.author_id if idea.names_author_to(self.context["request"].user) else None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_customer(self, idea: Idea) -> int | None:
        """Whose idea it is, of a customer's; nobody where the board does not show it."""
        return idea.customer_id if idea.names_customer else None

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        names = ("touchpoint", "cause", "segment")
        if not any(said.get(name, getattr(self.instance, name, None)) for name in names):
            words = _("Which customers does it affect? Choose one at least.")
            raise serializers.ValidationError({"touchpoint": words})
        return said

    def create(self, facts: dict[str, Any]) -> Idea:
        board, user = facts.pop("board"), self.context["request"].user
        demand(board, Act.SUBMIT, user)
        try:
            return submitting.submit_idea(board, by=user, **facts)
        except ClosedError:
            raise ConflictError(_("This board takes no more ideas.")) from None
        except OverError:
            raise ConflictError(_("This challenge takes no ideas on this board now.")) from None


class IdeaMendSerializer(IdeaSerializer):
    """What its author may say better; where it was handed in, and that it is a crisis, stays as it was."""

    board = serializers.PrimaryKeyRelatedField(read_only=True)
    challenge = serializers.PrimaryKeyRelatedField(read_only=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)

    class Meta(IdeaSerializer.Meta):
        read_only_fields = [*IdeaSerializer.Meta.read_only_fields, "is_crisis"]

    def update(self, idea: Idea, facts: dict[str, Any]) -> Idea:
        if not submitting.edit_idea(idea, **facts):
            raise ConflictError(idea.refusal_to_mend)
        return idea


class IdeaDecisionSerializer(serializers.Serializer):
    """`owner` and `due_on` of an idea that is started."""

    to = serializers.ChoiceField(choices=Idea.Status.choices)
    reason = serializers.CharField(max_length=1000)
    owner = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active(), required=False)
    due_on = serializers.DateField(required=False, validators=[validate_due_on])


class IdeaMoveSerializer(serializers.ModelSerializer):
    class Meta:
        model = Move
        fields = ["id", "idea", "by", "before", "after", "reason", "at"]


class IdeaObjectionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Objection
        fields = ["id", "idea", "by", "reason", "at"]
        read_only_fields = ["idea", "by", "at"]


class IdeaVoteSerializer(serializers.Serializer):
    """Without a customer it is the caller's own vote."""

    customer = SeenKey(queryset=Customer.objects.present(), required=False, allow_null=True)


class IdeaViewSet(
    CustomerVotesMixin, FollowMixin, MergeMixin, OnceMixin, mixins.CreateModelMixin, UpdateMixin, ReadViewSet
):
    """What should change: which customers it affects, and why it would delight them."""

    permission_required = {
        "list": "ideas.view_idea", "retrieve": "ideas.view_idea", "decide": "ideas.view_idea",
        "customer_votes": "ideas.view_idea",
        "follow": "ideas.view_idea", "unfollow": "ideas.view_idea", "merge": "ideas.view_idea",
        "unmerge": "ideas.view_idea", "*": "ideas.add_idea",
    }  # fmt: skip
    queryset = Idea.objects.none()
    serializer_class = IdeaSerializer
    filterset_fields = ["board", "challenge", "status", "touchpoint", "cause", "merged_into"]
    ordering_fields = ["votes", "trend"]
    pagination_class = KeysetPagination
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return Idea.objects.visible_to(self.request.user).select_related(*SHOWN)

    def get_serializer_class(self) -> Any:
        return IdeaMendSerializer if self.action == "partial_update" else IdeaSerializer

    def locked(self, found: Idea) -> Idea:
        hold(self.request.user)
        return held(found.pk)

    @extend_schema(responses=IdeaSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say one's own better while nobody has decided; 403 for whom it is not, 409 once it is decided."""
        if self.find_one().author_id != request.user.pk:
            self.permission_denied(request)
        return super().partial_update(request, *args, **kwargs)

    @extend_schema(request=IdeaVoteSerializer, responses=IdeaSerializer)
    @action(detail=True, methods=["post"])
    def vote(self, request: Request, pk: str) -> Response:
        """Say that you want it, or that a customer does; 409 where it is decided, or all votes are given."""
        demand(self.find_one(), Act.VOTE, request.user)
        customer, found = self._voter(request), self.get_object()
        try:
            if customer:
                voting.vote_for(found, customer=customer, by=request.user)
            else:
                voting.vote(found, by=request.user)
        except DecidedError:
            raise ConflictError(_("It takes no votes any more.")) from None
        except BudgetError:
            raise ConflictError(_("All your votes here are given.")) from None
        return self._shown()

    def _voter(self, request: Request) -> Customer | None:
        """The customer who is named, held with the caller before the idea is, as all are in that order."""
        asked = IdeaVoteSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        customer = asked.validated_data.get("customer")
        hold(request.user)
        if customer:
            hold_customer(customer)
        return customer

    @extend_schema(request=IdeaVoteSerializer, responses=IdeaSerializer)
    @action(detail=True, methods=["post"], url_path="take-vote-back")
    def take_vote_back(self, request: Request, pk: str) -> Response:
        """Your vote is yours again, or what you said for a customer is unsaid; the champion unsays what
        anybody said. 403 where it was said by the customer or to somebody else, 409 once it is decided."""
        customer, found = self._voter(request), self.get_object()
        try:
            if customer:
                voting.take_back_for(found, customer=customer, by=request.user)
            else:
                voting.take_back(found, by=request.user)
        except NotTheirsError:
            raise PermissionDenied(_("It was said by themselves, or to somebody else.")) from None
        except DecidedError:
            raise ConflictError(_("It is decided: votes stay as they are.")) from None
        return self._shown()

    @extend_schema(request=IdeaObjectionSerializer, responses=IdeaObjectionSerializer)
    @action(detail=True, methods=["post"], url_path="object")
    def object_to(self, request: Request, pk: str) -> Response:
        """Say why not; what you said before is replaced."""
        found, asked = self.get_object(), IdeaObjectionSerializer(data=request.data)
        demand(found, Act.VOTE, request.user)
        asked.is_valid(raise_exception=True)
        try:
            made = voting.object_to(found, by=request.user, **asked.validated_data)
        except DecidedError:
            raise ConflictError(_("It is decided already.")) from None
        return Response(IdeaObjectionSerializer(made).data)

    @extend_schema(request=IdeaDecisionSerializer, responses=IdeaMoveSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Answer it, with a reason; 403 for whom it is not, 409 where it cannot go there."""
        found, asked = self.get_object(), IdeaDecisionSerializer(data=request.data)
        if not found.may_be_decided_by(request.user):
            self.permission_denied(request)
        asked.is_valid(raise_exception=True)
        if found.author_id == request.user.pk and asked.validated_data["to"] not in found.goes_to(
            request.user
        ):
            self.permission_denied(request)
        try:
            return Response(
                IdeaMoveSerializer(deciding.decide(found, by=request.user, **asked.validated_data)).data
            )
        except MoveError:
            raise ConflictError(_("It cannot go there from where it stands.")) from None

    def _shown(self) -> Response:
        return Response(self.get_serializer(self.find_one()).data)
