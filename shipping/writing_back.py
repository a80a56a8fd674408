"""Tells Shopify of numbers that were entered here: soon, until it is sure, without a second mail.

# Note [Nothing is sent off twice]
To make a fulfilment twice would send the goods twice. So before one is made Shopify is asked what
has left the order: a number that stands there already needs nothing more. It also does after a
process died between Shopify's yes and our note of it, and after an answer that was lost. The
wire itself never repeats the question that makes one.

# Note [Our own fulfilment comes back]
Shopify answers with a webhook that names the number. That finds our parcel by it, see Note [One
number, one row] in matching.py, and the buyer has been told: see messaging/announcing.py.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext, gettext_noop

from common import jobs
from common.errors import DomainError
from common.killpoint import killpoint
from shipping.following import carrier_of, link_of
from shipping.models import Direction, Parcel, ParcelWriteBack, WriteState
from shipping.numbers import key_of
from stores.models import Store
from stores.scope import store_scope
from stores.shopify.client import Lines, Shopify
from stores.shopify.data import LeftData, SentAndLeft, SentData, TrackingData
from stores.shopify.errors import Away, Refused

LEASE: Final = timedelta(seconds=180)
# After the first try, the second …; then it is given up, and shown.
WAITS: Final = (5, 15, 60, 300, 1800, 7200, 21600, 43200)
AT_ONCE: Final = 10
NO_ORDER: Final = gettext_noop("Shopify has no such order.")
NOTHING_LEFT: Final = gettext_noop(
    "Nothing of the order is left to be sent at Shopify, and no fulfilment could take the number."
)
ELSEWHERE: Final = gettext_noop("Somebody else sends these goods: only they can tell Shopify.")
NOT_THESE: Final = gettext_noop("At Shopify these lines cannot be sent, or not so many of them.")


class NotForShopify(DomainError):
    """A parcel that Shopify has no place for."""

    code = "parcel-not-for-shopify"


@transaction.atomic
def ask_write_back(*, parcel: Parcel, actor: str, now: datetime) -> ParcelWriteBack:
    """Let Shopify have the parcel's number, in a moment; also again after it refused.

    Raises NotForShopify.
    """
    if parcel.direction != Direction.OUT or not parcel.number:
        raise NotForShopify(gettext("Shopify is told of numbers of parcels to buyers only."))
    asked = {
        "state": WriteState.DUE,
        "actor": actor[:254],
        "asked_at": now,
        "run_after": now,
        "tries_count": 0,
        "settled_at": None,
        "detail": "",
    }
    row, _is_new = ParcelWriteBack.objects.update_or_create(
        store_id=parcel.store_id, parcel=parcel, defaults=asked
    )
    jobs.defer("shipping.write_back")
    return row


def write_due(*, lines: Lines, now: datetime) -> int:
    """Tell what is due, of all stores, longest waiting first; how many were looked at. 0: none.

    Call it inside every_store. Talks to Shopify outside of any transaction.
    """
    claimed = _claim(now)
    stores = Store.objects.in_bulk({row.store_id for row in claimed})
    for store_id in dict.fromkeys(row.store_id for row in claimed):
        with store_scope(store_id):
            shop = lines.to(stores[store_id])
            _write(shop, [row for row in claimed if row.store_id == store_id], now)
    return len(claimed)


@transaction.atomic
def _claim(now: datetime) -> list[ParcelWriteBack]:
    due = ParcelWriteBack.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(state=WriteState.DUE, run_after__lte=now)
    rows = due.select_related("parcel__order", "parcel__fulfilment", "parcel__own_carrier")
    claimed = list(rows.order_by("run_after", "id")[:AT_ONCE])
    taken = ParcelWriteBack.objects.filter(pk__in=[row.pk for row in claimed])
    taken.update(run_after=now + LEASE, tries_count=F("tries_count") + 1)
    return claimed


def _write(shop: Shopify | None, rows: Iterable[ParcelWriteBack], now: datetime) -> None:
    """Those of one store; if its shop is away, the others of it wait as well."""
    away: Away | None = None
    for row in rows:
        if shop is None:
            _settle(row, WriteState.LOCAL, "", now)
        elif away is not None:
            _put_off(row, away, now)
        else:
            away = _write_one(shop, row, now)


def _write_one(shop: Shopify, row: ParcelWriteBack, now: datetime) -> Away | None:
    """Why the shop is away; None if it answered."""
    try:
        _tell(shop, row.parcel)
    except Away as error:
        _put_off(row, error, now)
        return error
    except Refused as error:
        _settle(row, WriteState.REFUSED, str(error), now)
        return None
    killpoint("shipping.written_back")
    _settle(row, WriteState.DONE, "", now)
    return None


def _tell(shop: Shopify, parcel: Parcel) -> None:
    """See Note [Nothing is sent off twice]. Raises Away or Refused."""
    if not parcel.number:  # erased meanwhile
        return
    found = shop.sent_and_left(order_id=parcel.order.shopify_id)
    if found is None:
        raise Refused(NO_ORDER)
    ours = TrackingData(parcel.number, carrier_of(parcel), link_of(parcel))
    theirs = _of_parcel(found, parcel)
    if theirs is not None:
        if ours not in theirs.parcels:
            shop.update_tracking(
                fulfilment_id=theirs.shopify_id, parcels=_with(theirs, parcel, ours)
            )
        return
    lines = _to_send(found, parcel)
    if lines:
        shop.create_fulfilment(lines=lines, parcel=ours)
        return
    last = next((each for each in reversed(found.sent) if each.is_live), None)
    if last is None or parcel.lines:
        raise Refused(ELSEWHERE if found.is_elsewhere else NOTHING_LEFT)
    shop.update_tracking(fulfilment_id=last.shopify_id, parcels=_with(last, parcel, ours))


def _of_parcel(found: SentAndLeft, parcel: Parcel) -> SentData | None:
    """The fulfilment that the parcel is of, or that has its number, old or new."""
    keys = {key_of(parcel.number), *(key_of(str(each["number"])) for each in parcel.former)}
    own_id = parcel.fulfilment.shopify_id if parcel.fulfilment else None
    for each in found.sent:
        numbers = {key_of(tracking.number) for tracking in each.parcels}
        if each.is_live and (each.shopify_id == own_id or keys & numbers):
            return each
    return None


def _with(sent: SentData, parcel: Parcel, ours: TrackingData) -> Sequence[TrackingData]:
    """The fulfilment's numbers with ours in the place of what it had before, or after them all."""
    former = {key_of(str(each["number"])) for each in parcel.former} | {key_of(ours.number)}
    told = [ours if key_of(each.number) in former else each for each in sent.parcels]
    return list(dict.fromkeys(told if ours in told else [*told, ours]))


def _to_send(found: SentAndLeft, parcel: Parcel) -> list[LeftData]:
    """What to send off: what the parcel says it holds, else all that is left. Raises Refused."""
    if not parcel.lines:
        return list(found.left)
    wanted = Counter({each["line"]: each["quantity"] for each in parcel.lines})
    chosen = []
    for left in found.left:
        quantity = min(wanted[left.line_shopify_id], left.quantity)
        if quantity > 0:
            wanted[left.line_shopify_id] -= quantity
            chosen.append(replace(left, quantity=quantity))
    if +wanted:
        raise Refused(ELSEWHERE if found.is_elsewhere else NOT_THESE)
    return chosen


def _put_off(row: ParcelWriteBack, error: Away, now: datetime) -> None:
    if row.tries_count + 1 >= len(WAITS):
        _settle(row, WriteState.REFUSED, str(error), now)
        return
    pause = timedelta(seconds=max(WAITS[row.tries_count], error.wait))
    _due(row).update(run_after=now + pause, detail=str(error)[:300])


def _settle(row: ParcelWriteBack, state: WriteState, said: str, now: datetime) -> None:
    _due(row).update(state=state, detail=said[:300], settled_at=now)


def _due(row: ParcelWriteBack) -> QuerySet[ParcelWriteBack]:
    """The row, unless somebody asked anew while it was told: then what was told may be old."""
    rows = ParcelWriteBack.objects.filter(pk=row.pk, state=WriteState.DUE)
    return rows.filter(asked_at=row.asked_at)
