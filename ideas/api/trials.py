"""Tests of ideas by customers who complained, over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from employees.api.board import FigureSerializer
from employees.models import Team
from feedback.models import Goal, Response, Touchpoint
from ideas.actions import testing
from ideas.actions.errors import BegunError
from ideas.figures import proposed, results, testers_seen, told
from ideas.models import Idea, Trial
from tenants.api import OnceMixin, ReadViewSet, SeenKey, UpdateMixin
from tenants.rest import ConflictError

MOST = 50


class IdeaTestSerializer(serializers.ModelSerializer):
    """`post`: its listening post, which is made with it. The mean scores are of those who scored the same
    question both times."""

    idea = SeenKey(queryset=Idea.objects.all())
    goal = serializers.PrimaryKeyRelatedField(queryset=Goal.objects.all(), write_only=True)
    touchpoint = serializers.PrimaryKeyRelatedField(queryset=Touchpoint.objects.all(), write_only=True)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), write_only=True)
    ended_at = serializers.DateTimeField(source="post.retired_at", read_only=True, allow_null=True)

    class Meta:
        model = Trial
        fields = [
            "id", "idea", "what", "metric", "goal", "touchpoint", "team", "post", "begun_at", "begun_by",
            "ended_at",
        ]  # fmt: skip
        read_only_fields = ["post", "begun_at", "begun_by"]
        validators: list[Any] = []

    def validate_idea(self, idea: Idea) -> Idea:
        if not idea.may_be_tested_by(self.context["request"].user):
            self.context["view"].permission_denied(self.context["request"])
        return idea

    def create(self, facts: dict[str, Any]) -> Trial:
        try:
            return testing.begin_trial(facts.pop("idea"), by=self.context["request"].user, **facts)
        except BegunError:
            raise ConflictError(_("It is tested already, with other words or another question.")) from None


class ChangeIdeaTestSerializer(serializers.ModelSerializer):
    """What they are asked stays, so that their scores can be compared."""

    goal = serializers.PrimaryKeyRelatedField(queryset=Goal.objects.all())
    touchpoint = serializers.PrimaryKeyRelatedField(queryset=Touchpoint.objects.all())
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all())

    class Meta:
        model = Trial
        fields = ["what", "goal", "touchpoint", "team"]

    def update(self, trial: Trial, facts: dict[str, Any]) -> Trial:
        post = trial.post
        kept = {"what": trial.what, "goal": post.goal, "touchpoint": post.touchpoint, "team": post.team}
        testing.change_trial(trial, **kept | facts)
        return trial

    def to_representation(self, trial: Trial) -> dict[str, Any]:
        """As it is read."""
        found = Trial.objects.select_related("post").get(pk=trial.pk)
        return IdeaTestSerializer(found, context=self.context).data


class IdeaTestFiguresSerializer(serializers.Serializer):
    """`before` and `after`: the mean score of those who scored the same question both times; `moved`: the
    mean of their differences."""

    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    before = FigureSerializer(allow_null=True)
    after = FigureSerializer(allow_null=True)
    moved = FigureSerializer(allow_null=True)


class IdeaTesterSerializer(serializers.Serializer):
    """`first`: what they had said; `later`: what they said when they were asked again."""

    invitation = serializers.IntegerField()
    customer = serializers.IntegerField()
    first = serializers.UUIDField()
    first_score = serializers.IntegerField(allow_null=True)
    later = serializers.UUIDField(allow_null=True)
    later_score = serializers.IntegerField(allow_null=True)
    difference = serializers.IntegerField(allow_null=True)
    invited_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class ProposedTesterSerializer(serializers.Serializer):
    """`answer`: what they complained about."""

    answer = serializers.UUIDField(source="pk")
    customer = serializers.IntegerField(source="customer_id")
    metric = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)


class InviteTestersSerializer(serializers.Serializer):
    answers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST)


class TrialViewSet(OnceMixin, mixins.CreateModelMixin, UpdateMixin, ReadViewSet):
    """Customers who complained try an idea; what they say then stands beside what they had said."""

    permission_required = "ideas.view_idea"
    queryset = Trial.objects.none()
    serializer_class = IdeaTestSerializer
    filterset_fields = ["idea"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return Trial.objects.visible_to(self.request.user).select_related("post")

    def get_serializer_class(self) -> Any:
        return ChangeIdeaTestSerializer if self.action == "partial_update" else IdeaTestSerializer

    def perform_update(self, serializer: Any) -> None:
        self._may_run(serializer.instance)
        serializer.save()

    @extend_schema(request=ChangeIdeaTestSerializer, responses=IdeaTestSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Say better what they try: who is invited from now on reads it."""
        return super().partial_update(request, *args, **kwargs)

    @extend_schema(responses=IdeaTestFiguresSerializer)
    @action(detail=True)
    def figures(self, request: Request, pk: str) -> Answer:
        """How many were asked and answered, and how they find it now."""
        return Answer(IdeaTestFiguresSerializer(results(self.get_object())).data)

    @extend_schema(responses=IdeaTesterSerializer(many=True))
    @action(detail=True, filterset_fields=())
    def testers(self, request: Request, pk: str) -> Answer:
        """Both scores of each customer whose first answer you see, the last one invited on top."""
        seen = testers_seen(self.get_object(), to=request.user)
        page = self.paginate_queryset(seen.only("pk"))
        rows = told(seen.filter(pk__in=[row.pk for row in page or []]).order_by("-pk"))
        return self.get_paginated_response(IdeaTesterSerializer(rows, many=True).data)

    @extend_schema(responses=ProposedTesterSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def proposed(self, request: Request, pk: str) -> Answer:
        """Who may be invited now, the poorest score first; 403 for whom it is not."""
        rows = proposed(self._run().idea, to=request.user)
        return Answer(ProposedTesterSerializer(rows, many=True).data)

    @extend_schema(request=InviteTestersSerializer, responses=IdeaTesterSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def invite(self, request: Request, pk: str) -> Answer:
        """Invite those who gave these answers; who may not be asked is left out, 409 once it has ended."""
        found, asked = self._run(), InviteTestersSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if found.post.retired_at:
            raise ConflictError(_("The test has ended."))
        answers = Response.objects.visible_to(request.user).filter(pk__in=asked.validated_data["answers"])
        sent = {made.pk for made in testing.invite_testers(found, answers, by=request.user)}
        rows = told(found.testers.filter(pk__in=sent).order_by("pk"))
        return Answer(IdeaTesterSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=IdeaTestSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Answer:
        """Ask nobody any more; what was said stays."""
        return self._answer(testing.end_trial(self._run()))

    @extend_schema(request=None, responses=IdeaTestSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Answer:
        """Let it go on."""
        return self._answer(testing.resume_trial(self._run()))

    def _run(self) -> Trial:
        return self._may_run(self.get_object())

    def _may_run(self, found: Trial) -> Trial:
        if not found.idea.may_be_tested_by(self.request.user):
            self.permission_denied(self.request)
        return found

    def _answer(self, done: bool) -> Answer:
        if not done:
            raise ConflictError
        return Answer(self.get_serializer(self.find_one()).data)
