"""Forgetting a person: nothing of theirs stays in any row, and nothing brings it back."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from intake.topics import HANDLERS
from orders import offering, services
from orders.models import ActivityKind, Customer, Order
from orders.offered_data import GiftCardData
from stores.models import Store
from stores.scope import Scope
from tests.factories import payloads

CANARY = "kanarifugl"
NOW = payloads.START + timedelta(days=30)


def sung(body: Any) -> Any:
    """Every personal text of a body replaced by the canary; codes and times left alone."""
    text = json.dumps(body)
    for said in ("Kari@Example.com", "kari@example.com", "kari@new.example"):
        text = text.replace(said, f"{CANARY}@example.com")
    for said in ("Kari", "Nordmann", "Storgata 1", "+4790000000", "0155", "Oslo", "engraved"):
        text = text.replace(said, CANARY)
    for said in ("Too small", "On its way", "vip", "370722150123456789", "/orders/secret"):
        text = text.replace(said, CANARY)
    return json.loads(text)


ENGRAVED = [payloads.line(properties=[{"name": "Name", "value": "Kari"}])]
EXTRAS: dict[str, Any] = {
    "note": "For Kari",
    "note_attributes": [{"name": "Gift to", "value": "Kari"}],
    "landing_site": "/?email=kari@example.com",
    "discount_codes": [{"code": "Kari10", "amount": "1.00"}],
    "updated_at": payloads.at(500),
    "line_items": ENGRAVED,
    "fulfillments": [payloads.fulfilment()],
    "refunds": [payloads.refund()],
    "tags": "vip",
}
GIFT_CARD = GiftCardData(
    shopify_id=1,
    currency="NOK",
    initial_minor=50000,
    balance_minor=50000,
    changed_at=NOW,
    url=f"https://x.example/gift_cards/{CANARY}",
    message=f"For {CANARY}",
    recipient_name=CANARY,
    recipient_email=f"{CANARY}@example.com",
    order_shopify_id=payloads.ORDER_ID,
)
REDACTION = {
    "shop_id": 1,
    "shop_domain": "fjell.myshopify.com",
    "customer": {"id": payloads.CUSTOMER_ID, "email": f"{CANARY}@example.com", "phone": ""},
    "orders_to_redact": [payloads.ORDER_ID],
}
SHOP_REDACTION = {"shop_id": 1, "shop_domain": "fjell.myshopify.com"}


def tell(store: Store, topic: str, body: Any) -> str | None:
    return HANDLERS[topic](store, body, NOW)


def tell_all(store: Store) -> None:
    for topic, body in payloads.life():
        tell(store, topic, sung(body))
    tell(store, "orders/updated", sung(payloads.order(**EXTRAS)))
    tell(store, "checkouts/create", sung(payloads.checkout(landing_site="/?who=Kari")))
    tell(store, "draft_orders/create", sung(payloads.draft(invoice_url="https://x.example/Kari")))
    offering.record_gift_card(store=store, data=GIFT_CARD, now=NOW)


def texts_with_canary(*rooms: str) -> set[str]:
    """`table.column` of every column of these rooms that holds the canary, as SQL sees it."""
    found = set()
    for room in rooms or ("orders", "shipping"):
        for model in apps.get_app_config(room).get_models():
            table = model._meta.db_table
            for field in model._meta.concrete_fields:
                with connection.cursor() as cursor:
                    cursor.execute(
                        f'SELECT count(*) FROM "{table}"'  # noqa: S608 - names of our own models
                        f' WHERE "{field.column}"::text ILIKE %s',
                        [f"%{CANARY}%"],
                    )
                    if cursor.fetchone()[0]:
                        found.add(f"{table}.{field.column}")
    return found


@pytest.fixture
def known(store: Store, inside: Scope) -> Order:
    """An order of which every personal column is filled, with a note and a message on its feed."""
    tell_all(store)
    order = Order.objects.get()
    services.add_note(order=order, author_id=1, text=f"{CANARY} called", now=NOW)
    services.tag_order(order=order, tag=f"from {CANARY}", actor="Jonas Berg", now=NOW)
    services.record_activity(
        store_id=store.pk,
        order_id=order.pk,
        kind=ActivityKind.MESSAGE_SENT,
        at=NOW,
        key="message:1:sent",
        data={"recipient": f"{CANARY}@example.com"},
    )
    return order


def test_the_canary_sings_in_every_personal_column(known: Order) -> None:
    assert texts_with_canary() >= {
        "orders_activity.data",
        "orders_checkout.billing_address",
        "orders_checkout.buyer_name",
        "orders_checkout.email",
        "orders_checkout.landing_site",
        "orders_customer.email",
        "orders_customer.first_name",
        "orders_customer.phone",
        "orders_draftorder.billing_address",
        "orders_draftorder.buyer_name",
        "orders_draftorder.email",
        "orders_draftorder.invoice_url",
        "orders_giftcard.message",
        "orders_giftcard.recipient_email",
        "orders_giftcard.recipient_name",
        "orders_giftcard.url",
        "orders_lineitem.properties",
        "orders_note.text",
        "orders_order.billing_address",
        "orders_order.buyer_name_key",
        "orders_order.buyer_surname_key",
        "orders_order.customer_note",
        "orders_order.discounts",
        "orders_order.email",
        "orders_order.landing_site",
        "orders_order.note_attributes",
        "orders_order.own_tags",
        "orders_order.shipping_address",
        "orders_order.tags",
        "orders_ordertag.tag_key",
        "orders_refund.note",
        "shipping_parcel.number",
        "shipping_parcelevent.city",
        "shipping_parcelevent.message",
    }


def test_a_redacted_customer_is_forgotten_in_every_column(store: Store, known: Order) -> None:
    tell(store, "customers/redact", REDACTION)

    assert texts_with_canary() == set()
    known.refresh_from_db()
    assert (known.redacted_at, known.total_minor) == (NOW, 25000)


def test_a_redacted_shop_is_forgotten_in_every_column(store: Store, known: Order) -> None:
    tell(store, "shop/redact", SHOP_REDACTION)

    assert texts_with_canary() == set()


def test_late_webhooks_bring_nothing_back(store: Store, known: Order) -> None:
    tell(store, "customers/redact", REDACTION)

    tell_all(store)
    tell(
        store, "orders/updated", sung(payloads.order(**{**EXTRAS, "updated_at": payloads.at(900)}))
    )

    assert texts_with_canary() == set()


def test_an_order_that_comes_after_its_buyers_erasure_is_recorded_without_them(
    store: Store, inside: Scope
) -> None:
    tell(store, "customers/redact", REDACTION)

    for topic, body in reversed(payloads.life()):
        tell(store, topic, sung(body))
    tell_all(store)

    assert texts_with_canary() == set()
    assert Order.objects.get().total_minor == 25000


def test_a_refund_of_an_erased_order_never_heard_of_keeps_no_words(
    store: Store, inside: Scope
) -> None:
    tell(store, "customers/redact", REDACTION)

    tell(store, "refunds/create", sung(payloads.refund()))

    assert texts_with_canary() == set()
    assert Order.objects.get().redacted_at == NOW


def test_the_bystander_is_not_forgotten(store: Store, known: Order) -> None:
    other = payloads.customer(id=5, email="ola@example.com", first_name="Ola")
    body = payloads.order(id=77, admin_graphql_api_id=None, email="ola@example.com", customer=other)
    tell(store, "orders/create", body)

    tell(store, "customers/redact", REDACTION)

    bystander = Order.objects.get(shopify_id=77)
    assert (bystander.email, bystander.buyer_name) == ("ola@example.com", "Ola Nordmann")
    assert Customer.objects.get(shopify_id=5).email == "ola@example.com"
