"""What all pages for buyers share: language, look, and what the browser may do with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from common import locales
from stores.models import Store
from stores.scope import store_scope
from templates_app.picture_addresses import PREFIX
from templates_app.queries import resolved_brand

# No script runs here but ours, each where it has something to do, and nothing is fetched but our
# own pictures: whoever else is asked for one learns who looks at which order.
POLICY: Final = (
    f"default-src 'none'; img-src 'self' data: {settings.NOTIFYHUB_PICTURES_URL}; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# As they stand on every page for buyers, by Django or before it.
HEADERS: Final = [
    ("Cache-Control", "private, no-cache"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Vary", "Accept-Encoding"),
]
OFFERED: Final = {locales.normal(code): code for code in settings.NOTIFYHUB_BUYERS_LANGUAGES}


def locale_of(store: Store, *wanted: str) -> str:
    """The language that a buyer reads, of those that the pages are in."""
    return locales.resolve([*wanted, store.locale], OFFERED)


@contextmanager
def for_buyer(store: Store, locale: str) -> Iterator[None]:
    """In the store's scope and time zone, and the buyer's language."""
    with (
        store_scope(store.pk),
        translation.override(OFFERED[locale]),
        timezone.override(store.timezone),
    ):
        yield


def frame_of(store: Store, locale: str) -> dict[str, Any]:
    """What each page needs for its look. One query."""
    brand = resolved_brand(store)
    return {
        "store": store,
        "brand": brand,
        "logo_url": _own_picture(brand.logo_url),
        "palette": brand.palette().as_dict(),
        "locale": locale,
    }


def _own_picture(url: str) -> str:
    return url if url.startswith(f"{settings.NOTIFYHUB_PICTURES_URL}{PREFIX}") else ""


def guarded(response: HttpResponse, *, policy: str = POLICY) -> HttpResponse:
    """With the headers that keep a private page private."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Security-Policy"] = policy
    return response


def allowances(request: HttpRequest, *wanted: dict[str, str] | None) -> str:
    """What the page's policy must let through for its scripts: addresses of ours, one by one."""
    said = ""
    for directive, name in (("script", "script"), ("worker", "worker"), ("connect", "url")):
        found = [each[name] for each in wanted if each and name in each]
        addresses = " ".join(request.build_absolute_uri(address) for address in found)
        said += f"{directive}-src {addresses}; " if found else ""
    return said
