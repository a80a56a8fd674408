"""Shopify's colour filters, in their spelling: from a CSS colour to another, or to a figure."""

import colorsys
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from liquid.exceptions import FilterArgumentError

_HEX: Final = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_FUNCTION: Final = re.compile(r"(rgb|hsl)a?\(\s*([^()]{3,60})\)")


@dataclass(frozen=True, slots=True)
class Colour:
    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @property
    def rgb(self) -> tuple[int, int, int]:
        red, green, blue = (_whole(_clamped(each, 255)) for each in self.channels)
        return red, green, blue

    @property
    def channels(self) -> tuple[float, float, float]:
        return self.red, self.green, self.blue

    @property
    def hsl(self) -> tuple[float, float, float]:
        """Degrees and two percentages."""
        hue, light, saturation = colorsys.rgb_to_hls(*(each / 255 for each in self.rgb))
        return hue * 360, saturation * 100, light * 100

    @property
    def luminance(self) -> float:
        red, green, blue = (_linear(each) for each in self.rgb)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def __str__(self) -> str:
        """As Shopify writes a changed colour: hexadecimal, or rgba where it shines through."""
        red, green, blue = self.rgb
        if self.alpha < 1:
            return f"rgba({red}, {green}, {blue}, {_figure(self.alpha)})"
        return f"#{red:02x}{green:02x}{blue:02x}"


def colour_of(value: object) -> Colour:
    text = str(value).strip()[:80]
    found = _HEX.fullmatch(text)
    if found:
        figures = found[1] if len(found[1]) > 3 else "".join(each * 2 for each in found[1])
        parts = [int(figures[at : at + 2], 16) for at in range(0, len(figures), 2)]
        shine = parts[3] / 255 if len(parts) > 3 else 1.0
        return Colour(parts[0], parts[1], parts[2], shine)
    function = _FUNCTION.fullmatch(text.lower())
    figures_of = re.findall(r"-?\d+(?:\.\d+)?%?", function[2]) if function else []
    if function is None or len(figures_of) not in (3, 4):
        raise FilterArgumentError(f"“{text}” is no colour", token=None)
    alpha = _part(figures_of[3], 1) if len(figures_of) == 4 else 1.0
    if function[1] == "rgb":
        red, green, blue = (_part(each, 255) for each in figures_of[:3])
        return Colour(red, green, blue, alpha)
    hue, saturation, light = (float(each.rstrip("%")) for each in figures_of[:3])
    return _from_hsl(hue, saturation, light, alpha)


def to_rgb(value: object, *_args: object) -> str:
    colour = colour_of(value)
    red, green, blue = colour.rgb
    if colour.alpha < 1:
        return f"rgba({red}, {green}, {blue}, {_figure(colour.alpha)})"
    return f"rgb({red}, {green}, {blue})"


def to_hsl(value: object, *_args: object) -> str:
    colour = colour_of(value)
    hue, saturation, light = (round(each) for each in colour.hsl)
    if colour.alpha < 1:
        return f"hsla({hue}, {saturation}%, {light}%, {_figure(colour.alpha)})"
    return f"hsl({hue}, {saturation}%, {light}%)"


def to_hex(value: object, *_args: object) -> str:
    return str(replace(colour_of(value), alpha=1.0))


def to_oklch(value: object, *_args: object) -> str:
    colour = colour_of(value)
    red, green, blue = (_linear(each) for each in colour.rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    first = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    second = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    chroma = math.hypot(first, second)
    hue = math.degrees(math.atan2(second, first)) % 360 if chroma >= 0.005 else 0.0  # grey
    shine = "" if colour.alpha == 1 else f" / {_figure(colour.alpha)}"
    return f"oklch({light * 100:.0f}% {chroma:.2f} {hue:.0f}{shine})"


def hex_to_rgba(value: object, alpha: object = 1, *_args: object) -> str:
    red, green, blue = colour_of(value).rgb
    return f"rgba({red},{green},{blue},{_figure(_number(alpha))})"


def extract(value: object, component: object, *_args: object) -> object:
    colour = colour_of(value)
    hue, saturation, light = (round(each) for each in colour.hsl)
    red, green, blue = colour.rgb
    found = {
        "alpha": colour.alpha, "red": red, "green": green, "blue": blue,
        "hue": hue, "saturation": saturation, "lightness": light,
    }.get(str(component))  # fmt: skip
    if found is None:
        raise FilterArgumentError(f"“{component}” is no part of a colour", token=None)
    return found


def modify(value: object, component: object, to: object, *_args: object) -> str:
    colour, amount, name = colour_of(value), _number(to), str(component)
    if name in ("red", "green", "blue"):
        return str(replace(colour, **{name: _clamped(amount, 255)}))
    if name == "alpha":
        return str(replace(colour, alpha=_clamped(amount, 1)))
    hsl = dict(zip(("hue", "saturation", "lightness"), colour.hsl, strict=True))
    if name not in hsl:
        raise FilterArgumentError(f"“{name}” is no part of a colour", token=None)
    hsl[name] = amount
    return str(_from_hsl(hsl["hue"], hsl["saturation"], hsl["lightness"], colour.alpha))


def mix(value: object, other: object, percent: object = 50, *_args: object) -> str:
    first, second = colour_of(value), colour_of(other)
    share = _clamped(_number(percent), 100) / 100
    red, green, blue = (
        _whole(one * share + two * (1 - share))
        for one, two in zip(first.channels, second.channels, strict=True)
    )
    alpha = first.alpha * share + second.alpha * (1 - share)
    return str(Colour(red, green, blue, alpha))


def _shifted(part: int, sign: int) -> Callable[..., str]:
    def shift(value: object, percent: object, *_args: object) -> str:
        colour = colour_of(value)
        hsl = list(colour.hsl)
        hsl[part] = _clamped(hsl[part] + sign * _number(percent), 100)
        return str(_from_hsl(hsl[0], hsl[1], hsl[2], colour.alpha))

    return shift


def brightness(value: object, *_args: object) -> float:
    red, green, blue = colour_of(value).rgb
    return round((red * 299 + green * 587 + blue * 114) / 1000, 2)


def brightness_difference(value: object, other: object, *_args: object) -> int:
    return round(abs(brightness(value) - brightness(other)))


def difference(value: object, other: object, *_args: object) -> int:
    pairs = zip(colour_of(value).rgb, colour_of(other).rgb, strict=True)
    return sum(abs(one - two) for one, two in pairs)


def contrast(value: object, other: object, *_args: object) -> float:
    lights = sorted((colour_of(value).luminance, colour_of(other).luminance))
    return round((lights[1] + 0.05) / (lights[0] + 0.05), 1)


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "color_to_rgb": to_rgb,
    "color_to_hsl": to_hsl,
    "color_to_hex": to_hex,
    "color_to_oklch": to_oklch,
    "hex_to_rgba": hex_to_rgba,
    "color_extract": extract,
    "color_modify": modify,
    "color_mix": mix,
    "color_lighten": _shifted(2, 1),
    "color_darken": _shifted(2, -1),
    "color_saturate": _shifted(1, 1),
    "color_desaturate": _shifted(1, -1),
    "color_brightness": brightness,
    "brightness_difference": brightness_difference,
    "color_difference": difference,
    "color_contrast": contrast,
}


def _from_hsl(hue: float, saturation: float, light: float, alpha: float) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(
        hue % 360 / 360, _clamped(light, 100) / 100, _clamped(saturation, 100) / 100
    )
    return Colour(red * 255, green * 255, blue * 255, alpha)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _part(text: str, whole: int) -> float:
    share = float(text.rstrip("%"))
    return _clamped(share * whole / 100 if text.endswith("%") else share, whole)


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError as error:
        raise FilterArgumentError(f"“{value}” is no number", token=None) from error
    if not math.isfinite(number):
        raise FilterArgumentError(f"“{value}” is no number", token=None)
    return number


def _clamped(value: float, most: float) -> float:
    return min(max(value, 0), most)


def _whole(value: float) -> int:
    return math.floor(value + 0.5)


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
