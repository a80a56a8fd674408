"""Places in the feed: where it ends now, where a time lies in it, and how programs hold one.

# Note [Cursors for programs]
A program holds a place in the feed encrypted, so that it reads no row numbers, and bound to its
agency. It is bound to no filter: a place in the feed is the same for whoever reads on from it.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from outbound.data import Place

BEGINNING: Final = Place(0, 0)
LONGEST_CURSOR: Final = 400
# A row's time is that of its transaction's beginning, so rows are nearly in order of time; the
# longest transaction is over within this.
DISORDER: Final = timedelta(hours=1)
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LAST_ID: Final = 2**63 - 1

_HEAD = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_FIRST_FROM = """
SELECT fact.xid::text::bigint, fact.recorded_at
FROM unnest(%(stores)s::bigint[]) AS mine(store_id)
CROSS JOIN LATERAL (
  SELECT xid, id, recorded_at FROM orders_activity
  WHERE store_id = mine.store_id AND xid >= %(xid)s::text::xid8
  ORDER BY orders_activity.xid, orders_activity.id
  LIMIT 1
) AS fact
ORDER BY fact.xid, fact.id
LIMIT 1
"""


class BadCursor(ValueError):
    """No cursor of ours, or another agency's."""


def head_of_feed() -> Place:
    """All that is complete lies before it. See Note [Feeds by transaction] in tracking/queries."""
    return Place(_first_running() - 1, _LAST_ID)


def place_before(moment: datetime, *, store_ids: Sequence[int]) -> Place:
    """A place before all that was recorded at that time or later; some older rows may follow it.

    Looks into the feed by halves: at most about forty look-ups for each store.
    """
    if moment < _LONG_AGO:
        return BEGINNING
    wanted = moment - DISORDER
    low, high = 0, _first_running()
    while low < high:
        middle = (low + high) // 2
        found = _first_from(middle, store_ids)
        if found is None or found[1] >= wanted:
            high = middle
        else:
            low = found[0] + 1
    return Place(low - 1, _LAST_ID) if low else BEGINNING


def write_cursor(place: Place, *, agency_id: int) -> str:
    """See Note [Cursors for programs]."""
    said = json.dumps([agency_id, place.xid, place.id])
    return _seal(settings.SECRET_KEY).encrypt(said.encode()).decode()


def read_cursor(text: str, *, agency_id: int) -> Place:
    """Raises BadCursor."""
    if len(text) > LONGEST_CURSOR:
        raise BadCursor
    try:
        owner, xid, row_id = json.loads(_seal(settings.SECRET_KEY).decrypt(text.encode()))
    except (InvalidToken, ValueError) as error:
        raise BadCursor from error
    if owner != agency_id:
        raise BadCursor
    return Place(xid, row_id)


def _first_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        return int(cursor.fetchone()[0])


def _first_from(xid: int, store_ids: Sequence[int]) -> tuple[int, datetime] | None:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_FROM, {"stores": list(store_ids), "xid": xid})
        found: tuple[int, datetime] | None = cursor.fetchone()
    return found


@cache
def _seal(secret: str) -> Fernet:
    key = salted_hmac("outbound.cursor", "", secret=secret, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
