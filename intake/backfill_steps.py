"""The steps of a back-fill, by its state. See Note [A back-fill in steps] in backfilling.py."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from common.killpoint import killpoint
from common.outgoing.streaming import NotReadable
from intake.backfill_reading import complete, read
from intake.backfilling import LIMITED_TO
from intake.models import Backfill, BackfillState
from intake.models.backfill import AT_WORK
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify import bulk
from stores.shopify.bulk import BulkData
from stores.shopify.client import Lines, Shopify
from stores.shopify.errors import Away, Disconnected, Refused

State = BackfillState
LEASE: Final = timedelta(minutes=5)  # beyond the longest step
AT_ONCE: Final = 4
LOOK_EVERY: Final = timedelta(seconds=10)
WAITS: Final = (15, 60, 300, 900, 1800, 3600)
MOST_FAILURES: Final = 20
MOST_URLS: Final = 2  # then Shopify is asked anew

CANNOT_ASK: Final = gettext_noop("The store is disconnected. Connect it, then resume.")
NO_SCOPE: Final = gettext_noop(
    "The app may not read orders: grant read_orders in Shopify, then start again."
)
ENDED_BY_SHOPIFY: Final = gettext_noop(
    "Shopify ended the gathering before it was done. Start again."
)
DENIED: Final = gettext_noop(
    "Shopify denied access to the orders. Grant read_orders and protected customer data, then"
    " start again."
)
HALF_WAY: Final = gettext_noop(
    "Shopify stopped half way; what it had gathered is here. Start again for the rest."
)
NOTHING_GATHERED: Final = gettext_noop("Shopify could not gather the orders. Start again.")
UNREACHABLE: Final = gettext_noop("It failed too often. Look at the connection, then resume.")

logger = logging.getLogger(__name__)


def step_due(*, lines: Lines, now: datetime, limit: int = AT_ONCE) -> int:
    """One step of each back-fill that is due, the longest due first; how many."""
    with every_store(because="the back-fills of all stores are claimed together"):
        claimed = _claim(now, limit)
        stores = Store.objects.in_bulk({row.store_id for row in claimed})
    killpoint("backfill.claimed")
    for row in claimed:
        with store_scope(row.store_id):
            _step(row, stores[row.store_id], lines, now)
    return len(claimed)


@transaction.atomic
def _claim(now: datetime, limit: int) -> list[Backfill]:
    due = Backfill.objects.select_for_update(skip_locked=True)
    rows = list(due.filter(state__in=AT_WORK, due_at__lte=now).order_by("due_at", "id")[:limit])
    for row in rows:
        row.claim = uuid.uuid4()
        row.due_at = row.claimed_until = now + LEASE
    Backfill.objects.bulk_update(rows, ["claim", "due_at", "claimed_until"])
    return rows


def _step(row: Backfill, store: Store, lines: Lines, now: datetime) -> None:
    shop = lines.to(store)
    if shop is None:
        _pause(row, CANNOT_ASK)
        return
    try:
        changed = _STEPS[State(row.state)](row, store, shop, now)
        _mine(row).update(**{"due_at": now, "claimed_until": None, **changed})
    except NotReadable as error:
        _ask_for_the_file_again(row, error, now)
    except Disconnected as error:
        _pause(row, str(error))
    except Refused as error:
        _end(row, State.FAILED, str(error), now)
    except Away as error:
        _put_off(row, str(error), now, error.wait)
    except Exception as error:
        logger.exception("Could not go on with a back-fill", extra={"backfill": row.pk})
        _put_off(row, type(error).__name__, now)


def _ask(row: Backfill, store: Store, shop: Shopify, now: datetime) -> dict[str, Any]:
    """Let Shopify gather the orders."""
    scopes = bulk.granted(shop)
    if bulk.READ_ORDERS not in scopes:
        return _ended(State.FAILED, NO_SCOPE, now)
    is_limited = bulk.READ_ALL_ORDERS not in scopes
    since = row.since
    if is_limited:  # Shopify would leave the rest out in silence
        since = max(since or now - LIMITED_TO, now - LIMITED_TO)
    mark = f"notifyhub {row.public_id} {row.round}"
    name = bulk.gather_orders(shop, mark=mark, since=since)
    killpoint("backfill.asked")
    return {
        "state": State.WAITING,
        "operation": name,
        "is_limited": is_limited,
        "problem": "",
        "due_at": now + timedelta(seconds=2),
    }


def _wait(row: Backfill, store: Store, shop: Shopify, now: datetime) -> dict[str, Any]:
    """See how far Shopify is."""
    said = bulk.bulk(shop, gid=row.operation)
    if said is None or said.status == "EXPIRED":
        return _anew(row)
    if said.status == "COMPLETED":
        return _file(row, said, is_partial=False, now=now)
    if said.status == "FAILED":
        if said.url:
            return _file(row, said, is_partial=True, now=now)
        is_denied = said.error == "ACCESS_DENIED"
        return _ended(State.FAILED, DENIED if is_denied else NOTHING_GATHERED, now)
    if said.status in ("CANCELED", "CANCELING"):
        return _ended(State.FAILED, ENDED_BY_SHOPIFY, now)
    return {"promised_count": said.orders, "due_at": now + LOOK_EVERY, "problem": ""}


def _file(row: Backfill, said: BulkData, *, is_partial: bool, now: datetime) -> dict[str, Any]:
    found = {"promised_count": said.orders, "file_bytes": said.size, "is_partial": is_partial}
    if not said.url:  # there was nothing to gather
        return {**found, **_ended(State.DONE, "", now)}
    return {**found, "state": State.READING, "url": said.url}


def _read(row: Backfill, store: Store, shop: Shopify, now: datetime) -> dict[str, Any]:
    if not read(row, store, shop, now):
        return {"problem": ""}
    return {"state": State.COMPLETING, "problem": "", "url": "", "failures_count": 0}


def _complete(row: Backfill, store: Store, shop: Shopify, now: datetime) -> dict[str, Any]:
    if not complete(row, store, shop, now):
        return {"problem": ""}
    if row.is_partial:
        return _ended(State.FAILED, HALF_WAY, now)
    return _ended(State.DONE, "", now)


_Deed = Callable[[Backfill, Store, Shopify, datetime], dict[str, Any]]
_STEPS: Final[dict[State, _Deed]] = {
    State.ASKING: _ask,
    State.WAITING: _wait,
    State.READING: _read,
    State.COMPLETING: _complete,
}


def cancel_at_shopify(*, lines: Lines, backfill: Backfill) -> None:
    """Let Shopify stop gathering what nobody waits for. It does not matter if it cannot."""
    store = Store.objects.get(pk=backfill.store_id)
    shop = lines.to(store)
    try:
        if shop is not None and backfill.operation:
            bulk.cancel_bulk(shop, gid=backfill.operation)
    except (Away, Refused) as error:
        logger.info("intake.backfill.not_cancelled", extra={"error": str(error)})


def _anew(row: Backfill) -> dict[str, Any]:
    """Let Shopify gather once more, from the beginning; what is here is passed over."""
    return {"state": State.ASKING, "url": "", "operation": "", "offset": 0, "round": row.round + 1}


def _ended(state: State, problem: str, now: datetime) -> dict[str, Any]:
    return {"state": state, "problem": problem, "finished_at": now, "url": ""}


def _mine(row: Backfill) -> Any:
    """The row, while our claim of it holds and nobody paused or cancelled it."""
    return Backfill.objects.filter(pk=row.pk, claim=row.claim, state=row.state)


def _end(row: Backfill, state: State, problem: str, now: datetime) -> None:
    _mine(row).update(**_ended(state, problem[:300], now))


def _pause(row: Backfill, problem: str) -> None:
    """Whoever connects the store again resumes it."""
    _mine(row).update(state=State.PAUSED, paused_from=row.state, problem=problem[:300])


def _put_off(row: Backfill, problem: str, now: datetime, wait: float = 0.0) -> None:
    if row.failures_count >= MOST_FAILURES:
        _pause(row, UNREACHABLE)
        return
    seconds = wait or WAITS[min(row.failures_count, len(WAITS) - 1)]
    _mine(row).update(
        due_at=now + timedelta(seconds=min(seconds, WAITS[-1])),
        claimed_until=None,
        problem=problem[:300],
        failures_count=F("failures_count") + 1,
    )


def _ask_for_the_file_again(row: Backfill, error: NotReadable, now: datetime) -> None:
    """Its address ends after a week, and may be gone. Shopify is asked where the file is now; then
    to gather the orders anew: what is here already is passed over."""
    if not error.status:
        _put_off(row, str(error), now)
        return
    columns: dict[str, Any] = {"state": State.WAITING, "url": ""}
    if row.failures_count >= MOST_URLS:
        columns = _anew(row)
    _mine(row).update(
        **columns,
        due_at=now + timedelta(seconds=WAITS[0]),
        claimed_until=None,
        problem=str(error)[:300],
        failures_count=F("failures_count") + 1,
    )
