"""How a file is read and what its columns are: one form whose parts follow from what was chosen before."""

from collections.abc import Iterable
from datetime import datetime, time
from hashlib import blake2b
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from employees.models import Team
from feedback.actions.imports import LARGEST
from feedback.connectors.charset import CHARSETS
from feedback.connectors.dates import DMY, EPOCH, MDY, OPEN
from feedback.connectors.header import Column
from feedback.connectors.mapping import MANY, ONE, BadMapping, Mapping
from feedback.connectors.profile import Profile
from feedback.connectors.sheet import DELIMITERS, BadFile, Reading, propose_reading
from feedback.models import SCALES, Import, ListeningPost, Touchpoint
from feedback.models.responses import Metric
from tenants.here import current_zone

ROLES = [
    ("", _("not used")), ("ids", _("the answer's id")), ("date", _("date")), ("score", _("score")),
    ("comments", _("comment")), ("question", _("question that the comment answers")),
    ("answers", _("further answer")), ("email", _("customer's e-mail")), ("phone", _("customer's phone")),
    ("external", _("customer's number")), ("name", _("customer's name")), ("touchpoint", _("touchpoint")),
    ("team", _("team")), ("language", _("language")), ("only", _("says which rows to take")),
]  # fmt: skip
ORDERS = [
    (OPEN, _("leave open unless other rows decide")),
    (DMY, _("day, month, year")),
    (MDY, _("month, day, year")),
]


class UploadForm(forms.Form):
    """A file on its way in."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("At most 200 MB. Nothing is stored as feedback before you have seen what would be."),
        max_length=200,
        error_messages={"empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    reading: Reading

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 200 MB. Send it in parts."))
        try:
            self.reading = propose_reading(file.file)
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ReadingForm(forms.Form):
    """Charset, delimiter, quote, header, sheet."""

    charset = forms.ChoiceField(label=_("Charset"))
    delimiter = forms.ChoiceField(label=_("Columns are divided by"), choices=list(DELIMITERS.items()))
    quote = forms.ChoiceField(
        label=_("Quotation mark"), choices=[('"', '"'), ("'", "'"), ("", _("none"))], required=False
    )
    sheet = forms.ChoiceField(label=_("Sheet"))
    header_rows = forms.TypedChoiceField(
        label=_("Header rows"), choices=[(n, str(n)) for n in range(4)], coerce=int
    )

    def __init__(self, reading: Reading, sheets: list[str], data: Any = None) -> None:
        super().__init__(data, initial=reading.to_json())
        self.reading = reading
        if reading.kind == "xlsx":
            del self.fields["charset"], self.fields["delimiter"], self.fields["quote"]
            self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
        else:
            del self.fields["sheet"]
            self.fields["charset"].choices = list(CHARSETS.items())  # type: ignore[attr-defined]

    def chosen(self) -> Reading:
        """The reading as chosen; what was not sent stays."""
        self.is_valid()
        return Reading.from_json(self.reading.to_json() | self.cleaned_data)


class Asked(NamedTuple):
    """One value of a column, how often it stands there, and the field that asks what it means."""

    value: str
    count: int
    field: forms.BoundField
    note: Any = None


def value_key(prefix: str, value: str) -> str:
    """The field's name for a value, whatever letters it has."""
    return f"{prefix}-{blake2b(value.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


class MappingForm(forms.Form):
    """Which column is what, and what their values mean."""

    post = forms.ModelChoiceField(
        ListeningPost.objects.open(), label=_("Listening post"),
        error_messages={"required": _("Choose the listening post that the answers belong to.")},
        help_text=_("The answers belong to it; its touchpoint and team take those that name none."),
    )  # fmt: skip
    metric = forms.ChoiceField(
        label=_("The score measures"), choices=[("", "-"), *Metric.choices], required=False
    )
    reverse = forms.BooleanField(
        label=_("The scale is reversed: the lowest number is the best"), required=False
    )
    order = forms.ChoiceField(label=_("Dates such as 03/04/2024 are"), required=False,
                              choices=[*ORDERS, (EPOCH, _("seconds since 1970"))])  # fmt: skip
    order_by = forms.TypedChoiceField(
        label=_("The order depends on the column"), required=False, coerce=int, empty_value=None
    )
    zone = forms.ChoiceField(
        label=_("Time zone of the times"), required=False,
        choices=[(name, name) for name in sorted(available_timezones())],
    )  # fmt: skip
    no_comment = forms.CharField(
        label=_("Texts that mean “no comment”"), required=False, help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    all_in = forms.ChoiceField(
        label=_("Language of the comments"),
        required=False,
        choices=[("", _("not known")), *settings.LANGUAGES],
    )
    opens_cases = forms.BooleanField(label=_("Open cases for poor answers"), required=False)
    since = forms.DateField(
        label=_("for answers received since"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Each customer is then promised an answer, counted from the import."),
    )  # fmt: skip

    def __init__(self, imported: Import, mapping: Mapping, profile: Profile, data: Any = None) -> None:
        super().__init__(data, initial=self._initial(imported, mapping))
        self.mapping, self.profile = mapping, profile
        is_draft = data is not None and "try" not in data
        self.fields["post"].required = not is_draft
        self.fields["metric"].required = mapping.score is not None and not is_draft
        for name in ("order", "zone"):
            self.fields[name].required = mapping.date is not None
        names = [(column.index, column.name[:80]) for column in profile.columns]
        self.fields["order_by"].choices = [("", _("no other column")), *names]  # type: ignore[attr-defined]
        for column in profile.columns:
            self._ask(f"role-{column.index}", column.name, ROLES, _role_of(mapping, column.index))
        self.scores = self._score_fields()
        self.dates = profile.dates(mapping)
        self.orders = [
            self._value("order", value, ORDERS, mapping.orders.get(value, OPEN), sum_of(orders), orders)
            for value, orders in sorted(self.dates.by.items())
        ] if mapping.order_by is not None else []  # fmt: skip
        touchpoints = [(place.pk, str(place)) for place in Touchpoint.objects.all()]
        teams = [(team.pk, str(team)) for team in Team.objects.all()]
        self.touchpoints = self._places("touchpoint", mapping.touchpoint, touchpoints, mapping.touchpoints)
        self.teams = self._places("team", mapping.team, teams, mapping.teams)
        self.languages = self._places("language", mapping.language, settings.LANGUAGES, mapping.languages)
        self.only = self._only_fields()

    @staticmethod
    def _initial(imported: Import, mapping: Mapping) -> dict[str, Any]:
        since = imported.open_cases_since
        return mapping.to_json() | {
            "post": imported.post_id, "no_comment": "\n".join(mapping.no_comment),
            "opens_cases": since is not None, "since": since and since.astimezone(current_zone()).date(),
        }  # fmt: skip

    def _ask(self, name: str, label: str, choices: Iterable[Any], initial: Any) -> forms.BoundField:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=list(choices), required=False, initial=initial
        )
        return self[name]

    def _value(
        self, prefix: str, value: str, choices: Iterable[Any], initial: Any, count: int, note: Any = None
    ) -> Asked:
        field = self._ask(value_key(prefix, value), value or str(_("(empty)")), choices, initial)
        return Asked(value, count, field, note)

    def _places(
        self, prefix: str, column: int | None, choices: Iterable[Any], chosen: dict[str, Any]
    ) -> list[Asked]:
        offered = [("", _("as the listening post")), *choices]
        return [
            self._value(prefix, value, offered, chosen.get(value, ""), count)
            for value, count in self.profile.few(column)
        ]

    def _score_fields(self) -> list[Asked]:
        mapping = self.mapping
        if mapping.score is None or not mapping.metric:
            return []
        low, high = SCALES[mapping.metric]
        choices = [
            ("", _("as it stands")),
            ("none", _("no score")),
            *((n, str(n)) for n in range(low, high + 1)),
        ]
        return [
            self._value("score", value, choices, _score_choice(mapping, value), count)
            for value, count in sorted(self.profile.few(mapping.score))
        ]

    def _only_fields(self) -> list[Asked]:
        found = []
        for value, count in self.profile.few(self.mapping.only):
            name = value_key("only", value)
            taken = value in self.mapping.only_values
            self.fields[name] = forms.BooleanField(label=value, required=False, initial=taken)
            found.append(Asked(value, count, self[name]))
        return found

    @property
    def columns(self) -> list[tuple[Column, forms.BoundField, list[str]]]:
        """Each column with its question and what stands in its first rows."""
        return [
            (column, self[f"role-{column.index}"], [text[:80] for text in self.profile.samples(column.index)])
            for column in self.profile.columns
        ]

    @property
    def places(self) -> list[tuple[Any, list[Asked]]]:
        """What the values of columns mean that say where an answer belongs."""
        return [
            (_("The touchpoints"), self.touchpoints),
            (_("The teams"), self.teams),
            (_("The languages"), self.languages),
        ]

    def chosen(self) -> Mapping:
        """The mapping as chosen; a bad one marks the form."""
        self.is_valid()
        given, facts = self.cleaned_data, dict.fromkeys(ONE) | {name: [] for name in MANY}
        for column in self.profile.columns:
            role = given.get(f"role-{column.index}")
            if role in MANY:
                facts[role].append(column.index)  # type: ignore[union-attr]
            elif role:
                facts[role] = column.index  # type: ignore[assignment]
        facts |= {name: given.get(name) or "" for name in ("metric", "all_in")}
        facts |= {"order": given.get("order") or OPEN, "zone": given.get("zone") or self.mapping.zone}
        facts |= {"reverse": bool(given.get("reverse")), "order_by": given.get("order_by")}
        facts["no_comment"] = [
            line.strip() for line in given.get("no_comment", "").splitlines() if line.strip()
        ]
        facts |= self._values(given)
        try:
            return Mapping.from_json(facts, len(self.profile.columns))
        except BadMapping as error:
            self.add_error(error.field if error.field in self.fields else None, str(error))
            return self.mapping

    def _values(self, given: dict[str, Any]) -> dict[str, Any]:
        """What the values mean, of those that were shown."""

        def of(asked: list[Asked]) -> dict[str, Any]:
            return {
                each.value: value for each in asked if (value := given.get(each.field.name)) not in ("", None)
            }

        return {
            "scores": {
                value: None if said == "none" else int(said) for value, said in of(self.scores).items()
            },
            "orders": {value: said for value, said in of(self.orders).items() if said != OPEN},
            "touchpoints": {value: int(key) for value, key in of(self.touchpoints).items()},
            "teams": {value: int(key) for value, key in of(self.teams).items()},
            "languages": of(self.languages),
            "only_values": [each.value for each in self.only if given.get(each.field.name)],
        }

    def cases_since(self) -> datetime | None:
        """The moment from which poor answers open cases; none where no cases are wanted."""
        day = self.cleaned_data.get("since")
        if not self.cleaned_data.get("opens_cases") or not day:
            return None
        return datetime.combine(day, time(), ZoneInfo(str(current_zone())))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("opens_cases") and not given.get("since") and "since" not in self.errors:
            self.add_error("since", _("Say from which day on answers open cases."))
        return given

    def check_ready(self, mapping: Mapping) -> bool:
        """Whether an import can be tried with it; else the form says what is missing."""
        try:
            mapping.check_ready()
        except BadMapping as error:
            self.add_error(None, str(error))
        return not self.errors


def sum_of(orders: Any) -> int:
    return int(orders.dmy + orders.mdy + orders.both + orders.plain + orders.unreadable)


def _role_of(mapping: Mapping, column: int) -> str:
    many = (name for name in MANY if column in getattr(mapping, name))
    return next(many, next((name for name in ONE if getattr(mapping, name) == column), ""))


def _score_choice(mapping: Mapping, value: str) -> Any:
    if value not in mapping.scores:
        return ""
    score = mapping.scores[value]
    return "none" if score is None else score


class SettleForm(forms.Form):
    """What a damaged text should read, or which day a date means."""

    text = forms.CharField(label=_("The text"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    day = forms.DateField(
        label=_("The day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
