"""Merging on pages and over the API: who may, what they see, and how it is undone."""

import re
from html import unescape

import pytest

from ideas.actions import deciding, merging, voting
from ideas.models import Idea, IdeaImport, Vote
from tests.ideas.test_imports import FACTS


@pytest.fixture
def reviewer(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def board(make_board, reviewer):
    return make_board([reviewer])


@pytest.fixture
def pair(board, make_idea, make_employee):
    author = make_employee(name="Nia Rowlands")
    return make_idea(board, title="A roof at the door"), make_idea(
        board, author, title="A roof above the door", problem="The rain comes in"
    )


def page(client, path):
    return client.get(path).content.decode()


def say(into, **more):
    return {"into": into.pk, "reason": "It is the same roof"} | more


def test_whoever_answers_finds_what_is_alike_and_merges_it(pair, reviewer, sign_in):
    idea, same = pair
    client, path = sign_in(reviewer), f"/ideas/{same.pk}/merge/"
    assert "A roof at the door (open, 0 votes)" in page(client, path)
    done = client.post(path, say(idea), follow=True).content.decode()
    assert f'action="/ideas/{same.pk}/unmerge/"' in done
    assert f'<a href="/ideas/{idea.pk}/" dir="auto">A roof at the door</a>' in done
    same.refresh_from_db()
    assert same.merged_into == idea


def test_the_other_one_is_found_by_its_number_and_by_words(pair, board, make_idea, reviewer, sign_in):
    other, client = make_idea(board, title="Überdachung"), sign_in(reviewer)
    path = f"/ideas/{pair[0].pk}/merge/?q="
    for asked in (other.pk, f"%23{other.pk}", "uberdach"):
        assert "Überdachung" in page(client, f"{path}{asked}")
    for asked in ("nowhere", "9" * 200, f"{pair[0].pk}"):
        assert "Nothing found on this board" in page(client, f"{path}{asked}")


@pytest.mark.parametrize("into", ["", "x", "9" * 200, "0", "-1", "\x00"])
def test_what_is_no_idea_of_the_board_is_refused_by_name(pair, reviewer, sign_in, into):
    refused = sign_in(reviewer).post(f"/ideas/{pair[1].pk}/merge/", {"into": into, "reason": "The same"})
    assert refused.status_code == 422
    assert Idea.objects.filter(merged_into=None).count() == 2


def test_it_is_not_merged_into_itself_or_one_elsewhere_and_not_without_a_reason(
    pair, make_idea, reviewer, sign_in
):
    idea, same = pair
    client, path = sign_in(reviewer), f"/ideas/{same.pk}/merge/"
    for said in (say(same), say(make_idea()), say(idea, reason=" ")):
        assert client.post(path, said).status_code == 422


@pytest.mark.parametrize(
    ("has_too", "words"),
    [(False, "or merge the other one into this one."), (True, "Others were merged into both: first take")],
)
def test_an_idea_with_duplicates_is_not_merged_and_page_and_api_say_what_to_do(
    pair, board, make_idea, reviewer, sign_in, has_too, words
):
    (idea, other), client = pair, sign_in(reviewer)
    for target in (idea, other) if has_too else (idea,):
        merging.merge(make_idea(board), into=target, reason="The same", by=reviewer)
    sent = client.post(f"/ideas/{idea.pk}/merge/", say(other))
    assert (sent.status_code, words in sent.text) == (409, True)
    assert "It is the same roof</textarea>" in sent.text
    refused = ask(client, idea, "merge", **say(other))
    assert (refused.status_code, words in refused.json()["detail"]) == (409, True)
    for path in (idea.get_absolute_url(), f"/ideas/{idea.pk}/merge/"):
        shown = client.get(path, follow=True)
        assert "first take those apart, or merge the other one into this one." in shown.text
        assert f'href="/ideas/{idea.pk}/merge/"' not in shown.text
    assert not Idea.objects.filter(pk__in=[idea.pk, other.pk], merged_into__isnull=False).exists()


def test_whoever_merges_what_was_decided_meanwhile_keeps_their_reason(pair, reviewer, sign_in):
    (idea, same), client = pair, sign_in(reviewer)
    deciding.decide(same, to="declined", reason="No room", by=reviewer)
    sent = client.post(f"/ideas/{same.pk}/merge/", say(idea))
    assert (sent.status_code, "It is the same roof</textarea>" in sent.text) == (409, True)
    assert "It is decided by now (declined)" in sent.text
    assert "It is decided by now (declined)" in ask(client, same, "merge", **say(idea)).json()["detail"]
    assert "It is decided by now (declined)" in client.get(f"/ideas/{same.pk}/merge/", follow=True).text


def test_the_note_undoes_it_without_a_word_and_the_page_with_one(pair, reviewer, sign_in):
    idea, same = pair
    client = sign_in(reviewer)
    for said, reason in (({}, "It was merged by mistake."), ({"reason": "Another door"}, "Another door")):
        client.post(f"/ideas/{same.pk}/merge/", say(idea))
        assert client.post(f"/ideas/{same.pk}/unmerge/", {"reason": ""}).status_code == 422
        client.post(f"/ideas/{same.pk}/unmerge/", said)
        assert (same.moves.last().reason, same.moves.last().after) == (reason, "open")
    assert "It is no duplicate any more" in page_after(client, f"/ideas/{same.pk}/unmerge/")


def page_after(client, path):
    return client.post(path, follow=True).content.decode()


def test_only_who_may_answer_it_merges_it_and_takes_that_back(pair, make_employee, make_champion, sign_in):
    idea, same = pair
    for person in (make_employee(), same.author):
        client = sign_in(person)
        assert client.post(f"/ideas/{same.pk}/merge/", say(idea)).status_code == 403
        assert client.post(f"/ideas/{same.pk}/unmerge/").status_code == 403
    assert sign_in(make_champion()).post(f"/ideas/{same.pk}/merge/", say(idea)).status_code == 302


def test_each_text_is_read_on_the_page_of_what_it_goes_on_as(pair, reviewer, make_employee, sign_in):
    idea, same = pair
    merging.merge(same, into=idea, reason="The same", by=reviewer)
    shown = page(sign_in(make_employee()), f"/ideas/{idea.pk}/")
    for words in ("A roof above the door", "The rain comes in", "Handed in by Nia Rowlands"):
        assert words in shown


def test_on_a_board_without_names_its_author_is_not_named(
    make_board, make_idea, reviewer, make_employee, sign_in
):
    board, author = make_board([reviewer], shows_names=False), make_employee(name="Nia Rowlands")
    idea, same = make_idea(board), make_idea(board, author)
    merging.merge(same, into=idea, reason="The same", by=reviewer)
    assert "Nia Rowlands" not in page(sign_in(make_employee()), f"/ideas/{idea.pk}/")
    assert "Nia Rowlands" in page(sign_in(author), f"/ideas/{idea.pk}/")


@pytest.mark.parametrize(
    ("whose", "words"),
    [
        ({"is_customers": True}, "Handed in by a customer, "),
        ({"author_name": "Old Bo"}, "Handed in elsewhere by Old Bo, "),
        ({"receipt": "r"}, "Handed in without a name, "),
    ],
)
def test_whose_it_was_is_said_alike_on_its_page_and_where_it_goes_on(
    pair, board, reviewer, sign_in, whose, words
):
    idea, same = pair
    if "author_name" in whose:
        whose = whose | {"imported": IdeaImport.objects.create(name="Fider", board=board, facts=FACTS)}
    merging.merge(same, into=idea, reason="The same", by=reviewer)
    Idea.objects.filter(pk=same.pk).update(author=None, **whose)
    for path in (same.get_absolute_url(), idea.get_absolute_url()):
        assert words in page(sign_in(reviewer), path)


def test_a_customer_whose_idea_goes_on_is_named_to_all_and_linked_for_who_sees_them(
    panel, make_member, propose, make_idea, make_employee, make_champion, sign_in
):
    member, idea = make_member("Ann Ash"), make_idea(panel)
    theirs = propose(member)
    merging.merge(theirs, into=idea, reason="The same", by=panel.reviewers.get())
    link = f'<a href="/customers/{member.customer_id}/" dir="auto">Ann Ash</a>, '
    for person, name in ((make_champion(), link), (make_employee(), '<span dir="auto">Ann Ash</span>, ')):
        for path in (theirs.get_absolute_url(), idea.get_absolute_url()):
            assert f"Handed in by a customer: {name}" in page(sign_in(person), path)


def test_on_a_one_way_board_authors_read_nothing_of_one_another(make_board, make_idea, reviewer, sign_in):
    board = make_board([reviewer], is_one_way=True)
    idea, same = make_idea(board, title="First said"), make_idea(board, title="Said again")
    merging.merge(same, into=idea, reason="The same", by=reviewer)
    assert "Said again" not in page(sign_in(idea.author), f"/ideas/{idea.pk}/")
    assert "First said" not in page(sign_in(same.author), f"/ideas/{same.pk}/")
    assert "goes on with that one" in page(sign_in(same.author), f"/ideas/{same.pk}/")


def ask(client, idea, act, **said):
    return client.post(f"/api/v1/ideas/{idea.pk}/{act}/", said, content_type="application/json")


def test_the_api_merges_and_takes_it_back(pair, reviewer, make_employee, sign_in):
    idea, same = pair
    voting.vote(same, by=make_employee())
    client = sign_in(reviewer)
    merged = ask(client, same, "merge", **say(idea)).json()
    assert (merged["status"], merged["merged_into"], merged["votes"]) == ("duplicate", idea.pk, 0)
    assert [each["id"] for each in client.get(f"/api/v1/ideas/?merged_into={idea.pk}").json()["results"]] == [
        same.pk
    ]
    apart = ask(client, same, "unmerge", reason="Another door").json()
    assert (apart["status"], apart["merged_into"], apart["votes"]) == ("open", None, 1)


def test_the_api_says_why_it_does_not(pair, board, make_idea, reviewer, make_employee, sign_in):
    (idea, same), elsewhere, client = pair, make_idea(), sign_in(reviewer)
    assert ask(sign_in(make_employee()), same, "merge", **say(idea)).status_code == 403
    assert ask(client, same, "merge", **say(idea) | {"into": 10**9}).status_code == 400
    assert ask(client, same, "merge", into=idea.pk).status_code == 400
    for act, said, words in (
        ("merge", say(elsewhere), "The other one is on another board."),
        ("merge", say(same), "It is the same idea."),
        ("unmerge", {"reason": "Why"}, "It is no duplicate."),
    ):
        refused = ask(client, same, act, **said)
        assert (refused.status_code, refused.json()["detail"]) == (409, words)
    assert not Idea.objects.filter(merged_into__isnull=False).exists()


def test_the_same_merge_sent_again_with_its_key_is_answered_the_same(pair, reviewer, sign_in):
    idea, same = pair
    client, path = sign_in(reviewer), f"/api/v1/ideas/{same.pk}/merge/"
    answers = [
        client.post(path, say(idea), content_type="application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert same.moves.count() == 1


def test_who_read_it_before_somebody_merged_it_is_told(pair, reviewer, make_employee, sign_in):
    idea, same = pair
    client, voter = sign_in(reviewer), sign_in(make_employee())
    stale = client.get(f"/api/v1/ideas/{same.pk}/")["ETag"]
    ask(voter, same, "vote")
    changed = client.post(
        f"/api/v1/ideas/{same.pk}/merge/", say(idea), content_type="application/json",
        headers={"If-Match": stale},
    )  # fmt: skip
    assert changed.status_code == 412
    assert Vote.objects.filter(idea=same).count() == 1


def test_duplicates_stand_on_pages_of_ten_that_lead_on_and_back(board, make_idea, reviewer, sign_in):
    idea, client = make_idea(board), sign_in(reviewer)
    for number in range(11):
        merging.merge(make_idea(board, title=f"Roof {number:02}."), into=idea, reason="The same", by=reviewer)
    shown = page(client, idea.get_absolute_url())
    assert ("Roof 09." in shown, "Roof 10." in shown) == (True, False)
    [behind] = re.findall(r'href="([^"]*merged=[^"]*)#merged" rel="next"', shown)
    shown = page(client, unescape(behind))
    assert ("Roof 09." in shown, "Roof 10." in shown) == (False, True)
    [before] = re.findall(r'href="([^"]*merged=[^"]*)#merged" rel="prev"', shown)
    assert "Roof 00." in page(client, unescape(before))
    assert "Roof 00." in page(client, f"{idea.get_absolute_url()}?merged=nothing")
