"""Whoever is told by a customer that they want an idea says it on a page of its own."""

from feedback.models import Customer
from ideas.actions import voting
from ideas.actions.boards import Some, limit_board
from ideas.actions.deciding import decide
from tests.ideas.customer_vote_kit import votes
from tests.plans import queries


def page_of(idea):
    return f"/ideas/{idea.pk}/customer-votes/"


def give(idea, customer):
    return f"{page_of(idea)}{customer.pk}/give/"


def take_back(idea, customer):
    return f"{page_of(idea)}{customer.pk}/take-back/"


def test_whoever_sees_a_customer_finds_them_and_says_that_they_want_it(make_idea, ann, hallam, sign_in):
    idea, client = make_idea(), sign_in(ann)
    assert f'href="{page_of(idea)}"' in client.get(idea.get_absolute_url()).text
    for asked in ("gareth", "Hallam@Example.com"):
        page = client.get(page_of(idea), {"q": asked}).text
        assert give(idea, hallam) in page
        assert "hallam@example.com" in page
        assert "Stone" not in page
    done = client.post(give(idea, hallam), follow=True).text
    assert "It counts that Gareth Hallam wants it." in done
    assert f'action="{take_back(idea, hallam)}"' in done
    assert "said to you" in done
    assert votes(idea) == (1, [ann])


def test_sent_twice_it_counts_once_and_says_so(make_idea, ann, hallam, sign_in):
    idea, client = make_idea(), sign_in(ann)
    client.post(give(idea, hallam))
    again = client.post(give(idea, hallam), follow=True).text
    assert "It was said before that Gareth Hallam wants it." in again
    assert "wants it</span>" in client.get(page_of(idea), {"q": "hallam"}).text
    assert give(idea, hallam) not in client.get(page_of(idea), {"q": "hallam"}).text
    assert votes(idea) == (1, [ann])


def test_it_is_undone_and_given_again(make_idea, ann, hallam, sign_in):
    idea, client = make_idea(), sign_in(ann)
    client.post(give(idea, hallam))
    undone = client.post(take_back(idea, hallam), follow=True).text
    assert "The vote of Gareth Hallam is taken back." in undone
    assert f'action="{give(idea, hallam)}"' in undone
    assert votes(idea) == (0, [])
    assert "There is no vote of Gareth Hallam." in client.post(take_back(idea, hallam), follow=True).text
    client.post(give(idea, hallam))
    assert votes(idea) == (1, [ann])


def test_of_customers_whom_they_do_not_see_nobody_reads_says_or_unsays_anything(
    make_idea, make_employee, ann, sign_in
):
    idea, client = make_idea(), sign_in(ann)
    stone = Customer.objects.get(name="Gareth Stone")
    assert client.post(give(idea, stone)).status_code == 404
    voting.vote_for(idea, customer=stone, by=make_employee(name="Bo Birch"))
    assert client.post(take_back(idea, stone)).status_code == 404
    page = client.get(page_of(idea)).text
    assert ("Stone" in page, "Bo Birch" in page, "No customer whom you see" in page) == (False, False, True)
    assert client.get(f"/api/v1/ideas/{idea.pk}/customer-votes/").json()["results"] == []


def test_what_others_were_told_only_the_champion_takes_back_and_what_customers_say_nobody(
    make_idea, make_employee, make_champion, make_customer, ann, hallam, sign_in
):
    idea, champion, self_made = make_idea(), make_champion(), make_customer("Rhian Vale", "vale@example.com")
    voting.vote_for(idea, customer=hallam, by=make_employee(name="Bo Birch"))
    voting.vote_for(idea, customer=self_made, by=None)
    assert "said to Bo Birch" in sign_in(ann).get(page_of(idea)).text
    assert take_back(idea, hallam) not in sign_in(ann).get(page_of(idea)).text
    assert sign_in(ann).post(take_back(idea, hallam)).status_code == 403
    client = sign_in(champion)
    page = client.get(page_of(idea)).text
    assert "said it themselves" in page
    assert (take_back(idea, hallam) in page, take_back(idea, self_made) in page) == (True, False)
    assert client.post(take_back(idea, self_made)).status_code == 403
    undone = client.post(take_back(idea, hallam), follow=True).text
    assert give(idea, hallam) not in undone, "it would be said to the champion then"
    assert votes(idea) == (1, [None])


def test_once_it_is_decided_nothing_is_changed_and_the_page_says_why(make_idea, ann, hallam, sign_in):
    idea, client = make_idea(), sign_in(ann)
    client.post(give(idea, hallam))
    decide(idea, to="planned", reason="In spring", by=idea.review.owner)
    assert "It is decided: votes stay as they are." in client.post(take_back(idea, hallam), follow=True).text
    said = client.post(give(idea, hallam), follow=True).text
    assert "It takes no votes any more." in said
    assert ('id="id_q"' in said, "Gareth Hallam" in said) == (False, True)
    assert take_back(idea, hallam) not in said
    assert votes(idea) == (1, [ann])


def test_on_a_one_way_board_no_customer_votes(make_board, make_idea, ann, hallam, sign_in):
    idea, client = make_idea(make_board(is_one_way=True), by=ann), sign_in(ann)
    assert page_of(idea) not in client.get(idea.get_absolute_url()).text
    assert "Nobody votes on this board." in client.get(page_of(idea)).text
    assert "It takes no votes any more." in client.post(give(idea, hallam), follow=True).text
    assert votes(idea) == (0, [])


def test_whoever_may_not_vote_there_says_so_for_nobody_else(make_board, make_idea, ann, hallam, sign_in):
    board = make_board()
    limit_board(board, [Some("vote", role="lead")])
    idea, client = make_idea(board), sign_in(ann)
    assert page_of(idea) not in client.get(idea.get_absolute_url()).text
    page = client.get(page_of(idea), {"q": "hallam"}).text
    assert ("votes and objections are given by: leads." in page, "Hallam" in page) == (True, False)
    assert client.post(give(idea, hallam)).status_code == 403
    assert votes(idea) == (0, [])


def test_an_idea_that_is_not_seen_is_not_there(make_board, make_idea, make_team, ann, hallam, sign_in):
    idea, client = make_idea(make_board(teams=[make_team()])), sign_in(ann)
    assert client.get(page_of(idea)).status_code == 404
    answers = [client.post(act(idea, hallam)).status_code for act in (give, take_back)]
    assert answers == [404, 404]


def test_the_list_asks_as_much_for_many_as_for_few_and_turns_its_pages(
    make_idea, make_champion, make_customer, make_employee, sign_in
):
    idea, champion = make_idea(), make_champion()
    client, path = sign_in(champion), f"{page_of(idea)}?q=guest"

    def want(numbers):
        for number in numbers:
            customer = make_customer(f"Guest {number}", f"guest{number}@example.com")
            voting.vote_for(idea, customer=customer, by=make_employee())

    want(range(3))
    queries(client, path)  # the first visit opens the session
    few = queries(client, path)
    want(range(3, 24))
    assert queries(client, path) == few <= 25
    want(range(24, 30))
    first = client.get(page_of(idea))
    assert (first.text.count("take-back/"), 'rel="next"' in first.text) == (25, True)
    rest = client.get(page_of(idea), {"after": first.context["older"].split("after=")[1].replace("%3D", "=")})
    assert rest.text.count("take-back/") == 5


def test_the_page_of_an_idea_asks_no_more_for_those_whom_customers_want(
    make_idea, make_customer, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    client = sign_in(champion)
    queries(client, idea.get_absolute_url())
    before = queries(client, idea.get_absolute_url())
    voting.vote_for(idea, customer=make_customer(), by=champion)
    assert queries(client, idea.get_absolute_url()) == before
