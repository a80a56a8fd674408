"""What a brand may hold: only what is safe inside a style attribute, a link or a text."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from templates_app.colours import is_hex
from templates_app.data import FONT_STACKS
from templates_app.picture_addresses import is_ours, without_host

_TEXT_CHARACTERS: Final = 1000
_URL_CHARACTERS: Final = 500
_LOGO_WIDTHS: Final = range(40, 521)
_SOCIAL_LINKS: Final = 8


def complaint_about(field: str, value: Any) -> str:
    """Why the value cannot stand in that field, in words for a marketer; "" if it can."""
    check = _CHECKS.get(field)
    if check is None:
        return _("There is no field “%s”.") % field
    return "" if value in ("", None, {}) else check(value)


def is_web_address(value: object, schemes: tuple[str, ...] = ("https", "http")) -> bool:
    if not isinstance(value, str) or len(value) > _URL_CHARACTERS:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_clean = not any(sign.isspace() or sign in "<>\"'`\\" or ord(sign) < 32 for sign in value)
    return is_clean and parts.scheme in schemes and bool(parts.hostname)


def _colour(value: Any) -> str:
    return "" if isinstance(value, str) and is_hex(value) else _("Write the colour as #1F4D45.")


def _link(value: Any) -> str:
    return "" if is_web_address(value) else _("This must be a web address (https://…).")


def _logo(value: Any) -> str:
    if is_picture_address(value, ("https",)):
        return ""
    return _("The logo must be an uploaded picture, or at an https:// address.")


def is_picture_address(value: object, schemes: tuple[str, ...] = ("https", "http")) -> bool:
    """Of a picture of ours, also where this installation speaks plain http; or elsewhere."""
    if isinstance(value, str) and is_ours(without_host(value)):
        return True
    return is_web_address(value, schemes)


def _logo_width(value: Any) -> str:
    if type(value) is int and value in _LOGO_WIDTHS:
        return ""
    return _("The logo's width is between 40 and 520 pixels.")


def _font(value: Any) -> str:
    return "" if value in FONT_STACKS else _("That font is not one of those offered.")


def _words(value: Any) -> str:
    if isinstance(value, str) and len(value) <= _TEXT_CHARACTERS:
        return ""
    return _("At most 1,000 characters.")


def _email(value: Any) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return _("That is no e-mail address.")
    return ""


def _social(value: Any) -> str:
    is_sound = (
        isinstance(value, dict)
        and len(value) <= _SOCIAL_LINKS
        and all(isinstance(name, str) and 0 < len(name) <= 40 for name in value)
        and all(url == "" or is_web_address(url) for url in value.values())
    )
    return "" if is_sound else _("Up to eight names, each with a web address.")


_CHECKS: Final[dict[str, Callable[[Any], str]]] = {
    "logo_url": _logo,
    "logo_width": _logo_width,
    "accent": _colour,
    "text": _colour,
    "ground": _colour,
    "font": _font,
    "footer": _words,
    "legal": _words,
    "contact_email": _email,
    "website": _link,
    "social": _social,
}
