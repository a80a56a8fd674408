"""A discount code of its own for each reminder, made at Shopify shortly before the mail goes.

# Note [One code, whatever gets lost]
The code is worked out from basket and step and kept in a row before Shopify is asked, so each try
asks for the very same code. Shopify makes a code once: to a later try, after an answer that was
lost or a worker that died, it says TAKEN, and the title shows that it is ours. So there are never
two codes for a mail. Rows are taken under a lease, and Shopify is asked outside of transactions.
A code whose mail does not go after all is ended there; one that has expired is over by itself, and
a day later taken out of the shop's list, which would fill up otherwise.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction

from common import jobs
from common.killpoint import killpoint
from common.money import from_minor
from messaging import tokens
from messaging.basket_rules import Discount, Gives
from messaging.models import BasketCode, CodeState, Message
from messaging.states import State
from orders.models import Checkout
from stores.middleware import zone
from stores.models import Store
from stores.scope import store_scope
from stores.shopify import discounts
from stores.shopify.client import Lines, Shopify
from stores.shopify.discounts import DiscountData
from stores.shopify.errors import Away, Refused

LEASE: Final = timedelta(seconds=90)
EARLY: Final = timedelta(minutes=5)  # before its mail goes
# After the first try, the second …; then it is given up, and shown.
WAITS: Final = (5, 15, 60, 300, 900, 1800, 3600, 7200)
AT_ONCE: Final = 20
AFTERWARDS: Final = timedelta(hours=1)
LISTED_FOR: Final = timedelta(days=1)  # in the shop, after its end
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none that is read as another, and no words
_GOES_NOT: Final = (State.NOT_SENT, State.FAILED)
_WENT: Final = (State.SENT, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Given:
    """What a mail gives away. `expires_on`: the last day, in the store's zone."""

    code: str
    percent: int | None
    amount_minor: int | None
    currency: str
    expires_on: str


def plan_code(*, message: Message, checkout: Checkout, discount: Discount, now: datetime) -> bool:
    """Keep what code the reminder is to have. False: it gives nothing, or is decided already."""
    if not discount.is_given:
        return False
    is_share = discount.gives == Gives.PERCENT
    _row, is_new = BasketCode.objects.get_or_create(
        message=message,
        defaults={
            "store_id": message.store_id,
            "code": code_for(checkout, message.about),
            "percent": discount.percent if is_share else None,
            "amount_minor": None if is_share else discount.amount_minor,
            "minimum_minor": discount.minimum_minor,
            "currency": checkout.store.currency,
            "days": discount.days,
            "run_after": max(message.run_after - EARLY, now),
        },
    )
    if is_new and message.run_after - EARLY <= now:
        jobs.defer("messaging.settle_codes")
    return is_new


def code_for(checkout: Checkout, about: str) -> str:
    """The same for a basket and step whoever asks, and guessed by nobody: 48 bits."""
    said = f"basket code:{checkout.store_id}:{checkout.token}:{about}".encode()
    number = int.from_bytes(hmac.digest(tokens.signing_key(), said, hashlib.sha256)[:10])
    letters = "".join(_LETTERS[number // 28**place % 28] for place in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def code_of(message: Message) -> BasketCode | None:
    """The row of the message's code, whatever became of it. One query."""
    return BasketCode.objects.filter(message=message).first()


def given_by(message: Message) -> Given | None:
    """The code that the mail gives; None: none was wanted, or none could be made. One query."""
    row = BasketCode.objects.filter(message=message, state=CodeState.MADE).first()
    if row is None or row.ends_at is None:
        return None
    last_day = row.ends_at.astimezone(zone(message.store.timezone)).date()
    return Given(row.code, row.percent, row.amount_minor, row.currency, last_day.isoformat())


def give_up(*, message: Message) -> None:
    """The mail goes without its code, unless it was made in this very moment."""
    waiting = [CodeState.DUE, CodeState.REFUSED]
    BasketCode.objects.filter(message=message, state__in=waiting).update(state=CodeState.DROPPED)


def settle_codes(*, lines: Lines, now: datetime) -> int:
    """Make the codes of mails that are about to go, and end those of mails that do not.

    Of all stores, longest due first; how many were looked at. Call it inside every_store.
    """
    claimed, seen = _claim(now)
    stores = Store.objects.in_bulk({row.store_id for row in claimed})
    for store_id in dict.fromkeys(row.store_id for row in claimed):
        with store_scope(store_id):
            shop = lines.to(stores[store_id])
            _settle(shop, [row for row in claimed if row.store_id == store_id], now)
    return seen


@transaction.atomic
def _claim(now: datetime) -> tuple[list[BasketCode], int]:
    """Those that Shopify is to be asked about, and how many were due at all."""
    due = BasketCode.objects.select_for_update(skip_locked=True, of=("self",)).unsettled()
    due = due.filter(run_after__lte=now).select_related("message__store")
    rows = list(due.order_by("run_after", "message")[:AT_ONCE])
    asking = [row for row in rows if _is_to_be_asked(row, now)]
    for row in asking:
        row.ends_at = row.ends_at or _end_of(row)
        row.tries_count += 1
        row.run_after = now + LEASE
    BasketCode.objects.bulk_update(asking, ["ends_at", "tries_count", "run_after"])
    return asking, len(rows)


def _is_to_be_asked(row: BasketCode, now: datetime) -> bool:
    """Whether Shopify has something to hear of it now; else it is settled, or looked at later."""
    message, is_made = row.message, row.state == CodeState.MADE
    if message.state in _GOES_NOT:
        if not is_made:
            _write(row, state=CodeState.DROPPED)
        return is_made
    if is_made:
        if _is_over(row, now):
            return True
        over_at = (row.ends_at or now) + LISTED_FOR
        _write(row, run_after=over_at if message.state in _WENT else now + AFTERWARDS)
        return False
    if message.state in _WENT:
        _write(row, state=CodeState.DROPPED)
        return False
    goes_at = message.run_after - EARLY
    if goes_at > now and row.tries_count == 0:  # its basket was taken up again
        _write(row, run_after=goes_at)
        return False
    return True


def _is_over(row: BasketCode, now: datetime) -> bool:
    """Made, gone out, expired, and seen in the shop's list for long enough."""
    is_past = row.ends_at is not None and row.ends_at + LISTED_FOR <= now
    return row.state == CodeState.MADE and row.message.state in _WENT and is_past


def _end_of(row: BasketCode) -> datetime:
    """The end of its last day where the store is."""
    where = zone(row.message.store.timezone)
    day = (row.message.run_after + timedelta(days=row.days)).astimezone(where).date()
    return datetime.combine(day, time(23, 59, 59), tzinfo=where)


def _settle(shop: Shopify | None, rows: Iterable[BasketCode], now: datetime) -> None:
    """The codes of one store; if its shop is away, the others of it wait as well."""
    away = ""
    for row in rows:
        if shop is None and _is_over(row, now):
            _write(row, state=CodeState.ENDED)  # whoever left takes the list with them
        elif shop is None:
            said = "The store is not connected to Shopify"
            _write(row, state=CodeState.REFUSED, detail=said)
        elif away:
            _put_off(row, away, now)
        else:
            away = _ask(shop, row, now)


def _ask(shop: Shopify, row: BasketCode, now: datetime) -> str:
    """Why the shop is away; "" if it answered."""
    try:
        if row.state == CodeState.MADE:
            leave = discounts.remove_code if _is_over(row, now) else discounts.end_code
            leave(shop, shopify_id=row.shopify_id or 0)
            changes: dict[str, Any] = {"state": CodeState.ENDED}
        else:
            number = discounts.create_code(shop, _wanted(row, now))
            changes = {
                "state": CodeState.MADE,
                "shopify_id": number,
                "made_at": now,
                "run_after": max(row.message.expires_at, now) + AFTERWARDS,
                "tries_count": 0,
                "detail": "",
            }
    except Away as error:
        _put_off(row, str(error), now, wait=error.wait)
        return str(error)
    except Refused as error:
        state = CodeState.ENDED if _is_over(row, now) else CodeState.REFUSED
        _write(row, state=state, detail=str(error)[:300])
        return ""
    killpoint("baskets.code_made")
    _write(row, **changes)
    return ""


def _wanted(row: BasketCode, now: datetime) -> DiscountData:
    assert row.ends_at  # noqa: S101 - set when it was taken
    amount, least = row.amount_minor, row.minimum_minor
    return DiscountData(
        code=row.code,
        title=f"NotifyHub {row.message.public_id}",
        percent=row.percent,
        amount=str(from_minor(amount, row.currency)) if amount else None,
        minimum=str(from_minor(least, row.currency)) if least else None,
        starts_at=now,
        ends_at=row.ends_at,
    )


def _put_off(row: BasketCode, said: str, now: datetime, wait: float = 0.0) -> None:
    if row.tries_count > len(WAITS):
        state = CodeState.ENDED if _is_over(row, now) else CodeState.REFUSED
        _write(row, state=state, detail=said[:300])
        return
    pause = timedelta(seconds=max(WAITS[row.tries_count - 1], wait))
    _write(row, run_after=now + pause, detail=said[:300])


def _write(row: BasketCode, **changes: Any) -> None:
    """Unless the mail went without it meanwhile: nobody knows that code, and it expires unused."""
    BasketCode.objects.filter(pk=row.pk, state=row.state).update(**changes)
