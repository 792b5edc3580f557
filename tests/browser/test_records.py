"""The admin, and the page of colour and logo, in a real browser: they keep the policy and can be read."""

import pytest

from feedback.models import Case, ListeningPost
from tests.browser.watching import overflow
from tests.pictures import picture
from tests.records.rows import MAKERS

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_records_are_read_and_changed(acme, make_champion, browse, assert_accessible, dark):
    page = browse(acme, make_champion(is_admin=True), width=1200, dark=dark)
    case, post = MAKERS[Case](), MAKERS[ListeningPost]()
    for path in (
        "case/",
        f"case/{case.pk}/change/",
        "listeningpost/add/",
        f"listeningpost/{post.pk}/change/",
    ):
        page.goto(f"/admin/feedback/{path}")
        assert_accessible(page, without=("empty-table-header",))  # Django's, above the column of deletions
    page.get_by_label("Name").fill("Ward 9")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    post.refresh_from_db()
    assert post.name == "Ward 9"


def test_a_colour_and_a_logo_are_set_and_taken_back(
    acme, make_employee, browse, assert_accessible, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    page = browse(acme, make_employee(is_admin=True), width=320)
    page.goto("/look/")
    page.get_by_label("Your colour").fill("#0b5b66")
    page.get_by_role("button", name="Only show it").click()
    page.get_by_text("Nothing is changed yet").wait_for()
    assert_accessible(page)
    assert not overflow(page)
    page.get_by_label("Your logo").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": picture(width=32, height=32)}
    )
    page.get_by_role("button", name="Show this logo").click()
    page.get_by_text("This is shown now").wait_for()
    assert (
        page.locator("header img.logo").evaluate("image => image.decode().then(() => image.naturalWidth)")
        == 32
    )
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("There is none yet").wait_for()
