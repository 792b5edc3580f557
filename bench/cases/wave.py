"""A wave over 20,000 employees: how long it takes to open and to close, and the pages of its results."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from django.conf import settings
from django.utils import timezone

from bench import pages
from bench.databases import settle
from bench.registry import Result, case
from employees.actions.sealing import seal
from employees.actions.waves import close_wave, open_wave
from employees.models import (
    Association,
    Employee,
    Invited,
    Participation,
    PulseAnswer,
    PulseComment,
    Sealed,
    Team,
    Term,
    Wave,
    WaveGroup,
)
from employees.models import Result as PublishedResult

SIZE = int(os.environ.get("BENCH_EMPLOYEES", "20000"))
REGIONS, STORES, DRIVERS = 10, 1500, 10
ANSWERED = 0.8
FILLED = (
    PublishedResult,
    Association,
    WaveGroup,
    Invited,
    Participation,
    PulseAnswer,
    PulseComment,
    Employee,
)
OPENS, CLOSES = 30.0, 60.0
"""Seconds that it may take."""
chance = Random(20_000)


@case("wave")
def measure() -> Iterator[Result]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PULSE_KEY_DIR = tempfile.mkdtemp()
    client = pages.champion_of("Wave of many", staff)
    for number in (1, 2):
        wave = Wave.objects.create(
            title=f"Wave {number}", questions=questions(), closes_at=timezone.now() + timedelta(days=9)
        )
        yield Result(f"wave {number}, {SIZE:,} employees, open", seconds(open_wave, wave), "s", OPENS)
        answer(wave)
        yield Result(f"wave {number}, close", seconds(close_wave, wave), "s", CLOSES)
    settle(*(model._meta.db_table for model in FILLED))
    region = wave.groups.get(name="Region 1").pk
    paths = {"all": "", "a region": f"?group={region}"}
    for name, group in paths.items():
        yield from pages.measured(client, f"results, {name}", f"/figures/pulse/{wave.pk}/{group}")
    yield from pages.measured(client, "results, waves", "/figures/pulse/")
    yield from pages.measured(client, "results, comments", f"/figures/pulse/{wave.pk}/comments/change/")


def seconds(do: Callable[[Wave], object], wave: Wave) -> float:
    started = time.perf_counter()
    do(wave)
    return time.perf_counter() - started


def staff() -> Employee:
    """In stores of ten regions; and the champion."""
    regions = [Team.objects.create(name=f"Region {number}") for number in range(REGIONS)]
    stores = Team.objects.bulk_create(
        Team(name=f"Store {number}", parent=regions[number % REGIONS]) for number in range(STORES)
    )
    Employee.objects.bulk_create(
        (
            Employee(name=f"Person {number}", email=f"person{number}@example.org", password="!",
                     team=stores[number % STORES if number % 7 else number * 31 % 700])
            for number in range(SIZE)
        ),
        2000,
    )  # fmt: skip
    champion, today = Employee.objects.get(name="Person 0"), timezone.localdate()
    Term.objects.create(employee=champion, sponsor=champion, starts=today, ends=today + timedelta(days=9))
    return champion


def questions() -> list[dict[str, object]]:
    kinds = [
        ("enps", "enps"),
        *((f"driver{number}", "driver") for number in range(DRIVERS)),
        ("change", "open"),
    ]
    return [{"key": key, "kind": kind, "labels": {"en": f"About {key}?"}} for key, kind in kinds]


def answer(wave: Wave) -> None:
    """Four of five answer, sealed as the form seals them, without the time that the form takes."""
    asked = list(Invited.objects.filter(wave=wave).values_list("employee", "group"))
    asked = chance.sample(asked, int(len(asked) * ANSWERED))
    rows = [Sealed(wave=wave, blob=seal(wave.pk, said(group))) for _employee, group in asked]
    Sealed.objects.bulk_create(rows, 500)
    Participation.objects.bulk_create(
        (Participation(wave=wave, employee_id=one) for one, _group in asked), 2000
    )


def said(group: int) -> dict[str, object]:
    mood = chance.gauss(0, 1)
    scores = {"enps": limited(chance.gauss(7 + mood, 2), 0, 10)}
    for number in range(DRIVERS):
        scores[f"driver{number}"] = limited(chance.gauss(3 + mood * number / 10, 1), 1, 5)
    return {"group": group, "scores": scores, "comments": {"change": "The lift has been broken since June."}}


def limited(value: float, least: int, most: int) -> int:
    return max(least, min(most, round(value)))
