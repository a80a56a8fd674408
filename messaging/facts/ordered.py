"""What an order adds: its names, its state, and our own words for both."""

from typing import Any, Final

from django.conf import settings

from messaging.facts import paying, sent
from messaging.facts.bought import Sums
from messaging.facts.goods import Goods
from messaging.facts.texts import moment, web
from orders.foreign import is_foreign
from orders.models import Order, OrderEdit, Refund
from stores.models import Store

Values = dict[str, Any]

_DELIVERY: Final = {"SHIPPING": "shipping", "LOCAL": "local", "PICKUP": "pick-up", "NONE": "none"}


def names(order: Order, store: Store) -> Values:
    placed_at = moment(order.placed_at, store)
    url = _status_url(order)
    return {
        "id": order.shopify_id,
        **({"order_number": order.number} if order.number is not None else {}),
        "confirmation_number": order.confirmation_number,
        "po_number": order.po_number,
        "created_at": placed_at,
        "date": placed_at,
        "order_status_url": url,
        "order": {
            "id": order.shopify_id,
            "name": order.name,
            **({"order_number": order.number} if order.number is not None else {}),
            "email": order.email,
            "customer_order_url": url,
            "order_status_url": url,
        },
        "note": order.customer_note,
        "attributes": {str(pair[0]): str(pair[1]) for pair in order.note_attributes},
        # Tags that staff set here are theirs; Shopify's own are in Shopify's variables.
        "tags": [str(tag) for tag in order.shopify_tags],
    }


def state(order: Order, sums: Sums, refunds: list[Refund], store: Store) -> Values:
    back = paying.refunded(refunds, sums)
    due = paying.outstanding(order, sums)
    return {
        "delivery_method": _DELIVERY.get(str(order.delivery_method), "shipping"),
        "transactions": paying.transactions(order, sums, store),
        "payment_terms": paying.terms(order.payment_terms, sums),
        "total_outstanding": sums.liquid(due),
        "total_refunded_amount": sums.liquid(back),
        "net_payment": sums.liquid(sums.minor("total") - back),
        "checkout_payment_collection_url": _status_url(order) if due else "",
        "financial_status": order.financial_state.lower(),
        "fulfillment_status": order.fulfilment_state.lower(),
        "cancelled": order.cancelled_at is not None,
        "cancelled_at": moment(order.cancelled_at, store) or None,
        "cancel_reason": order.cancel_reason.lower(),
    }


def ours(order: Order, sums: Sums, refunds: list[Refund]) -> Values:
    own_url = f"{settings.NOTIFYHUB_BASE_URL}/s/{order.token}"
    is_paid = order.financial_state in paying.PAID
    ours = {
        "status_url": own_url,
        "help_url": f"{own_url}#help",
        "address_check_url": f"{own_url}#help",
        "is_paid": is_paid,
        "payments": paying.payments(order, sums) if is_paid else [],
        "refunded": sums.liquid(paying.refunded(refunds, sums)),
        "outstanding": sums.liquid(paying.outstanding(order, sums)),
        "has_consent": order.has_consent,
        "is_test": order.is_test,
    }
    return {"notifyhub": ours}


def for_staff(order: Order, store: Store) -> Values:
    """What only the shop's people may read."""
    known = not is_foreign(order.shopify_id)
    url = web(f"https://{store.shop_domain}/admin/orders/{order.shopify_id}") if known else ""
    gateways = [str(row.get("gateway") or "") for row in order.payments]
    return {
        "gateway": ", ".join(filter(None, gateways)),
        "fulfillment_url": url,
        "tags": [str(tag) for tag in order.tags],
    }


def edited(goods: Goods, sums: Sums, edit: OrderEdit | None) -> Values:
    """The order as it stands, and what the edit moved."""
    added = goods.named(edit.added) if edit else []
    removed = goods.named(edit.removed) if edit else []
    return {
        "subtotal_line_items": goods.current(),
        "subtotal_price": sums.of("current_subtotal"),
        "tax_price": sums.of("current_tax"),
        "total_price": sums.of("current_total"),
        "added_line_items": [line.part(row["quantity"]) for line, row in added],
        "removed_line_items": [line.part(row["quantity"]) for line, row in removed],
        "notifyhub": {
            "edit": {
                "added": [line.goods(row["quantity"]) for line, row in added],
                "removed": [line.goods(row["quantity"]) for line, row in removed],
            }
        },
    }


def gift_card(goods: Goods, sums: Sums, customer: Values) -> Values:
    """All that an order says of a gift card in it: what it is worth, and who bought it."""
    line = next((line for line in goods.lines if line.row.is_gift_card), None)
    if line is None:
        return {}
    worth = sums.liquid(sums.of_line(line.row, "price"))
    known = {"balance": worth, "initial_value": worth, "currency": sums.currency}
    said = {"customer": customer, "url": "", "expires_on": None, "enabled": True, "expired": False}
    return {"gift_card": {**known, **said}}


def pickup(order: Order, place: Values | None) -> Values:
    where = sent.pickup(order, place)
    return {"notifyhub": {"pickup": where}} if where else {}


def _status_url(order: Order) -> str:
    own = f"{settings.NOTIFYHUB_BASE_URL}/s/{order.token}"
    return web(order.shopify_status_url) or own
