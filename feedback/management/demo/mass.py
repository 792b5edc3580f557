"""The mass of the answers: a file as another tool would export it, and its way through the importer."""

import csv
import io
from datetime import datetime, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from employees.models import Employee, Team
from feedback.actions.imports import ask_for, describe, keep_file
from feedback.connectors.mapping import Mapping, plain
from feedback.connectors.sheet import propose_reading
from feedback.management.demo.organisations import Demo
from feedback.models import Import, ListeningPost, Touchpoint
from feedback.tasks.imports import work_on_import

ABROAD = 0.16
COMMENTED = 0.42
USUAL = 0.60, 0.68
GOOD = {"nps": (9, 9, 10, 10, 10, 8, 7), "csat": (4, 4, 5, 5, 5), "ces": (6, 7), "rating": (4, 5)}
BAD = {"nps": (0, 1, 2, 3, 4, 5, 6, 6), "csat": (1, 1, 2, 2), "ces": (1, 2, 3), "rating": (1, 2)}
HEADER = ["Answer", "Date", "Score", "Comment", "Language", "Touchpoint", "Team"]


def score_of(metric: str, *, is_good: bool, chance: Random) -> int:
    return chance.choice((GOOD if is_good else BAD)[metric])


def comment_of(demo: Demo, touchpoint: str, *, is_good: bool, chance: Random) -> tuple[str, str]:
    """A comment and its language."""
    if chance.random() < ABROAD:
        language = chance.choice(sorted(demo.abroad))
        return chance.choice(demo.abroad[language][int(is_good)]), language
    place = demo.places[touchpoint]
    facts, after = (place.good, place.thanks) if is_good else (place.bad, place.so)
    fact = chance.choice(facts)
    return (f"{fact} {chance.choice(after)}" if chance.random() < 0.75 else fact), "en"


def bring_in(
    demo: Demo, post: ListeningPost, *, by: Employee, days: int, now: datetime, chance: Random
) -> Import:
    """The file, by the importer's own verbs; answers of the last two days open cases."""
    raw = export(demo, days=days, now=now, chance=chance)
    reading = propose_reading(io.BytesIO(raw)).to_json()
    mapping = Mapping(
        ids=[0], date=1, score=2, metric=demo.metric, comments=[3], language=4, touchpoint=5, team=6,
        touchpoints={plain(each.name): each.pk for each in Touchpoint.objects.all()},
        teams={plain(each.name): each.pk for each in Team.objects.all()},
        languages={plain(language): language for language in ("en", *demo.abroad)},
    )  # fmt: skip
    imported = keep_file(SimpleUploadedFile("answers-of-the-old-tool.csv", raw), reading=reading, by=by)
    since = now - timedelta(days=2)
    describe(imported, reading=reading, mapping=mapping.to_json(), post=post, open_cases_since=since)
    ask_for(imported, Import.Job.RUN)
    work_on_import(imported.pk)
    return imported


def export(demo: Demo, *, days: int, now: datetime, chance: Random) -> bytes:
    """The file: so many answers over so many days, fewer at weekends, a little better since the middle."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    leaves = [branch.name for region in demo.tree.below for branch in (region.below or (region,))]
    for number in range(demo.answers):
        writer.writerow([f"A{number:05}", *_row(demo, leaves, days, now, chance)])
    return text.getvalue().encode()


def _row(demo: Demo, leaves: list[str], days: int, now: datetime, chance: Random) -> list[object]:
    at = now - timedelta(days=days * chance.random(), hours=1)
    if at.weekday() >= 5 and chance.random() < 0.5:
        at -= timedelta(days=3)
    team = chance.choice(leaves)
    touchpoint = chance.choice(sorted(demo.places))
    before, after = demo.turned.get(touchpoint, USUAL)
    weakness = 0.14 if team == leaves[3] else 0.0
    share_good = (before if at < now - timedelta(days=days / 2) else after) - weakness
    is_good = chance.random() < share_good
    score = score_of(demo.metric, is_good=is_good, chance=chance)
    comment, language = "", ""
    if chance.random() < COMMENTED:
        comment, language = comment_of(demo, touchpoint, is_good=is_good, chance=chance)
    return [at.strftime("%Y-%m-%d %H:%M:%S"), score, comment, language, touchpoint, team]
