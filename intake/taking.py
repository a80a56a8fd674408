"""What is done with an order, a basket, a person: whoever tells of it.

Shopify's webhook, our own asking Shopify, or another system.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from automations import ahead
from automations import erasing as rules
from intake.parsing.consents import ConsentData
from messaging import announcing, checkouts, consenting, promise_news, rescue_cases
from messaging import services as messaging
from messaging.states import Channel, Ground, Purpose
from orders import services as orders
from orders.data import Forgotten, OrderData, ParcelEventData
from orders.models import Checkout, Order
from orders.offered_data import CheckoutData
from shipping import services as shipping
from statuspage import erasure as page
from stores.models import Store
from templates_app.data import NotificationKind
from tracking import forgetting
from tracking.attribution import attributing, erasing


@transaction.atomic(savepoint=False)  # the webhook that tells of it has one open
def take_order(
    *, store: Store, data: OrderData, now: datetime, is_fresh: bool = False
) -> tuple[Order, str | None]:
    """Record it, attribute it, promise its days and plan what is said of it, each once.

    With the order comes, in plain words, why nobody is told; None where nothing stands against it.
    `is_fresh`: the store was read in this transaction; so it need not be read again.
    """
    order = orders.record_order(store=store, data=data, now=now)
    shipping.record_order_parcels(order=order, data=data.fulfilments, now=now)
    if order.redacted_at:
        messaging.redact_messages(order_ids=[order.pk], now=now)
        forgetting.forget_persons_hits(store_id=store.pk, who=Forgotten([order.pk], [], [], []))
        shipping.redact_parcels(store_id=store.pk, order_ids=[order.pk])
        page.redact_asking(store_id=store.pk, order_ids=[order.pk])
        page.redact_copies(store_id=store.pk, order_ids=[order.pk])
        page.redact_feedback(store_id=store.pk, order_ids=[order.pk])
        rules.redact_runs(store_id=store.pk, order_ids=[order.pk])
        erasing.redact_sources(store_id=store.pk, order_ids=[order.pk])
    attributing.attribute_order(store=store, order=order, now=now)
    if not order.currency:
        return order, gettext_noop(
            "Recorded, but nobody is told: the order's currency cannot be read."
        )
    # Before any mail is planned: whether it is, and what each shows as promised.
    ahead.settle_modes(store=store, order=order, now=now)
    is_locked = is_fresh and order.redacted_at is None  # an erasure writes past what we hold
    if is_locked:
        order.store = store
    promise_news.promise_order(order=order, now=now, is_locked=is_locked)
    if order.is_announceable:
        # With each topic, since any may come first; it is said once, and a newer address counts.
        kind = NotificationKind.ORDER_CONFIRMATION
        messaging.plan_message(order=order, kind=kind, now=now, is_locked=is_locked)
    checkouts.order_placed(order=order, now=now)
    announcing.announce_changes(order=order, now=now)
    rescue_cases.doubt_address(order=order, now=now)
    return order, None


def take_checkout(*, store: Store, data: CheckoutData, now: datetime) -> Checkout:
    """Record a basket, and remind its buyer if it is left."""
    checkout = orders.record_checkout(store=store, data=data, now=now)
    checkouts.remind_of_checkout(checkout=checkout, now=now)
    return checkout


def take_scan(*, store: Store, data: ParcelEventData, now: datetime) -> None:
    """Record what a carrier said of a parcel, and tell its buyer what they should know of it."""
    event = shipping.record_parcel_event(store=store, data=data, now=now)
    if event.fulfilment:
        promise_news.promise_order(order=event.fulfilment.order, now=now)
        announcing.announce_scan(sent=event.fulfilment, state=data.state, at=data.at, now=now)


def take_consent(*, store: Store, said: ConsentData, now: datetime) -> bool | None:
    """Keep what a person agreed to. None: they did not say; False: that is no news."""
    if said.is_given is None:
        return None
    word = consenting.Word(
        channel=Channel(said.channel),
        address=said.address,
        purpose=Purpose.MARKETING,
        is_given=said.is_given,
        ground=Ground.SHOPIFY,
        detail=said.level,
    )
    return consenting.record_consent(store=store, word=word, at=said.at or now, now=now)
