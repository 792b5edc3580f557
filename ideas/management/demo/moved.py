"""The ideas that the demo's organisations brought along from the tool that they had beside, until the day
before yesterday."""

import io
import json
import zipfile
from datetime import timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Touchpoint
from ideas.actions import submitting
from ideas.actions.bringing_in import bring_in
from ideas.actions.imports import describe, finish, keep_file
from ideas.connectors.opening import read
from ideas.management.demo.many import Matter, many
from ideas.management.demo.texts import COMMENTS, REASONS
from ideas.models import Board, Idea, IdeaImport
from tenants.here import today

STATUSES = (0, 2, 3, 4, 2, 3, 2, 4)
"""By Fider's numbers; few are open, as each of these is promised an answer here."""
MEANT = {2: "completed", 3: "declined", 4: "planned"}
SEATS, BENCHES = range(1, 12), range(12, 23)
"""Posts of the first two matters, which say the same: each of a bench is the duplicate of one of seats."""
STRANGERS = range(1000, 1060)
Row = dict[str, Any]


def moving_in(board: Board, staff: Staff, places: str, *, days: int, chance: Random) -> Story:
    """As an admin did it: the backup of Fider of so many days, sent, described and brought in."""
    file = SimpleUploadedFile("fider-backup.zip", backup(staff, places, days=days, chance=chance))
    sent = keep_file(file, board=board, source=IdeaImport.Source.FIDER, reading={}, by=staff.admin)
    facts = {
        "touchpoint": Touchpoint.objects.order_by("pk").values_list("pk", flat=True)[0], "segment": "",
        "metric": "nps", "judge_on": (today() + timedelta(days=200)).isoformat(), "language": "",
        "promises": True,
    }  # fmt: skip
    describe(sent, mapping={}, facts=facts)
    counts, _refused = bring_in(sent, read(sent), dry_run=False)
    finish(sent, finished_at=timezone.now(), counts=counts)
    speak(sent, places)
    yield timedelta()


def backup(staff: Staff, places: str, *, days: int, chance: Random) -> bytes:
    """The file as Fider makes it."""
    people = [user(key, person.name, person.email) for key, person in enumerate(staff.everybody, 1)]
    people += [user(key, f"Guest {key}", f"guest{key}@elsewhere.example") for key in STRANGERS]
    keys = [each["id"] for each in people]
    posts = [post(key, told, days, keys, chance) for key, (_code, told) in enumerate(many(places), 1)]
    votes = [
        {"post_id": each["id"], "user_id": voter, "created_at": each["created_at"]}
        for each in posts for voter in chance.sample(keys, int(chance.paretovariate(0.9)) % 40 + 1)
    ]  # fmt: skip
    said = [
        {"id": number, "post_id": each["id"], "user_id": chance.choice(keys),
         "content": chance.choice(COMMENTS), "created_at": each["created_at"]}
        for number, each in enumerate(chance.sample(posts, len(posts) // 3), 1)
    ]  # fmt: skip
    tables = {"posts": posts, "users": people, "post_votes": votes, "comments": said}
    return packed(tables)


def packed(tables: dict[str, list[Row]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
        for name, rows in tables.items():
            into.writestr(f"{name}.json", json.dumps(rows))
    return file.getvalue()


def user(key: int, name: str, email: str) -> Row:
    return {"id": key, "name": name, "email": email}


def post(key: int, told: Matter, days: int, keys: list[int], chance: Random) -> Row:
    at = timezone.now() - timedelta(days=days * chance.random())
    original = SEATS[key - BENCHES[0]] if key in BENCHES else None
    status = 5 if original else STATUSES[key % len(STATUSES)]
    return {
        "id": key, "number": key, "title": told.title, "user_id": chance.choice(keys), "status": status,
        "description": told.problem, "created_at": at.isoformat(), "original_id": original,
        "response": chance.choice(REASONS[MEANT[status]]) if status in MEANT else None,
        "response_date": (at + timedelta(days=3)).isoformat() if status else None,
    }  # fmt: skip


def speak(sent: IdeaImport, places: str) -> None:
    """Their authors were asked since what should change, why, and in which language they write."""
    told = dict(enumerate(many(places), 1))
    found = list(sent.ideas.all())
    for idea in found:
        idea.language, matter = told[int(idea.external_id.removeprefix("fider:"))]
        idea.proposal, idea.delight = matter.proposal, matter.delight
        said = {"title": idea.title, "problem": idea.problem, "proposal": idea.proposal}
        for name, fact in submitting.found_by(said).items():
            setattr(idea, name, fact)
    Idea.objects.bulk_update(found, ["language", "proposal", "delight", "words", "keys"])
