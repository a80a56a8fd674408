"""What NotifyHub does when a shop speaks: one function for each kind of news, top to bottom.

A handler returns None, or in plain words why there was nothing to do. Its caller has opened the
store's scope, and commits what it does together with the webhook's own state.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop

from common import jobs
from intake import taking
from intake.buyers import asking, erasing
from intake.parsing import buying, consents, drafting, fulfilling, people, shops
from intake.parsing.reading import Body, Money
from messaging import announcing, promise_news
from orders import offering
from orders import services as orders
from shipping import services as shipping
from stores import services as stores
from stores import subscriptions
from stores.asking import record_scopes
from stores.models import Store
from tracking.attribution import attributing

Handler = Callable[[Store, Body, datetime], str | None]


def order_changed(store: Store, body: Body, now: datetime) -> str | None:
    """Every topic with the whole order: Shopify may lose, repeat or shuffle any of them."""
    if buying.is_risk_assessment(body):
        return IGNORED["orders/risk_assessment_changed"]
    data = buying.parse_order(body)
    _order, reason = taking.take_order(store=store, data=data, now=now, is_fresh=True)
    return reason


def order_edited(store: Store, body: Body, now: datetime) -> None:
    orders.record_edit(store=store, data=buying.parse_edit(body), now=now)


def fulfilment_changed(store: Store, body: Body, now: datetime) -> None:
    data = fulfilling.parse_fulfilment(body)
    fulfilment = orders.record_fulfilment(store=store, data=data, now=now)
    shipping.record_parcels(fulfilment=fulfilment, data=data, now=now)
    promise_news.promise_order(order=fulfilment.order, now=now)
    announcing.announce_fulfilment(fulfilment=fulfilment, now=now)
    announcing.announce_scan(sent=fulfilment, state=data.parcel_state, at=data.changed_at, now=now)


def parcel_scanned(store: Store, body: Body, now: datetime) -> None:
    taking.take_scan(store=store, data=fulfilling.parse_parcel_event(body), now=now)


def money_refunded(store: Store, body: Body, now: datetime) -> str | None:
    if fulfilling.is_suggested_refund(body):
        return gettext_noop("A calculation of what a refund would be, not a refund.")
    data = fulfilling.parse_refund(body, money=Money(store.currency))
    order = orders.record_refund(store=store, data=data, now=now)
    attributing.attribute_order(store=store, order=order, now=now)
    announcing.announce_changes(order=order, now=now)
    return None


def checkout_changed(store: Store, body: Body, now: datetime) -> None:
    taking.take_checkout(store=store, data=buying.parse_checkout(body), now=now)


def draft_changed(store: Store, body: Body, now: datetime) -> None:
    offering.record_draft(store=store, data=drafting.parse_draft(body), now=now)


def draft_deleted(store: Store, body: Body, now: datetime) -> str | None:
    gone = drafting.parse_deletion(body)
    is_news = offering.record_draft_deletion(store=store, shopify_id=gone, now=now)
    return None if is_news else gettext_noop("The draft was deleted already.")


def customer_changed(store: Store, body: Body, now: datetime) -> None:
    orders.record_customer(store=store, data=people.parse_customer(body), now=now)


def consent_changed(store: Store, body: Body, now: datetime) -> str | None:
    is_news = taking.take_consent(store=store, said=consents.parse_consent(body), now=now)
    if is_news is None:
        return gettext_noop("The buyer has not said yes or no.")
    return None if is_news else gettext_noop("Known already, or the buyer said otherwise since.")


def customer_redacted(store: Store, body: Body, now: datetime) -> None:
    erasing.erase_buyer(
        store=store, data=people.parse_redaction(body), asked=erasing.Asked(), now=now
    )


def data_requested(store: Store, body: Body, now: datetime) -> str | None:
    is_new = asking.record_request(store=store, data=people.parse_data_request(body), now=now)
    return None if is_new else gettext_noop("The copy was asked for already.")


def shop_changed(store: Store, body: Body, now: datetime) -> str | None:
    is_news = stores.record_shop(store=store, data=shops.parse_shop(body), now=now)
    return None if is_news else gettext_noop("Older than what is known of the shop.")


def shop_redacted(store: Store, body: Body, now: datetime) -> None:
    shops.check_shop_redaction(body)
    erasing.erase_shop(store=store, asked=erasing.Asked(), now=now)


def app_uninstalled(store: Store, body: Body, now: datetime) -> str | None:
    shops.parse_shop(body)
    is_news = stores.record_uninstall(store=store, now=now)
    return None if is_news else gettext_noop("The store was disconnected already.")


def scopes_changed(store: Store, body: Body, now: datetime) -> str | None:
    granted, at = shops.parse_scopes(body)
    is_news = record_scopes(store=store, scopes=granted, at=at or now)
    subscriptions.look_again(store=store, now=now)
    jobs.defer("stores.keep_subscriptions", store_id=store.pk)
    return None if is_news else gettext_noop("Older than what is known of the permissions.")


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
    "customers/data_request": data_requested,
    "customers/redact": customer_redacted,
    "shop/update": shop_changed,
    "shop/redact": shop_redacted,
    "app/uninstalled": app_uninstalled,
    "app/scopes_update": scopes_changed,
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
}
