"""The page behind the status link. It shows; it changes nothing."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from common import locales
from statuspage import notices, queries
from stores.scope import store_scope
from templates_app.queries import resolved_brand

# No script runs here but the one that offers notices (notices.allowances), and nothing is fetched
# but the store's pictures.
POLICY = (
    f"default-src 'none'; img-src https: data: {settings.NOTIFYHUB_PICTURES_URL}; "
    "style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def order_status(request: HttpRequest, token: str) -> HttpResponse:
    """GET /s/<token>. An unknown token and an erased order answer the same 404."""
    order = queries.order_by_token(token)
    if order is None:
        raise Http404
    store = order.store
    offered = {locales.normal(code): code for code, _name in settings.LANGUAGES}
    locale = locales.resolve([order.locale, store.locale], offered)
    with (
        store_scope(store.pk),
        translation.override(offered[locale]),
        timezone.override(store.timezone),
    ):
        brand = resolved_brand(store)
        page = queries.page_of(order, locale)
        context = {
            "page": page,
            "store": store,
            "brand": brand,
            "palette": brand.palette().as_dict(),
            "locale": locale,
            "offer": (offer := notices.offer_of(order)),
        }
        response = render(request, "statuspage/page.html", context)
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    allowed = notices.allowances(request, offer) if offer else ""
    response["Content-Security-Policy"] = allowed + POLICY
    return response
