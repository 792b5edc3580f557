"""Drafts of ideas over the API: the caller's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers

from ideas.actions import drafting
from ideas.actions.errors import UnkeptError
from ideas.api.ideas import demand
from ideas.forms.ideas import typed_in
from ideas.models import Act, Board, IdeaDraft
from tenants.api import OnceMixin, ReadViewSet, SeenKey
from tenants.rest import ConflictError


class IdeaDraftSerializer(serializers.ModelSerializer):
    """`facts`: what is typed so far, by the names of an idea's fields. Of one board there is one draft: what
    is sent takes its place."""

    board = SeenKey(queryset=Board.objects.open())
    facts = serializers.DictField(child=serializers.CharField(max_length=4000, allow_blank=True))

    class Meta:
        model = IdeaDraft
        fields = ["id", "board", "facts", "at"]
        read_only_fields = ["at"]
        validators: list[Any] = []

    def create(self, said: dict[str, Any]) -> IdeaDraft:
        facts, user = typed_in(said["facts"]), self.context["request"].user
        demand(said["board"], Act.SUBMIT, user)
        try:
            kept = drafting.keep_draft(said["board"], by=user, facts=facts)
        except UnkeptError as refused:
            raise ConflictError(_("No draft is kept where ideas are taken without a name.")) from refused
        if kept is None:
            raise ConflictError(_("There was nothing to keep."))
        return kept


class DraftViewSet(OnceMixin, mixins.CreateModelMixin, mixins.DestroyModelMixin, ReadViewSet):
    """Ideas that you have begun and not handed in; none is kept where ideas are taken without a name."""

    permission_required = "ideas.add_idea"
    queryset = IdeaDraft.objects.none()
    serializer_class = IdeaDraftSerializer
    filterset_fields = ["board"]
    http_method_names = ["get", "post", "delete", "head", "options"]

    def get_queryset(self) -> Any:
        return IdeaDraft.objects.visible_to(self.request.user)

    def perform_destroy(self, draft: IdeaDraft) -> None:
        drafting.discard_draft(draft.board, by=self.request.user)
