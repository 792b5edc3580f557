from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tenants.labels import in_language


class Kind(models.TextChoices):
    """What kind of answer a question takes."""

    NPS = "nps", _("NPS, 0 to 10")
    CSAT = "csat", _("CSAT, 1 to 5")
    CES = "ces", _("CES, 1 to 7")
    RATING = "rating", _("rating, 1 to 5 stars")
    TEXT = "text", _("text")
    CHOICE = "choice", _("choice")
    YES_NO = "yes_no", _("yes or no")


LONGEST = 5_000
"""Characters of a text."""
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5)}
"""The worst and the best value of each scored kind."""


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    key: str
    labels: dict[str, str]

    def label(self, language: str) -> str:
        return in_language(self.labels, language)


@dataclass(frozen=True)
class Question:
    """One question of a version, as it is kept in its JSON."""

    key: str
    kind: str
    required: bool
    labels: dict[str, str]
    options: tuple[Option, ...] = ()

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Question":
        options = tuple(Option(each["key"], each["labels"]) for each in row.get("options", []))
        return cls(row["key"], row["kind"], bool(row.get("required")), row["labels"], options)

    @property
    def is_scored(self) -> bool:
        return self.kind in SCALES

    @property
    def scale(self) -> tuple[int, int]:
        return SCALES[self.kind]

    @cached_property
    def choices(self) -> dict[str, Any]:
        """What can be chosen, as a form sends it, and as it is kept; nothing where one writes freely."""
        if self.is_scored:
            low, high = self.scale
            return {str(number): number for number in range(low, high + 1)}
        if self.kind == Kind.YES_NO:
            return {"yes": "yes", "no": "no"}
        return {option.key: option.key for option in self.options}

    def accepts(self, value: Any) -> bool:
        """Whether this is an answer to the question, as it is kept."""
        if self.kind == Kind.TEXT:
            return isinstance(value, str) and len(value) <= LONGEST and "\0" not in value
        return type(value) in (int, str) and value in self.choices.values()

    def value_of(self, sent: str) -> Any:
        """What a form sent, as it is kept, None for no choice; ValueError where it is not an answer to this
        question, or none where one is required."""
        value = sent.strip() if self.kind == Kind.TEXT else self.choices.get(sent, sent or None)
        if self.required if value in ("", None) else not self.accepts(value):
            raise ValueError(value)
        return value

    def said(self, value: Any, language: str) -> Any:
        """An answer in words: the option's label, where it is one of a choice."""
        words = {option.key: option.label(language) for option in self.options}
        return words.get(value, value) if isinstance(value, str) else value

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)

    def label(self, language: str) -> str:
        return in_language(self.labels, language)
