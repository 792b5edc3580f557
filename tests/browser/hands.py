"""What a person does at a page, named as they would name it: with a mouse, or by the keyboard alone."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

IS_SEEN = """
(element) => {
  const shown = [element, element.nextElementSibling].filter(Boolean);
  const box = element.getBoundingClientRect();
  const ringed = shown.some((part) => {
    const { boxShadow, outlineStyle, outlineWidth } = getComputedStyle(part);
    return boxShadow !== "none" || (outlineStyle !== "none" && parseFloat(outlineWidth) > 0);
  });
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const front = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const covered = !front || ![element, ...(element.labels || [])].some((part) => part.contains(front));
  return element.matches(":focus-visible") && ringed && top < bottom && !covered;
}
"""
WAY_TO = """
(element) => {
  const { activeElement, body } = document;
  if (activeElement === element) return "";
  const after = element.compareDocumentPosition(activeElement) & Node.DOCUMENT_POSITION_FOLLOWING;
  return activeElement !== body && after ? "Shift+Tab" : "Tab";
}
"""
NO_MOUSE = 'addEventListener("pointerdown", () => { throw new Error("a mouse was used") }, true)'
MOST_STOPS = 150
PARTS = ("region", "group")


def named(label: str) -> re.Pattern[str]:
    """The whole of a label; that of a field which may stay empty says so."""
    return re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")


class Mouse:
    """Points and clicks. `inside` is a part of the page by its heading, where a name stands there twice."""

    def __init__(self, page: Page, *, scripted: bool = True) -> None:
        self.page, self.scripted = page, scripted

    def part(self, heading: str) -> Locator:
        """A part of the page with a heading: a section, or fields that belong together."""
        if not heading:
            return self.page.locator("body")
        section, fields = (self.page.get_by_role(role, name=heading, exact=True) for role in PARTS)
        return section.or_(fields)

    def find(self, role: str, name: str, inside: str = "") -> Locator:
        return self.part(inside).get_by_role(role, name=name, exact=True).filter(visible=True).first

    def field(self, label: str, inside: str = "", nth: int = 0) -> Locator:
        return self.part(inside).get_by_label(named(label)).filter(visible=True).nth(nth)

    def open(self, address: str) -> None:
        """Type an address, or follow a link of a mail."""
        self.page.goto(address)

    def follow(self, name: str, inside: str = "") -> None:
        with self.page.expect_navigation():
            self.act(self.find("link", name, inside))

    def press(self, name: str, inside: str = "") -> None:
        with self.page.expect_navigation():
            self.act(self.find("button", name, inside))

    def unfold(self, name: str) -> None:
        folded = self.page.locator("summary").filter(has_text=name).filter(visible=True).first
        self.act(folded)
        expect(folded.locator("xpath=..")).to_have_attribute("open", "")

    def reads(self, *texts: str) -> None:
        """Each of these stands on the page, to be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def misses(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def act(self, target: Locator) -> None:
        target.click()

    def write(self, label: str, text: str, inside: str = "", nth: int = 0) -> None:
        self.field(label, inside, nth).fill(text)

    def date(self, label: str, day: date, inside: str = "") -> None:
        self.field(label, inside).fill(day.isoformat())

    def choose(self, label: str, option: str, inside: str = "") -> None:
        self.field(label, inside).select_option(label=option)

    def pick(self, group: str, option: str) -> None:
        self.option(group, option).check()

    def option(self, group: str, option: str) -> Locator:
        return self.page.get_by_role("group", name=named(group)).get_by_label(option, exact=True)

    def tick(self, label: str) -> None:
        self.field(label).check()


class Keyboard(Mouse):
    """Never touches the mouse: Tab to what is meant, see that the focus is there to be seen, then act."""

    def __init__(self, page: Page, *, scripted: bool = True) -> None:
        super().__init__(page, scripted=scripted)
        page.add_init_script(NO_MOUSE)

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _stop in range(MOST_STOPS):
            if not (way := target.evaluate(WAY_TO)):
                break
            self.page.keyboard.press(way)
        assert target.evaluate(IS_SEEN), f"no focus to be seen at {target} of {self.page.url}"

    def act(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str, inside: str = "", nth: int = 0) -> None:
        self.reach(self.field(label, inside, nth))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def date(self, label: str, day: date, inside: str = "") -> None:
        field = self.field(label, inside)
        self.reach(field)
        self.page.keyboard.type(f"{day:%m%d%Y}")
        expect(field).to_have_value(day.isoformat())

    def choose(self, label: str, option: str, inside: str = "") -> None:
        field = self.field(label, inside)
        self.reach(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(option)

    def pick(self, group: str, option: str) -> None:
        """Into the group by Tab, to the option by arrows."""
        wanted = self.option(group, option)
        radios = self.page.get_by_role("group", name=named(group)).get_by_role("radio")
        checked = [radio for radio in radios.all() if radio.is_checked()]
        self.reach((checked or radios.all())[0])
        self.page.keyboard.press("Space")
        for _step in range(radios.count()):
            if not wanted.is_checked():
                self.page.keyboard.press("ArrowRight")
        expect(wanted).to_be_checked()
        assert wanted.evaluate(IS_SEEN)

    def tick(self, label: str) -> None:
        self.reach(self.field(label))
        self.page.keyboard.press("Space")
        expect(self.field(label)).to_be_checked()
