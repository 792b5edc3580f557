"""Colours in OKLCH, and contrast as WCAG counts it. sRGB channels are 0 to 1."""

import math
from collections.abc import Iterable

Rgb = tuple[float, float, float]


def from_hex(text: str) -> Rgb:
    """#0b5b66 as channels."""
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255)


def to_hex(colour: Rgb) -> str:
    """Channels as #0b5b66."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in colour)


def linear(part: float) -> float:
    """A channel without its gamma."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def gamma(part: float) -> float:
    """A linear channel with its gamma."""
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def to_oklab(colour: Rgb) -> Rgb:
    """Lightness and two opponent axes of a colour."""
    r, g, b = (linear(part) for part in colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def from_oklab(lightness: float, a: float, b: float) -> Rgb:
    """The sRGB colour of these coordinates; channels may lie outside 0 to 1."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        gamma(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        gamma(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        gamma(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """A colour by lightness, chroma and hue in degrees; chroma gives way until it can be shown."""
    angle = math.radians(hue)
    while True:
        colour = from_oklab(lightness, chroma * math.cos(angle), chroma * math.sin(angle))
        if chroma <= 0 or all(-0.0005 <= part <= 1.0005 for part in colour):
            return tuple(max(0.0, min(1.0, part)) for part in colour)  # type: ignore[return-value]
        chroma = max(0.0, chroma - 0.004)


def to_oklch(colour: Rgb) -> Rgb:
    """Lightness, chroma and hue in degrees."""
    lightness, a, b = to_oklab(colour)
    return (lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of one colour in another, as CSS color-mix does it in oklab."""
    pairs = zip(to_oklab(one), to_oklab(other), strict=True)
    return from_oklab(*(share * x + (1 - share) * y for x, y in pairs))


def luminance(colour: Rgb) -> float:
    """Relative luminance of WCAG."""
    r, g, b = (linear(max(0.0, min(1.0, part))) for part in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of WCAG, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def worst(colour: Rgb, surfaces: Iterable[Rgb]) -> float:
    """The lowest contrast of a colour on any of these surfaces."""
    return min(contrast(colour, surface) for surface in surfaces)
