"""What NotifyHub does when a shop speaks: one function for each kind of news, top to bottom.

A handler returns None, or in plain words why there was nothing to do. Its caller has opened the
store's scope, and commits what it does together with the webhook's own state.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop

from intake.parsing import buying, consents, drafting, fulfilling, people, shops
from intake.parsing.reading import Body, Money
from messaging import announcing, checkouts, consenting, rescue_cases
from messaging import services as messaging
from messaging.states import Channel, Ground, Purpose
from orders import offering
from orders import services as orders
from shipping import services as shipping
from stores import services as stores
from stores.models import Store
from templates_app.data import NotificationKind

Handler = Callable[[Store, Body, datetime], str | None]


def order_changed(store: Store, body: Body, now: datetime) -> str | None:
    """Every topic with the whole order: Shopify may lose, repeat or shuffle any of them."""
    if buying.is_risk_assessment(body):
        return IGNORED["orders/risk_assessment_changed"]
    data = buying.parse_order(body)
    order = orders.record_order(store=store, data=data, now=now)
    shipping.record_order_parcels(order=order, data=data.fulfilments, now=now)
    if order.redacted_at:
        messaging.redact_messages(order_ids=[order.pk], now=now)
        shipping.redact_parcels(store_id=store.pk, order_ids=[order.pk])
    if not order.currency:
        return gettext_noop("Recorded, but nobody is told: the order's currency cannot be read.")
    if order.is_announceable:
        # With each topic, since any may come first; it is said once, and a newer address counts.
        messaging.plan_message(order=order, kind=NotificationKind.ORDER_CONFIRMATION, now=now)
    checkouts.order_placed(order=order, now=now)
    announcing.announce_changes(order=order, now=now)
    rescue_cases.doubt_address(order=order, now=now)
    return None


def order_edited(store: Store, body: Body, now: datetime) -> None:
    orders.record_edit(store=store, data=buying.parse_edit(body), now=now)


def fulfilment_changed(store: Store, body: Body, now: datetime) -> None:
    data = fulfilling.parse_fulfilment(body)
    fulfilment = orders.record_fulfilment(store=store, data=data, now=now)
    shipping.record_parcels(fulfilment=fulfilment, data=data, now=now)
    announcing.announce_fulfilment(fulfilment=fulfilment, now=now)
    announcing.announce_scan(
        fulfilment=fulfilment, state=data.parcel_state, at=data.changed_at, now=now
    )


def parcel_scanned(store: Store, body: Body, now: datetime) -> None:
    data = fulfilling.parse_parcel_event(body)
    event = shipping.record_parcel_event(store=store, data=data, now=now)
    if event.fulfilment:
        announcing.announce_scan(fulfilment=event.fulfilment, state=data.state, at=data.at, now=now)


def money_refunded(store: Store, body: Body, now: datetime) -> str | None:
    if fulfilling.is_suggested_refund(body):
        return gettext_noop("A calculation of what a refund would be, not a refund.")
    data = fulfilling.parse_refund(body, money=Money(store.currency))
    order = orders.record_refund(store=store, data=data, now=now)
    announcing.announce_changes(order=order, now=now)
    return None


def checkout_changed(store: Store, body: Body, now: datetime) -> None:
    checkout = orders.record_checkout(store=store, data=buying.parse_checkout(body), now=now)
    checkouts.remind_of_checkout(checkout=checkout, now=now)


def draft_changed(store: Store, body: Body, now: datetime) -> None:
    offering.record_draft(store=store, data=drafting.parse_draft(body), now=now)


def draft_deleted(store: Store, body: Body, now: datetime) -> str | None:
    gone = drafting.parse_deletion(body)
    is_news = offering.record_draft_deletion(store=store, shopify_id=gone, now=now)
    return None if is_news else gettext_noop("The draft was deleted already.")


def customer_changed(store: Store, body: Body, now: datetime) -> None:
    orders.record_customer(store=store, data=people.parse_customer(body), now=now)


def consent_changed(store: Store, body: Body, now: datetime) -> str | None:
    said = consents.parse_consent(body)
    if said.is_given is None:
        return gettext_noop("The buyer has not said yes or no.")
    word = consenting.Word(
        channel=Channel(said.channel),
        address=said.address,
        purpose=Purpose.MARKETING,
        is_given=said.is_given,
        ground=Ground.SHOPIFY,
        detail=said.level,
    )
    is_news = consenting.record_consent(store=store, word=word, at=said.at or now, now=now)
    return None if is_news else gettext_noop("Known already, or the buyer said otherwise since.")


def customer_redacted(store: Store, body: Body, now: datetime) -> None:
    who = orders.redact_customer(store=store, data=people.parse_redaction(body), now=now)
    messaging.redact_person(store_id=store.pk, who=who, now=now)
    shipping.redact_parcels(store_id=store.pk, order_ids=who.order_ids)


def shop_changed(store: Store, body: Body, now: datetime) -> str | None:
    is_news = stores.record_shop(store=store, data=shops.parse_shop(body), now=now)
    return None if is_news else gettext_noop("Older than what is known of the shop.")


def shop_redacted(store: Store, body: Body, now: datetime) -> None:
    shops.check_shop_redaction(body)
    who = orders.redact_shop(store=store, now=now)
    messaging.redact_store(store_id=store.pk, who=who, now=now)
    shipping.redact_parcels(store_id=store.pk, order_ids=who.order_ids)


def app_uninstalled(store: Store, body: Body, now: datetime) -> str | None:
    shops.parse_shop(body)
    is_news = stores.record_uninstall(store=store, now=now)
    return None if is_news else gettext_noop("The store was disconnected already.")


HANDLERS: Final[dict[str, Handler]] = {
    "orders/create": order_changed,
    "orders/updated": order_changed,
    "orders/paid": order_changed,
    "orders/fulfilled": order_changed,
    "orders/partially_fulfilled": order_changed,
    "orders/cancelled": order_changed,
    "orders/edited": order_edited,
    "fulfillments/create": fulfilment_changed,
    "fulfillments/update": fulfilment_changed,
    "fulfillment_events/create": parcel_scanned,
    "refunds/create": money_refunded,
    "checkouts/create": checkout_changed,
    "checkouts/update": checkout_changed,
    "draft_orders/create": draft_changed,
    "draft_orders/update": draft_changed,
    "draft_orders/delete": draft_deleted,
    "customers/create": customer_changed,
    "customers/update": customer_changed,
    "customers/enable": customer_changed,
    "customers/disable": customer_changed,
    "customers_email_marketing_consent/update": consent_changed,
    "customers_marketing_consent/update": consent_changed,
    "customers/redact": customer_redacted,
    "shop/update": shop_changed,
    "shop/redact": shop_redacted,
    "app/uninstalled": app_uninstalled,
}

# Topics we may be sent and deliberately do nothing about, each with the reason staff read.
IGNORED: Final[dict[str, str]] = {
    "orders/delete": gettext_noop(
        "What was said about an order is kept, though Shopify deleted the order."
    ),
    "orders/risk_assessment_changed": gettext_noop(
        "Shopify's view of fraud; buyers are not told of it."
    ),
    "fulfillment_events/delete": gettext_noop("What a carrier once said is kept."),
    "checkouts/delete": gettext_noop(
        "A checkout that Shopify forgot is kept until its buyer is forgotten."
    ),
    "customers/delete": gettext_noop(
        "Only customers without orders can be deleted; erasure is asked for apart."
    ),
    "customers/merge": gettext_noop(
        "Each order says itself whose it is, and is told again after a merge."
    ),
    "customers/data_request": gettext_noop(
        "Answered by the store's staff: the pages of the buyer's orders show all that is kept."
    ),
}
