"""Which column is what: typed, and to and from JSON."""

import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from feedback.connectors.dates import OPEN, ORDERS
from feedback.models.questions import SCALES

ONE = (
    "date",
    "score",
    "question",
    "email",
    "phone",
    "external",
    "name",
    "touchpoint",
    "team",
    "language",
    "only",
)
MANY = ("ids", "comments", "answers")


class BadMapping(ValueError):
    """The mapping cannot be used; `field` says where, the message why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass
class Mapping:
    """What each column of a file means. Columns are counted from 0; values are compared by `plain`."""

    ids: list[int] = field(default_factory=list)
    date: int | None = None
    order: str = OPEN
    order_by: int | None = None
    orders: dict[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    score: int | None = None
    metric: str = ""
    reverse: bool = False
    scores: dict[str, int | None] = field(default_factory=dict)
    comments: list[int] = field(default_factory=list)
    no_comment: list[str] = field(default_factory=list)
    question: int | None = None
    answers: list[int] = field(default_factory=list)
    email: int | None = None
    phone: int | None = None
    external: int | None = None
    name: int | None = None
    touchpoint: int | None = None
    touchpoints: dict[str, int] = field(default_factory=dict)
    team: int | None = None
    teams: dict[str, int] = field(default_factory=dict)
    language: int | None = None
    languages: dict[str, str] = field(default_factory=dict)
    all_in: str = ""
    only: int | None = None
    only_values: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, facts: dict[str, Any], width: int) -> "Mapping":
        """The mapping of these facts for a file of `width` columns; refuses what makes no sense."""
        if unknown := set(facts) - set(cls.__dataclass_fields__):
            raise BadMapping(sorted(unknown)[0], _("There is no such setting."))
        for name, value in facts.items():
            _check_shape(name, value)
        mapping = cls(**facts)
        mapping._check(width)
        return mapping

    def _check(self, width: int) -> None:
        for name in (*ONE, "order_by"):
            _check_column(name, getattr(self, name), width)
        for name in MANY:
            for column in getattr(self, name):
                _check_column(name, column, width)
        if self.order not in ORDERS or set(self.orders.values()) - set(ORDERS):
            raise BadMapping("order", _("Choose one of the orders."))
        if self.zone not in available_timezones():
            raise BadMapping("zone", _("There is no such time zone."))
        if self.metric and self.metric not in SCALES:
            raise BadMapping("metric", _("Choose one of the metrics."))
        self._check_scores()

    def _check_scores(self) -> None:
        if self.score is not None and not self.metric:
            raise BadMapping("metric", _("Say what the score measures."))
        if self.metric:
            low, high = SCALES[self.metric]
            if any(score is not None and not low <= score <= high for score in self.scores.values()):
                raise BadMapping("scores", _("A score must be on the scale."))

    def check_ready(self) -> None:
        """Refuse to import with a mapping that says too little."""
        if self.score is None and not self.comments and not self.answers:
            raise BadMapping("score", _("Say which column holds the score or the comment."))
        if self.only is not None and not self.only_values:
            raise BadMapping("only_values", _("Choose the values whose rows are taken."))


SHAPES: dict[str, type | tuple[type, ...]] = {
    "order": str, "zone": str, "metric": str, "all_in": str, "reverse": bool,
    "ids": list, "comments": list, "answers": list, "no_comment": list, "only_values": list,
    "orders": dict, "scores": dict, "touchpoints": dict, "teams": dict, "languages": dict,
}  # fmt: skip
INSIDE: dict[str, type | tuple[type, ...]] = {
    "ids": int, "comments": int, "answers": int, "no_comment": str, "only_values": str, "orders": str,
    "scores": (int, type(None)), "touchpoints": int, "teams": int, "languages": str,
}  # fmt: skip


def _check_shape(name: str, value: Any) -> None:
    shape = SHAPES.get(name, (int, type(None)))
    inside = list(value.values() if isinstance(value, dict) else value) if name in INSIDE and isinstance(
        value, (list, dict)) else []  # fmt: skip
    wrong = not isinstance(value, shape) or (shape is not bool and isinstance(value, bool))
    if wrong or any(not isinstance(part, INSIDE[name]) or isinstance(part, bool) for part in inside):
        raise BadMapping(name, _("This value is of the wrong kind."))


def _check_column(name: str, column: int | None, width: int) -> None:
    if column is not None and not 0 <= column < width:
        raise BadMapping(name, _("The file has no such column."))


def plain(text: str) -> str:
    """The form in which values are compared: composed, without hard spaces or spaces around it."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).replace("\xa0", " ").split())
