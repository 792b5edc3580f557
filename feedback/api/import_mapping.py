"""How an import is read and what its columns mean."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers

from employees.models import Team
from feedback.actions.imports import describe
from feedback.connectors.charset import CHARSETS
from feedback.connectors.guess import KNOWN, PROPOSED, SET, first_mapping
from feedback.connectors.header import Column
from feedback.connectors.importing import Opened
from feedback.connectors.mapping import INSIDE, SHAPES, BadMapping, Mapping
from feedback.connectors.profile import Profile, profile
from feedback.connectors.sheet import DELIMITERS, QUOTES, BadFile, Reading, sheets
from feedback.models import Import, ListeningPost, Touchpoint
from tenants.rest import ConflictError

LONGEST = 1_000


class ReadingSerializer(serializers.Serializer):
    """How the bytes are read; what is left out stays as it was sniffed."""

    kind = serializers.CharField(read_only=True, help_text=_("csv or xlsx"))
    charset = serializers.ChoiceField(choices=list(CHARSETS), required=False)
    delimiter = serializers.ChoiceField(choices=list(DELIMITERS), required=False)
    quote = serializers.ChoiceField(choices=[q for q in QUOTES if q], required=False, allow_blank=True)
    header_rows = serializers.IntegerField(min_value=0, max_value=3, required=False)
    sheet = serializers.CharField(max_length=100, required=False, allow_blank=True)


def single(kind: Any, **facts: Any) -> serializers.Field:
    """A field for one value of the mapping."""
    if kind is str:
        return serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False, **facts)
    if kind is bool:
        return serializers.BooleanField(**facts)
    return serializers.IntegerField(min_value=0, max_value=2**31, allow_null=kind is not int, **facts)


def mapping_field(name: str) -> serializers.Field:
    shape = SHAPES.get(name, (int, type(None)))
    if shape is list:
        return serializers.ListField(child=single(INSIDE[name]), required=False, max_length=LONGEST)
    if shape is dict:
        return serializers.DictField(child=single(INSIDE[name]), required=False)
    return single(shape, required=False)


class MappingSerializer(serializers.Serializer):
    """What each column means; columns are counted from 0. `score` with its `metric`, `comments`, `date` with
    the `order` of day and month, `email`, `phone`, `external` (the customer's number), `ids` (which together
    name an answer), `touchpoints`, `teams` and `languages` (what a column's values stand for), `scores`
    (which score a word stands for), `only` with `only_values` (which rows are taken)."""

    def get_fields(self) -> dict[str, Any]:
        return {name: mapping_field(name) for name in Mapping.__dataclass_fields__}


class ImportSerializer(serializers.ModelSerializer):
    reading = ReadingSerializer(required=False)
    mapping = MappingSerializer(required=False)
    post = serializers.PrimaryKeyRelatedField(
        queryset=ListeningPost.objects.open(), allow_null=True, required=False
    )
    job = serializers.CharField(
        read_only=True, help_text=_("What is asked for: try, run or undo; empty when it is done.")
    )
    trial = serializers.DictField(read_only=True, help_text=_("What the dry run counted."))
    counts = serializers.DictField(read_only=True, help_text=_("What the run counted."))

    class Meta:
        model = Import
        fields = ["id", "name", "post", "by", "reading", "mapping", "open_cases_since", "created_at", "job",
                  "rows_read", "rows_total", "tried_at", "trial", "started_at", "finished_at", "counts",
                  "failed_at", "error", "undone_at"]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("post", "open_cases_since")]

    def validate_open_cases_since(self, moment: datetime | None) -> datetime | None:
        if moment is not None and moment.year < 1900:
            raise serializers.ValidationError(_("Nothing was received before 1900."))
        return moment

    def update(self, imported: Import, facts: dict[str, Any]) -> Import:
        """Write down how it is read; a 409 when it is being imported already."""
        imported.reading = imported.reading | facts.get("reading", {})
        mapping = checked(imported, facts.get("mapping", imported.mapping))
        since: datetime | None = facts.get("open_cases_since", imported.open_cases_since)
        post = facts.get("post", imported.post)
        changed = describe(
            imported, reading=imported.reading, mapping=mapping, post=post, open_cases_since=since
        )
        if not changed:
            raise ConflictError
        return imported


def read(imported: Import) -> Profile:
    """The beginning of the file, as it is read now; a reading that does not fit is the caller's error."""
    try:
        with Opened(imported) as opened:
            return profile(opened)
    except BadFile as error:
        raise exceptions.ValidationError({"reading": [str(error)]}) from error


def checked(imported: Import, facts: dict[str, Any]) -> dict[str, Any]:
    """The mapping, if it fits the file and names what there is here."""
    width = len(read(imported).columns)
    if not facts:
        return {}
    try:
        mapping = Mapping.from_json(facts, width)
    except BadMapping as error:
        raise exceptions.ValidationError({"mapping": {error.field: [str(error)]}}) from error
    named = {
        "teams": (mapping.teams, set(Team.objects.values_list("pk", flat=True))),
        "touchpoints": (mapping.touchpoints, set(Touchpoint.objects.values_list("pk", flat=True))),
        "languages": (mapping.languages, set(dict(settings.LANGUAGES))),
    }
    wrong = {name: [_("There is no such choice.")] for name, (said, known) in named.items()
             if set(said.values()) - known}  # fmt: skip
    if wrong:
        raise exceptions.ValidationError({"mapping": wrong})
    return mapping.to_json()


def opened_mapping(imported: Import) -> list[Column]:
    """The columns of a file that can be tried or run; else what is missing."""
    if imported.post is None:
        raise exceptions.ValidationError({"post": [_("Choose the post that the answers belong to.")]})
    columns = read(imported).columns
    try:
        Mapping.from_json(imported.mapping, len(columns)).check_ready()
    except BadMapping as error:
        raise exceptions.ValidationError({"mapping": {error.field: [str(error)]}}) from error
    return columns


class ValueSerializer(serializers.Serializer):
    value = serializers.CharField()
    count = serializers.IntegerField()


class ColumnSerializer(serializers.Serializer):
    index = serializers.IntegerField()
    name = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField())
    values = ValueSerializer(many=True, help_text=_("Of a column that has few."))


class ColumnsSerializer(serializers.Serializer):
    """What a person must see to say how a file is read."""

    reading = ReadingSerializer()
    sheets = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)
    mapping = MappingSerializer()
    origin = serializers.ChoiceField(choices=[SET, KNOWN, PROPOSED])


def columns_of(imported: Import) -> dict[str, Any]:
    found = read(imported)
    mapping, origin = first_mapping(imported, found)
    columns = [
        {"index": one.index, "name": one.name, "samples": [text[:80] for text in found.samples(one.index)],
         "values": [{"value": value, "count": count} for value, count in found.few(one.index)]}
        for one in found.columns
    ]  # fmt: skip
    return {"reading": imported.reading, "sheets": sheets_of(imported), "columns": columns,
            "mapping": mapping.to_json(), "origin": origin}  # fmt: skip


def sheets_of(imported: Import) -> list[str]:
    if Reading.from_json(imported.reading).kind != "xlsx":
        return []
    with imported.file.open("rb") as file:
        return sheets(file.file)
