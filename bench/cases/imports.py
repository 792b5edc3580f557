"""`import`: a file of 1,000,000 rows by the real importer, against COPY of as many ready rows into the same
indexed table. 30 % of the rows name a customer who is known, 2 % are refused, and the poor
ones of the last month open cases.

`import_memory`: by how many MB the peak of the importing process grew, against the 64 that it may.
"""

import csv
import os
import random
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.registry import Result, case

ROWS = int(os.environ.get("BENCH_IMPORT_ROWS", "1000000"))
KNOWN = 100_000
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [
    "the",
    "staff",
    "were",
    "kind",
    "and",
    "quick",
    "but",
    "I",
    "waited",
    "too",
    "long",
    "for",
    "somebody",
    "to",
    "tell",
    "me",
    "what",
    "happens",
    "next",
]


@case("import")
def measure() -> Iterable[Result]:
    from django.conf import settings
    from django_tenants.utils import schema_context

    from tenants.actions import create_organisation

    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        organisation = create_organisation(name="Import", slug="import")
        with schema_context(organisation.schema_name):
            post = prepare()
            floor = copy_rate(post)
            file = write_file(Path(folder) / "answers.csv", post)
            warm_up(post, file)
            reset_peak()
            before = peak()
            rate = import_rate(post, file)
            yield Result("import", rate, "rows/s", floor)
            yield Result("import_memory", peak() - before, "MB", 64)


def prepare() -> Any:
    """A post, ten teams of five, and the customers who are known."""
    from django.db import connection

    from employees.models import Employee, Team
    from feedback.models import Goal, Journey, ListeningPost, PostVersion, Stage, Touchpoint

    teams = [Team.objects.create(name=f"Ward {n}") for n in range(10)]
    for n in range(50):
        Employee.objects.create(
            name=f"Lee {n}", email=f"lee{n}@example.com", team=teams[n % 10], password="!"
        )
    stage = Stage.objects.create(journey=Journey.objects.create(name="Visit"), name="Stay")
    post = ListeningPost.objects.create(
        name="Import", kind="import", goal=Goal.objects.create(name="Stay"), team=teams[0],
        touchpoint=Touchpoint.objects.create(stage=stage, name="Ward"), review_on="2030-01-01",
    )  # fmt: skip
    PostVersion.objects.create(post=post, number=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feedback_customer (name, language, salutation, reach_by, needs, created_at)"
            f" SELECT 'Known ' || n, '', '', '', '', now() FROM generate_series(1, {KNOWN}) n"
        )
        cursor.execute(
            "INSERT INTO feedback_identifier (kind, value, customer_id)"
            " SELECT 'email', 'known' || substr(name, 7) || '@example.com', id FROM feedback_customer"
        )
        cursor.execute("ANALYZE")
    return post


def answers() -> Iterable[tuple[int, datetime, int, str, int | None, int]]:
    """Number, moment, score, comment, known customer, team: the same ones for the floor and for the file."""
    drawn, first = random.Random(7), datetime(2024, 1, 31, tzinfo=UTC)
    step = timedelta(days=731) / ROWS
    for number in range(ROWS):
        customer = drawn.randrange(KNOWN) + 1 if drawn.random() < 0.3 else None
        score = drawn.choices((1, 2, 3, 4, 5), (6, 6, 10, 30, 48))[0]
        comment = " ".join(drawn.choices(WORDS, k=drawn.randrange(3, 15)))
        yield number, first + step * number, score, comment, customer, drawn.randrange(10)


def copy_rate(post: Any) -> float:
    """COPY of ready rows into the table of responses with all its indexes and keys; then they are gone."""
    from django.db import connection

    from employees.models import Team
    from tenants.keys import uuid7

    teams = list(Team.objects.order_by("pk").values_list("pk", flat=True))
    columns = (
        "id, post_id, version_id, touchpoint_id, team_id, customer_id, metric, scale, score, answers, "
        "comment, language, channel, source, external_id, received_at, day, created_at, hidden_reason"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM feedback_customer")
        customers = cursor.fetchone()[0]
        ready = [
            (uuid7(), post.pk, post.version.pk, post.touchpoint_id, teams[team],
             customers[customer - 1] if customer else None,
             "csat", 5, score, "{}", comment, "", "import", "floor", str(number), at, at.date(), at, "")
            for number, at, score, comment, customer, team in answers()
        ]  # fmt: skip
        started = time.perf_counter()
        with cursor.copy(f"COPY feedback_response ({columns}) FROM STDIN") as copy:
            for row in ready:
                copy.write_row(row)
        took = time.perf_counter() - started
        cursor.execute("DELETE FROM feedback_response")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE feedback_response")
    return ROWS / took


def write_file(path: Path, post: Any) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Response ID", "Date", "Score", "Comment", "E-mail", "Ward"])
        for number, at, score, comment, customer, team in answers():
            said = "excellent" if number % 50 == 0 else score
            email = f"Known{customer}@Example.com" if customer else ""
            out.writerow(
                [f"R-{number}", at.strftime("%Y-%m-%d %H:%M:%S"), said, comment, email, f"Ward {team}"]
            )
    return path


def bring_in(post: Any, path: Path) -> Any:
    """The file as somebody sent it, mapped and asked for."""
    from django.core.files import File

    from employees.models import Employee, Team
    from feedback.connectors.mapping import Mapping
    from feedback.connectors.sheet import Reading
    from feedback.models import Import

    teams = dict(Team.objects.values_list("name", "pk"))
    mapping = Mapping(ids=[0], date=1, score=2, metric="csat", comments=[3], email=4, team=5, teams=teams)
    with path.open("rb") as file:
        return Import.objects.create(
            name=path.name, file=File(file, name=path.name), post=post, by=Employee.objects.first(),
            job="run", reading=Reading().to_json(), mapping=mapping.to_json(), open_cases_since=SINCE,
            started_at=datetime.now(UTC),
        )  # fmt: skip


def warm_up(post: Any, path: Path) -> None:
    """A thousand rows, taken back again: what is loaded once is not counted."""
    from feedback.actions.undoing import undo
    from feedback.tasks.imports import work_on_import

    short = path.with_name("short.csv")
    with path.open(encoding="utf-8") as file:
        short.write_text("".join(line for _n, line in zip(range(1000), file, strict=False)), encoding="utf-8")
    imported = bring_in(post, short)
    work_on_import(imported.pk)
    undo(imported)


def import_rate(post: Any, path: Path) -> float:
    from feedback.models import Response
    from feedback.tasks.imports import work_on_import

    imported = bring_in(post, path)
    started = time.perf_counter()
    work_on_import(imported.pk)
    took = time.perf_counter() - started
    imported.refresh_from_db()
    print(imported.error or imported.counts, file=sys.stderr)
    expected = ROWS - len(range(0, ROWS, 50))
    if Response.objects.filter(imported=imported).count() != expected:
        raise SystemExit(f"The import stored something else than {expected} answers.")
    return ROWS / took


def peak() -> float:
    """The most memory this process held since the last reset, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")
