"""What customers see and do on a board: by their link, without signing in, and never who the others are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Consent
from ideas.actions import commenting, deciding, filing, taking_part, voting
from ideas.actions.panel import invite_customers
from ideas.metrics.bare import bare
from ideas.models import Comment, Idea, PanelMember, Vote
from ideas.views.panel_door import PER_ADDRESS, PER_MEMBER
from tests.ideas.bytes_of_files import PNG


def said(touchpoint, **facts):
    return {
        "title": "A roof at the door", "problem": "We wait in the rain", "proposal": "A roof",
        "delight": "We stay dry", "touchpoint": touchpoint.pk,
    } | facts  # fmt: skip


def test_they_agree_first_and_the_text_is_kept_with_its_version_time_and_source(make_member, visitor):
    member = make_member(agreed=False)
    page = visitor.get(member.path)
    assert "I agree, and take part" in page.text
    assert "Ideas so far" not in page.text
    home = member.path
    assert visitor.post(f"{home}new/", {}).url == home
    visitor.post(f"{member.path}agree/", {})  # without the word
    assert not Consent.objects.exists()
    assert "Ideas so far" in visitor.post(f"{member.path}agree/", {"agreed": "yes"}, follow=True).text
    consent = Consent.objects.get()
    assert (consent.purpose, consent.given, consent.text_version) == ("panel", True, "1")
    assert consent.source == f"board {member.board_id}"
    assert "Staff see my name" in consent.text


def test_a_page_has_no_script_no_session_and_is_kept_by_no_index(make_member, visitor):
    page = visitor.get(make_member().path)
    assert "<script" not in page.text
    assert "session" not in page.cookies
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex", True)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"ended_at": timezone.now()}, 410),
        (
            {
                "link_until": timezone.now() + timedelta(seconds=1),
                "invited_at": timezone.now() - timedelta(9),
            },
            410,
        ),
        ({"number": 7}, 404),
    ],
    ids=["taken back", "over", "an older one"],
)
def test_a_link_that_ended_opens_nothing_and_takes_nothing(
    make_member, propose, visitor, facts, status, time_machine_later
):
    member = make_member()
    idea = propose(member)
    PanelMember.objects.update(**facts)
    time_machine_later(seconds=5)
    for path in ("", "new/", f"ideas/{idea.pk}/"):
        page = visitor.get(f"{member.path}{path}")
        assert (page.status_code, "A roof" in page.text) == (status, False)
    assert visitor.post(f"{member.path}ideas/{idea.pk}/vote/").status_code == status
    assert not Vote.objects.exists()


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "0", "." * 300])
def test_a_made_up_link_opens_nothing(acme, visitor, token):
    assert visitor.get(f"/b/{token}/").status_code == 404
    assert visitor.get(f"/b/stop/{token}/").status_code == 404


def test_a_link_opens_no_other_board_and_at_no_other_organisation(
    make_member, make_board, propose, visitor, client_of, bolt
):
    member = make_member()
    elsewhere = propose(make_member("Ann Ash", board=make_board(is_for_customers=True)))
    for act in ("", "vote/", "comment/"):
        ask = visitor.post if act else visitor.get
        assert ask(f"{member.path}ideas/{elsewhere.pk}/{act}", {"text": "Hm"}).status_code == 404
    assert client_of(bolt).get(member.path).status_code == 404


def test_a_board_that_is_for_customers_no_more_lets_none_in(make_member, visitor):
    member = make_member()
    member.board.is_for_customers = False
    member.board.save()
    assert visitor.get(member.path).status_code == 404


def test_they_propose_and_an_answer_is_promised_as_for_every_idea(
    make_member, make_touchpoint, visitor, panel
):
    member, touchpoint = make_member(), make_touchpoint()
    for _press in range(2):
        page = visitor.post(f"{member.path}new/", said(touchpoint), follow=True)
        assert "Your idea is answered by" in page.text
    idea = Idea.objects.get()
    assert (idea.is_customers, idea.customer, idea.author, idea.touchpoint) == (
        True, member.customer, None, touchpoint,
    )  # fmt: skip
    assert (idea.review.owner, idea.metric) == (panel.reviewers.get(), "cases")
    assert list(Idea.objects.filter(is_customers=True)) == [idea]


def test_the_metric_is_that_of_the_post_which_listens_there(make_member, make_post, propose):
    post = make_post(kinds=("csat", "text"))
    idea = taking_part.propose(
        make_member(), title="A", problem="B", proposal="C", delight="D", touchpoint=post.touchpoint
    )
    assert idea.metric == "csat"


@pytest.mark.parametrize("missing", ["title", "problem", "proposal", "delight", "touchpoint"])
def test_each_question_has_to_be_answered_and_nothing_typed_is_lost(
    make_member, make_touchpoint, visitor, missing
):
    page = visitor.post(f"{make_member().path}new/", said(make_touchpoint()) | {missing: ""})
    assert page.status_code == 422
    assert ("We wait in the rain" if missing != "problem" else "We stay dry") in page.text
    assert not Idea.objects.exists()


def test_a_closed_board_takes_none(make_member, make_touchpoint, visitor):
    member = make_member()
    member.board.closed_at = timezone.now()
    member.board.save()
    visitor.post(f"{member.path}new/", said(make_touchpoint()))
    assert not Idea.objects.exists()


def test_they_vote_once_within_the_budget_and_take_it_back(make_member, make_idea, panel, visitor):
    panel.budget = 1
    panel.save()
    member, (one, other) = make_member(), [make_idea(panel) for _ in range(2)]
    for _press in range(2):
        visitor.post(f"{member.path}ideas/{one.pk}/vote/")
    page = visitor.post(f"{member.path}ideas/{other.pk}/vote/", follow=True)
    assert "All your votes here are given." in page.text
    vote = Vote.objects.get()
    assert (vote.idea, vote.customer, vote.voter, vote.by) == (one, member.customer, None, None)
    visitor.post(f"{member.path}ideas/{one.pk}/take-vote-back/")
    one.refresh_from_db()
    assert (one.votes, Vote.objects.count()) == (0, 0)


def test_a_vote_that_staff_gave_for_them_is_theirs(make_member, make_idea, make_employee, panel):
    member, idea = make_member(), make_idea(panel)
    assert voting.vote_for(idea, customer=member.customer, by=make_employee())
    assert not taking_part.vote_as(member, idea)
    assert taking_part.take_back_as(member, idea)
    assert Idea.objects.get(pk=idea.pk).votes == 0


def test_a_decision_ends_their_votes(make_member, make_idea, panel, visitor):
    member, idea = make_member(), make_idea(panel)
    deciding.decide(idea, to="planned", reason="In spring", by=panel.reviewers.get())
    page = visitor.post(f"{member.path}ideas/{idea.pk}/vote/", follow=True).text
    assert "It takes no votes any more." in page
    assert "In spring" in page
    assert "In spring" in visitor.get(member.path).text


def test_they_comment_and_answer_one_deep(make_member, make_idea, panel, visitor):
    member, idea = make_member(), make_idea(panel)
    path = f"{member.path}ideas/{idea.pk}/"
    assert visitor.post(f"{path}comment/", {"text": " "}).status_code == 422
    for _press in range(2):
        visitor.post(f"{path}comment/", {"text": "Which door?"})
    first = Comment.objects.get()
    visitor.post(f"{path}comment/", {"text": "The front", "parent": first.pk})
    assert list(Comment.objects.of_customers().values_list("text", "parent")) == [
        ("Which door?", None), ("The front", first.pk),
    ]  # fmt: skip


def test_what_they_write_is_text_not_markup(make_member, make_idea, panel, visitor):
    member, idea = make_member(), make_idea(panel)
    visitor.post(f"{member.path}ideas/{idea.pk}/comment/", {"text": "<script>alert(1)</script>"})
    page = visitor.get(f"{member.path}ideas/{idea.pk}/").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_no_page_of_theirs_names_a_customer_or_a_person_of_staff(
    make_member, make_idea, make_employee, make_team, panel, propose, visitor
):
    """Everybody's names stand on the board; none is read by a customer, but what was said is."""
    reader, other = make_member("Zqann Zqash"), make_member("Zqbo Zqbirch")
    staff = make_employee(name="Zqnia Zqrow", team=make_team(name="Front desk"))
    lead = make_employee(name="Zqlars Zqlind")
    theirs, ours = propose(other), make_idea(panel, by=staff)
    for idea in (theirs, ours):
        taking_part.vote_as(other, idea)
        commenting.comment_on(idea, text="We look at it, @Zqnia Zqrow!", by=lead)
        taking_part.comment_as(other, idea, text="At night, too")
        deciding.decide(idea, to="started", reason="Soon", by=staff, owner=staff,
                        due_on=timezone.localdate() + timedelta(days=9))  # fmt: skip
    paths = ["", "?view=newest", "?view=mine", "new/", "leave/"]
    paths += [f"ideas/{idea.pk}/" for idea in (theirs, ours)]
    pages = [visitor.get(f"{reader.path}{path}") for path in paths]
    assert {page.status_code for page in pages} == {200}
    names = ("Zqann", "Zqash", "Zqbo", "Zqbirch", "Zqnia", "Zqrow", "Zqlars", "Rhian", "@example.com")
    assert not [(name, page.request["PATH_INFO"]) for page in pages for name in names if name in page.text]
    shown = pages[-2].text
    assert all(words in shown for words in ("At night, too", "A customer", "Soon"))
    assert "We look at it, <b>@a colleague</b>!" in shown
    assert "Front desk" in pages[-1].text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("@Zqnia Zqrow knows; @Zqnia, please", "<b>@a colleague</b> knows; <b>@a colleague</b>, please"),
        ("@Zqann, or who sits there", "<b>@a colleague</b>, or who sits there"),
        ("@Zqlars", "<p><b>@a colleague</b></p>"),
        ("Write to <me@example.com> & wait", "Write to &lt;me@example.com&gt; &amp; wait"),
    ],
)
def test_whom_staff_mean_by_an_at_is_named_to_no_customer(
    make_member, make_idea, make_employee, panel, visitor, text, read
):
    reader, idea = make_member(), make_idea(panel)
    for name in ("Zqnia Zqrow", "Zqann Zqlow", "Zqann Zqhigh"):
        make_employee(name=name)
    commenting.comment_on(idea, text=text, by=make_employee(name="Zqlars Zqlind"))
    assert read in visitor.get(reader.idea_path(idea.pk)).text


def test_a_name_that_is_written_out_later_is_named_to_no_customer(
    make_member, make_idea, make_employee, panel, visitor
):
    reader, idea, by = make_member(), make_idea(panel), make_employee()
    make_employee(name="Zqnia Zqrow")
    said = commenting.comment_on(idea, text="@Zqnia knows", by=by)
    commenting.edit_comment(said, text="@Zqnia Zqrow knows", by=by)
    assert "<b>@a colleague</b> knows" in visitor.get(reader.idea_path(idea.pk)).text


def test_on_a_board_without_names_they_do_not_read_whose_team_it_was(
    make_member, make_idea, make_employee, make_team, panel, visitor
):
    reader = make_member()
    idea = make_idea(panel, by=make_employee(team=make_team(name="Front desk")))
    assert "Front desk" in visitor.get(reader.idea_path(idea.pk)).text
    type(panel).objects.update(shows_names=False)
    page = visitor.get(reader.idea_path(idea.pk)).text
    assert "Somebody" in page
    assert "Front desk" not in page


def test_they_see_the_pictures_of_ideas_that_they_read_and_no_others(
    make_member, make_idea, make_board, panel, visitor, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    member = make_member()
    here, elsewhere, gone = (
        filing.add_file(idea, file=bare(PNG), name="roof.png", by=idea.author)
        for idea in (make_idea(panel), make_idea(), make_idea(panel))
    )
    filing.remove_file(gone, by=gone.by)
    home = member.path
    path = f"{home}files/{here.pk}/"
    assert f'src="{path}"' in visitor.get(f"{home}ideas/{here.idea_id}/").text
    shown = visitor.get(path)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert shown["Cache-Control"] == "private, no-store"
    for other in (elsewhere, gone):
        assert visitor.get(f"{member.path}files/{other.pk}/").status_code == 404
    PanelMember.objects.update(ended_at=timezone.now())
    assert visitor.get(path).status_code == 410


def test_staff_read_the_customers_name_with_a_link_for_who_sees_them(
    make_member, propose, make_employee, make_champion, sign_in
):
    member = make_member()
    idea = propose(member)
    taking_part.comment_as(member, idea, text="At night, too")
    link = f'href="/customers/{member.customer_id}/"'
    for person, links in ((make_champion(), 2), (make_employee(), 0)):
        page = sign_in(person).get(f"/ideas/{idea.pk}/").text
        assert (page.count("Gareth Hallam"), page.count(link)) == (2, links)


def test_on_a_one_way_board_they_see_only_their_own(make_member, make_board, propose, visitor):
    board = make_board(is_for_customers=True, is_one_way=True)
    mine, other = make_member(board=board), make_member("Ann Ash", board=board)
    propose(mine, title="Mine alone")
    foreign = propose(other, title="Not for others")
    page = visitor.get(mine.path).text
    assert ("Mine alone" in page, "Not for others" in page) == (True, False)
    assert visitor.get(f"{mine.path}ideas/{foreign.pk}/").status_code == 404


def test_who_left_reads_nothing_and_may_come_back(make_member, propose, visitor):
    member = make_member()
    idea = propose(member)
    visitor.post(f"{member.path}leave/", {})
    page = visitor.get(f"{member.path}ideas/{idea.pk}/")
    assert ("A roof" in page.text, "You have left this board." in page.text) == (False, True)
    visitor.post(f"{member.path}ideas/{idea.pk}/vote/")
    assert not Vote.objects.exists()
    visitor.post(f"{member.path}agree/", {"agreed": "yes"})
    assert "A roof" in visitor.get(f"{member.path}ideas/{idea.pk}/").text
    given = Consent.objects.filter(purpose="panel").order_by("id").values_list("given", flat=True)
    assert list(given) == [True, False, True]


def test_what_they_said_stays_without_their_name_if_they_ask(
    make_member, make_idea, panel, propose, visitor, make_champion, sign_in
):
    member, ours = make_member(), make_idea(panel)
    idea = propose(member)
    for each in (idea, ours):
        taking_part.vote_as(member, each)
        taking_part.comment_as(member, each, text="At night, too")
    assert visitor.post(f"{member.path}leave/", {"takes_name_off": "on"}).status_code == 200
    assert visitor.get(member.path).status_code == 404
    for model in (Idea, Comment, Vote):
        assert not model.objects.filter(customer=member.customer).exists()
    assert [kind.objects.filter(is_customers=True).count() for kind in (Idea, Comment)] == [1, 2]
    assert [Idea.objects.get(pk=each.pk).votes for each in (idea, ours)] == [1, 1]
    page = sign_in(make_champion()).get(f"/ideas/{idea.pk}/").text
    assert ("Gareth Hallam" in page, "Handed in by a customer" in page) == (False, True)
    assert panel.members.count() == 0


def test_whose_name_is_off_is_not_invited_again(make_member, panel, make_champion):
    member = make_member()
    taking_part.leave(member, text="I leave", takes_name_off=True)
    fates = invite_customers(panel, customers=[member.customer], by=make_champion())
    assert fates == {member.customer_id: "refused"}


def test_a_customer_who_is_deleted_leaves_what_was_said_and_the_number_of_votes(
    make_member, propose, make_customer
):
    member = make_member()
    idea = propose(member)
    taking_part.vote_as(member, idea)
    taking_part.comment_as(member, idea, text="At night, too")
    member.customer.delete()
    idea.refresh_from_db()
    assert (idea.votes, Vote.objects.count(), idea.comments.count()) == (1, 1, 1)
    assert not PanelMember.objects.exists()


def test_so_many_writes_an_hour_of_one_link_and_of_one_address(make_member, make_idea, panel, visitor):
    first, idea = make_member(), make_idea(panel)
    press = lambda member: visitor.post(f"{member.path}ideas/{idea.pk}/take-vote-back/").status_code  # noqa: E731
    assert {press(first) for _ in range(PER_MEMBER)} == {302}
    refused = visitor.post(f"{first.path}ideas/{idea.pk}/vote/")
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 3601) == (429, True)
    assert visitor.get(first.path).status_code == 200
    others = [make_member(f"Ann{n} Ash") for n in range(PER_ADDRESS // PER_MEMBER)]
    statuses = [press(member) for member in others for _ in range(PER_MEMBER)]
    assert statuses.count(302) == PER_ADDRESS - PER_MEMBER


def test_the_board_asks_little_however_many_ideas_there_are(
    make_member, make_idea, panel, visitor, django_assert_max_num_queries
):
    member = make_member()
    for _ in range(17):
        make_idea(panel)
    visitor.get(member.path)  # the host is known then
    with django_assert_max_num_queries(6):
        assert visitor.get(member.path).text.count('class="row two"') == 17
