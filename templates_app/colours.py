"""Colours that can be read: contrast as WCAG defines it, and a whole palette from three colours."""

import colorsys
import re
from dataclasses import asdict, dataclass

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")
_TEXT_RATIO = 4.5
_LIGHT, _DARK = "#FFFFFF", "#10231E"
DARK_GROUND, DARK_CARD = "#111816", "#1A2320"


def is_hex(colour: str) -> bool:
    """Whether it is `#rgb` or `#rrggbb`: the only notation that cannot carry anything else."""
    return bool(_HEX.match(colour))


def contrast(one: str, other: str) -> float:
    """The WCAG ratio of two colours: 1 (the same) to 21 (black on white)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable_on(colour: str) -> str:
    """White where it reaches 4.5 on the colour, else near-black: one of the two always does."""
    if contrast(_LIGHT, colour) >= _TEXT_RATIO:
        return _LIGHT
    return _DARK if contrast(_DARK, colour) >= _TEXT_RATIO else "#000000"


def legible(colour: str, *, on: str, ratio: float = _TEXT_RATIO) -> str:
    """The colour itself, moved in lightness just far enough to be read on the ground given."""
    step = 0.02 if _luminance(on) < 0.18 else -0.02
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    while contrast(colour, on) < ratio and 0.0 < lightness + step < 1.0:
        lightness += step
        colour = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour if contrast(colour, on) >= ratio else readable_on(on)


def mix(one: str, other: str, share: float) -> str:
    """`share` of the first colour, the rest of the second."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return _hex(tuple(a * share + b * (1 - share) for a, b in pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a mail. Names say where each stands; every text reaches 4.5 on its ground."""

    ground: str
    card: str
    band: str
    line: str
    text: str
    text_2: str
    text_ground: str
    accent: str
    accent_text: str
    accent_ground: str
    on_accent: str
    dark_ground: str
    dark_card: str
    dark_band: str
    dark_line: str
    dark_text: str
    dark_text_2: str
    dark_accent: str
    dark_on_accent: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def palette_of(*, accent: str, text: str, ground: str) -> Palette:
    """Choose the rest from a brand's three colours."""
    card = "#FFFFFF"
    band = mix(accent, card, 0.11)
    text = legible(text, on=card, ratio=7)
    dark_band = mix(accent, "#26322E", 0.13)
    dark_accent = legible(accent, on=DARK_CARD, ratio=6.5)
    return Palette(
        ground=ground,
        card=card,
        band=band,
        line=mix(text, card, 0.14),
        text=legible(text, on=band),
        text_2=legible(mix(text, card, 0.74), on=band),
        text_ground=legible(mix(text, ground, 0.74), on=ground),
        accent=accent,
        accent_text=legible(accent, on=band),
        accent_ground=legible(accent, on=ground),
        on_accent=readable_on(accent),
        dark_ground=DARK_GROUND,
        dark_card=DARK_CARD,
        dark_band=dark_band,
        dark_line="#35433D",
        dark_text="#EEF2EF",
        dark_text_2=legible("#B4C1BB", on=dark_band),
        dark_accent=dark_accent,
        dark_on_accent=readable_on(dark_accent),
    )


def _rgb(colour: str) -> tuple[float, float, float]:
    if not is_hex(colour):
        raise ValueError(f"not a colour: {colour!r}")
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def _hex(rgb: tuple[float, ...]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(part * 255))):02X}" for part in rgb)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
