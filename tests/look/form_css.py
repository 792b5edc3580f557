"""Cuts the public form's small stylesheet out of heed.css. `python -m tests.look.form_css` writes it anew."""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "config" / "static"
HEAD = "/* The public form's part of heed.css, cut by tests/look/form_css.py: do not edit. */\n"
KEEP = re.compile(
    r"""^(?::root|\[data-theme|:lang|:is\(\[data-state|\[data-state\]|\[data-state=(?:now|soon)
    |\*|html|body|fieldset|h1|h2|ol,|a\b(?!\.org)|small|\.quiet|b,|svg|\.i\b|input|textarea|\[aria-invalid|:is\(\[type
    |:focus-visible|main|\.sr|\.skip|\.mast|\.org|\.logo|img\.logo|\.foot|\.stack|\.bits
    |\.mark|\.btn|\.tap|:is\(\.foot|\.field|\.errors|\.pick|\.away|\.scale|\.sheet|\.note
    |@media\ \(prefers|@media\ \(forced)""",
    re.VERBOSE,
)


def blocks(text: str) -> list[tuple[str, str]]:
    """The rules at one level: what stands before the brace, and what stands inside."""
    found, depth, start, head = [], 0, 0, ""
    for at, sign in enumerate(text):
        if sign == "{":
            if depth == 0:
                head, start = text[start:at].strip(), at + 1
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                found.append((head, text[start:at]))
                start = at + 1
    return found


def layers(css: str) -> dict[str, list[tuple[str, str]]]:
    """The rules of each cascade layer, comments and the list of layers left out."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    order, _semicolon, rest = plain.partition(";")
    return {head.removeprefix("@layer "): blocks(body) for head, body in blocks(rest)} | {"": [(order, "")]}


def tight(css: str) -> str:
    """Without the space that only people need."""
    css = re.sub(r"\s+", " ", css).strip()
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(": ", ":")


def cut(css: str) -> str:
    """The stylesheet of the public form."""
    found = layers(css)
    order = found.pop("")[0][0].strip()
    parts = [
        f"@layer {name}{{{''.join(f'{tight(h)}{{{tight(b)}}}' for h, b in rules if KEEP.match(h))}}}"
        for name, rules in found.items()
    ]
    return HEAD + order + ";\n" + "\n".join(parts) + "\n"


if __name__ == "__main__":
    STATIC.joinpath("form.css").write_text(cut(STATIC.joinpath("heed.css").read_text()))
