"""An import's errors as a CSV that a spreadsheet opens without running anything in it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from feedback.connectors.charset import CHARSETS, LOST, decode
from feedback.models import Import, ImportIssue
from tenants.sheets import line


def raw_text(issue: ImportIssue) -> str:
    """The value as it reads in the import's charset."""
    charset = issue.imported.reading.get("charset", "utf-8")
    whole = decode(bytes(issue.raw), charset if charset in CHARSETS and issue.kind != "date" else "utf-8")
    return LOST.sub("\ufffd", whole)


def error_rows(imported: Import) -> Iterator[str]:
    """The lines of the file, the header first."""
    yield line([_("Row"), _("Kind"), _("Column"), _("Value"), _("Reason"), _("Proposal"), _("Settled as")])
    for issue in imported.issues.order_by("row", "id").iterator(chunk_size=2000):
        issue.imported = imported
        yield line([
            str(issue.row), issue.get_kind_display(), issue.field, raw_text(issue), issue.reason,
            issue.proposal, issue.settled_as,
        ])  # fmt: skip
