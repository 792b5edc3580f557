"""Real files go in by the pages, as a person without JavaScript would bring them in."""

import csv
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from employees.models import Commitment
from feedback.models import Case, Import, Response
from feedback.tasks.imports import work_on_import
from tests.conftest import standing_in
from tests.feedback.forms_of import Page
from tests.feedback.import_files import BCA, NHS, STAR_WARS, needs_data


@pytest.fixture
def importer_at(make_champion, make_post, sign_in, settings, tmp_path):
    """The champion of the organisation in which the test stands, at the pages."""
    settings.MEDIA_ROOT = tmp_path

    def make() -> "Importer":
        make_post(("csat", "text"), kind="import", name="Friends and family")
        return Importer(sign_in(make_champion()))

    return make


@pytest.fixture
def importer(importer_at) -> "Importer":
    return importer_at()


class Importer:
    """Somebody at the pages of the import."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.path = ""

    def send(self, file: Any) -> Page:
        with file.open("rb") as opened:
            self.path = self.client.post("/imports/", {"file": opened}).url
        return Page(self.client.get(self.path).content.decode())

    def submit(self, page: Page, button: str = "show") -> Page:
        answer = self.client.post(self.path, page.values | {button: "1"})
        if answer.status_code != 302:
            return Page(answer.content.decode())
        self.work(answer.url)
        return page

    def work(self, path: str) -> Import:
        imported = Import.objects.get(pk=int(path.strip("/").split("/")[1]))
        work_on_import(imported.pk)
        imported.refresh_from_db()
        assert not imported.error
        return imported

    def ask(self, job: str) -> Import:
        answer = self.client.post(self.path.replace("mapping", f"ask/{job}"))
        return self.work(answer.url)

    def look(self) -> str:
        return self.client.get(self.path.replace("mapping/", "")).content.decode()


def plainly(trust: str) -> dict[str, Any]:
    """What the NHS file holds of one Trust, counted without the importer."""
    with NHS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Trust"] == trust]
    answers = defaultdict(list)
    for row in rows:
        answers[row["Respondent ID"]].append(row)
    days, scores, words, damaged = {}, {}, {}, 0
    for key, group in answers.items():
        scores[key] = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}.get(int(group[0]["FFT categorical answer"]))
        texts = [row["FFT answer"].strip() for row in group if row["FFT answer"] != "Did not answer"]
        sound = [text for text in texts if not any(mark in text for mark in ("â€", "Ã", "Â£"))]
        words[key], damaged = "\n\n".join(filter(None, sound)), damaged + len(texts) - len(sound)
        possible = None
        for row in group:
            first, second, year = map(int, row["Date"].split("/"))
            pairs = (
                {(first, second)}
                if row["Service type 1"] != "See and Convey"
                else {(first, second), (second, first)}
            )
            read = {date(year, month, day) for day, month in pairs if month <= 12}
            possible = read if possible is None else possible & read
        days[key] = possible.pop() if len(possible) == 1 else None
    scored = [score for score in scores.values() if score]
    return {
        "read": len(rows), "stored": len(answers), "scored": len(scored), "quarantined": damaged,
        "undated": sum(day is None for day in days.values()),
        "cases": sum((scores[key] or 9) <= 2 and (days[key] or date.min).year >= 2022 for key in answers),
        "csat": round(100 * sum(score >= 4 for score in scored) / len(scored), 6),
        "facts": {key: (scores[key], days[key], words[key]) for key in answers},
    }  # fmt: skip


def describe_nhs(importer: Importer, page: Page, trust: str) -> None:
    """Choose what the columns are, as a person reads them."""
    roles = {
        "Comment ID": "not used", "Respondent ID": "the answer's id", "Trust": "says which rows to take",
        "Date": "date",
        "FFT categorical answer": "score", "FFT answer": "comment",
        "FFT question": "question that the comment answers",
    }  # fmt: skip
    for label, role in roles.items():
        page.choose(label, role)
    page = importer.submit(page)
    page.choose("The score measures", "CSAT")
    page.tick("The scale is reversed: the lowest number is the best")
    page.choose("The order depends on the column (optional)", "Service type 1")
    page = importer.submit(page)
    for value in ("6", "7"):
        page.choose(value, "no score")
    for service in ("PTS - Patient Transport", "111", "Local partnerships- MH", "Community health services",
                    "Forensic", "Unknown", "Specialist Services and CYP", "(empty)"):  # fmt: skip
        if service in page.labels:
            page.choose(service, "day, month, year")
    page.tick(next(label for label in page.labels if label.startswith(f"{trust} (")))
    page.values["no_comment"] = "Did not answer"
    page.choose("Listening post", "Friends and family")
    page.tick("Open cases for poor answers")
    page.values["since"] = "2022-01-01"
    importer.submit(page, "try")


def counted(imported: Import) -> dict[str, Any]:
    found = imported.responses.all()
    scored = [r.score for r in found if r.score is not None]
    return {
        "read": imported.counts["read"] - imported.counts["skipped"], "stored": len(found),
        "scored": len(scored), "quarantined": imported.issues.filter(kind="text").count(),
        "undated": sum(r.day is None for r in found),
        "cases": Case.objects.count(),
        "csat": round(100 * sum(score >= 4 for score in scored) / len(scored), 6),
        "facts": {r.external_id: (r.score, r.day, r.comment) for r in found},
    }  # fmt: skip


@needs_data
@pytest.mark.parametrize(("place", "trust"), [("acme", "NEAS"), ("bolt", "NHFT")])
def test_the_nhs_file_goes_into_two_organisations_one_trust_each(place, trust, organisations, importer_at):
    with standing_in(organisations[place]):
        importer = importer_at()
        describe_nhs(importer, importer.send(NHS), trust)
        first = importer.ask("run")
        expected = plainly(trust)
        assert counted(first) == expected
        assert first.counts == first.counts | {
            name: first.trial[name] for name in ("stored", "cases", "scored", "undated")
        }
        check_it_changes_nothing_again(importer, trust, expected)
        check_undo(importer, first)


def check_it_changes_nothing_again(importer: Importer, trust: str, expected: dict[str, Any]) -> None:
    first_path, facts = importer.path, list(Response.objects.order_by("pk").values())
    page = importer.send(NHS)
    assert "A file with these columns came before" in importer.client.get(importer.path).content.decode()
    importer.submit(page, "try")
    again = importer.ask("run")
    assert (again.counts["stored"], again.counts["changed"], again.counts["unchanged"]) == (
        0,
        0,
        expected["stored"],
    )
    assert list(Response.objects.order_by("pk").values()) == facts
    assert Case.objects.count() == expected["cases"]
    importer.path = first_path


def check_undo(importer: Importer, first: Import) -> None:
    answered = Case.objects.order_by("pk")[3]
    Case.objects.filter(pk=answered.pk).update(answered_at=answered.opened_at)
    assert "One answer would stay" in importer.look()
    importer.ask("undo")
    assert list(Case.objects.all()) == [answered]
    assert list(Response.objects.all()) == [answered.response]
    assert Commitment.objects.count() == 1
    assert f"{answered}</a>" in importer.look()


@needs_data
def test_the_survey_of_star_wars_goes_in_by_the_same_door(importer):
    page = importer.send(STAR_WARS)
    page.choose("Charset", "Mac Roman")
    page = importer.submit(page)
    assert any(label.endswith("Expanded Universe?åÊ") for label in page.labels)
    page.choose("Listening post", "Friends and family")
    importer.submit(page, "try")
    imported = importer.ask("run")

    assert imported.responses.count() == 1186
    first = imported.responses.get(external_id="3292879998").answers
    seen = next(value for key, value in first.items() if key.startswith("Which of the following"))
    assert len(seen) == 6
    assert importer.ask("undo").counts["removed"] == 1186


@needs_data
def test_the_reviews_of_an_app_go_in_by_the_same_door(importer):
    page = importer.send(BCA)
    page.choose("Listening post", "Friends and family")
    importer.submit(page, "try")
    imported = importer.ask("run")
    with BCA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert imported.responses.count() == imported.counts["scored"] == len(rows)
    found = sorted((str(r.day), r.score, r.comment) for r in imported.responses.all())
    assert [each[:2] for each in found] == sorted((row["at"][:10], int(row["score"])) for row in rows)
    assert {each[2] for each in found} == {row["content"].strip() for row in rows}


def test_on_the_disk_a_file_bears_no_name_that_somebody_chose(importer, tmp_path):
    file = tmp_path / "patients of ward 3.csv"
    file.write_text("score\n5\n", "utf-8")
    importer.send(file)
    imported = Import.objects.get()
    assert imported.name == "patients of ward 3.csv"
    assert "ward" not in imported.file.name
    assert imported.file.read() == b"score\n5\n"
