import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import schema_context

from employees.actions.proving import FAILED, HELD, NOTED, UNCHECKED, Finding, Proven, keep_proof, prove
from tenants.models import Organisation

CODES = {HELD: 0, FAILED: 1, UNCHECKED: 2}
SIGNS = {HELD: "holds", NOTED: "note", FAILED: "FAILS", UNCHECKED: "not checked"}
VERDICTS = {
    HELD: "All that was looked at holds: pulse answers are anonymous here.",
    FAILED: "It does not hold: see what FAILS above.",
    UNCHECKED: "Nothing speaks against it, but not all could be checked: see above.",
}
PREFACE = (
    "This looks at the live database and writes nothing: PostgreSQL itself refuses writes while it looks."
    " Afterwards the result is kept for all employees to read, unless --no-record is given."
)


class Command(BaseCommand):
    help = (
        "Prove that pulse answers are anonymous, on the live database, without writing to it."
        " Exit code 0: it holds, 1: it does not, 2: not all could be checked."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="Of one organisation; all without it.")
        parser.add_argument("--json", action="store_true", help="What was found, for programs.")
        parser.add_argument(
            "--logs", action="append", type=Path, default=[], metavar="PATH",
            help="A log, or a folder of logs, in which no answer may stand; may be given several times.",
        )  # fmt: skip
        parser.add_argument("--no-record", action="store_true", help="Show the result to nobody else.")

    def handle(self, *args: Any, organisation: str | None, logs: list[Path], **options: Any) -> None:
        found = {each.slug: self.prove(each, logs, options) for each in _organisations(organisation)}
        if options["json"]:
            self.stdout.write(json.dumps({slug: proven.kept() for slug, proven in found.items()}, indent=1))
        codes = {CODES[proven.verdict] for proven in found.values()}
        sys.exit(1 if 1 in codes else max(codes))

    def prove(self, organisation: Organisation, logs: list[Path], options: dict[str, Any]) -> Proven:
        with schema_context(organisation.schema_name):
            found = prove(logs)
            if not options["no_record"]:
                keep_proof(found)
        if not options["json"]:
            self.tell(organisation, found)
        return found

    def tell(self, organisation: Organisation, found: Proven) -> None:
        self.stdout.write(f"{organisation.name} ({organisation.slug})\n{PREFACE}\n")
        self.stdout.write("\nOf all waves")
        self.list(finding for finding in found.findings if finding.wave is None)
        for pk, title in found.waves.items():
            self.stdout.write(f"\nWave {pk}, {title}")
            self.list(finding for finding in found.findings if finding.wave == pk)
        self.stdout.write(f"\n{VERDICTS[found.verdict]}\n")

    def list(self, findings: Any) -> None:
        finding: Finding
        for finding in findings:
            self.stdout.write(f"  {SIGNS[finding.verdict]:<11}  {finding.says}")
            if tables := finding.facts.get("tables"):
                self.stdout.write(f"  {'':<11}  The tables: {tables}.")


def _organisations(slug: str | None) -> list[Organisation]:
    found = Organisation.objects.active()
    chosen = list(found.filter(slug=slug) if slug else found)
    if not chosen:
        raise CommandError("There is no such organisation.", returncode=2)
    return chosen
