"""A file brought in without the pages."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.actions.imports import ask_for, describe, keep_file
from feedback.connectors.mapping import Mapping
from feedback.connectors.sheet import Reading, propose_reading
from feedback.models import Import
from feedback.tasks.imports import work_on_import


@pytest.fixture
def bring_in(make_post, make_employee, settings, tmp_path):
    """Bring a text in as a file; `mapping` as in the model."""
    settings.MEDIA_ROOT = tmp_path

    def bring_in(
        text: str | bytes,
        *,
        post: Any = None,
        since: Any = None,
        job: str = "run",
        reading: Any = None,
        **mapping: Any,
    ) -> Import:
        raw = text.encode() if isinstance(text, str) else text
        found = Reading(**{**propose_reading(io.BytesIO(raw)).to_json(), **(reading or {})})
        imported = keep_file(
            SimpleUploadedFile("answers.csv", raw), reading=found.to_json(), by=make_employee()
        )
        facts = Mapping(**mapping).to_json()
        post = post or make_post(("csat", "text"), kind="import")
        describe(imported, reading=found.to_json(), mapping=facts, post=post, open_cases_since=since)
        ask(imported, job)
        return imported

    return bring_in


def ask(imported: Import, job: str) -> None:
    assert ask_for(imported, Import.Job(job))
    work_on_import(imported.pk)
    imported.refresh_from_db()
    assert not imported.error
