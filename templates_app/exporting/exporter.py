"""One mail as Shopify can send it: brand, words, styles and links baked in.

Shopify's notifications have no blocks, no brand and one language at a time: so there is a file for
each kind and language, to be pasted at Settings → Notifications in that language. The line for the
subject field stands in a comment at the top.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from babel.numbers import format_percent
from django.utils.translation import gettext as _

from common.errors import DomainError
from templates_app.checking import Draft
from templates_app.data import NotificationKind as Kind
from templates_app.engine.languages import babel_locale
from templates_app.exporting.styling import styled
from templates_app.exporting.translating import Translation, lists_of

_HERE: Final = Path(__file__).parent
_OURS_ALONE: Final = frozenset(
    {Kind.DELAYED, Kind.NO_NEWS, Kind.REVIEW_REQUEST, Kind.ADDRESS_CHECK, Kind.THANK_YOU}
)
_OF_PARCELS: Final = frozenset(
    {Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE, Kind.OUT_FOR_DELIVERY, Kind.DELIVERED}
)
_WITHOUT_ORDER: Final = frozenset({Kind.GIFT_CARD, Kind.ABANDONED_CHECKOUT})
_HREF: Final = re.compile(r'(<a\b[^<>]*?\shref=")(https?://[^"{}<>]+)"', re.IGNORECASE)


class NotExportable(DomainError):
    """Shopify sends no mail of that kind, so there is no place to paste it."""

    code = "not-exportable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to be pasted into Shopify."""

    kind: str
    locale: str
    subject: str
    liquid: str

    @property
    def filename(self) -> str:
        return f"{self.kind.lower()}.{self.locale}.liquid"


def is_exportable(kind: str) -> bool:
    return kind not in _OURS_ALONE


def export(draft: Draft, *, locale: str, brand: Mapping[str, Any]) -> Export:
    """The draft in one language as Shopify's Liquid. Pure. Raises NotExportable."""
    if not is_exportable(draft.kind):
        label = Kind(draft.kind).label
        raise NotExportable(_("Shopify sends no mail of the kind “%s”.") % label)
    source = draft.source_in(locale)
    kind = str(draft.kind)
    query = urlencode(
        {"utm_source": "shopify", "utm_medium": "email", "utm_campaign": kind.lower()}
    )
    percent = _percent_in(locale)
    plain = Translation(brand=brand, json_ld="", percent=percent)
    subject = plain.run(source.subject).replace(" | escape }}", " }}")  # a subject is no markup
    if _is_shopifys_already(source.html):
        return Export(
            kind=kind, locale=locale, subject=subject, liquid=_headed(subject, source.html)
        )
    translation = Translation(
        brand=brand, json_ld=_json_ld(kind), percent=percent, shop_query=_behind(brand, query)
    )
    translated = translation.run(source.html)
    page = _with_query(styled(translated), str(brand.get("website") or ""), query)
    body = f"{_part('prelude.liquid')}{lists_of(brand)}{page}"
    return Export(kind=kind, locale=locale, subject=subject, liquid=_headed(subject, body))


def _json_ld(kind: str) -> str:
    if kind in _OF_PARCELS:
        return _part("parcel.json_ld.liquid")
    return "" if kind in _WITHOUT_ORDER else _part("order.json_ld.liquid")


def _percent_in(locale: str) -> str:
    """What a language puts around a number to say per cent, and its decimal sign, as filters."""
    language = babel_locale(locale)
    shape = language.percent_formats[None].pattern.replace("0", "0.###", 1)
    written = format_percent(0.0425, format=shape, locale=language)
    before, after = written.split("4", 1)[0], written.rsplit("5", 1)[-1]
    point = written.partition("4")[2][:1]
    filters = f" | append: '{after}'" if after else ""
    filters = f"{filters} | prepend: '{before}'" if before else filters
    return filters if point == "." else f" | append: '' | replace: '.', '{point}'{filters}"


def _is_shopifys_already(source: str) -> bool:
    """A pasted page that uses nothing of ours goes back as it came."""
    return "notifyhub." not in source and "data-part=" not in source


def _headed(subject: str, liquid: str) -> str:
    return f"{{% comment %}}\nsubject: {subject}\n{{% endcomment %}}\n{liquid.strip()}\n"


def _behind(brand: Mapping[str, Any], query: str) -> str:
    return f"{'&' if '?' in str(brand.get('website') or '') else '?'}{query}"


def _with_query(page: str, website: str, query: str) -> str:
    """Links that somebody wrote to the shop's own pages say where they were clicked."""
    host = urlsplit(website).hostname

    def marked(link: re.Match[str]) -> str:
        address = link[2]
        if not host or urlsplit(address).hostname != host or "utm_" in address:
            return link[0]
        whole, hash_sign, fragment = address.partition("#")
        sign = "&amp;" if "?" in whole else "?"
        return f'{link[1]}{whole}{sign}{query.replace("&", "&amp;")}{hash_sign}{fragment}"'

    return _HREF.sub(marked, page)


@cache
def _part(name: str) -> str:
    return (_HERE / name).read_text("utf-8").strip()
