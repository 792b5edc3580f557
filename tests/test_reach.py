"""Every page has a way to it: by links and buttons from the first page, for those who may open it."""

import re

import pytest
from django.urls import reverse

from employees.actions.wall import renew_wall
from employees.urls import urlpatterns as of_employees
from feedback.urls import urlpatterns as of_feedback
from insights.urls import urlpatterns as of_insights

LINK, ACT = re.compile(r'href="(/[^"#?]*)'), re.compile(r'action="(/[^"#?]*)')
APPS = {"employees": of_employees, "feedback": of_feedback, "insights": of_insights}
ONE_OF_MANY = re.compile(r"[0-9a-f-]{36}|\d+")


def pages_without_a_key():
    """The pages that show no single thing: lists, forms of something new, settings."""
    return {
        reverse(f"{app}:{route.name}")
        for app, routes in APPS.items()
        for route in routes
        if "<" not in str(route.pattern)
    }


def reached(client):
    """Where links lead from the first page on, one of many standing for all; and what buttons send to."""
    waiting, seen, acts = ["/"], {}, set()
    while waiting:
        path = waiting.pop()
        kind = ONE_OF_MANY.sub("1", path)
        if kind not in seen and not path.startswith(("/static/", "/admin/", "/api/", "/accounts/")):
            page = client.get(path, follow=True)
            assert page.status_code == 200, f"a link leads to {path}: {page.status_code}"
            html = "" if page.streaming else page.content.decode(errors="replace")
            seen[kind] = path
            waiting += LINK.findall(html)
            acts |= set(ACT.findall(html))
    return set(seen.values()) | acts


@pytest.fixture
def everybody(sign_in, make_champion, make_employee):
    return sign_in(make_champion()), sign_in(make_employee(is_admin=True))


def test_every_list_and_every_setting_is_reached_by_links(everybody, make_response):
    make_response(score=2, comment="The door stuck.")
    renew_wall()
    found = set().union(*(reached(client) for client in everybody))
    missing = pages_without_a_key() - found
    assert not missing
