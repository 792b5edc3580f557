import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.models import Customer, Response
from tests.plans import follow_an_index, plans


@pytest.fixture
def champion(sign_in, make_champion):
    return sign_in(make_champion())


def test_a_lead_sees_the_responses_of_their_team_and_those_below(
    sign_in, make_employee, make_team, make_post, make_response
):
    lead = make_employee()
    region = make_team(lead=lead)
    mine = make_response(post=make_post(team=make_team(parent=region)), comment="Below")
    other = make_response(post=make_post(), comment="Elsewhere")
    page = sign_in(lead).get("/responses/").content.decode()
    assert ("Below" in page, "Elsewhere" in page) == (True, False)
    assert sign_in(lead).get(f"/responses/{mine.pk}/").status_code == 200
    assert sign_in(lead).get(f"/responses/{other.pk}/").status_code == 404


def test_pages_follow_one_another_without_gap_or_repeat(champion, make_post, make_response):
    post = make_post()
    made = {make_response(post=post, comment=f"Words {n}").pk for n in range(65)}
    seen, path = [], "/responses/"
    while path:
        page = champion.get(path)
        seen += [row.pk for row in page.context["page"].rows]
        path = page.context["older"]
    assert (len(seen), set(seen)) == (65, made)


def test_a_longer_list_costs_no_more_queries(champion, make_post, make_response):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            champion.get("/responses/")
        return sum("feedback_" in query["sql"] for query in asked)

    post = make_post()
    make_response(post=post, score=2)
    few = queries()
    for _ in range(20):
        make_response(post=post, score=2)
    assert queries() == few


@pytest.mark.parametrize(
    "query", ["after=x", "after=WzAsMV0=", "post=99999", "worst=-4", "metric=zzz", "team=%00"]
)
def test_a_broken_address_is_answered_calmly(champion, make_response, query):
    make_response()
    assert champion.get(f"/responses/?{query}").status_code == 200


def test_hiding_needs_a_reason_and_can_be_undone(champion, make_response):
    response = make_response(comment="Spam")
    assert champion.post(f"/responses/{response.pk}/hide/", {"reason": ""}).status_code == 422
    champion.post(f"/responses/{response.pk}/hide/", {"reason": "Written by a machine"})
    assert "Spam" not in champion.get("/responses/").content.decode()
    assert "Spam" in champion.get("/responses/?hidden=on").content.decode()
    champion.post(f"/responses/{response.pk}/unhide/")
    assert Response.objects.shown().count() == 1


def test_a_response_is_moved_to_where_it_belongs(champion, make_response, make_team, make_touchpoint):
    response, team, touchpoint = make_response(), make_team(), make_touchpoint()
    champion.post(f"/responses/{response.pk}/move/", {"team": team.pk, "touchpoint": touchpoint.pk})
    response.refresh_from_db()
    assert (response.team, response.touchpoint) == (team, touchpoint)


def test_a_customers_page_is_one_timeline(champion, make_response):
    ann = Customer.objects.create(name="Ann Lee")
    make_response(customer=ann, score=2, comment="Nobody came")
    page = champion.get(f"/customers/{ann.pk}/").content.decode()
    assert "Nobody came" in page
    assert "case opened" in page


def test_the_preferences_card_is_kept(champion, make_response):
    ann = Customer.objects.create(name="Ann Lee")
    make_response(customer=ann)
    champion.post(f"/customers/{ann.pk}/preferences/", {"name": "Ann Lee", "needs": "Large print"})
    assert Customer.objects.get().needs == "Large print"


def test_two_records_are_made_one_and_old_links_go_on_to_work(champion):
    kept, other = Customer.objects.create(name="Ann"), Customer.objects.create(name="A.")
    assert champion.post(f"/customers/{kept.pk}/merge/", {"other": kept.pk}).status_code == 422
    champion.post(f"/customers/{kept.pk}/merge/", {"other": other.pk})
    assert champion.get(f"/customers/{other.pk}/").url == f"/customers/{kept.pk}/"


def test_an_employee_does_not_see_customers_of_others_cases(sign_in, make_employee, make_response):
    ann = Customer.objects.create(name="Ann Lee")
    make_response(customer=ann, score=2)
    assert sign_in(make_employee()).get(f"/customers/{ann.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["", "?post={post}", "?team={team}", "?hidden=on"])
def test_answers_are_listed_by_an_index(query, make_response, champion):
    response = make_response()
    make_response(post=response.post)
    path = "/responses/" + query.format(post=response.post_id, team=response.team_id)
    assert follow_an_index(plans(champion, path, "feedback_response"), "feedback_response")
