"""An organisation's one colour, made into five tokens that can be read on every surface of ours."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from tenants.brand.colour import Rgb, contrast, from_hex, mix, oklch, to_hex, to_oklch, worst

TEXT, LINE = 4.5, 3.0
TEXT_AIM_DARK, LINE_AIM_DARK = 7.0, 3.6  # on dark paper thin text needs more than the law asks
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)
# The surfaces of heed.css: paper, sheet, sunk, and the colours of states that tint a note by 7 %.
LIGHT = (oklch(0.984, 0.005, 85), WHITE, oklch(0.956, 0.008, 85))
DARK = (oklch(0.19, 0.006, 70), oklch(0.23, 0.007, 70), oklch(0.26, 0.008, 70))
LIGHT_STATES = (oklch(0.47, 0.165, 28), oklch(0.48, 0.1, 68), oklch(0.44, 0.09, 155), oklch(0.45, 0.014, 70))
DARK_STATES = (oklch(0.75, 0.135, 28), oklch(0.82, 0.12, 80), oklch(0.78, 0.1, 155), oklch(0.77, 0.01, 80))
NOTE = 0.07


@dataclass(frozen=True)
class Shades:
    """The three tokens that differ between light and dark, as hex."""

    text: str
    line: str
    tint: str


@dataclass(frozen=True)
class Brand:
    """The tokens of one organisation: the exact colour, black or white on it, and shades for both themes."""

    fill: str
    on_fill: str
    light: Shades
    dark: Shades

    @property
    def css(self) -> str:
        """The stylesheet that differs between organisations."""
        pairs = [
            (name, getattr(self.light, name), getattr(self.dark, name)) for name in ("text", "line", "tint")
        ]
        moved = "".join(f"--brand-{name}:light-dark({light},{dark});" for name, light, dark in pairs)
        return f":root{{--brand:{self.fill};--on-brand:{self.on_fill};{moved}}}"


def surfaces(dark: bool, tint: Rgb) -> list[Rgb]:
    """Everything a brand's text may stand on."""
    plain, states = (DARK, DARK_STATES) if dark else (LIGHT, LIGHT_STATES)
    return [*plain, tint, *(mix(state, plain[0], NOTE) for state in states)]


def moved(colour: Rgb, floor: float, on: list[Rgb], dark: bool) -> str:
    """The colour, moved in lightness as little as needed until it holds `floor` on each surface."""
    lightness, chroma, hue = to_oklch(colour)
    for step in range(201):
        there = lightness + (1 - lightness) * step / 200 if dark else lightness * (1 - step / 200)
        shade = to_hex(oklch(there, chroma, hue) if step else colour)
        if worst(from_hex(shade), on) >= floor + 0.005:
            return shade
    return "#ffffff" if dark else "#000000"


def shades(colour: Rgb, dark: bool) -> Shades:
    """Text, line and tint of a colour on light or on dark paper."""
    _lightness, chroma, hue = to_oklch(colour)
    tint = to_hex(oklch(0.3, min(chroma, 0.035), hue) if dark else oklch(0.93, min(chroma, 0.03), hue))
    on = surfaces(dark, from_hex(tint))
    text_aim, line_aim = (TEXT_AIM_DARK, LINE_AIM_DARK) if dark else (TEXT, LINE)
    text = moved(colour, text_aim, on, dark)
    note = mix(from_hex(text), on[0], NOTE)
    return Shades(moved(from_hex(text), text_aim, [*on, note], dark), moved(colour, line_aim, on, dark), tint)


@lru_cache(maxsize=1024)
def brand_of(colour: str) -> Brand:
    """The tokens of a colour such as #0b5b66."""
    fill = from_hex(colour)
    on_fill = "#fff" if contrast(fill, WHITE) >= contrast(fill, BLACK) else "#000"
    return Brand(colour.lower(), on_fill, shades(fill, False), shades(fill, True))


def brand_version(colour: str) -> str:
    """A name for the stylesheet of a colour, so that browsers may keep it for ever."""
    return hashlib.sha256(brand_of(colour).css.encode()).hexdigest()[:10]
