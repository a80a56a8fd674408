"""What each store keeps how long: the choices, their bounds, and one job that drops in steps.

Small transactions, a store at a time: stopped anywhere, the next call goes on there.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from analytics import unit_erasure
from common.errors import DomainError
from intake.buyers import dropping, erasing
from intake.models import Webhook
from messaging import forgetting as words
from messaging import services as messaging
from orders import erasure
from orders.data import Forgotten
from orders.models import Checkout, Customer, Order
from stores.models import Dropped, Retention, Store, retention
from tracking import forgetting

AT_ONCE: Final = 500
ORDERS_AT_ONCE: Final = 100
MONTH: Final = timedelta(days=30)


class BeyondBounds(DomainError):
    """Shorter than mails can be shown, or longer than the law or Shopify allow."""

    code = "retention-beyond-bounds"


class Sort(StrEnum):
    """What is dropped after its time."""

    WEBHOOKS = "WEBHOOKS"
    WORDS = "WORDS"
    BASKETS = "BASKETS"
    EXPORTS = "EXPORTS"
    ORDERS = "ORDERS"


@dataclass(frozen=True, slots=True)
class Choices:
    """Times of one store, in days; orders in months, None for as long as it is connected."""

    webhooks_days: int = 30
    words_days: int | None = None  # None: as long as everywhere here
    baskets_days: int = 180
    exports_days: int = 14
    orders_months: int | None = None


BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "webhooks_days": retention.WEBHOOKS_DAYS,
    "words_days": retention.WORDS_DAYS,
    "baskets_days": retention.BASKETS_DAYS,
    "exports_days": retention.EXPORTS_DAYS,
    "orders_months": retention.ORDERS_MONTHS,
}
OPTIONAL: Final = frozenset({"words_days", "orders_months"})


def choices_of(*, store: Store) -> Choices:
    """One query."""
    row = Retention.objects.filter(store=store).first() or Retention(store=store)
    return _choices(row, store)


@transaction.atomic
def choose(*, store: Store, choices: Choices, actor: str, now: datetime) -> bool:
    """Say how long the store keeps what; False if it was so. Raises BeyondBounds."""
    for name, (least, most) in BOUNDS.items():
        value = getattr(choices, name)
        if value is None and name in OPTIONAL:
            continue
        if value is None or not least <= value <= most:
            said = {"least": least, "most": most}
            raise BeyondBounds(_("Choose a number from %(least)d to %(most)d.") % said)
    row, _is_new = Retention.objects.select_for_update().get_or_create(store=store)
    if _choices(row, store) == choices:
        return False
    for name in ("webhooks_days", "baskets_days", "exports_days", "orders_months"):
        setattr(row, name, getattr(choices, name))
    row.changed_at, row.changed_by = now, actor[:254]
    row.save()
    if store.words_kept_days != choices.words_days:
        store.words_kept_days = choices.words_days
        store.save(update_fields=["words_kept_days"])
    return True


def last_dropped(*, store: Store) -> dict[str, Dropped]:
    """What was last dropped of each sort. One query."""
    return {row.sort: row for row in Dropped.objects.filter(store=store)}


def drop_over(*, now: datetime, until: float) -> bool:
    """Drop what is over its time in every store; whether nothing is left to drop.

    `until` is a reading of time.monotonic(). Wants every store's scope.
    """
    kept = {row.store_id: row for row in Retention.objects.all()}
    for store in Store.objects.order_by("pk"):
        choices = _choices(kept.get(store.pk) or Retention(store=store), store)
        for sort in Sort:
            if not _drop_sort(store, sort, choices, now, until):
                return False
    return True


def _drop_sort(store: Store, sort: Sort, choices: Choices, now: datetime, until: float) -> bool:
    count, is_through = 0, False
    while not is_through and time.monotonic() < until:
        taken = _STEPS[sort](store, choices, now)
        count += taken
        is_through = not taken
    _record(store, sort, count, now)
    return is_through


def _record(store: Store, sort: Sort, count: int, now: datetime) -> None:
    row, _is_new = Dropped.objects.get_or_create(
        store=store, sort=sort, defaults={"looked_at": now}
    )
    told: dict[str, Any] = {"looked_at": now}
    if count:
        told |= {
            "dropped_at": now,
            "last_count": count,
            "total_count": F("total_count") + count,
        }
    Dropped.objects.filter(pk=row.pk).update(**told)


def _choices(row: Retention, store: Store) -> Choices:
    return Choices(
        webhooks_days=row.webhooks_days,
        words_days=store.words_kept_days,
        baskets_days=row.baskets_days,
        exports_days=row.exports_days,
        orders_months=row.orders_months,
    )


def _webhooks(store: Store, choices: Choices, now: datetime) -> int:
    before = now - timedelta(days=choices.webhooks_days)
    old = Webhook.objects.filter(store=store, received_at__lt=before).exclude(body=b"")
    ids = list(old.order_by("received_at").values_list("pk", flat=True)[:AT_ONCE])
    return Webhook.objects.filter(pk__in=ids).update(body=b"") if ids else 0


def _words(store: Store, choices: Choices, now: datetime) -> int:
    days = choices.words_days or settings.NOTIFYHUB_BODY_DAYS
    return words.empty_some(store_id=store.pk, before=now - timedelta(days=days), now=now)


@transaction.atomic
def _baskets(store: Store, choices: Choices, now: datetime) -> int:
    """Baskets that were left, with the mails that spoke of them."""
    before = now - timedelta(days=choices.baskets_days)
    old = Checkout.objects.filter(store=store, redacted_at=None, started_at__lt=before).order_by(
        "started_at"
    )
    ids = list(old.values_list("pk", flat=True)[:ORDERS_AT_ONCE])
    if not ids:
        return 0
    erasure.forget_checkouts(wanted=Q(pk__in=ids), store_id=store.pk, now=now)
    who = Forgotten(order_ids=[], checkout_ids=ids, draft_ids=[], gift_card_ids=[])
    unit_erasure.forget_units(store_id=store.pk, who=who, now=now)
    messaging.redact_person(store_id=store.pk, who=who, now=now)
    forgetting.forget_persons_hits(store_id=store.pk, who=who)
    return len(ids)


def _exports(store: Store, choices: Choices, now: datetime) -> int:
    return dropping.drop_over(store_id=store.pk, now=now)


@transaction.atomic
def _orders(store: Store, choices: Choices, now: datetime) -> int:
    """Who bought, of orders that are old; and customers of whom no younger one is left."""
    if choices.orders_months is None:
        return 0
    before = now - choices.orders_months * MONTH
    old = Order.objects.filter(store=store, redacted_at=None, placed_at__lt=before)
    oldest = old.order_by("placed_at").values_list("pk", "customer_id")[:ORDERS_AT_ONCE]
    found = list(oldest)
    if not found:
        return 0
    ids = [pk for pk, _customer in found]
    who = Forgotten(order_ids=ids, checkout_ids=[], draft_ids=[], gift_card_ids=[])
    erasure.forget_orders(store_id=store.pk, order_ids=ids, now=now)
    unit_erasure.forget_units(store_id=store.pk, who=who, now=now)
    messaging.redact_person(store_id=store.pk, who=who, now=now)
    forgetting.forget_persons_hits(store_id=store.pk, who=who)
    erasing.forget_beside(store_id=store.pk, order_ids=ids)
    _forget_customers(store, {customer for _pk, customer in found if customer}, now)
    return len(ids)


def _forget_customers(store: Store, customers: set[int], now: datetime) -> None:
    young = Order.objects.filter(store=store, customer_id__in=customers, redacted_at=None)
    gone = customers - set(young.values_list("customer_id", flat=True))
    erasure.forget_customers(
        wanted=Customer.objects.filter(store=store, pk__in=gone, redacted_at=None), now=now
    )


_STEPS: Final[Mapping[Sort, Callable[[Store, Choices, datetime], int]]] = {
    Sort.WEBHOOKS: _webhooks,
    Sort.WORDS: _words,
    Sort.BASKETS: _baskets,
    Sort.EXPORTS: _exports,
    Sort.ORDERS: _orders,
}
