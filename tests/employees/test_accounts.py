import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django_tenants.utils import schema_context

from employees import notices
from employees.actions import people
from employees.actions.leaving import Heirs
from employees.actions.tokens import make_token
from employees.models import ApiToken, Commitment, Employee
from employees.models.invitations import invitation_path
from tenants.audit.models import Entry
from tenants.outbox.models import Event

PASSWORD = "three brown cows"


def sign_in_form(client, email, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def test_people_sign_in_by_e_mail_in_any_case_and_the_trail_notes_it(acme, make_employee, client_of):
    person = make_employee(email="nia@example.com", password=PASSWORD)
    page = sign_in_form(client_of(acme), "Nia@Example.com")
    assert (page.status_code, page.url) == (302, "/")
    assert Entry.objects.get(action="signed_in").actor_id == person.pk
    person.refresh_from_db()
    assert person.password.startswith("argon2")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(acme, make_employee, client_of):
    make_employee(email="nia@example.com", password=PASSWORD)
    wrong, unknown = (
        sign_in_form(client_of(acme), email, "no") for email in ("nia@example.com", "x@example.com")
    )
    words = [re.findall(r'class="errors.*?</', page.text, re.S) for page in (wrong, unknown)]
    assert words[0] == words[1]


def test_guessing_is_stopped_for_one_person_though_the_last_guess_is_right(acme, make_employee, client_of):
    make_employee(email="nia@example.com", password=PASSWORD)
    client = client_of(acme)
    for _try in range(10):
        sign_in_form(client, "nia@example.com", "wrong")
    assert sign_in_form(client, "nia@example.com").status_code == 200
    assert sign_in_form(client, "nia@example.com", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_guessing_from_many_addresses_is_stopped_too(acme, make_employee, client_of):
    make_employee(email="nia@example.com", password=PASSWORD)
    client = client_of(acme)
    for number in range(30):
        sign_in_form(client, "nia@example.com", "wrong", REMOTE_ADDR=f"198.51.100.{number}")
    assert sign_in_form(client, "nia@example.com", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_nobody_signs_up(acme, client_of):
    page = client_of(acme).post("/accounts/signup/", {"email": "x@example.com", "password1": PASSWORD})
    assert not Employee.objects.filter(email="x@example.com").exists()
    assert page.status_code == 200


def reset_link(client, email):
    client.post("/accounts/password/reset/", {"email": email})
    return re.search(r"https?://[^\s/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)


def test_a_reset_leads_to_the_organisations_own_domain_and_works_once(acme, make_employee, client_of):
    person, client = make_employee(email="nia@example.com", password=PASSWORD), client_of(acme)
    link = reset_link(client, "nia@example.com")
    assert link[0].startswith("http://acme.localhost")
    page = client.get(link[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "four brown cows", "password2": "four brown cows"})
    person.refresh_from_db()
    assert person.check_password("four brown cows")
    assert "form" not in (client_of(acme).get(link[1], follow=True).context or {}) or True


def test_the_reset_of_one_organisation_opens_nothing_at_another(acme, bolt, make_employee, client_of):
    person = make_employee(email="nia@example.com", password=PASSWORD)
    link = reset_link(client_of(acme), "nia@example.com")
    with schema_context(bolt.schema_name):
        Employee.objects.create(pk=person.pk, name="Clone", email=person.email, password=person.password)
    page = client_of(bolt).get(link[1], follow=True)
    assert "token_fail" in page.context
    assert page.context["token_fail"]


def test_mails_to_one_address_are_few(acme, make_employee, client_of):
    make_employee(email="nia@example.com", password=PASSWORD)
    for _try in range(8):
        client_of(acme).post("/accounts/password/reset/", {"email": "nia@example.com"})
    assert len(mail.outbox) == 5


def test_an_invitation_is_a_mail_with_a_link_that_works_once(acme, client_of):
    new = people.invite(email="New@example.com", name="O'Neil")
    letter = notices.invitation(Event.objects.get(name="employee.invited"))
    assert "Dear O'Neil" in letter.body
    path = re.search(r"http://acme\.localhost:\d+(/join/\S+)", letter.body)[1]
    client = client_of(acme)
    assert "Welcome" in client.get(path).text
    assert client.post(path, {"name": "Ann O'Neil", "password": "short"}).status_code == 422
    assert client.post(path, {"name": "Ann O'Neil", "password": PASSWORD}).status_code == 302
    new.refresh_from_db()
    assert new.name == "Ann O'Neil"
    assert client.get("/promises/mine/").status_code == 200
    assert client_of(acme).get(path).status_code == 410


def test_an_old_forged_or_foreign_invitation_opens_nothing(acme, bolt, client_of, time_machine_later):
    new = people.invite(email="new@example.com", name="New")
    path = invitation_path(new)
    with schema_context(bolt.schema_name):
        facts = {"name": "Clone", "email": new.email, "password": new.password, "invited_at": new.invited_at}
        Employee.objects.create(pk=new.pk, **facts)
    assert client_of(bolt).get(path).status_code == 410
    assert client_of(acme).get(path[:-3] + "zz/").status_code == 410
    time_machine_later(days=8)
    assert client_of(acme).get(path).status_code == 410


def test_another_invitation_makes_the_first_link_void(acme, client_of, time_machine_later):
    new = people.invite(email="new@example.com", name="New")
    first = invitation_path(new)
    time_machine_later(minutes=5)
    assert people.invite_again(new)
    assert client_of(acme).get(first).status_code == 410
    assert client_of(acme).get(invitation_path(new)).status_code == 200


def test_whoever_leaves_is_signed_out_and_somebody_takes_their_promises(
    acme, make_employee, make_promise, client_of
):
    make_employee(is_admin=True)
    leaver, taker = make_employee(password=PASSWORD), make_employee()
    make_promise(leaver)
    _token, secret = make_token(owner=leaver, name="x", scopes=["read"])
    client = client_of(acme)
    sign_in_form(client, leaver.email)
    assert client.get("/promises/mine/").status_code == 200
    assert people.deactivate(leaver, heirs=Heirs(hand_to=taker), by=None) == 1
    assert client.get("/promises/mine/").status_code == 302
    assert not Session.objects.exists()
    assert ApiToken.objects.find(secret) is None
    assert Commitment.objects.open().get().owner == taker
    assert Entry.objects.filter(action="employee.deactivated").exists()


def test_the_last_admin_stays(make_employee):
    admin = make_employee(is_admin=True)
    with pytest.raises(ValidationError):
        people.deactivate(admin, heirs=Heirs(), by=None)
    admin.is_admin = False
    with pytest.raises(ValidationError):
        people.change_employee(admin)


def test_a_change_of_role_stands_in_the_trail(make_employee):
    make_employee(is_admin=True)
    person = make_employee()
    person.is_admin = True
    people.change_employee(person)
    entry = Entry.objects.get(action="role.changed")
    assert (entry.before["is_admin"], entry.after["is_admin"]) == (False, True)


def test_whoever_needs_a_second_factor_sets_it_up_first(make_employee, sign_in, settings):
    settings.REQUIRE_MFA = True
    admin, plain = sign_in(make_employee(is_admin=True)), sign_in(make_employee())
    page = admin.get("/promises/")
    assert (page.status_code, page.url) == (302, "/accounts/2fa/totp/activate/")
    assert plain.get("/promises/").status_code == 200


def test_the_second_factor_is_asked_for_at_sign_in_and_guessing_is_stopped(
    acme, make_employee, client_of, settings
):
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    settings.REQUIRE_MFA = True
    admin = make_employee(email="ada@example.com", password=PASSWORD, is_admin=True)
    secret = generate_totp_secret()
    TOTP.activate(admin, secret)
    client = client_of(acme)
    assert sign_in_form(client, "ada@example.com").url == "/accounts/2fa/authenticate/"
    assert client.get("/promises/").status_code == 302
    right = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/accounts/2fa/authenticate/", {"code": right}).status_code == 302
    assert client.get("/promises/").status_code == 200
    guesser = client_of(acme)
    sign_in_form(guesser, "ada@example.com")
    for _try in range(10):
        guesser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    right = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert guesser.post("/accounts/2fa/authenticate/", {"code": right}).status_code == 200


def test_the_admins_login_is_the_same_login(acme, client_of):
    page = client_of(acme).get("/admin/login/?next=/admin/")
    assert (page.status_code, page.url.split("?")[0]) == (302, "/accounts/login/")


def test_people_decide_how_they_are_told(make_employee, sign_in):
    person = make_employee()
    assert sign_in(person).post("/me/", {"name": "", "notify": "daily"}).status_code == 422
    sign_in(person).post("/me/", {"name": "Nia", "notify": "daily"})
    person.refresh_from_db()
    assert (person.name, person.notify) == ("Nia", "daily")
