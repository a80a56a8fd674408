"""Picture filters: addresses of product pictures in the size wanted, and the tags around them."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from liquid import Markup

_NAMED_SIZES: Final = {
    "pico": 16, "icon": 32, "thumb": 50, "small": 100, "compact": 160,
    "medium": 240, "large": 480, "grande": 600, "original": 1024, "master": 0,
}  # fmt: skip
_CROPS: Final = frozenset({"top", "center", "bottom", "left", "right"})
_ATTRIBUTES: Final = frozenset({"class", "id", "style", "title", "loading", "border", "align"})


def source_of(picture: object) -> str:
    """The address of a picture, a product, a line or plain text; "" if there is none."""
    for _ in range(3):
        if isinstance(picture, str):
            return picture if picture.startswith(("https://", "http://", "//")) else ""
        if type(picture) is not dict and not isinstance(picture, Mapping):
            return ""
        for key in ("src", "image", "featured_image", "url"):
            inner = picture.get(key)
            if inner:
                picture = inner
                break
        else:
            return ""
    return ""


def img_url(picture: object, size: object = "small", *_args: object, **named: object) -> str:
    """Shopify's older filter: a named size (`compact_cropped`) or `300x200`."""
    width, height, crop = _size_named(str(size or ""))
    if not named:
        return _sized(source_of(picture), width, height, {"crop": crop} if crop else {})
    scale = min(max(_whole(named.get("scale")), 1), 3)
    wishes = {"crop": crop or named.get("crop")}
    return _sized(source_of(picture), width * scale, height * scale, wishes)


def image_url(picture: object, *_args: object, **named: object) -> str:
    """Shopify's newer filter: `width:` and `height:`."""
    width, height = (_whole(named.get(key)) for key in ("width", "height"))
    return _sized(source_of(picture), width, height, named)


def img_tag(picture: object, alt: object = "", css: object = "", size: object = "") -> object:
    """Shopify's older tag: text, class and size by position."""
    return image_tag(img_url(picture, size) if size else picture, alt, **{"class": css or None})


def image_tag(source: object, alt: object = "", *_args: object, **named: object) -> object:
    """An `<img>` with its text; nothing without a source."""
    url = source_of(source)
    if not url:
        return ""
    words = named.get("alt", alt)
    tag = Markup('<img src="{}" alt="{}"').format(url, "" if words is None else str(words))
    for name in ("width", "height"):
        edge = _whole(named.get(name))
        if edge:
            tag += Markup(' {}="{}"').format(name, edge)
    for name in sorted(_ATTRIBUTES & named.keys()):
        if named[name] is not None:
            tag += Markup(' {}="{}"').format(name, str(named[name]))
    return tag + Markup(">")


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "img_url": img_url,
    "product_img_url": img_url,
    "image_url": image_url,
    "article_img_url": img_url,
    "collection_img_url": img_url,
    "img_tag": img_tag,
    "image_tag": image_tag,
}


@lru_cache(maxsize=256)
def _size_named(name: str) -> tuple[int, int, str]:
    crop = "center" if name.endswith("_cropped") else ""
    return *_edges(name.removesuffix("_cropped")), crop


def _edges(name: str) -> tuple[int, int]:
    if name in _NAMED_SIZES:
        return _NAMED_SIZES[name], _NAMED_SIZES[name]
    width, _, height = name.partition("x")
    return _whole(width), _whole(height)


def _whole(value: object) -> int:
    text = str(value) if value is not None else ""
    return min(int(text[:5]), 5760) if text[:5].isascii() and text[:5].isdigit() else 0


def _sized(source: str, width: int, height: int, wishes: Mapping[str, object]) -> str:
    if not source:
        return ""
    crop, pad_color = str(wishes.get("crop") or ""), str(wishes.get("pad_color") or "")
    # Markup equals its text, hence it would be taken for it in the cache.
    sized = _with_size if type(source) is str else _with_size.__wrapped__
    return sized(source, width, height, crop, pad_color)


@lru_cache(maxsize=4096)  # a shop's pictures are in many mails
def _with_size(source: str, width: int, height: int, crop: str, pad_color: str) -> str:
    try:
        parts = urlsplit(source)
    except ValueError:
        return ""
    # Only these make sizes on demand.
    is_shopifys = parts.hostname == "cdn.shopify.com" or parts.path.startswith("/cdn/shop/")
    if not is_shopifys or not (width or height):
        return source
    query = dict(parse_qsl(parts.query))
    query |= {key: str(edge) for key, edge in (("width", width), ("height", height)) if edge}
    if crop:
        query["crop"] = crop if crop in _CROPS else "center"
    if re.fullmatch(r"[0-9a-fA-F]{3,6}", pad_color):
        query["pad_color"] = pad_color
    return urlunsplit(parts._replace(query=urlencode(query)))
