"""The newsletter over the API."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions import newsletters as actions
from feedback.models import Newsletter, NewsletterItem
from feedback.notices.newsletters import issue, known_issue
from tenants.api import ViewSet
from tenants.here import today
from tenants.rest import ConflictError

LARGEST = 32_767


class ItemSerializer(serializers.ModelSerializer):
    """One piece, as the editor left it. `kind` says what it was made of."""

    class Meta:
        model = NewsletterItem
        fields = ["id", "position", "kind", "text", "language", "is_left_out"]
        read_only_fields = fields


class ChangedItemSerializer(serializers.Serializer):
    """What to change of a piece; what is not named stays."""

    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    text = serializers.CharField(max_length=10_000, required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    position = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False)
    is_left_out = serializers.BooleanField(required=False)


class NewsletterSerializer(serializers.ModelSerializer):
    items = serializers.SerializerMethodField()
    language = serializers.ChoiceField(choices=settings.LANGUAGES, read_only=True)

    class Meta:
        model = Newsletter
        fields = ["id", "week", "title", "introduction", "language", "items", "made_at", "sent_at", "sent_by",
                  "readers", "written"]  # fmt: skip
        read_only_fields = fields

    @extend_schema(responses=ItemSerializer(many=True))
    def get_items(self, newsletter: Newsletter) -> list[dict[str, Any]]:
        """Of a draft all, for who edits it; of one that was sent what readers get."""
        items = newsletter.items.shown() if newsletter.sent_at else newsletter.items.standing()
        return ItemSerializer(items, many=True).data  # type: ignore[return-value]


class NewNewsletterSerializer(serializers.Serializer):
    """Of the week in which this day lies."""

    week = serializers.DateField()

    def validate_week(self, day: date) -> date:
        if not date(1970, 1, 5) <= day <= today():
            raise serializers.ValidationError(_("This week has not begun."))
        return day


class EditedSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=150, required=False)
    introduction = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    items = ChangedItemSerializer(many=True, required=False)


class PreviewSerializer(serializers.Serializer):
    """The mail as readers get it, in the caller's language."""

    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()
    readers = serializers.IntegerField()


class NewsletterFilter(filters.FilterSet):
    is_sent = filters.BooleanFilter(field_name="sent_at", lookup_expr="isnull", exclude=True)


class NewsletterViewSet(ViewSet):
    """What was learned of customers in a week. What was sent is read by all, drafts by their editors."""

    permission_required = {
        "list": "feedback.view_newsletter", "retrieve": "feedback.view_newsletter",
        "*": "feedback.change_newsletter",
    }  # fmt: skip
    queryset = Newsletter.objects.none()
    serializer_class = NewsletterSerializer
    filterset_class = NewsletterFilter

    def get_queryset(self) -> Any:
        return Newsletter.objects.visible_to(self.request.user)

    def _asked(self, kind: type[serializers.Serializer]) -> dict[str, Any]:
        asked = kind(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def _answer(self, done: object, found: Newsletter) -> Answer:
        """409 where it was sent meanwhile, or is empty."""
        if not done:
            raise ConflictError
        return Answer(self.get_serializer(Newsletter.objects.get(pk=found.pk)).data)

    @extend_schema(request=NewNewsletterSerializer, responses={201: NewsletterSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Gather a draft; the newsletter of that week where there is one."""
        week = self._asked(NewNewsletterSerializer)["week"]
        made = actions.draft(week=week, by=request.user, language=get_language() or "en")
        return Answer(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EditedSerializer, responses=NewsletterSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Change the words of a draft, the order of its pieces, or leave one out."""
        return super().partial_update(request, *args, **kwargs)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        found, facts = self.get_object(), self._asked(EditedSerializer)
        items = facts.pop("items", [])
        return self._answer(actions.edit(found, facts, items), found)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Throw a draft away."""
        if not actions.discard(self.get_object()):
            raise ConflictError
        return Answer(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=NewsletterSerializer)
    @action(detail=True, methods=["post"])
    def gather(self, request: Request, pk: str) -> Answer:
        """Add what came in since, at the end."""
        found = self.get_object()
        actions.gather(found)
        return self._answer(found.sent_at is None, found)

    @extend_schema(responses=PreviewSerializer)
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def preview(self, request: Request, pk: str) -> Answer:
        """The mail as readers will get it."""
        known_issue.forget()
        reader = request.user
        mail = issue(actions.letter_to(self.get_object(), reader.pk, reader.email, reader.language))
        if mail is None:
            raise ConflictError
        html = str(mail.alternatives[0][0])
        facts = {"subject": mail.subject, "text": mail.body, "html": html}
        return Answer(PreviewSerializer(facts | {"readers": actions.wishing().count()}).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def proof(self, request: Request, pk: str) -> Answer:
        """The mail itself, to the caller only."""
        found = self.get_object()
        if found.sent_at:
            raise ConflictError
        actions.send_proof(found, to=request.user)
        return Answer(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=NewsletterSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Answer:
        """To all who wish to get it, once; 409 where it was sent before, or is empty."""
        found = self.get_object()
        return self._answer(actions.send(found, by=request.user), found)
