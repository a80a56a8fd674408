"""What one would write first: a Django view that reads the order's rows and renders its template.

The same reads, the same words and the same template as the product's page, without its copy. It
stands behind the product's middleware, as every view here does; BENCH_BARE=1 takes even that away.
`changed` is the product itself where every page has just changed: no copy is ever good.
"""

import os

from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

import time  # noqa: E402 - Django is set up above
from typing import TYPE_CHECKING, Any  # noqa: E402 - as above

from django.conf import settings  # noqa: E402 - as above
from django.http import Http404, HttpRequest, HttpResponse  # noqa: E402 - as above
from django.shortcuts import render  # noqa: E402 - as above
from django.urls import include, path  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from notifyhub import wsgi  # noqa: E402 - as above
from statuspage import copies, notices  # noqa: E402 - as above
from statuspage.feedback import thumbs_of  # noqa: E402 - as above
from statuspage.frame import for_buyer, frame_of, locale_of  # noqa: E402 - as above
from statuspage.help import help_of  # noqa: E402 - as above
from statuspage.page_settings import settings_of  # noqa: E402 - as above
from statuspage.queries import facts_of, order_by_token  # noqa: E402 - as above
from statuspage.writing import USUAL, pages_of  # noqa: E402 - as above

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def status(request: HttpRequest, token: str) -> HttpResponse:
    order = order_by_token(token)
    if order is None:
        raise Http404
    now, store = timezone.now(), order.store
    locale = locale_of(store, order.locale)
    with for_buyer(store, locale):
        chosen = settings_of(store.pk)
        facts = facts_of(order, chosen, locale, now)
        context = {
            **frame_of(store, locale),
            "order": order,
            "settings": chosen,
            "page": pages_of(facts)(USUAL),
            "today": facts.today,
            "help": help_of(
                order, settings=chosen, parcels=facts.parcels, promise=facts.promise, now=now
            ),
            "feedback": thumbs_of(order, chosen),
            "offer": notices.offer_of(order),
        }
        response = render(request, "statuspage/page.html", context)
    response["Content-Length"] = str(len(response.content))
    return response


def changed(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
    """The product, for a page of which something has changed since it was last written."""
    copies.program = _another  # type: ignore[assignment]  # it is what is measured
    return wsgi.application(environ, start_response)


def _another() -> str:
    return str(time.perf_counter_ns())


urlpatterns = [path("s/<slug:token>", status), path("", include("notifyhub.urls"))]


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
    settings.ROOT_URLCONF = __name__
    return django(environ, start_response)


if os.environ.get("BENCH_BARE"):
    settings.MIDDLEWARE = []
    django.load_middleware()
