"""What a role sees and changes in the admin, and what is written down of it."""

import pytest

from employees.models import Policy, Team
from feedback.actions import sharing
from feedback.actions.responses import hide_response
from feedback.models import Case, Customer, Goal, ListeningPost, PostVersion, Response, Share
from tenants.audit.models import Entry
from tests.records.rows import MAKERS, imported, response


@pytest.fixture
def admin(sign_in, make_employee):
    return sign_in(make_employee(is_admin=True))


@pytest.fixture
def champion(sign_in, make_champion):
    return sign_in(make_champion())


def rows(client, model, **query):
    page = client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", query)
    assert page.status_code == 200
    return list(page.context["cl"].result_list)


def test_an_admin_sees_no_more_feedback_than_an_employee_and_the_champion_sees_all(
    sign_in, make_employee, champion, make_response
):
    mine, theirs = make_response(score=1), make_response(score=1)
    admin = sign_in(make_employee(is_admin=True, team=mine.team))
    assert rows(admin, Response) == [mine]
    assert rows(admin, Case) == [mine.case]
    assert admin.get(f"/admin/feedback/response/{theirs.pk}/change/").status_code == 404
    assert admin.get(f"/admin/feedback/response/{theirs.pk}/history/").status_code == 404
    assert set(rows(champion, Response)) == {mine, theirs}


def test_nobody_else_comes_in(sign_in, make_employee, make_team):
    lead = make_employee()
    make_team(lead=lead)
    for reader in (lead, make_employee(), make_employee(is_operator=True)):
        assert sign_in(reader).get("/admin/feedback/response/").status_code == 302


def test_a_file_somebody_else_brought_in_is_the_champions(admin, champion):
    found = imported()
    assert rows(admin, type(found)) == []
    assert rows(champion, type(found)) == [found]


def test_states_are_the_querysets_own_and_anything_else_asks_nothing(champion):
    open_case, closed = MAKERS[Case](), MAKERS[Case]()
    Case.objects.filter(pk=closed.pk).update(closed_at=closed.opened_at)
    assert rows(champion, Case, state="open") == [open_case]
    assert rows(champion, Case, state="closed") == [closed]
    assert len(rows(champion, Case, state="delete")) == 2
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    "path",
    [
        "employees/employee/?password__startswith=argon2",
        "employees/apitoken/?hash__startswith=a",
        "employees/team/?lead__password__startswith=a",
        "feedback/touchpoint/?stage__journey__name__startswith=a",
    ],
)
def test_a_list_answers_no_question_that_is_not_among_its_filters(admin, path):
    assert admin.get(f"/admin/{path}").status_code == 400


def test_the_filters_themselves_are_answered(admin, make_touchpoint):
    one, _other = make_touchpoint(matters=True), make_touchpoint()
    journey = one.stage.journey_id
    assert rows(admin, type(one), matters__exact=1) == [one]
    assert rows(admin, type(one), stage__journey__id__exact=journey) == [one]


def test_customers_and_their_answers_are_found_by_whole_words_and_beginnings(champion, make_response):
    ann = Customer.objects.create(name="Ann Owusu")
    said = make_response(customer=ann, score=1, comment="The kettle was broken")
    response()
    assert rows(champion, Customer, q="owu") == [ann]
    assert rows(champion, Response, q="kettle") == rows(champion, Response, q="ann ow") == [said]
    assert rows(champion, Case, q="kettle") == [said.case]
    assert rows(champion, Response, q="%&|") == []


def test_a_change_is_in_the_trail_with_before_and_after(admin):
    goal = Goal.objects.create(name="Fewer leave", target="5")
    admin.post(f"/admin/feedback/goal/{goal.pk}/change/", {"name": "Fewer leave", "target": "4"})
    entry = Entry.objects.get(action="strategy.changed")
    assert (entry.before, entry.after) == ({"target": "5"}, {"target": "4"})
    assert entry.actor_name
    admin.post(f"/admin/feedback/goal/{goal.pk}/delete/", {"post": "yes"})
    assert Entry.objects.filter(action="strategy.deleted", before__name="Fewer leave").exists()
    assert not Goal.objects.exists()


def test_what_is_in_use_stays(admin, make_post):
    goal = make_post().goal
    page = admin.post(f"/admin/feedback/goal/{goal.pk}/delete/", {"post": "yes"})
    assert page.status_code == 200
    assert Goal.objects.filter(pk=goal.pk).exists()


def test_a_post_of_the_admin_is_made_by_the_action_and_asks_at_once(admin, make_touchpoint, make_team):
    facts = {
        "name": "Ward 7", "kind": "survey", "goal": Goal.objects.create(name="x").pk,
        "touchpoint": make_touchpoint().pk, "team": make_team().pk, "review_on": "2030-01-01",
        "nps_at_most": 6, "csat_at_most": 2, "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert admin.post("/admin/feedback/listeningpost/add/", facts | {"nps_at_most": 11}).status_code == 200
    assert not ListeningPost.objects.exists()
    assert admin.post("/admin/feedback/listeningpost/add/", facts).status_code == 302
    post = ListeningPost.objects.get()
    assert post.version.primary.kind == "nps"
    path = f"/admin/feedback/listeningpost/{post.pk}/change/"
    admin.post(path, facts | {"kind": "qr", "versions-TOTAL_FORMS": 1, "versions-INITIAL_FORMS": 1})
    post.refresh_from_db()
    assert post.kind == "survey"
    actions = Entry.objects.filter(subject=f"feedback.ListeningPost:{post.pk}").values_list(
        "action", flat=True
    )
    assert list(actions) == ["post.changed", "post.created"]


def test_a_version_of_questions_never_changes(admin, make_post):
    version = make_post().version
    path = f"/admin/feedback/postversion/{version.pk}/"
    assert admin.post(f"{path}change/", {"number": 7}).status_code == 403
    assert admin.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    assert PostVersion.objects.get() == version


def test_the_champion_looks_at_a_post_and_changes_nothing(champion, make_post):
    post = make_post()
    path = f"/admin/feedback/listeningpost/{post.pk}/change/"
    assert post.name in champion.get(path).text
    assert champion.post(path, {"name": "Mine"}).status_code == 403


def test_a_team_leads_nowhere_unknown_and_is_led_by_somebody_who_is_there(admin, make_team, make_employee):
    team, gone = make_team(), make_employee(deactivated_at="2026-01-01T00:00Z")
    path = f"/admin/employees/team/{team.pk}/change/"
    usual = {"name": team.name, "hours": "{}", "holidays": "[]"}
    for wrong in ({"time_zone": "Europe/Atlantis"}, {"lead": gone.pk}, {"parent": team.pk}):
        page = admin.post(path, usual | wrong)
        assert set(page.context["adminform"].form.errors) == set(wrong)
    assert admin.post(path, usual | {"time_zone": "Europe/London"}).status_code == 302
    entry = Entry.objects.get(action="team.changed")
    assert (entry.before["time_zone"], entry.after["time_zone"]) == ("", "Europe/London")
    assert Team.objects.get(pk=team.pk).time_zone == "Europe/London"


def test_a_policy_that_cannot_be_kept_is_refused(admin):
    Policy(pk=1).save()
    usual = {"hours": "{}", "holidays": "[]", "ladders": '{"other": {"lead": 5, "champion": 1}}'}
    page = admin.post("/admin/employees/policy/1/change/", usual | {"reminders": '{"other": "x"}'})
    assert "ladders" in page.context["adminform"].form.errors
    week = {"hours": '{"0": [["09:00", "17:00"]]}', "holidays": "[]", "ladders": '{"other": {"lead": 5}}'}
    admin.post("/admin/employees/policy/1/change/", week | {"reminders": '{"other": "x"}'})
    assert Policy.current().ladders == {"other": {"lead": 5}}
    assert Policy.current().reminders["other"] == 24
    assert Entry.objects.filter(action="policy.changed").exists()


def test_the_trail_shows_settings_to_who_configures_and_handling_to_the_champion(admin, champion):
    admin.post("/admin/feedback/textblock/add/", {"name": "Sorry", "language": "en", "text": "We are."})
    poor = response(score=1)
    champion.post(f"/responses/{poor.pk}/hide/", {"reason": "Twice"})
    found = {role: {e.action for e in rows(who, Entry)} for role, who in (("a", admin), ("c", champion))}
    assert "textblock.made" in found["a"]
    assert not {action for action in found["a"] if action.startswith(("response.", "case."))}
    assert "response.hidden" in found["c"]
    assert "textblock.made" not in found["c"]
    hidden = Entry.objects.get(action="response.hidden")
    assert admin.get(f"/admin/audit/entry/{hidden.pk}/change/").status_code == 404


def test_the_addresses_of_customers_mails_are_the_champions(admin, champion):
    from tenants.outbox.emit import emit

    emit("case.answered", {}, to="ann@customer.example.com")
    emit("employee.invited", {}, to="lee@example.com")
    assert "ann@customer" not in admin.get("/admin/outbox/event/").text
    assert "lee@example.com" in admin.get("/admin/outbox/event/").text
    assert "ann@customer" in champion.get("/admin/outbox/event/").text


def test_a_list_has_no_inline_style_or_script(champion, make_response):
    make_response(score=1)
    for path in (
        "",
        "feedback/case/",
        "feedback/case/?q=x",
        f"feedback/case/{Case.objects.get().pk}/change/",
    ):
        page = champion.get(f"/admin/{path}").text
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page


def test_what_was_taken_off_the_feed_is_for_the_champion_only(admin, champion):
    shown, taken_back, hidden = MAKERS[Share](), MAKERS[Share](), MAKERS[Share]()
    sharing.withdraw(taken_back, by=taken_back.shared_by)
    hide_response(hidden.response, reason="Names somebody", by=hidden.shared_by)
    assert rows(admin, Share) == [shown]
    assert admin.get(f"/admin/feedback/share/{taken_back.pk}/change/").status_code == 404
    assert set(rows(champion, Share)) == {shown, taken_back, hidden}
