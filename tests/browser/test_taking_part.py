"""Taking part in ideas in a real browser: what only works there."""

import pytest
from playwright.sync_api import expect

from feedback.models import Customer, Identifier
from ideas.actions import filing
from ideas.metrics.bare import bare
from ideas.models import Idea, IdeaDraft, Mention, Vote
from tests.browser.watching import overflow
from tests.ideas.bytes_of_files import PNG

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def desk(make_board, make_idea, make_employee):
    """Somebody for whose answer three ideas wait."""
    reviewer = make_employee()
    for days in (1, 2, 3):
        make_idea(make_board([reviewer], review_days=days), title=f"Number {days}")
    return reviewer


def test_ideas_are_answered_by_keyboard_alone(acme, desk, browse, assert_accessible):
    page = browse(acme, desk, width=320)
    page.goto("/ideas/review/")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Number 2")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="Number 1")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("the next one; this one goes on waiting")).to_be_visible()
    assert overflow(page) == 0
    assert_accessible(page)
    page.keyboard.press("3")
    expect(page.get_by_label("declined")).to_be_checked()
    page.keyboard.type("jkn: it costs too much")
    expect(page.get_by_role("heading", name="Number 1")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Number 2")).to_be_visible()
    declined = Idea.objects.get(title="Number 1")
    assert (declined.status, declined.moves.get().reason) == ("declined", "jkn: it costs too much")


CHOOSE = """(choices) => {
  for (const [name, value] of Object.entries(choices)) {
    const box = document.getElementById(`id_${name}`);
    box.value = value;
    box.dispatchEvent(new Event('change', {bubbles: true}));
  }
}"""


@pytest.mark.parametrize("form", ["/ideas/boards/{}/new/", "/unnamed/boards/{}/"])
def test_of_two_quick_choices_both_count(
    acme, quiet_board, make_post, make_response, make_employee, browse, assert_accessible, form
):
    post = make_post()
    for score in (1, 2, 9):
        make_response(post=post, score=score)
    page = browse(acme, make_employee(), width=320)
    page.goto(form.format(quiet_board.pk))
    page.evaluate(CHOOSE, {"touchpoint": str(post.touchpoint_id), "segment": "detractor"})
    expect(page.locator("#covered")).to_have_text("2 answers of the last year, 2 cases.")
    page.evaluate(CHOOSE, {"segment": ""})
    expect(page.locator("#covered")).to_have_text("3 answers of the last year, 2 cases.")
    page.evaluate(CHOOSE, {"touchpoint": ""})
    expect(page.locator("#covered")).to_have_text("")
    assert overflow(page) == 0
    assert_accessible(page)


def test_keys_of_one_letter_are_turned_off_for_good(acme, desk, browse):
    page = browse(acme, desk)
    page.goto("/ideas/review/")
    page.get_by_text("By keyboard").click()
    page.get_by_label("Keys of one letter work here").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Number 1")).to_be_visible()


def test_the_desk_works_without_javascript(acme, desk, browse):
    page = browse(acme, desk, javascript=False)
    page.goto("/ideas/review/")
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", name="Number 2")).to_be_visible()


def test_a_name_is_suggested_and_put_in_by_one_press(
    acme, make_idea, make_employee, browse, assert_accessible
):
    nia, idea = make_employee(name="Nia Rowlands"), make_idea()
    page = browse(acme, make_employee(), width=320)
    page.goto(idea.get_absolute_url())
    box = page.get_by_label("Your comment")
    box.press_sequentially("Ask @row")
    page.get_by_role("button", name="Nia Rowlands").click()
    expect(box).to_have_value("Ask @Nia Rowlands ")
    expect(box).to_be_focused()
    expect(page.get_by_role("button", name="Nia Rowlands")).to_have_count(0)
    assert_accessible(page)
    assert overflow(page) == 0
    page.get_by_role("button", name="Say it").last.click()
    expect(page.locator("b", has_text="@Nia Rowlands")).to_be_visible()
    assert Mention.objects.get().employee == nia


def test_what_is_typed_is_kept_and_there_again(acme, make_board, make_employee, browse):
    board, author = make_board(), make_employee()
    page = browse(acme, author, width=320)
    page.goto(f"/ideas/boards/{board.pk}/new/")
    page.get_by_label("the idea in one line").press_sequentially("A roof at the door")
    expect(page.get_by_text("Kept as your draft")).to_be_visible()
    assert IdeaDraft.objects.get().facts["title"] == "A roof at the door"
    page.reload()
    expect(page.get_by_text("This is your draft")).to_be_visible()
    expect(page.get_by_label("the idea in one line")).to_have_value("A roof at the door")
    assert overflow(page) == 0


def test_a_similar_idea_is_voted_for_while_one_is_typed(
    acme, make_idea, make_employee, browse, assert_accessible
):
    idea, voter = make_idea(title="A roof at the bus stop"), make_employee()
    page = browse(acme, voter, width=320)
    page.goto(f"/ideas/boards/{idea.board_id}/new/")
    title, problem = page.get_by_label("the idea in one line"), page.get_by_label("what is the matter?")
    problem.fill("They wait in the rain")
    title.press_sequentially("A roof over our bus stop")
    page.get_by_role("button", name="Vote for this one instead").click()
    expect(page.get_by_text("You want it.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo A roof at the bus stop")).to_be_focused()
    assert Vote.objects.get().voter == voter
    assert_accessible(page)
    assert overflow(page) == 0
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Vote for this one instead")).to_be_focused()
    assert not Vote.objects.exists()
    with page.expect_popup() as read:
        page.get_by_role("link", name="A roof at the bus stop").click()
    expect(read.value.get_by_role("heading", name="A roof at the bus stop")).to_be_visible()
    expect(title).to_have_value("A roof over our bus stop")
    expect(problem).to_have_value("They wait in the rain")
    assert page.url.endswith("/new/")


def test_without_javascript_the_vote_opens_in_a_new_tab(acme, make_idea, make_employee, browse):
    idea = make_idea(title="A roof at the bus stop")
    page = browse(acme, make_employee(), javascript=False)
    page.goto(f"/ideas/boards/{idea.board_id}/new/?title=A+roof+over+our+bus+stop")
    page.get_by_label("what is the matter?").fill("They wait in the rain")
    with page.expect_popup() as voted:
        page.get_by_role("button", name="Vote for this one instead").click()
    expect(voted.value.get_by_text("You want it.")).to_be_visible()
    expect(page.get_by_label("what is the matter?")).to_have_value("They wait in the rain")


def test_the_vote_of_a_customer_is_given_and_undone(
    acme, make_idea, make_champion, browse, assert_accessible
):
    idea, customer = make_idea(), Customer.objects.create(name="Gareth Hallam")
    Identifier.objects.create(customer=customer, kind="email", value="gareth@example.com")
    page = browse(acme, make_champion(), width=320)
    page.goto(idea.get_absolute_url())
    page.get_by_role("link", name="A customer wants it").click()
    page.get_by_label("Name or e-mail address").fill("hallam")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("gareth@example.com")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Wants it Gareth Hallam").click()
    expect(page.get_by_text("It counts that Gareth Hallam wants it.")).to_be_visible()
    expect(page.get_by_role("button", name="Take it back Gareth Hallam")).to_be_visible()
    assert overflow(page) == 0
    assert_accessible(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The vote of Gareth Hallam is taken back.")).to_be_visible()
    assert not Vote.objects.exists()


def test_a_picture_is_shown_on_the_page(acme, make_idea, make_employee, browse, assert_accessible):
    author = make_employee()
    idea = make_idea(by=author)
    filing.add_file(idea, file=bare(PNG), name="roof.png", by=author, caption="A roof")
    page = browse(acme, author, width=320, dark=True)
    page.goto(idea.get_absolute_url())
    picture = page.get_by_role("img", name="A roof")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 2)
    assert_accessible(page)
    assert overflow(page) == 0
