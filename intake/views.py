"""The same door as a Django view: what tests and a server without the edge use."""

from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from common import jobs
from common.groupcommit import DatabaseAway
from intake import services
from intake.data import Arrival
from intake.receiving import Door, receive
from intake.signing import look_up
from stores.scope import store_scope


@csrf_exempt
def receive_webhook(request: HttpRequest, public_id: str) -> HttpResponse:
    door = Door(
        keys_of=look_up, keep=_keep, grace=timedelta(seconds=settings.NOTIFYHUB_GRACE_SECONDS)
    )
    it = receive(environ=request.META, public_id=public_id, door=door, now=timezone.now())
    return HttpResponse(
        it.text,
        status=it.status,
        content_type="text/plain; charset=utf-8",
        headers=dict(it.headers),
    )


def _keep(arrival: Arrival) -> None:
    try:
        with store_scope(arrival.store_id):
            services.keep(arrivals=[arrival])
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error
    jobs.ring("intake.handle_due")
