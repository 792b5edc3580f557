"""What is looked at on every page a browser test opens, and the rules of accessibility."""

from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
OURS = (".localhost", "localhost", "127.0.0.1")


@dataclass
class Watch:
    """What a page did that no page of ours may do."""

    page: Page
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    bytes: int = 0

    def start(self) -> "Watch":
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.failures.append(str(error)))
        self.page.on("request", self.asked)
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self.weighed)
        return self

    def heard(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)

    def asked(self, request: Any) -> None:
        host = urlsplit(request.url).hostname or ""
        if request.url.startswith("http") and not host.endswith(OURS):
            self.foreign.append(request.url)

    def weighed(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def check(self) -> None:
        assert not self.violations, f"against the content policy: {self.violations}"
        assert not self.foreign, f"asked of foreign hosts: {self.foreign}"
        assert not self.failures, f"failed in the browser: {self.failures}"

    def taken(self) -> list[str]:
        """All that was seen so far, which is then forgotten."""
        found = [*self.violations, *self.foreign, *self.failures]
        for seen in (self.violations, self.foreign, self.failures):
            seen.clear()
        return found


def axe(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds on the page as it stands, one line each."""
    return [
        f"{fault['id']}: {fault['help']}\n  {node['html'][:200]}\n  {node['failureSummary']}"
        for fault in faults(page, without)
        for node in fault["nodes"]
    ]


def faults(page: Page, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The violations as axe-core tells them; it is put into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {AXE} }}")
    rules = {rule: {"enabled": False} for rule in without}
    run = "async (rules) => await axe.run(document, {rules, resultTypes: ['violations']})"
    return page.evaluate(run, rules)["violations"]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window; one that is on its way has no document yet."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")
