"""The forms of a page as a browser without JavaScript sees them: fields by their labels."""

from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """The fields of the last form on the page, their values, and what their labels say."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.options: dict[str, dict[str, str]] = {}
        self._label = self._select = self._option = self._area = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = dict(attrs)
        name = found.get("name")
        if tag == "label":
            self._label, self._text = found.get("for", ""), ""
        elif tag == "option":
            self._option, self._text = found.get("value", ""), ""
            if "selected" in found or self._select not in self.values:
                self.values[self._select] = self._option
        elif name and tag in ("input", "select", "textarea"):
            self.names[found.get("id", name)] = name
            self._select = name if tag == "select" else self._select
            self._area = name if tag == "textarea" else None
            if self._label == "":
                self._label = found.get("id", name)
            self._text = ""
            if tag == "input" and found.get("type") not in ("checkbox", "radio", "file"):
                self.values[name] = found.get("value", "")
            elif tag == "input" and "checked" in found:
                self.values[name] = found.get("value", "on")

    def handle_data(self, text: str) -> None:
        self._text += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.labels[" ".join(self._text.split())] = self._label or ""
            self._label = None
        elif tag == "option":
            self.options.setdefault(self._select, {})[" ".join(self._text.split())] = self._option
        elif tag == "textarea" and self._area:
            self.values[self._area] = self._text.strip()
            self._area = None

    def name(self, label: str) -> str:
        """The field with this label."""
        return self.names[self.labels[label]]

    def choose(self, label: str, option: str) -> None:
        """Choose an option by what a person reads."""
        name = self.name(label)
        self.values[name] = self.options[name][option]

    def tick(self, label: str) -> None:
        """Tick the box beside the words."""
        self.values[self.name(label)] = "on"
