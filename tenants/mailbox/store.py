import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tenants.here import current_schema
from tenants.keys import uuid7

NAME = re.compile(r"[0-9a-f]{32}")


class Mail(NamedTuple):
    """A kept mail as its reader would see it."""

    key: str
    at: datetime
    to: str
    subject: str
    text: str
    links: list[str]


class EmailBackend(BaseEmailBackend):
    """Keeps each mail as a file in its organisation's folder instead of sending it: for the demo."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = own_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            (folder / f"{uuid7().hex}.eml").write_bytes(mail.message().as_bytes())
        return len(email_messages)


def own_folder() -> Path:
    """Where this organisation's mails are kept."""
    return Path(settings.MAIL_FOLDER) / current_schema()


def newest(count: int) -> list[Mail]:
    """The last so many mails of this organisation, newest first."""
    kept = sorted(own_folder().glob("*.eml"), reverse=True)[:count]
    return [read(path) for path in kept]


def find(key: str) -> Mail | None:
    """One mail of this organisation; None where there is none of that name."""
    path = own_folder() / f"{key}.eml"
    return read(path) if NAME.fullmatch(key) and path.is_file() else None


def read(path: Path) -> Mail:
    """The mail in this file; when it was written stands in its name, a UUID version 7."""
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, Parsed)
    body = parsed.get_body(("plain",))
    text = body.get_content() if body else ""
    at = datetime.fromtimestamp(int(path.stem[:12], 16) / 1000, UTC)
    links = re.findall(r"https?://[^\s<>]+", text)
    return Mail(path.stem, at, parsed["To"] or "", parsed["Subject"] or "", text, links)
