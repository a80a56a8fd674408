"""How the facts of a shop are spelled: said once for the form and for programs."""

import re
from typing import Final
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

SHOP: Final = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")


class NotSpelledSo(ValueError):
    """The words say how it is written."""


def shop_domain(text: str) -> str:
    """Shopify's own domain of the shop. Raises NotSpelledSo."""
    shop = text.strip().lower()
    if not SHOP.fullmatch(shop):
        raise NotSpelledSo(_("Write it as Shopify does: name-of-shop.myshopify.com"))
    return shop


def currency(text: str) -> str:
    """Raises NotSpelledSo."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise NotSpelledSo(_("Three letters, such as NOK."))
    return code


def country(text: str) -> str:
    """Raises NotSpelledSo; nothing is an answer."""
    code = text.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise NotSpelledSo(_("Two letters, such as NO."))
    return code


def timezone(text: str) -> str:
    """Raises NotSpelledSo for what is no IANA name."""
    if text not in available_timezones():
        raise NotSpelledSo(_("Name a time zone such as Europe/Oslo."))
    return text
