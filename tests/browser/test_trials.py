"""A customer who complained is invited by mail to try an idea; both scores stand side by side."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.mark.usefixtures("quiet_queue")
def test_who_complained_is_invited_and_both_scores_stand_side_by_side(
    acme, make_idea, make_post, make_champion, make_team, browse, mails, assert_accessible
):
    idea, champion = make_idea(), make_champion(team=make_team())
    customer = browse(acme, width=360)
    customer.goto(f"/f/{make_post(touchpoint=idea.touchpoint).key}/")
    customer.get_by_label("2", exact=True).check()
    customer.get_by_label("E-mail, if you would like an answer").fill("rhian@example.com")
    customer.get_by_label("You may write to me about this answer.").check()
    customer.get_by_label("You may ask me to try what you change").check()
    customer.get_by_role("button", name="Send my answer").click()
    staff = browse(acme, champion)
    staff.goto(f"/ideas/{idea.pk}/")
    staff.get_by_role("link", name="Let customers try it").click()
    staff.get_by_label("what do they try?").fill("The new roof at the north door")
    staff.get_by_label("NPS, 0 to 10").check()
    staff.get_by_role("button", name="Choose customers").click()
    staff.get_by_role("checkbox").check()
    staff.get_by_role("button", name="Invite them").click()
    expect(staff.get_by_text("1 customer is invited.")).to_be_visible()
    mail = mails.wait_for("rhian@example.com", 2)  # the first one promises an answer
    text = mail.get_body(("plain",)).get_content()
    assert "The new roof at the north door" in text
    customer.goto("/" + re.search(r"https?://[^/]+/(i/\S+/)\s", text)[1])
    expect(customer.get_by_role("heading", name="Is it better now?")).to_be_visible()
    customer.get_by_label("9", exact=True).check()
    customer.get_by_role("button", name=re.compile("Send")).click()
    staff.reload()
    expect(staff.get_by_role("row", name=re.compile(r"2\s+of 10\s+9\s+of 10\s+\+7"))).to_be_visible()
    assert_accessible(staff)
    staff.locator("tbody a").click()
    expect(staff.get_by_role("region", name="Asked again since")).to_contain_text("9 of 10")
