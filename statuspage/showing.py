"""How the pages beside the page are answered: found, framed, never kept, and PII only to the buyer.

# Note [No token against forgery]
No log-in stands behind these forms. The link's token is the key; the cookie of identity.py is not
sent with what another site sends (SameSite=Strict). So a foreign page has nothing to borrow, and
there is no CSRF token to ask for; it would also make the kept page another one for everybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from common import visitors
from orders.models import Order
from statuspage.frame import for_buyer, frame_of, guarded, locale_of
from statuspage.page_settings import settings_of
from statuspage.queries import order_by_token
from statuspage.views import is_over

LONGEST_FORM: Final = 32_768


def order_or_404(token: str) -> Order:
    """Unknown, renewed and expired links and erased orders answer the same 404."""
    order = order_by_token(token)
    if order is None:
        raise Http404
    return order


@contextmanager
def framed(order: Order) -> Iterator[None]:
    """In the store's scope and time zone, in the buyer's language; 404 once its time is over."""
    with for_buyer(order.store, locale_of(order.store, order.locale)):
        if is_over(order, settings_of(order.store_id), timezone.now()):
            raise Http404
        yield


def shown(
    request: HttpRequest, order: Order, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page beside the page. It is kept nowhere: what stands there is one buyer's."""
    more = {
        **frame_of(order.store, locale_of(order.store, order.locale)),
        "order": order,
        "page_url": reverse("statuspage-order", args=[order.token]),
    }
    return guarded(render(request, f"statuspage/{name}.html", {**more, **context}, status=status))


def to(order: Order, view: str, *more: str) -> HttpResponse:
    """After a deed its result is fetched: reloading it does nothing twice."""
    url = reverse(f"statuspage-{view}", args=[order.token, *more])
    return guarded(HttpResponseRedirect(url, status=303))


def too_often(request: HttpRequest, order: Order, seconds: int, now: datetime) -> HttpResponse:
    """429: a plain page that says when it may be tried again."""
    at = now + timedelta(seconds=seconds)
    response = shown(
        request,
        order,
        "result",
        {
            "title": _("That was too often"),
            "words": [_("Try again at %(time)s.") % {"time": _moment(at, now)}],
        },
        status=429,
    )
    response["Retry-After"] = str(max(seconds, 1))
    return response


def _moment(at: datetime, now: datetime) -> str:
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localtime(now).date()
    return formats.date_format(local, "TIME_FORMAT" if is_today else "DATETIME_FORMAT")


def network_of(request: HttpRequest) -> str | None:
    return visitors.network_of(request.META, settings.NOTIFYHUB_PROXY_COUNT)


def is_too_long(request: HttpRequest) -> bool:
    """Nobody types so much; it is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > LONGEST_FORM
