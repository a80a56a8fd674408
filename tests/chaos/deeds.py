"""What a child does until it is shot: each deed is the product's own call, in a loop.

Imported by the fork server before it forks, so that a child finds the product in memory.
"""

import asyncio
import io
import json
import logging
import warnings
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

import django

warnings.filterwarnings("ignore", "No directory at")  # static files, where none were collected
django.setup()

from django.conf import settings as django_settings  # noqa: E402 - Django is set up above
from django.db import connections  # noqa: E402 - as above
from django.db.models import F, Value  # noqa: E402 - as above
from django.db.models.functions import Concat  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from analytics import days, unit_folding  # noqa: E402 - as above
from common import killpoint  # noqa: E402 - as above
from intake import edge, services, topics  # noqa: E402 - as above
from intake.tracker_door import signed_by_aftership  # noqa: E402 - as above
from messaging import batches, queries, sending  # noqa: E402 - as above
from notifyhub.wsgi import application  # noqa: E402 - as above
from stores.models import Store  # noqa: E402 - as above
from stores.scope import every_store  # noqa: E402 - as above
from templates_app import advancing  # noqa: E402 - as above
from tests.factories.intake import environ_for  # noqa: E402 - as above
from tests.factories.tracking_services import SECRET  # noqa: E402 - as above
from tracking import judging  # noqa: E402 - as above

TOPIC = "tests/counted"
AT_ONCE = 8  # webhooks of one claim
FOLDED = 7  # facts of one batch
JUDGED = 5  # messages of one round of judging
CLAIM = 12  # messages of one claim: more than a chunk, so that many are marked together

Say = Callable[[str], None]


def child(
    deed: Callable[..., None],
    database: str,
    kill: str,
    changed: Mapping[str, Any],
    arguments: tuple[Any, ...],
    line: Connection,
) -> None:
    """One life: `deed` on that database, under changed settings, until it is done or shot."""
    logging.disable(logging.CRITICAL)
    connections["default"].settings_dict["NAME"] = database
    for name, value in changed.items():
        setattr(django_settings, name, value)
    killpoint.aim(kill)
    deed(line.send, *arguments)


def send(say: Say) -> None:
    """Send what is due."""
    while sending.send_due(now=queries.database_now(), limit=CLAIM):
        pass


def receive(say: Say, store_id: int, marks: str, prefix: str) -> None:
    """Post a webhook for each mark; say the mark once it is answered 200."""
    with every_store(because="a test's shop posts to its store"):
        store = Store.objects.get(pk=store_id)
    for mark in marks:
        body = json.dumps({"mark": prefix + mark}).encode()
        if _status(environ_for(store, body, TOPIC=TOPIC, EVENT_ID=prefix + mark)).startswith("200"):
            say(prefix + mark)


def receive_in_loop(say: Say, store_id: int, marks: str, prefix: str) -> None:
    """As `receive`, in an event loop that writes by itself."""
    with every_store(because="a test's shop posts to its store"):
        store = Store.objects.get(pk=store_id)
    edge.remembered.keys_of(str(store.public_id))

    async def post() -> None:
        await edge.group.opened()
        for mark in marks:
            body = json.dumps({"mark": prefix + mark}).encode()
            environ = environ_for(store, body, TOPIC=TOPIC, EVENT_ID=prefix + mark)
            if (await edge.in_loop(environ)).status == 200:
                say(prefix + mark)

    asyncio.run(post())


def receive_news(say: Say, account: str, marks: str, prefix: str) -> None:
    """As `receive`, at the door of a tracking service's account."""
    for mark in marks:
        body = json.dumps({"mark": prefix + mark}).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/in/carriers/{account}",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "HTTP_AFTERSHIP_HMAC_SHA256": signed_by_aftership(SECRET, body).decode(),
        }
        if _status(environ).startswith("200"):
            say(prefix + mark)


def _status(environ: dict[str, Any]) -> str:
    answered: list[str] = []
    application(environ, lambda status, *_: answered.append(status))  # type: ignore[arg-type]  # a bare start_response
    return answered[0]


def handle(say: Say) -> None:
    """Handle webhooks of a topic that leaves one mark for each time it takes effect."""
    topics.HANDLERS[TOPIC] = _count
    while services.handle_due(now=timezone.now(), limit=AT_ONCE):
        pass


def _count(store: Store, body: dict[str, Any], now: object) -> None:
    Store.objects.filter(pk=store.pk).update(name=Concat(F("name"), Value(body["mark"])))


def judge(say: Say) -> None:
    """Judge what is final, a few messages at a time."""
    with every_store(because="a test's judge"):
        while judging.judge_due(now=timezone.now(), limit=JUDGED):
            pass


def fold_days(say: Say) -> None:
    """Add the feed to the figures of days, a few facts at a time."""
    days.BATCH = FOLDED  # type: ignore[attr-defined]  # smaller, so that few facts make many batches
    with every_store(because="a test folds"):
        while days.fold_days(now=timezone.now()):
            pass


def do_batches(say: Say, chunk: int) -> None:
    """Go on with what people asked for in bulk."""
    batches.CHUNK = chunk  # type: ignore[misc]  # smaller, so that few rows make many chunks
    with every_store(because="a test's worker"):
        while batches.run_batches(now=queries.database_now()):
            pass


def roll_out(say: Say, chunk: int) -> None:
    """Take roll-outs further."""
    advancing.CHUNK = chunk  # type: ignore[misc]  # as above
    with every_store(because="a test advances roll-outs"):
        while advancing.advance_rollouts(now=timezone.now()):
            pass


def fold_units(say: Say, chunk: int) -> None:
    """Bring the units of tests up to the feed."""
    unit_folding.BATCH = chunk  # type: ignore[misc]  # as above
    with every_store(because="a test folds units"):
        while unit_folding.fold_units(now=timezone.now()):
            pass
