"""Why it happened and what prevents it: on the page of a case, of a cause, and for many cases at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Commitment
from feedback.actions import causes, handling, sharing
from feedback.models import Case, Cause, Prevention

RAMP = "Cages stand on the ramp, blocked since June"


@pytest.fixture
def make_cause(make_employee):
    def make(title=RAMP, **facts):
        return causes.describe_cause(title=title, by=make_employee(), **facts)

    return make


@pytest.fixture
def at_work(make_case, sign_in):
    """An answered case, and the browser of whoever has it."""

    def make(**facts):
        case = make_case(answered=True, **facts)
        return case, sign_in(case.owner)

    return make


@pytest.fixture
def promised(make_employee):
    """What is sent to promise a prevention."""

    def facts(**changed):
        today = timezone.localdate()
        owner = make_employee(name="Owen Price")
        return {
            "action": "A bay for the cages", "owner": owner.pk,
            "due_on": str(today + timedelta(days=9)), "effective_on": str(today + timedelta(days=12)),
        } | changed  # fmt: skip

    return facts


def test_known_causes_that_sound_alike_are_proposed_nearest_first(at_work, make_cause):
    make_cause("Prices on the shelf are old")
    make_cause("The yard is blocked")
    make_cause()
    case, browser = at_work(comment="The ramp was blocked again.")
    page = browser.get(f"/cases/{case.pk}/").text
    assert "Known causes that sound alike" in page
    assert 0 < page.index(RAMP) < page.index("The yard is blocked")
    proposed = page[page.index("Known causes that sound alike") : page.index("Describe the cause")]
    assert "Prices on the shelf" not in proposed


def test_a_cause_is_proposed_with_the_number_of_its_cases(at_work, make_cause):
    cause, cases = make_cause(), [at_work()[0] for _case in range(2)]
    causes.join(cases, cause, by=cases[0].owner)
    case, browser = at_work()
    assert "2 cases" in browser.get(f"/cases/{case.pk}/").text


def test_a_proposed_cause_is_taken_by_one_click(at_work, make_cause, fresh):
    cause = make_cause()
    case, browser = at_work()
    assert browser.post(f"/cases/{case.pk}/analyse/", {"cause": cause.pk}).status_code == 302
    assert (fresh(case).cause, fresh(case).analysed_by) == (cause, case.owner)
    assert "sound alike" not in browser.get(f"/cases/{case.pk}/").text


def test_five_whys_are_kept_in_their_order_each_with_its_support(at_work, fresh):
    case, browser = at_work()
    said = {f"why_{n}": f"Because {n}" for n in range(1, 6)} | {f"support_{n}": f"Seen {n}" for n in (1, 5)}
    browser.post(f"/cases/{case.pk}/analyse/", {"title": "No bay"} | said)
    cause = fresh(case).cause
    rows = list(cause.whys.values_list("position", "answer", "support"))
    assert rows[0] == (1, "Because 1", "Seen 1")
    assert rows[1] == (2, "Because 2", "")
    assert rows[4] == (5, "Because 5", "Seen 5")
    page = browser.get(cause.get_absolute_url()).text
    assert page.index("1. Because 1") < page.index("We know it by: Seen 1") < page.index("5. Because 5")


def test_support_without_an_answer_is_sent_back_with_all_that_was_typed(at_work):
    case, browser = at_work()
    page = browser.post(f"/cases/{case.pk}/analyse/", {"title": "No bay", "support_2": "The log of May"})
    assert page.status_code == 422
    assert "Say what this supports." in page.text
    assert 'value="The log of May"' in page.text
    assert not Cause.objects.exists()


def test_a_cause_without_a_name_is_sent_back(at_work):
    case, browser = at_work()
    page = browser.post(f"/cases/{case.pk}/analyse/", {"why_1": "It was full"})
    assert (page.status_code, Cause.objects.count()) == (422, 0)
    assert "Choose a known cause, or name a new one." in page.text


def test_whys_are_asked_on_later_and_those_left_empty_are_left_out(make_cause, make_employee, sign_in):
    cause = make_cause(whys=[("Full", "seen"), ("No bay", "")])
    browser = sign_in(make_employee())
    browser.post(f"/causes/{cause.pk}/whys/", {"why_1": "Full", "why_3": "No plan", "support_3": "The map"})
    rows = list(cause.whys.values_list("position", "answer", "support"))
    assert rows == [(1, "Full", ""), (2, "No plan", "The map")]


def test_a_prevention_stands_in_the_ledger_with_owner_and_date(at_work, make_cause, promised, fresh):
    case, browser = at_work()
    causes.join([case], make_cause(), by=case.owner)
    facts = promised()
    assert browser.post(f"/cases/{case.pk}/prevent/", facts).status_code == 302
    made = Commitment.objects.get(kind="prevention")
    prevention = fresh(case).prevention
    assert (made.promise, made.owner_id) == ("A bay for the cages", facts["owner"])
    assert str(timezone.localtime(made.due_at).date()) == facts["due_on"]
    assert (prevention.commitment, str(prevention.effective_on)) == (made, facts["effective_on"])
    assert made.source_path == prevention.cause.get_absolute_url()


def test_what_is_promised_is_seen_on_the_board_and_on_the_cause(at_work, make_cause, promised):
    case, browser = at_work()
    causes.join([case], make_cause(), by=case.owner)
    browser.post(f"/cases/{case.pk}/prevent/", promised(owner=case.owner.pk))
    assert "A bay for the cages" in browser.get("/promises/mine/").text
    page = browser.get(Cause.objects.get().get_absolute_url()).text
    assert "A bay for the cages" in page
    assert "It is done" in page


@pytest.mark.parametrize(
    "wrong",
    [{"owner": ""}, {"due_on": ""}, {"effective_on": ""}, {"action": ""}, {"due_on": "2001-01-01"},
     {"due_on": "9999-12-31"}, {"effective_on": "9999-12-31"}],
)  # fmt: skip
def test_no_prevention_without_action_owner_and_dates_to_come(at_work, make_cause, promised, wrong):
    case, browser = at_work()
    causes.join([case], make_cause(), by=case.owner)
    assert browser.post(f"/cases/{case.pk}/prevent/", promised(**wrong)).status_code == 422
    assert not Commitment.objects.filter(kind="prevention").exists()


def test_before_its_cause_is_known_a_case_has_no_prevention(at_work, promised, fresh):
    case, browser = at_work()
    browser.post(f"/cases/{case.pk}/prevent/", promised())
    browser.post(f"/cases/{case.pk}/unprevented/", {"reason": "Old pipes"})
    assert fresh(case).prevented_at is None
    assert not Prevention.objects.exists()


def test_that_it_cannot_be_prevented_needs_a_reason(at_work, make_cause, fresh):
    case, browser = at_work()
    causes.join([case], make_cause(), by=case.owner)
    assert browser.post(f"/cases/{case.pk}/unprevented/", {"reason": "  "}).status_code == 422
    assert fresh(case).prevented_at is None
    browser.post(f"/cases/{case.pk}/unprevented/", {"reason": "The yard is not ours"})
    assert fresh(case).no_prevention_reason == "The yard is not ours"
    page = browser.get(f"/cases/{case.pk}/").text
    assert f"It cannot be prevented, says {case.owner}: The yard is not ours" in page


def test_a_promise_is_the_prevention_of_every_open_case_of_its_cause(at_work, make_cause, promised, fresh):
    cause, (first, browser), (second, _browser) = make_cause(), at_work(), at_work()
    causes.join([first, second], cause, by=first.owner)
    causes.excuse_prevention(second, reason="Theirs", by=second.owner)
    third, _browser = at_work()
    causes.join([third], cause, by=first.owner)
    browser.post(f"/causes/{cause.pk}/preventions/", promised())
    made = Prevention.objects.get()
    assert [fresh(case).prevention for case in (first, second, third)] == [made, None, made]


def test_a_later_case_takes_the_promise_that_stands(at_work, make_cause, promised, fresh):
    cause, (case, browser) = make_cause(), at_work()
    browser.post(f"/causes/{cause.pk}/preventions/", promised())
    causes.join([case], cause, by=case.owner)
    assert "Promised already: A bay for the cages (Owen Price)" in browser.get(f"/cases/{case.pk}/").text
    browser.post(f"/cases/{case.pk}/use-prevention/", {"prevention": Prevention.objects.get().pk})
    assert fresh(case).prevention == Prevention.objects.get()
    assert Commitment.objects.filter(kind="prevention").count() == 1


def test_a_promise_for_another_cause_prevents_nothing_here(at_work, make_cause, promised, fresh):
    other, (case, browser) = make_cause("Old prices"), at_work()
    browser.post(f"/causes/{other.pk}/preventions/", promised())
    causes.join([case], make_cause(), by=case.owner)
    browser.post(f"/cases/{case.pk}/use-prevention/", {"prevention": Prevention.objects.get().pk})
    assert fresh(case).prevention is None


def test_only_who_promised_it_or_the_champion_says_that_it_is_done(
    make_cause, promised, make_employee, make_champion, sign_in
):
    cause, owner, other = make_cause(), make_employee(), make_employee()
    sign_in(other).post(f"/causes/{cause.pk}/preventions/", promised(owner=owner.pk))
    path = f"/preventions/{Prevention.objects.get().pk}/keep/"
    assert sign_in(other).post(path).status_code == 404
    assert Commitment.objects.get(kind="prevention").kept_at is None
    assert sign_in(owner).post(path).status_code == 302
    assert Commitment.objects.get(kind="prevention").kept_at
    assert sign_in(make_champion()).post(path).status_code == 302


def test_several_cases_are_joined_to_a_cause_at_once(at_work, make_cause, make_champion, sign_in):
    cause, cases = make_cause(), [at_work()[0] for _case in range(3)]
    browser = sign_in(make_champion())
    page = browser.post(
        "/cases/join/", {"case": [case.pk for case in cases[:2]], "cause": cause.pk}, follow=True
    )
    assert "2 cases are joined to" in page.text
    assert set(cause.cases.all()) == set(cases[:2])
    assert "The cause of 2 cases." in browser.get(cause.get_absolute_url()).text


def test_what_one_may_not_see_or_has_not_answered_is_not_joined(at_work, make_case, make_cause, fresh):
    cause, (mine, browser), (theirs, _browser) = make_cause(), at_work(), at_work()
    unanswered = make_case(owner=mine.owner)
    keys = [mine.pk, theirs.pk, unanswered.pk, "x", "9" * 30]
    browser.post("/cases/join/", {"case": keys, "cause": cause.pk})
    assert list(cause.cases.all()) == [mine]


def test_another_cause_undoes_the_prevention_and_the_first_one_stays_in_the_history(
    at_work, make_cause, promised, fresh
):
    case, browser = at_work()
    first, second = make_cause(), make_cause("No lift")
    causes.join([case], first, by=case.owner)
    browser.post(f"/cases/{case.pk}/prevent/", promised())
    browser.post(f"/cases/{case.pk}/analyse/", {"cause": second.pk})
    assert (fresh(case).cause, fresh(case).prevention, fresh(case).prevented_at) == (second, None, None)
    assert {event.note for event in case.events.filter(kind="joined")} == {RAMP, "No lift"}


def test_a_closed_case_keeps_its_cause_and_what_prevents_it(at_work, make_cause, fresh):
    case, browser = at_work()
    first, second = make_cause(), make_cause("No lift")
    causes.join([case], first, by=case.owner)
    causes.excuse_prevention(fresh(case), reason="Theirs", by=case.owner)
    sharing.decline(case, reason="Personal", by=case.owner)
    assert handling.close(case, by=case.owner)
    browser.post("/cases/join/", {"case": [case.pk], "cause": second.pk})
    browser.post(f"/cases/{case.pk}/analyse/", {"cause": second.pk})
    browser.post(f"/cases/{case.pk}/analyse/", {"title": "A third"})
    now = Case.objects.get(pk=case.pk)
    assert (now.cause, now.no_prevention_reason) == (first, "Theirs")
    assert not Cause.objects.filter(title="A third").exists()


def test_causes_are_found_by_their_words(make_cause, make_employee, sign_in):
    make_cause(description="The cages of the night shift")
    make_cause("Old prices")
    browser = sign_in(make_employee())
    page = browser.get("/causes/?q=cages").text
    assert RAMP in page
    assert "Old prices" not in page
    assert browser.get("/causes/?q=%27%3A*%26%7C!(").status_code == 200


def test_the_page_of_a_cause_counts_all_its_cases_and_shows_those_one_may_see(at_work, make_cause):
    cause, (mine, browser), (theirs, _browser) = make_cause(), at_work(), at_work()
    causes.join([mine, theirs], cause, by=mine.owner)
    page = browser.get(cause.get_absolute_url()).text
    assert "The cause of 2 cases." in page
    assert mine.get_absolute_url() in page
    assert theirs.get_absolute_url() not in page
