"""You said, we did: what is promised on the results of a wave."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees import figures
from employees.actions.waves import open_wave
from employees.models import Commitment, PulsePromise, Team
from employees.models.pulse_cards import answer_path
from tests.employees.test_publishing import spread

DUE = {"due_on": str(timezone.localdate() + timedelta(days=30))}


@pytest.fixture
def wave(held, make_staff, make_employee):
    """North and South are shown; each has its lead."""
    staff = make_staff(North=9, South=8)
    for name, people in staff.items():
        team = people[0].team
        team.lead = make_employee(name=f"Lead of {name}", team=team)
        team.save()
    return held(spread(staff["North"] + staff["South"]))


def lead_of(wave, name):
    return Team.objects.get(name=name).lead


def group_of(wave, name):
    return wave.groups.get(name=name)


def path(wave):
    return f"/pulses/{wave.pk}/promises/"


def test_a_lead_promises_an_action_that_everybody_reads(wave, sign_in, make_employee):
    lead = lead_of(wave, "North")
    said = {"group": group_of(wave, "North").pk, "what": "Two porters on nights", "owner": lead.pk}
    page = sign_in(lead).post(path(wave), said | DUE)
    assert page.status_code == 302
    made = Commitment.objects.get()
    assert (made.kind, made.owner, made.team, made.source_path) == ("pulse", lead, lead.team, path(wave))
    assert b"Two porters on nights" in sign_in(make_employee()).get(path(wave)).content


def test_a_lead_promises_for_no_other_team(wave, sign_in):
    lead = lead_of(wave, "North")
    said = {"group": group_of(wave, "South").pk, "what": "Two porters", "owner": lead.pk}
    assert sign_in(lead).post(path(wave), said | DUE).status_code == 422
    assert not PulsePromise.objects.exists()


def test_a_double_click_promises_once_and_what_was_taken_back_is_promised_anew(wave, sign_in):
    lead, client = lead_of(wave, "North"), sign_in(lead_of(wave, "North"))
    said = {"group": group_of(wave, "North").pk, "what": "Two porters", "owner": lead.pk} | DUE
    for _click in range(2):
        assert client.post(path(wave), said).status_code == 302
    made = PulsePromise.objects.get()
    client.post(f"/promises/{made.commitment_id}/withdraw/", {"reason": "A slip"})
    client.post(path(wave), said)
    assert Commitment.objects.open().count() == 1
    assert PulsePromise.objects.count() == 2


def test_whoever_leads_nobody_promises_nothing(wave, sign_in, make_employee):
    page = sign_in(make_employee()).post(path(wave), {"what": "Two porters"} | DUE)
    assert page.status_code == 403
    assert not PulsePromise.objects.exists()


def test_the_champion_sees_who_promised_nothing(wave, sign_in, make_champion):
    lead = lead_of(wave, "North")
    sign_in(lead).post(
        path(wave), {"group": group_of(wave, "North").pk, "what": "Light", "owner": lead.pk} | DUE
    )
    assert [person.name for person in figures.silent_after(wave)] == ["Lead of South"]
    assert b"Lead of South" in sign_in(make_champion()).get(path(wave)).content
    assert b"Promised nothing yet" not in sign_in(lead).get(path(wave)).content


def test_a_promise_that_nobody_owns_any_more_hides_no_one_who_is_silent(wave, sign_in):
    lead = lead_of(wave, "North")
    sign_in(lead).post(
        path(wave), {"group": group_of(wave, "North").pk, "what": "Light", "owner": lead.pk} | DUE
    )
    Commitment.objects.update(owner=None)
    assert [person.name for person in figures.silent_after(wave)] == ["Lead of North", "Lead of South"]


def test_what_became_of_it_is_counted(wave, sign_in):
    lead = lead_of(wave, "North")
    browser = sign_in(lead)
    for what in ("Light", "Rotas", "Lift"):
        said = {"group": group_of(wave, "North").pk, "what": what, "owner": lead.pk}
        browser.post(path(wave), said | DUE)
    first, second, third = Commitment.objects.order_by("pk")
    browser.post(f"/promises/{first.pk}/keep/")
    browser.post(f"/promises/{second.pk}/withdraw/", {"reason": "The house is sold"})
    Commitment.objects.filter(pk=third.pk).update(
        made_at=timezone.now() - timedelta(days=9), due_at=timezone.now() - timedelta(days=1)
    )
    fate = figures.fate_of(list(figures.promised_after(wave)))
    assert (fate.promised, fate.kept, fate.open, fate.late) == (2, 1, 1, 1)


def test_nothing_is_promised_on_a_wave_that_is_open(make_wave, make_staff, sign_in, make_champion):
    wave = make_wave()
    assert sign_in(make_champion()).get(path(wave)).status_code == 404


def test_the_next_wave_s_form_shows_what_was_promised_and_what_became_of_it(
    wave, make_wave, client_of, acme, sign_in
):
    lead = lead_of(wave, "North")
    said = {"group": group_of(wave, "North").pk, "what": "Two porters on nights", "owner": lead.pk}
    sign_in(lead).post(path(wave), said | DUE)
    later = make_wave(title="Autumn")
    open_wave(later)
    link = answer_path(later.pk, lead.pk)
    text = client_of(acme).get(link).content.decode()
    assert "Promised after Spring" in text
    assert "Two porters on nights" in text
    assert "Promised for" in text
    sign_in(lead).post(f"/promises/{Commitment.objects.get().pk}/keep/")
    assert "Kept on" in client_of(acme).get(link).content.decode()


def test_nothing_is_promised_for_the_end_of_time(wave, sign_in):
    lead, client = lead_of(wave, "North"), sign_in(lead_of(wave, "North"))
    said = {"group": group_of(wave, "North").pk, "owner": lead.pk, "due_on": "9999-12-31"}
    assert client.post(path(wave), said | {"what": "Porters"}).status_code == 422
    api = client.post(
        "/api/v1/pulse-promises/", said | {"promise": "Porters"}, content_type="application/json"
    )
    assert (api.status_code, "too far ahead" in api.text) == (400, True)
    assert not PulsePromise.objects.exists()
