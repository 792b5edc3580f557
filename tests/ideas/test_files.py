"""Pictures and documents of an idea."""

import os
import time

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from ideas.actions import filing
from ideas.metrics.bare import bare
from ideas.models import Idea, IdeaFile
from ideas.tasks import clean_up
from tests.ideas.bytes_of_files import GIF, JPEG, PDF, PNG, SVG, WEBP


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sent(data=PNG, name="roof.png"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def kept(make_idea, make_employee):
    """A picture on an idea, by its author."""
    author = make_employee()
    return filing.add_file(make_idea(by=author), file=bare(PNG), name="roof.png", by=author)


def test_files_come_with_the_idea(make_board, make_employee, sign_in, said):
    board, client = make_board(), sign_in(make_employee())
    facts = said(touchpoint=said()["touchpoint"].pk) | {"files": [sent(), sent(PDF, "plan.pdf")]}
    assert client.post(f"/ideas/boards/{board.pk}/new/", facts).status_code == 302
    page = client.get(Idea.objects.get().get_absolute_url()).content.decode()
    assert page.count("<img ") >= 1
    assert "plan.pdf" in page


def test_a_wrong_file_keeps_the_idea_waiting(make_board, make_employee, sign_in, said):
    board, client = make_board(), sign_in(make_employee())
    facts = said(touchpoint=said()["touchpoint"].pk) | {"files": sent(SVG, "roof.png")}
    page = client.post(f"/ideas/boards/{board.pk}/new/", facts)
    assert (page.status_code, Idea.objects.exists(), IdeaFile.objects.exists()) == (422, False, False)
    assert "is no PNG, JPEG, WebP or GIF picture" in page.content.decode()


@pytest.mark.parametrize(
    ("data", "kind"), [(PNG, "png"), (JPEG, "jpg"), (WEBP, "webp"), (GIF, "gif"), (PDF, "pdf")]
)
def test_a_file_is_what_its_bytes_say_and_tells_nothing_of_its_maker(data, kind):
    found = bare(data)
    assert found.kind == kind
    assert b"SECRET" in data or kind == "pdf"
    assert b"SECRET" not in found.data
    again = bare(found.data)
    assert (again.data, again.width, again.height) == (found.data, found.width, found.height)


def test_a_picture_stays_turned_as_it_is_shown():
    assert (
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06"
        in bare(JPEG).data
    )


@pytest.mark.parametrize(
    "data",
    [
        b"", SVG, b"<html>", b"MZ\x90", b"GIF89a", b"\xff\xd8\xff\xd9", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n",
        PNG[:-5], PNG[:40], JPEG[:90], GIF[:20], WEBP[:-3],
    ],
)  # fmt: skip
def test_what_is_no_whole_file_of_these_kinds_is_refused(data):
    assert bare(data) is None


def test_the_disk_knows_no_name_and_the_file_opened_does_nothing(kept, make_employee, sign_in, folder):
    page = sign_in(make_employee()).get(f"/ideas/files/{kept.pk}/")
    assert (page["Content-Type"], page["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert page["Content-Disposition"] == 'attachment; filename="roof.png"'
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(page.streaming_content) == bare(PNG).data
    assert not [path for path in folder.rglob("*") if "roof" in path.name]


def test_a_file_is_seen_by_who_sees_the_idea(make_board, make_idea, make_team, make_employee, sign_in):
    team = make_team()
    author = make_employee(team=team)
    idea = make_idea(make_board(teams=[team]), author)
    made = filing.add_file(idea, file=bare(PNG), name="roof.png", by=author)
    stranger = sign_in(make_employee())
    assert stranger.get(f"/ideas/files/{made.pk}/").status_code == 404
    assert stranger.get(f"/api/v1/idea-files/{made.pk}/content/").status_code == 404
    assert sign_in(author).get(f"/api/v1/idea-files/{made.pk}/content/").status_code == 200


def test_later_its_author_and_who_decides_add_files_and_others_do_not(
    make_idea, make_employee, make_champion, sign_in
):
    author = make_employee()
    idea = make_idea(by=author)
    path = f"/ideas/{idea.pk}/files/"
    assert sign_in(make_employee()).post(path, {"files": sent()}).status_code == 403
    assert sign_in(author).post(path, {"files": sent()}).status_code == 302
    assert sign_in(make_champion()).post(path, {"files": sent(GIF, "roof.gif")}).status_code == 302
    assert sign_in(author).post(path, {"files": sent(SVG, "x.png")}).status_code == 422
    assert sign_in(author).post(path, {}).status_code == 422
    assert idea.files.count() == 2


def test_the_same_sent_again_is_one_and_ten_are_all(make_idea, make_employee, sign_in):
    author = make_employee()
    idea, client = make_idea(by=author), sign_in(author)
    for number in (1, 1, *range(2, 13)):
        client.post(f"/ideas/{idea.pk}/files/", {"files": sent(name=f"{number}.png")})
    assert idea.files.count() == 10


def test_too_large_a_file_is_refused(make_idea, make_employee, sign_in, monkeypatch):
    monkeypatch.setattr("ideas.forms.files.LARGEST", 20)
    author = make_employee()
    page = sign_in(author).post(f"/ideas/{make_idea(by=author).pk}/files/", {"files": sent()})
    assert "is larger than 10 MB" in page.content.decode()


def test_a_picture_of_too_many_pixels_is_refused(make_idea, make_employee, sign_in):
    author, wide = make_employee(), PNG[:16] + (20_000).to_bytes(4) + PNG[20:]
    page = sign_in(author).post(f"/ideas/{make_idea(by=author).pk}/files/", {"files": sent(wide)})
    assert "has too many pixels" in page.content.decode()


def test_what_is_to_be_seen_is_said_and_read_out(kept, make_employee, sign_in):
    client = sign_in(kept.by)
    path = f"/ideas/files/{kept.pk}/describe/"
    assert client.get(path).status_code == 200
    client.post(path, {"caption": "A roof & a door"})
    page = sign_in(make_employee()).get(kept.idea.get_absolute_url()).content.decode()
    assert 'alt="A roof &amp; a door"' in page
    assert sign_in(make_employee()).post(path, {"caption": "Mine"}).status_code == 403


def test_taken_away_it_is_brought_back_for_a_week_and_then_its_bytes_go(
    kept, sign_in, make_employee, time_machine_later
):
    client, path = sign_in(kept.by), f"/ideas/files/{kept.pk}/"
    assert sign_in(make_employee()).post(f"{path}remove/").status_code == 403
    assert f"{path}restore/" in client.post(f"{path}remove/", follow=True).content.decode()
    assert client.get(path).status_code == 404
    client.post(f"{path}restore/")
    assert client.get(path).status_code == 200
    client.post(f"{path}remove/")
    clean_up()
    assert default_storage.exists(kept.file.name)
    time_machine_later(days=8)
    clean_up()
    clean_up()
    assert not IdeaFile.objects.exists()
    assert not default_storage.exists(kept.file.name)


def test_bytes_without_a_row_go_after_a_day_and_others_stay(kept):
    for name, hours in (("ideas/new.png", 1), ("ideas/old.png", 30)):
        path = default_storage.path(default_storage.save(name, sent()))
        os.utime(path, (time.time() - hours * 3600,) * 2)
    os.utime(default_storage.path(kept.file.name), (0, 0))
    clean_up()
    assert {name.split(".")[0] for name in default_storage.listdir("ideas")[1]} >= {"new"}
    assert not default_storage.exists("ideas/old.png")
    assert default_storage.exists(kept.file.name)


def test_lost_bytes_are_a_404(kept, sign_in):
    default_storage.delete(kept.file.name)
    assert sign_in(kept.by).get(f"/ideas/files/{kept.pk}/").status_code == 404
    assert sign_in(kept.by).get(kept.idea.get_absolute_url()).status_code == 200


def test_over_the_api_a_file_is_sent_described_taken_away_and_brought_back(make_idea, make_employee, sign_in):
    author = make_employee()
    idea, client = make_idea(by=author), sign_in(author)
    send = lambda **facts: client.post("/api/v1/idea-files/", {"idea": idea.pk} | facts)  # noqa: E731
    made = send(file=sent(), caption="A roof")
    assert (made.status_code, made.json()["kind"], made.json()["caption"]) == (201, "png", "A roof")
    assert send(file=sent(SVG, "x.png")).status_code == 400
    assert send().status_code == 400
    path = f"/api/v1/idea-files/{made.json()['id']}/"
    assert (
        client.patch(path, {"caption": "Doors"}, content_type="application/json").json()["caption"] == "Doors"
    )
    assert client.delete(path).status_code == 204
    assert client.post(f"{path}restore/").status_code == 200
    other = sign_in(make_employee())
    assert other.post("/api/v1/idea-files/", {"idea": idea.pk, "file": sent()}).status_code == 403
    assert other.delete(path).status_code == 403
    assert other.get("/api/v1/idea-files/", {"idea": idea.pk}).json()["results"][0]["id"] == made.json()["id"]
