"""An admin sets the organisation's colour and logo."""

import re
import struct
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tenants.audit.models import Entry
from tenants.brand.changing import change_logo
from tenants.brand.pictures import PNG_BEGINS, PNG_ENDS, read_picture
from tenants.models import Organisation
from tests.conftest import standing_in
from tests.pictures import jpeg, picture, webp

LOSSY = webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 3, 2))
LOSSLESS = webp(b"VP8L", b"\x2f" + struct.pack("<I", 2 | 1 << 14))
EXTENDED = webp(b"VP8X", b"\0\0\0\0" + (2).to_bytes(3, "little") + (1).to_bytes(3, "little"))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def admin(sign_in, make_employee, settings, tmp_path, acme):
    settings.MEDIA_ROOT = tmp_path
    return sign_in(make_employee(is_admin=True))


def worn(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def upload(client, data, name="logo.png"):
    return client.post("/look/logo/", {"logo": SimpleUploadedFile(name, data)})


def undo(client):
    """Press the undo of the last thing that was done."""
    paths = re.findall(r'action="(/look/undo/[^"]+)"', client.get("/look/").text)
    return client.post(unescape(paths[-1]))


@pytest.mark.parametrize(
    ("data", "suffix"),
    [(picture(width=3, height=2), ".png"), (jpeg(), ".jpg"), (LOSSY, ".webp"), (LOSSLESS, ".webp"),
     (EXTENDED, ".webp")],
)  # fmt: skip
def test_a_picture_is_known_by_its_bytes(data, suffix):
    found = read_picture(data)
    assert (found.suffix, found.width, found.height) == (suffix, 3, 2)


@pytest.mark.parametrize(
    "data",
    [b"", SVG, b"GIF89a\1\0\1\0;", picture()[:-1], picture() + SVG, jpeg() + SVG, LOSSY + b"x", LOSSY[:25],
     jpeg()[:9] + b"\xff\xd9", PNG_BEGINS + PNG_ENDS, picture(width=0)],
)  # fmt: skip
def test_what_is_no_whole_picture_is_none(data):
    assert read_picture(data) is None


@given(st.sampled_from([b"\xff\xd8\xff", PNG_BEGINS, b"RIFF"]), st.binary(max_size=60))
def test_whatever_comes_reading_ends_without_an_error(begins, rest):
    found = read_picture(begins + rest + b"\xff\xd9")
    assert found is None or found.width > 0


def test_a_colour_is_worn_by_everybody_and_can_be_taken_back(admin, acme, client_of):
    before = acme.brand_color
    page = admin.post("/look/colour/", {"brand_color": "#0B5B66"})
    assert page.url == "/look/"
    assert worn(acme).brand_color == "#0b5b66"
    assert "--brand:#0b5b66" in client_of(acme).get("/brand.css").text
    entry = Entry.objects.filter(action="organisation.look_changed").first()
    assert (entry.before["brand_color"], entry.after["brand_color"]) == (before, "#0b5b66")
    assert entry.actor_name
    assert undo(admin).status_code == 302
    assert worn(acme).brand_color == before


def test_a_colour_is_shown_before_it_is_kept(admin, acme):
    page = admin.post("/look/colour/", {"brand_color": "#ffff00", "show": "1"})
    assert 'fill="#ffff00"' in page.text
    assert "Nothing is changed yet" in page.text
    assert worn(acme).brand_color == acme.brand_color


@pytest.mark.parametrize("color", ["", "red", "#12345", "#1234567", "#00000g", 'x"><script>'])
def test_what_is_no_colour_is_refused(admin, acme, color):
    assert admin.post("/look/colour/", {"brand_color": color}).status_code == 422
    assert worn(acme).brand_color == acme.brand_color


def test_however_bright_the_colour_the_page_says_that_it_can_be_read(admin):
    page = admin.post("/look/colour/", {"brand_color": "#ffff66", "show": "1"})
    assert min(sample.text_ratio for sample in page.context["samples"]) >= 4.5
    assert page.context["on_fill_ratio"] >= 4.5


def test_a_logo_is_served_to_everybody_as_a_picture_and_nothing_else(admin, acme, client_of):
    assert upload(admin, picture("hello"), name="../../evil.svg").status_code == 302
    assert re.fullmatch(r"logo/[0-9a-f]{32}\.png", worn(acme).logo.name)
    logo = client_of(acme).get("/logo")
    assert b"".join(logo.streaming_content) == picture("hello")
    assert logo["Content-Type"] == "image/png"
    assert logo["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in logo["Content-Security-Policy"]
    assert logo["Content-Disposition"] == 'attachment; filename="logo.png"'
    assert '<img class="logo" src="/logo?v=' in client_of(acme).get("/accessibility/").text


@pytest.mark.parametrize(
    ("data", "words"),
    [(SVG, "no PNG, JPEG or WebP"), (picture(width=1, height=2001), "2000 pixels"),
     (picture("x" * 512 * 1024), "512 kB"), (b"", "empty")],
    ids=["svg", "large", "heavy", "empty"],
)  # fmt: skip
def test_another_file_is_refused_with_the_reason(admin, acme, data, words):
    page = upload(admin, data)
    assert page.status_code == 422
    assert words in page.text
    assert not worn(acme).logo


def test_a_logo_is_taken_away_and_comes_back(admin, acme):
    upload(admin, picture("one"))
    name = worn(acme).logo.name
    admin.post("/look/logo/remove/")
    assert not worn(acme).logo
    assert undo(admin).status_code == 302
    assert worn(acme).logo.name == name


def test_the_undo_of_one_organisation_is_nothing_at_another(admin, acme, bolt, make_employee, sign_in):
    admin.post("/look/colour/", {"brand_color": "#0b5b66"})
    path = re.search(r'action="(/look/undo/[^"]+)"', admin.get("/look/").text)[1]
    with standing_in(bolt):
        other = sign_in(make_employee(is_admin=True))
    before = worn(bolt).brand_color
    assert other.post(unescape(path)).status_code == 404
    assert worn(bolt).brand_color == before
    assert other.post("/look/undo/forged/").status_code == 404


def test_one_organisations_look_changes_no_other(admin, acme, bolt):
    before = worn(bolt)
    admin.post("/look/colour/", {"brand_color": "#0b5b66"})
    upload(admin, picture())
    after = worn(bolt)
    assert (after.brand_color, after.logo.name) == (before.brand_color, before.logo.name)


def test_a_logo_is_kept_as_long_as_it_can_be_taken_back(admin, acme, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(4):
            upload(admin, picture(str(number)))
    assert len(default_storage.listdir("logo")[1]) == 4
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        with django_capture_on_commit_callbacks(execute=True):
            change_logo(read_picture(picture("last")))
        names = default_storage.listdir("logo")[1]
    assert len(names) == 2
    assert worn(acme).logo.name.removeprefix("logo/") in names


def test_a_colour_does_not_take_away_the_way_back_to_a_logo(admin, acme, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload(admin, picture("first"))
        first = worn(acme).logo.name
        upload(admin, picture("second"))
        paths = re.findall(r'action="(/look/undo/[^"]+)"', admin.get("/look/").text)
        admin.post("/look/colour/", {"brand_color": "#0b5b66"})
    assert admin.post(unescape(paths[-1])).status_code == 302
    assert worn(acme).logo.name == first


def test_the_set_up_list_leads_here(admin):
    assert 'href="/look/"' in admin.get("/set-up/").text
