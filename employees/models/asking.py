from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenants.labels import in_language

ENPS = "enps"
DRIVER = "driver"
OPEN = "open"
SCALES = {ENPS: range(11), DRIVER: range(1, 6)}
FEWEST = 5
"""Nobody is asked where fewer would be; no organisation may choose fewer."""
LONGEST = 1000
"""Characters of an open answer."""


@dataclass(frozen=True)
class PulseQuestion:
    """One question of a wave: eNPS (0 to 10), a driver (agree, 1 to 5) or an open one."""

    key: str
    kind: str
    labels: dict[str, str]

    @classmethod
    def read(cls, row: dict[str, Any]) -> "PulseQuestion":
        """As it is kept: {"key": "enps", "kind": "enps", "labels": {"en": "How likely ...?"}}."""
        return cls(row["key"], row["kind"], row["labels"])

    @property
    def is_scored(self) -> bool:
        return self.kind in SCALES

    @property
    def scale(self) -> range:
        return SCALES[self.kind]

    def label(self, language: str) -> str:
        return in_language(self.labels, language)


def languages_of(asked: Sequence[PulseQuestion]) -> list[str]:
    """Those in which every question has its words."""
    return [code for code in asked[0].labels if all(code in q.labels for q in asked)] if asked else []
