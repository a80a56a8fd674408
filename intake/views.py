"""The same door as a Django view: what tests and a server without the edge use."""

from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from common import jobs
from common.groupcommit import DatabaseAway
from intake import services, tracker_door, tracker_keys
from intake.app_door import ADDRESS, AppDoor, receive_for_app
from intake.data import Arrival
from intake.departing import CONFIRMED
from intake.receiving import Answer, Door, receive
from intake.signing import apps_secrets, look_up, stores_of
from stores.scope import store_scope


@csrf_exempt
def receive_webhook(request: HttpRequest, public_id: str) -> HttpResponse:
    grace = timedelta(seconds=settings.NOTIFYHUB_GRACE_SECONDS)
    if public_id == ADDRESS:
        app = AppDoor(secrets=apps_secrets, stores_of=stores_of, keep=_keep, grace=grace)
        return _answered(receive_for_app(environ=request.META, door=app, now=timezone.now()))
    door = Door(keys_of=look_up, keep=_keep, grace=grace)
    it = receive(environ=request.META, public_id=public_id, door=door, now=timezone.now())
    return _answered(it)


@csrf_exempt
def receive_tracking(request: HttpRequest, public_id: str) -> HttpResponse:
    """A tracking service speaks: seldom enough for Django to answer."""
    now = timezone.now()
    it = tracker_door.receive(
        environ=request.META,
        keys_of=lambda: tracker_keys.look_up(public_id, now),
        keep=_keep,
        now=now,
    )
    return _answered(it)


def _answered(it: Answer) -> HttpResponse:
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
    if arrival.topic in CONFIRMED:
        jobs.ring("intake.confirm_departures")
