"""The WSGI application: the hot edges by the beginning of the path, then Django."""

import os
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    # None: it leaves this one to Django.
    Edge = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes] | None]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")

django_application = get_wsgi_application()

from common import heap  # noqa: E402 - what it settles is loaded
from notifyhub import health, metrics  # noqa: E402 - they need Django set up


def hot_edges() -> "tuple[tuple[str, Edge], ...]":
    """Path prefixes and who answers them; imported here, since the edges need Django set up."""
    from intake import edge as intake
    from messaging import tracking_domain_edge
    from statuspage import edge as statuspage
    from templates_app import edge as pictures
    from tracking import edge as tracking

    return (
        (intake.PREFIX, intake.application),
        (tracking.OPEN_PREFIX, tracking.application),
        (tracking.CLICK_PREFIX, tracking.application),
        (tracking_domain_edge.PREFIX, tracking_domain_edge.application),
        (pictures.PREFIX, pictures.application),
        (statuspage.PREFIX, statuspage.application),
        (metrics.PATH, metrics.application),
    )


def _strict(start_response: "StartResponse") -> "StartResponse":
    """Add what Django's SecurityMiddleware would add."""

    def strict(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, HSTS], *rest)

    return strict


EDGES = hot_edges()
import_module(settings.ROOT_URLCONF)  # every view, before a request waits for them
heap.settle_in()
IS_HTTPS = settings.SECURE_HSTS_SECONDS > 0
HSTS = ("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains")


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
    closed = health.answer(environ, start_response)
    if closed is not None:
        return closed
    path: str = environ["PATH_INFO"]
    for prefix, edge in EDGES:
        if path.startswith(prefix):
            answer = edge(environ, _strict(start_response) if IS_HTTPS else start_response)
            if answer is not None:
                return answer
            break
    return django_application(environ, start_response)
