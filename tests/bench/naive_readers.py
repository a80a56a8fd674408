"""What one would write first: a Django view that checks the token, stores the hit, and answers.

In its favour: kept connections, our quick tokens, and links that need no query. It stands behind
the product's middleware, as every view here does; BENCH_BARE=1 takes even that away.
"""

import os

from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django is set up above
from django.http import (  # noqa: E402 - as above
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.urls import path  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from common import visitors  # noqa: E402 - as above
from messaging.tokens import Token, read_token  # noqa: E402 - as above
from stores.scope import store_scope  # noqa: E402 - as above
from tracking import recording  # noqa: E402 - as above
from tracking.edge import GIF  # noqa: E402 - as above
from tracking.models import Event, EventKind  # noqa: E402 - as above


def opened(request: HttpRequest, token: str) -> HttpResponse:
    found = read_token(token)
    if found is not None:
        _keep(request, found, EventKind.OPEN)
    return HttpResponse(GIF, content_type="image/gif", headers={"Content-Length": str(len(GIF))})


def followed(request: HttpRequest, token: str) -> HttpResponse:
    url = request.GET.get("u", "")
    found = read_token(token, url)
    if found is None:
        raise Http404
    _keep(request, found, EventKind.CLICK)
    response = HttpResponseRedirect(url)
    response["Content-Length"] = "0"
    return response


def _keep(request: HttpRequest, token: Token, kind: str) -> None:
    with store_scope(token.store_id):
        Event.objects.create(
            store_id=token.store_id,
            message_id=token.message_id,
            kind=kind,
            at=timezone.now(),
            link_index=token.link_index,
            user_agent=recording.user_agent_of(request.META),
            ip=visitors.network_of(request.META, 0),
        )


urlpatterns = [path("t/o/<str:token>.gif", opened), path("t/c/<str:token>", followed)]
settings.ROOT_URLCONF = __name__
if os.environ.get("BENCH_BARE"):
    settings.MIDDLEWARE = []
application = type(django)()
