"""The proof that pulse answers are anonymous, for anybody with access to the server: looked for in the live
database, which refuses to be written to meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from employees.actions.proving.catalog import reading
from employees.actions.proving.elsewhere import check_elsewhere
from employees.actions.proving.findings import FAILED, HELD, NOTED, UNCHECKED, Finding
from employees.actions.proving.links import check_links
from employees.actions.proving.places import check_places
from employees.actions.proving.published import check_published
from employees.actions.proving.sealed import check_content, check_keys
from employees.models import Proof, Wave

__all__ = ["FAILED", "HELD", "NOTED", "UNCHECKED", "Finding", "Proven", "keep_proof", "prove"]


@dataclass(frozen=True)
class Proven:
    """All that was found in an organisation; each wave's findings stand together."""

    findings: list[Finding]
    waves: dict[int, str]

    @property
    def verdict(self) -> str:
        """The worst of them."""
        found = {finding.verdict for finding in self.findings}
        return FAILED if FAILED in found else UNCHECKED if UNCHECKED in found else HELD

    def kept(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "waves": {str(pk): title for pk, title in self.waves.items()},
            "findings": [finding.kept() for finding in self.findings],
        }


def prove(logs: Sequence[Path] = ()) -> Proven:
    """Look at the organisation in whose schema we stand. Nothing is written: each look is a transaction that
    PostgreSQL holds to reading, and a short one, so that a wave can close meanwhile."""
    with reading():
        waves = list(Wave.objects.filter(opened_at__isnull=False).order_by("pk"))
        found = [*check_places(), *check_keys(waves)]
    found += check_links([wave for wave in waves if wave.closed_at and (wave.answered or 0) >= wave.k])
    for wave in waves:
        with reading():
            found += [*check_content(wave), *check_published(wave)]
    found += check_elsewhere(logs)
    return Proven(found, {wave.pk: wave.title for wave in waves})


def keep_proof(found: Proven) -> Proof:
    """The one thing that is written: what was found, for everybody to read."""
    return Proof.objects.create(verdict=found.verdict, report=found.kept())
