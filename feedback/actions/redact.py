from collections.abc import Iterable

from django.utils.translation import gettext as _

from feedback.actions.identity import identifying


def redact(text: str, *, names: Iterable[str] = (), identifiers: Iterable[str] = ()) -> str:
    """The text with a word in brackets for each thing that identifies its writer. It proposes; a person reads
    it before anything is shared."""
    labels, found, end = _labels(), [], 0
    for span in identifying(text, names=names, identifiers=identifiers):
        found += [text[end : span.start], labels[span.kind]]
        end = span.end
    return "".join(found) + text[end:]


def _labels() -> dict[str, str]:
    return {
        "email": _("[e-mail]"), "phone": _("[phone]"), "postcode": _("[postcode]"), "date": _("[date]"),
        "address": _("[address]"), "account": _("[number]"), "name": _("[name]"),
    }  # fmt: skip
