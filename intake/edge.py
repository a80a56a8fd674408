"""POST /in/shopify/<store> (and …/app): verify, keep, answer. In front of Django, fast.

Many requests share one commit (common/groupcommit.py); Shopify hears 200 after it, and the bell
rings.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import psycopg
from django.conf import settings

from common import jobs
from common.bell import Bell
from common.db import raw
from common.edges import MustWait, Reply, say
from common.groupcommit import Connection, DatabaseAway, GroupCommit, InLoop
from common.killpoint import killpoint
from common.loopcommit import LoopConnection
from intake import keeping
from intake.app_door import ADDRESS, AppDoor, receive_for_app
from intake.data import Arrival
from intake.departing import CONFIRMED
from intake.receiving import AWAY, KEPT, Answer, Door, Refused, let_in, receive
from intake.signing import Remembered, apps_secrets, stores_of
from messaging import stages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/in/shopify/"
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]
# The store vanished since we remembered its keys.
UNKNOWN = "the signature does not match"

logger = logging.getLogger(__name__)


# The flusher's own connection; it writes rows of all stores.
CONNECTION: Final[dict[str, Any]] = {
    "settings": (("notifyhub.stores", "*"),),
    "connect_timeout": 2,
    "options": "-c statement_timeout=5s -c synchronous_commit=on",
}


def connect() -> Connection:
    return raw.connect(**CONNECTION)


async def connect_in_loop() -> LoopConnection | None:
    return await raw.connect_in_loop(**CONNECTION)


def write(connection: Connection, arrivals: Sequence[Arrival]) -> None:
    killpoint("intake.before_insert")
    connection.execute(keeping.INSERT, keeping.columns(arrivals))
    killpoint("intake.after_insert")
    stages.webhooks_kept(it.received_at for it in arrivals)
    stages.write_due(connection.execute)


async def write_in_loop(connection: LoopConnection, arrivals: Sequence[Arrival]) -> None:
    """As `write`."""
    killpoint("intake.before_insert")
    await connection.execute(keeping.INSERT, keeping.columns(arrivals))
    killpoint("intake.after_insert")
    stages.webhooks_kept(it.received_at for it in arrivals)
    await stages.write_due_in_loop(connection.execute)


group: GroupCommit[Arrival] = GroupCommit(
    connect=connect,
    write=write,
    name="intake",
    in_loop=InLoop(connect_in_loop, write_in_loop),
)
bell = Bell(lambda: jobs.ring("intake.handle_due"), name="intake-bell", pause=0.1)
remembered = Remembered()


def keep(arrival: Arrival) -> None:
    """In a thread: return once it is committed. Raises Refused, DatabaseAway."""
    killpoint("intake.verified")
    try:
        group.commit(arrival)
    except psycopg.IntegrityError as error:
        raise Refused(401, UNKNOWN) from error
    _tell(arrival)


async def keep_in_loop(arrival: Arrival) -> None:
    """As `keep`, in the server's event loop."""
    killpoint("intake.verified")
    try:
        await group.committed(arrival)
    except psycopg.IntegrityError as error:
        raise Refused(401, UNKNOWN) from error
    _tell(arrival)


def _tell(arrival: Arrival) -> None:
    """It is kept: ring for who handles it."""
    killpoint("intake.kept")
    bell.ring()
    if arrival.topic in CONFIRMED:
        jobs.ring("intake.confirm_departures")


def answer(environ: "WSGIEnvironment") -> Answer:
    """Answer one request; what goes wrong within us is told as 503, so that Shopify repeats it."""
    grace = timedelta(seconds=settings.NOTIFYHUB_GRACE_SECONDS)
    public_id, now = environ["PATH_INFO"].removeprefix(PREFIX), datetime.now(UTC)
    try:
        if public_id == ADDRESS:
            app = AppDoor(secrets=apps_secrets, stores_of=stores_of, keep=keep, grace=grace)
            return receive_for_app(environ=environ, door=app, now=now)
        door = Door(keys_of=remembered.keys_of, keep=keep, grace=grace)
        return receive(environ=environ, public_id=public_id, door=door, now=now)
    except Exception:  # whatever is wrong within us, Shopify is to try again
        logger.exception("Could not receive a webhook")
        return AWAY


async def answer_in_loop(environ: "WSGIEnvironment") -> Answer:
    """As `answer`, by what is at hand; raises MustWait."""
    grace = timedelta(seconds=settings.NOTIFYHUB_GRACE_SECONDS)
    public_id, now = environ["PATH_INFO"].removeprefix(PREFIX), datetime.now(UTC)
    if public_id == ADDRESS:
        raise MustWait
    try:
        arrival = let_in(environ, public_id, keys_of=remembered.at_hand, grace=grace, now=now)
        if arrival.topic in CONFIRMED:  # the broker is told of each
            raise MustWait
        await keep_in_loop(arrival)
    except Refused as refused:
        return refused.answer
    except DatabaseAway:
        return AWAY
    except MustWait:
        raise
    except Exception:  # whatever is wrong within us, Shopify is to try again
        logger.exception("Could not receive a webhook")
        return AWAY
    return KEPT


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """In a thread of the server's."""
    return say(_reply(answer(environ)), environ, start_response)


async def in_loop(environ: "WSGIEnvironment") -> Reply:
    """In the server's event loop; raises MustWait. See Note [Edges in the event loop]."""
    return _reply(await answer_in_loop(environ))


def _reply(it: Answer) -> Reply:
    return Reply(it.status, [*HEADERS, *it.headers], it.text.encode())
