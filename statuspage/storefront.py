"""What a shop's own pages ask: when does this leave and arrive, and was that address meant?

Asked from any page of any shop, by anybody, without log-in, cookie or a trace of who asks: answers
are the same for all, and may be kept by every cache between until the next cut-off or midnight.
"""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from common.api import problems
from common.errors import DomainError
from messaging import typos
from shipping import shop_words, shown
from shipping.promising.data import CartLine, Destination
from shipping.transit_times import country_code
from statuspage.middleware import same_for_all
from statuspage.notices import A_DAY, javascript
from stores.models import Store
from stores.scope import every_store, store_scope

MOST_LINES: Final = 100
LONGEST_QUERY: Final = 8_000
GREATEST_ID: Final = 2**63 - 1
MOST_OF_A_LINE: Final = 1_000_000
# A changed rule is seen after so many seconds at the latest.
LONGEST_KEPT: Final = 900
_DOMAIN: Final = re.compile(r"[^\s@/\\\x00-\x1f]{1,253}")
_DIGITS: Final = re.compile(r"[0-9]{1,19}", re.ASCII)

View = Callable[[HttpRequest, Store], HttpResponse]


class Unreadable(ValueError):
    """What the address says cannot be read; the error says why."""


def script(request: HttpRequest) -> HttpResponse:
    """GET /storefront.js, for the theme of any shop."""
    response = javascript("storefront.js", A_DAY)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return same_for_all(response)


def _open_to_shops(view: View) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """GET alone, from pages of any origin, of a store that there is."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
        response = _answer(request, public_id)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Robots-Tag"] = "noindex"
        return same_for_all(response)

    def _answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            refused = _problem("method-not-allowed")
            refused["Allow"] = "GET, HEAD"
            return refused
        with every_store(because="a shop's page names its store by a public id"):
            store = Store.objects.filter(public_id=public_id).first()
        if store is None:
            return _problem("not-found", "There is no such store here.")
        with store_scope(store.pk):
            try:
                return view(request, store)
            except Unreadable as error:
                return _problem("malformed", str(error))

    return answer


@_open_to_shops
def processing(request: HttpRequest, store: Store) -> HttpResponse:
    """GET /storefront/<store>/processing.json

    One line of the cart for each place in `variants`, `products`, `quantities` (separated by
    commas) and `vendor` (named once for each); what is left out is not known.
    """
    query = _query(request)
    lines = _lines(query)
    now = timezone.now()
    found = shown.shown_of(
        store=store,
        lines=lines,
        destination=Destination(country=_country(query) or store.country),
        now=now,
        locale=query.get("locale", "")[:35],
    )
    if store.state == Store.State.UNINSTALLED or not found.is_shown:
        return _kept(request, {"is_shown": False, "sentences": []}, LONGEST_KEPT)
    seconds = min(LONGEST_KEPT, shown.seconds_until(found.until, now))
    return _kept(request, _as_json(found), seconds)


@_open_to_shops
def email_hint(request: HttpRequest, store: Store) -> HttpResponse:
    """GET /storefront/<store>/email-hint.json?domain=gnail.com

    Only the domain is asked, so that no address stands in a URL or a log.
    """
    query = _query(request)
    domain = query.get("domain", "")
    if not _DOMAIN.fullmatch(domain):
        raise Unreadable("Send the part after the @ alone, as `domain=gnail.com`.")
    meant = typos.suggest(f"somebody@{domain}")
    suggestion = meant.address.rpartition("@")[2] if meant else ""
    words = shop_words.words_in(shop_words.locale_of(query.get("locale", "")[:35], store.locale))
    said = {"suggestion": suggestion, "words": words.meant.format("{address}")}
    return _kept(request, said, 86_400)


def _as_json(found: shown.Shown) -> dict[str, Any]:
    processing_days = found.processing or (None, None)
    sent = found.sent or shown.Span(None, None)
    return {
        "is_shown": True,
        "locale": found.locale,
        "sentences": list(found.sentences),
        "processing": {"min_days": processing_days[0], "max_days": processing_days[1]},
        "dispatch": {"from_on": sent.from_on, "to_on": sent.to_on},
        "arrival": {"from_on": found.quote.from_on, "to_on": found.quote.to_on},
        "covers": found.quote.covers,
        "lines": [
            {
                "arrival": {"from_on": line.from_on, "to_on": line.to_on},
                "why": line.why,
                "is_dropshipped": line.is_dropshipped,
            }
            for line in found.quote.lines
        ],
    }


def _query(request: HttpRequest) -> QueryDict:
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise Unreadable(f"The address may have {LONGEST_QUERY} characters: send fewer lines.")
    if any("\0" in value for values in request.GET.lists() for value in values[1]):
        raise Unreadable("The address holds a null character.")
    return request.GET


def _country(query: QueryDict) -> str:
    try:
        return country_code(query.get("country", "")[:20])
    except DomainError as refusal:
        raise Unreadable(str(refusal)) from refusal


def _lines(query: QueryDict) -> list[CartLine]:
    variants, products = _numbers(query, "variants"), _numbers(query, "products")
    quantities, vendors = _numbers(query, "quantities"), query.getlist("vendor")
    counts = {len(named) for named in (variants, products, quantities, vendors) if named}
    if len(counts) > 1:
        raise Unreadable(
            "`variants`, `products`, `quantities` and `vendor` must name as many lines each, or "
            "be left out."
        )
    count = counts.pop() if counts else 0
    if count > MOST_LINES:
        raise Unreadable(f"A cart has {MOST_LINES} lines at most here.")
    return [
        CartLine(
            key=place,
            variant=variants[place] if variants else None,
            product=products[place] if products else None,
            vendor=vendors[place][:255] if vendors else "",
            quantity=min(quantities[place] or 1, MOST_OF_A_LINE) if quantities else 1,
        )
        for place in range(count)
    ]


def _numbers(query: QueryDict, name: str) -> list[int | None]:
    """Shopify's ids, or nothing between two commas."""
    text = query.get(name, "")
    if not text:
        return []
    return [_number(name, part.strip()) for part in text.split(",")]


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    if not _DIGITS.fullmatch(text) or int(text) > GREATEST_ID:
        raise Unreadable(f"`{name}` are whole numbers, separated by commas.")
    return int(text)


def _kept(request: HttpRequest, said: dict[str, Any], seconds: int) -> HttpResponse:
    """The answer, or 304 for who has it."""
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={seconds}"
    etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _problem(code: str, detail: str = "") -> HttpResponse:
    said = problems.body(code, detail)
    response = JsonResponse(said, status=said["status"], content_type=problems.MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response
