"""A real browser at a real server. A test that opens pages of its own data is marked `committing`."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tenants import processes
from tests.browser.watching import Watch, axe
from tests.conftest import OrganisationClient
from tests.ideas.conftest import make_board, make_idea, quiet_board, said  # noqa: F401
from tests.live import is_quiet, run_cluster, serve
from tests.receiving import Receiver, receive

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]  # fmt: skip
MISSING = (
    "no chromium on this machine: install one (Debian: apt install chromium) or set CHROMIUM to its path"
)


def find_chromium() -> str | None:
    """The system's chromium, or the one that CHROMIUM names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a worker; without one the test is skipped, with REQUIRE_BROWSER=1 it fails."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(MISSING)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the thread of the tests
    with sync_playwright() as playwright:
        language = {"LANGUAGE": "en_US"}  # in whose order the parts of a date are typed
        started = playwright.chromium.launch(executable_path=path, args=FLAGS, env=os.environ | language)
        yield started
        started.close()


@pytest.fixture(scope="session")
def port(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The port of a server that all browser tests of a worker share."""
    with django_db_blocker.unblock(), serve() as port:
        yield port


@pytest.fixture
def browse(browser: Browser, port: int, organisations: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Opens a window at an organisation: `browse(acme, employee, width=320, dark=True, javascript=False)`;
    at the bare host where that is None.

    Whatever each page does is watched; at the end of the test it must have kept the rules.
    """
    watches: list[Watch] = []

    def browse(
        organisation: Any, employee: Any = None, *, width: int = 1200, dark: bool = False,
        javascript: bool = True, locale: str = "en-GB",
    ) -> Page:  # fmt: skip
        base = f"http://{organisation.slug + '.' if organisation else ''}localhost:{port}"
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 900}, locale=locale,
            color_scheme="dark" if dark else "light", java_script_enabled=javascript,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        if employee is not None:
            context.add_cookies(cookies(organisation, employee, base))
        page = context.new_page()
        watches.append(Watch(page).start())
        page.watch = watches[-1]  # type: ignore[attr-defined]
        return page

    yield browse
    for watch in watches:
        watch.page.context.close()
    for watch in watches:
        watch.check()


def cookies(organisation: Any, employee: Any, base: str) -> list[Any]:
    """The cookies of somebody who has signed in."""
    client = OrganisationClient(organisation)
    client.force_login(employee)
    return [{"name": name, "value": cookie.value, "url": base} for name, cookie in client.cookies.items()]


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """Fails with what axe-core finds on a page; the page must have kept the rules until then."""

    def check(page: Page, *, without: tuple[str, ...] = ()) -> None:
        watch = page.watch  # type: ignore[attr-defined]
        watch.check()
        found = axe(page, without=without)
        watch.violations.clear()
        assert not found, f"{page.url}:\n" + "\n".join(found)

    return check


@pytest.fixture(scope="module")
def mails(browser: Browser, port: int) -> Iterator[Receiver]:
    """What the queue's cluster sends, as it comes in at the mail server."""
    with receive() as receiver, run_cluster(SITE_PORT=str(port), EMAIL_URL=receiver.url):
        yield receiver


@pytest.fixture
def quiet_queue(mails: Receiver, acme: Any) -> Iterator[None]:
    """Tables are emptied only after the cluster has done what was queued."""
    mails.mails.clear()
    yield
    assert processes.wait_until(is_quiet, 20)
