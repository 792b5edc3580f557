"""What was found of one question, of one wave or of all: a sentence and whether it holds."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext

HELD, NOTED, FAILED, UNCHECKED = "held", "noted", "failed", "unchecked"


@dataclass(frozen=True)
class Finding:
    """`text` is an English sentence with places for `facts`: it is kept, and read in any language."""

    check: str
    verdict: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)
    wave: int | None = None

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Finding":
        return cls(**kept)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def says(self) -> str:
        return gettext(self.text) % self.facts
