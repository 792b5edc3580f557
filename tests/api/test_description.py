"""The API describes itself, to whoever is signed in."""

import re

import pytest

from employees.actions.tokens import make_token


def test_whoever_is_signed_in_reads_the_description(sign_in, make_employee):
    read = sign_in(make_employee()).get("/api/schema/")
    assert (read.status_code, read.json()["openapi"]) == (200, "3.1.1")


def test_a_token_reads_it_whatever_its_scope(acme, client_of, make_employee):
    _token, secret = make_token(owner=make_employee(), name="t", scopes=["feedback"])
    assert (
        client_of(acme).get("/api/schema/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    )


def test_nobody_else_does(acme, client_of):
    assert client_of(acme).get("/api/schema/").status_code == 401
    assert client_of(acme).get("/api/docs/")["Location"].startswith("/accounts/login/")


def test_only_the_platform_s_own_host_describes_organisations(acme, heed, client_of, make_employee):
    from tests.conftest import standing_in
    from tests.examples import build

    with standing_in(heed):
        people = build(heed).people
    operators = client_of(heed)
    operators.force_login(people["operator"])
    ours = client_of(acme)
    ours.force_login(make_employee())
    path = "/api/v1/organisations/"
    assert path in operators.get("/api/schema/").json()["paths"]
    assert path not in ours.get("/api/schema/").json()["paths"]


def test_every_operation_says_how_it_may_fail(sign_in, make_employee):
    described = sign_in(make_employee()).get("/api/schema/").json()
    lacking = [
        f"{method} {path}"
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if not {"400", "401", "403", "404", "409", "429"} <= set(operation["responses"])
    ]
    assert not lacking


@pytest.mark.parametrize("path", ["/api/docs/", "/api/docs/?script="])
def test_the_page_has_nothing_inline(sign_in, make_employee, path):
    page = sign_in(make_employee()).get(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=", text)
    assert "unsafe" not in page["Content-Security-Policy"]
