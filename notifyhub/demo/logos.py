"""The invented shops' logos: a mark and the name, drawn by code, white on the shop's own colour."""

import io
import math
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from notifyhub.demo.world import Shop

HEIGHT: Final = 144  # thrice what a mail shows
MARGIN: Final = 36
INK: Final = "#FFFFFF"
# The font that Pillow brings knows Latin letters only.
LATIN: Final = {"qinghe-tea": "Qinghe Tea"}

Box = tuple[int, int, int, int]


def logo(shop: Shop) -> bytes:
    """A PNG that can be read on light and on dark; the same for the same shop."""
    name = LATIN.get(shop.key, shop.name)
    font = ImageFont.load_default(size=58)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType, which the demo's logos need.")
    width = round(font.getlength(name.replace("ø", "o"))) + HEIGHT + MARGIN
    image = Image.new("RGBA", (width, HEIGHT), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, width - 1, HEIGHT - 1), radius=28, fill=shop.brand.accent)
    _mark(draw, shop.key, (MARGIN, MARGIN, HEIGHT - MARGIN, HEIGHT - MARGIN))
    _write(draw, (HEIGHT - 8, HEIGHT // 2), name, font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], name: str, font: ImageFont.FreeTypeFont
) -> None:
    """The font has no “ø”: it is written as an o with a stroke through it."""
    draw.text(at, name.replace("ø", "o"), font=font, fill=INK, anchor="lm")
    before, stroked, _after = name.partition("ø")
    if stroked:
        left = at[0] + font.getlength(before)
        right, middle = left + font.getlength("o"), at[1] + 6
        draw.line((left + 1, middle + 19, right - 1, middle - 17), fill=INK, width=5)


def _mark(draw: ImageDraw.ImageDraw, key: str, box: Box) -> None:
    marks = {
        "fjell-garn": _mountains,
        "bolgeblik": _waves,
        "norrsken-cykel": _wheel,
        "qinghe-tea": _leaf,
    }
    marks.get(key, _tree)(draw, box)


def _mountains(draw: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = box
    draw.polygon([(left, bottom), (left + 28, top + 6), (left + 56, bottom)], fill=INK)
    draw.polygon([(left + 34, bottom), (left + 52, top + 28), (right, bottom)], fill=INK)


def _waves(draw: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, _bottom = box
    half = (right - left) // 2
    for row in range(3):
        y = top + 4 + row * 24
        draw.arc((left, y, left + half, y + 26), 180, 360, fill=INK, width=7)
        draw.arc((left + half - 6, y, right - 6, y + 26), 0, 180, fill=INK, width=7)


def _wheel(draw: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = box
    middle, half = (left + right) // 2, (top + bottom) // 2
    draw.ellipse(box, outline=INK, width=8)
    draw.line((left, half, right, half), fill=INK, width=4)
    draw.line((middle, top, middle, bottom), fill=INK, width=4)
    draw.ellipse((middle - 8, half - 8, middle + 8, half + 8), fill=INK)


def _leaf(draw: ImageDraw.ImageDraw, box: Box) -> None:
    """What two quarter circles share."""
    left, top, right, bottom = box
    size = right - left
    turns = [math.radians(step * 3) for step in range(31)]
    over = [(left + size * math.cos(turn), top + size * math.sin(turn)) for turn in turns]
    under = [(right - size * math.cos(turn), bottom - size * math.sin(turn)) for turn in turns]
    draw.polygon([*over, *under], fill=INK)


def _tree(draw: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = box
    middle = (left + right) // 2
    for row in range(3):
        y = top + row * 18
        wide = 16 + row * 9
        draw.polygon([(middle, y), (middle - wide, y + 26), (middle + wide, y + 26)], fill=INK)
    draw.rectangle((middle - 5, bottom - 12, middle + 5, bottom), fill=INK)
