"""Pages as they were last written, answered again while nothing that they say has changed.

# Note [A copy is as good as its rows]
A page is written from rows. Postgres gives each row a new version (xmin, ctid) whenever somebody
writes it, whoever that is and by whichever verb. So the versions of all rows of an order and of
what its store decided, counted and summed, are the version of the page: there is nothing to
invalidate, hence nothing to forget to invalidate. It is read before the page's rows are, so a
change in between makes the copy too old, never too young. Beside rows a page depends on the program
that writes it (`program`), and on the clock: on the day, and on moments that `good_until` names.
tests/statuspage/test_copies.py fails for a page that reads a table which is not in TABLES.
"""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import babel
import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from orders.models import Order
from statuspage.facts import Facts
from statuspage.models import PageCopy

# Of which rows the version is the sum; `page` is the order that a token names.
OF_ORDER: Final = (
    "orders_lineitem",
    "orders_fulfilment",
    "orders_refund",
    "shipping_parcel",
    "shipping_parcelevent",
    "shipping_promise",
    "messaging_message",
    "messaging_rescuecase",
    "statuspage_buyerrequest",
    "statuspage_feedback",
)
OF_STORE: Final = (
    "statuspage_pagesettings",
    "statuspage_faqentry",
    "shipping_carrier",
    "messaging_deliverymode",
)
TABLES: Final = frozenset(
    {*OF_ORDER, *OF_STORE, "orders_order", "stores_store", "templates_app_brand"}
)
MARK: Final = b"<!--witness-->"  # where the script stands that bears witness of a click
# Where the edge leaves for Django what it saw. No header is ever named so: they begin with HTTP_.
VERSION_SEEN: Final = "notifyhub.page_version"
KEPT: Final = timedelta(days=30)
_SUM: Final = (
    "(SELECT concat(count(*), ':', sum(hashtextextended(concat(row.xmin, row.ctid), 0)))"
    ' FROM "{table}" row WHERE {of})'
)
_ROWS: Final = [
    *(
        _SUM.format(table=table, of="row.store_id = page.store_id AND row.order_id = page.id")
        for table in OF_ORDER
    ),
    *(_SUM.format(table=table, of="row.store_id = page.store_id") for table in OF_STORE),
    _SUM.format(
        table="templates_app_brand",
        of="row.agency_id = store.agency_id AND (row.store_id IS NULL"
        " OR row.store_id = page.store_id)",
    ),
]
VERSION: Final = (
    "concat_ws(',', %(program)s::text, page.xmin, page.ctid, store.xmin, store.ctid, "
    + ", ".join(_ROWS)
    + ")"
)
# One statement: is there such a page, and is its copy as good as its rows? OFFSET 0: the version is
# summed once, for the copy and for whoever writes the page anew.
CURRENT: Final = f"""
SELECT page.id, page.store_id, kept.etag, kept.has_notices,
  CASE WHEN kept.etag <> %(known)s THEN kept.body END, standing.version
FROM orders_order page
JOIN stores_store store ON store.id = page.store_id
CROSS JOIN LATERAL (SELECT sha256(convert_to({VERSION}, 'UTF8')) AS version OFFSET 0) AS standing
LEFT JOIN statuspage_pagecopy kept ON kept.order_id = page.id AND kept.good_until > %(now)s
  AND kept.version = standing.version
WHERE page.token = %(token)s AND page.placed_at IS NOT NULL AND page.redacted_at IS NULL
"""  # noqa: S608 - made of the constants above
_VERSION_OF: Final = f"""
SELECT sha256(convert_to({VERSION}, 'UTF8')) FROM orders_order page
JOIN stores_store store ON store.id = page.store_id WHERE page.id = %(order_id)s
"""  # noqa: S608 - made of the constants above
# Its transaction does not wait for the disk: a copy that a crash takes is written anew.
_KEEP: Final = """
INSERT INTO statuspage_pagecopy
  (store_id, order_id, version, good_until, etag, has_notices, body, made_at)
SELECT %(store_id)s, %(order_id)s, %(version)s, %(good_until)s, %(etag)s, %(has_notices)s, %(body)s,
  %(made_at)s
FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT (order_id) DO UPDATE SET version = excluded.version, good_until = excluded.good_until,
  etag = excluded.etag, has_notices = excluded.has_notices, body = excluded.body,
  made_at = excluded.made_at
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a token names. Without an etag there is no good copy of it."""

    order_id: int
    store_id: int
    etag: str = ""
    has_notices: bool = False
    body: bytes | None = None  # gzip; None: who asks has it already
    version: bytes = b""  # of the rows as they stand now


def version_of(order: Order) -> bytes:
    """Of the rows as they stand now. One query, before the page's own."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION_OF, {"program": program(), "order_id": order.pk})
        return bytes(cursor.fetchone()[0])


def keep_copy(
    *, order: Order, version: bytes, html: bytes, has_notices: bool, good_until: datetime
) -> str:
    """Keep what was written; its etag. One query, in a transaction that holds nothing else."""
    etag = etag_of(html)
    said: dict[str, Any] = {
        "store_id": order.store_id,
        "order_id": order.pk,
        "version": version,
        "good_until": good_until,
        "etag": etag,
        "has_notices": has_notices,
        "body": gzip.compress(html, 6, mtime=0),
        "made_at": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, said)
    return etag


def etag_of(html: bytes) -> str:
    return hashlib.sha256(html).hexdigest()[:32]


def good_until(facts: Facts, others: list[datetime | None], now: datetime) -> datetime:
    """The next moment at which the page says something else though no row changes."""
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    moments = [midnight.replace(fold=0), *others]
    if (promise := facts.promise) and promise.ships_by:
        hours = timedelta(hours=facts.settings.address_hours)
        moments += [promise.ships_by, promise.ships_by - hours]
    begun = facts.order.link_renewed_at or facts.order.placed_at
    if begun:
        moments.append(begun + timedelta(days=facts.settings.expires_days))
    return min(each for each in moments if each and each > now)


def drop_old(*, now: datetime) -> int:
    """Drop copies that were made long ago: who opens such a page has it written anew."""
    count, _by_model = PageCopy.objects.filter(made_at__lt=now - KEPT).delete()
    return count


@cache
def program() -> str:
    """What names the program that writes pages: other code, words or settings, other pages."""
    digest = hashlib.sha256()
    said: list[Any] = [django.get_version(), babel.__version__, settings.NOTIFYHUB_BASE_URL]
    said += [settings.NOTIFYHUB_PICTURES_URL, settings.NOTIFYHUB_VAPID_PRIVATE_KEY]
    digest.update(repr(said).encode())
    root = Path(settings.BASE_DIR)
    for room in ("common", "notifyhub", "stores", "orders", "templates_app", "shipping"):
        _read(digest, root / room)
    for room in ("messaging", "tracking", "statuspage"):
        _read(digest, root / room)
    return digest.hexdigest()


def _read(digest: Any, room: Path) -> None:
    for path in sorted(room.rglob("*")):
        if path.suffix in (".py", ".html", ".mo") and path.is_file():
            digest.update(str(path.relative_to(room)).encode())
            digest.update(path.read_bytes())
