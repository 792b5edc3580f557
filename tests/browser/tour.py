"""Goes to every page and says what is wrong there: for whom it cannot be read, where it does not fit, what it
does against the rules. A page that is built as one seen before is not looked at again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from playwright.sync_api import Page

from tests.access.kit import Access
from tests.browser.watching import faults, overflow

NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1200, "height": 900}
# what is no page (by its content type) is nothing; words, order and number do not make another build
BUILD = """async (address) => {
  const answer = await fetch(address).catch(() => null);
  if (!(answer?.headers.get('content-type') || '').startsWith('text/html')) {
    await answer?.body?.cancel();
    return null;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const told = ['class', 'role', 'type', 'open', 'hidden', 'disabled', 'aria-current', 'data-state'];
  const kind = (part) => [part.parentElement.tagName, part.tagName, ...told.map((a) => part.getAttribute(a))];
  const parts = (root) => [...new Set([...root.querySelectorAll('*')].map((part) => kind(part).join()))];
  const main = page.querySelector('main') || page.body;
  const inside = parts(main).sort().join();
  main.remove();
  const around = parts(page.documentElement).sort().join();
  return {status: answer.status, path: new URL(answer.url).pathname, inside, around};
}"""
SETTLE = """document.getAnimations()
  .filter((moving) => moving.effect.getComputedTiming().endTime < Infinity)
  .forEach((moving) => moving.finish())"""
UNFOLD = "document.querySelectorAll('main details').forEach((fold) => { fold.open = true })"


def addresses(world: Any, routes: dict[str, Access], urlconf: str = "config.urls") -> Iterator[str]:
    """Where each of these routes that can be looked at stands, with the keys of this world."""
    for route, access in routes.items():
        if "GET" in access.allow:
            path = reverse(route, kwargs=access.at(world), urlconf=urlconf)
            query = urlencode(access.query(world))
            yield f"{path}?{query}" if query else path


@dataclass
class Tour:
    """One window, what was seen in all windows, and what was found wrong."""

    page: Page
    seen: set[tuple[object, str]]
    excepted: Iterable[str] = ()
    shows: str = "body"
    """What stands on a page once it is built."""
    found: list[str] = field(default_factory=list)

    def go(self, paths: Iterable[str]) -> "Tour":
        for path in paths:
            if self._is_new(path):
                self.look(path)
        return self

    def _is_new(self, path: str) -> bool:
        build = self.page.evaluate(BUILD, path)
        if build is None:
            return False
        place = build["path"] if build["status"] < 400 else build["status"]
        here = {(place, build["inside"]), ("around", build["around"])}
        is_new = not here <= self.seen
        self.seen |= here
        return is_new

    def look(self, path: str) -> None:
        """In the dark on the narrowest screen, then in the light on a wide one."""
        self.page.set_viewport_size(NARROW)
        self.page.emulate_media(color_scheme="dark")
        self.page.watch.taken()  # what axe-core itself did, on the page before
        self.page.goto(path)
        self.page.locator(self.shows).first.wait_for()
        self._fits(path)
        self.page.evaluate(UNFOLD)
        self._fits(path)
        self._say(path, self.page.watch.taken())
        self._is_accessible(f"{path} (dark, narrow)")
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")
        self._is_accessible(f"{path} (light, wide)")
        self.page.watch.violations.clear()

    def fits(self, paths: Iterable[str], direction: str) -> "Tour":
        """Only whether these pages, read in this direction, are no wider than either window."""
        for path in paths:
            self.page.goto(path)
            if (found := self.page.locator("html").get_attribute("dir")) != direction:
                self._say(path, [f"is read {found}"])
            for window in (NARROW, WIDE):
                self.page.set_viewport_size(window)
                self._fits(path)
        return self

    def _fits(self, path: str) -> None:
        if (wider := overflow(self.page)) > 0:
            self._say(path, [f"{wider} pixels too wide for {self.page.viewport_size}"])

    def _is_accessible(self, path: str) -> None:
        self.page.evaluate(SETTLE)
        for fault in faults(self.page, tuple(self.excepted)):
            what = [f"{fault['id']}: {n['html'][:200]} {n['failureSummary']}" for n in fault["nodes"]]
            self._say(path, what)

    def _say(self, path: str, wrong: list[str]) -> None:
        self.found += [f"{path}: {what}" for what in wrong if f"{path}: {what}" not in self.found]
