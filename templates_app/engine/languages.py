"""From a tag as stores and buyers have it to what Babel knows."""

from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "yi", "ckb", "dv", "ps", "sd", "ug"})


@lru_cache(maxsize=256)
def babel_locale(tag: str) -> Locale:
    """The locale of a tag; English where Babel knows none on its way up."""
    parts = tag.replace("_", "-").split("-")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale("en")


def direction(tag: str) -> str:
    """`rtl` for languages written from the right, else `ltr`."""
    return "rtl" if tag.replace("_", "-").split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
