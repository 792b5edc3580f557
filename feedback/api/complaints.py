"""The complaint line over the API: staff hand on what a customer told them."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions.public import receive_complaint
from feedback.forms.answers import CONSENT_VERSION, ComplaintForm, field_name
from feedback.models import Case, ListeningPost
from feedback.models.questions import LONGEST
from tenants.api import OnceMixin, ReadViewSet


class LineSerializer(serializers.ModelSerializer):
    """A complaint line, with what is asked there."""

    title = serializers.DictField(source="version.title", read_only=True)
    questions = serializers.ListField(
        source="version.questions", child=serializers.DictField(), read_only=True
    )

    class Meta:
        model = ListeningPost
        fields = ["id", "name", "team", "touchpoint", "title", "questions"]
        read_only_fields = ["name", "team", "touchpoint"]


class ComplaintSerializer(serializers.Serializer):
    """What the customer said, by the keys of the line's questions, and how they can be reached."""

    answers = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST),
        help_text='Such as {"nps": 1, "text": "It was cold."}',
    )
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    news = serializers.ChoiceField(
        choices=["complaint", "praise"], default="complaint", help_text="Praise opens no case."
    )
    channel = serializers.ChoiceField(choices=["phone", "person", "letter"], default="phone")
    name = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    email = serializers.CharField(max_length=254, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    consent = serializers.BooleanField(default=False, help_text="The customer agreed that we write or call.")
    tester = serializers.BooleanField(
        default=False, help_text="The customer agreed to be asked by e-mail to try what is changed."
    )


class ReceivedSerializer(serializers.Serializer):
    """What came of it."""

    response = serializers.UUIDField()
    case = serializers.IntegerField(allow_null=True)


class ComplaintLineViewSet(OnceMixin, ReadViewSet):
    """Where staff type in what a customer told them."""

    permission_required = "feedback.add_response"
    queryset = ListeningPost.objects.open().filter(kind=ListeningPost.Kind.COMPLAINT)
    serializer_class = LineSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("team", "touchpoint").prefetch_related("versions")

    @extend_schema(request=ComplaintSerializer, responses={201: ReceivedSerializer})
    @action(detail=True, methods=["post"])
    def complaints(self, request: Request, pk: str) -> Answer:
        """Hand on a complaint, whose case opens at once, or praise."""
        asked = ComplaintSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        line, said = self.get_object(), asked.validated_data
        form = _form(line, said)
        received = receive_complaint(
            post=line, by=request.user, number=uuid4().hex, facts=form.response_facts(),
            channel=said["channel"], name=said["name"], email=form.cleaned_data["email"],
            phone=form.cleaned_data["phone"], consent_version=CONSENT_VERSION,
            **form.agreed, is_praise=said["news"] == "praise",
        )  # fmt: skip
        case = Case.objects.filter(response=received).first()
        facts = {"response": received.pk, "case": case and case.pk}
        return Answer(ReceivedSerializer(facts).data, status=status.HTTP_201_CREATED)


def _form(line: ListeningPost, said: dict[str, Any]) -> ComplaintForm:
    """The form of the page, filled in: its rules are the rules here, too."""
    names = {question.key: field_name(question) for question in line.version.asked}
    answers = said["answers"]
    if unknown := sorted(set(answers) - set(names)):
        raise serializers.ValidationError(
            {"answers": {key: ["There is no such question."] for key in unknown}}
        )
    data = said | {names[key]: value for key, value in answers.items()}
    form = ComplaintForm(line.version, said["language"], data)
    if not form.is_valid():
        keys = {name: key for key, name in names.items()}
        raise serializers.ValidationError(
            {keys.get(name, name): found for name, found in form.errors.items()}
        )
    return form
