"""Orders to confirm, planned anew for each round, and the same mail for the peers."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connections
from django.utils import timezone

from messaging.context import build_context
from messaging.models import Message, MessageBody
from messaging.states import State
from orders.models import LineItem, Order
from orders.search import name_key
from stores.models import Store
from stores.scope import store_scope
from templates_app import queries as templates
from templates_app import rendering
from templates_app.engine import environment
from tests.bench.senders import letter
from tests.factories.messaging import KIND, make_sender, make_words
from tests.factories.stores import make_store

LINES: Final = (
    ("Garnnøste i ull, 100 g", "Skoggrønn", 4, 8_900),
    ("Rundpinne 80 cm", "4 mm", 1, 12_900),
    ("Strikkeoppskrift «Vidde»", "", 1, 7_500),
    ("Maskemarkører, 20 stk.", "Messing", 2, 4_900),
    ("Ullvask uten duft", "500 ml", 1, 11_900),
)
BUYERS: Final = ("Ingrid Solheim", "Ola Bråten", "Åse Myhre", "Jon Lie", "Marit Øverland")
ADDRESS: Final = {
    "address1": "Fjellveien 12 B",
    "zip": "5019",
    "city": "Bergen",
    "country": "Norway",
    "country_code": "NO",
}


def make_shop(count: int, *, port: int) -> Store:
    """A store with words, a server to send by, and so many orders of five lines."""
    store = make_store(name="Fjell & Garn", locale="nb")
    make_words(store)
    make_sender(store, port=port)
    now = timezone.now()
    with store_scope(store.pk):
        orders = Order.objects.bulk_create(
            [_order(store, number, now) for number in range(10_001, 10_001 + count)],
            batch_size=500,
        )
        LineItem.objects.bulk_create(
            [_line(order, place, row) for order in orders for place, row in enumerate(LINES)],
            batch_size=1000,
        )
    return store


def _order(store: Store, number: int, now: Any) -> Order:
    buyer = BUYERS[number % len(BUYERS)]
    subtotal = sum(quantity * price for _, _, quantity, price in LINES)
    address = {**ADDRESS, "name": buyer, "first_name": buyer.split()[0]}
    return Order(
        store=store,
        shopify_id=5_000_000_000_000 + number,
        name=f"#{number}",
        number=number,
        email=f"buyer-{number}@example.com",
        buyer_name=buyer,
        buyer_name_key=name_key(buyer),
        locale="nb-NO",
        currency="NOK",
        presentment_currency="NOK",
        subtotal_minor=subtotal - 5_000,
        discount_minor=5_000,
        shipping_minor=7_900,
        tax_minor=(subtotal + 2_900) // 5,
        total_minor=subtotal + 2_900,
        current_total_minor=subtotal + 2_900,
        is_tax_included=True,
        discounts=[
            {"title": "HØST50", "code": "HØST50", "amount_minor": 5_000, "value": "50",
             "value_type": "FIXED_AMOUNT", "target_type": "LINE_ITEM", "target_selection": "ALL"}
        ],
        tax_lines=[{"title": "MVA", "rate": 0.25, "amount_minor": (subtotal + 2_900) // 5}],
        payments=[{"gateway": "shopify_payments", "card_company": "Visa", "last_digits": "4242"}],
        financial_state="PAID",
        placed_at=now,
        changed_at=now,
        shipping_title="Hjem med Posten",
        shipping_address=address,
        billing_address=address,
    )  # fmt: skip


def _line(order: Order, place: int, row: tuple[str, str, int, int]) -> LineItem:
    title, variant, quantity, price = row
    return LineItem(
        store_id=order.store_id,
        order=order,
        position=place,
        shopify_id=order.shopify_id * 10 + place,
        title=title,
        variant_title=variant,
        sku=f"FG-{place}",
        vendor="Fjell & Garn",
        quantity=quantity,
        current_quantity=quantity,
        price_minor=price,
        total_minor=price * quantity,
        image_url=f"https://cdn.shopify.com/s/files/1/0001/products/{place}.jpg?v=17000{place}",
    )


def plan_anew(store: Store, count: int) -> None:
    """Forget all mails and plan the confirmations of the first so many orders."""
    connection = connections["default"]
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("TRUNCATE messaging_message, orders_activity CASCADE")
        cursor.execute("CHECKPOINT")
    now = timezone.now()
    with store_scope(store.pk):
        Message.objects.bulk_create(
            [
                Message(
                    store=store,
                    order=order,
                    kind=KIND,
                    recipient=order.email,
                    recipient_name=order.buyer_name,
                    locale=order.locale,
                    state=State.PLANNED,
                    changed_at=now,
                    vtag=now.timestamp() + place,
                    planned_at=now,
                    run_after=now,
                    expires_at=now + timedelta(hours=24),
                )
                for place, order in enumerate(Order.objects.order_by("pk")[:count])
            ],
            batch_size=500,
        )
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute("ANALYZE messaging_message")


def sent_count(store: Store) -> int:
    with store_scope(store.pk):
        return Message.objects.filter(state=State.SENT).count()


def write_for_peers(store: Store, count: int, path: Path) -> None:
    """The first order's mail, as we sent it, as a Django template; and each order's values."""
    with store_scope(store.pk):
        orders = list(Order.objects.order_by("pk")[:count])
        body = MessageBody.objects.select_related("message").get(message__order=orders[0])
    lines, sums = _lines(), letter.sums_of(body.html)
    words = {
        "subject": dict(body.headers)["Subject"],
        "content": letter.text_template(body.text, lines),
        "html_content": letter.html_template(body.html),
    }
    words = {part: _named(text, orders[0]) for part, text in words.items()}
    page = _named(letter.html_template(_page_with_its_styles(store, orders[0])), orders[0])
    given = {
        "from": dict(body.headers)["From"],
        "to": [order.email for order in orders],
        "template": words,
        "contexts": [{**_values(order), "lines": lines, "totals": sums} for order in orders],
        "liquid": {
            "subject": words["subject"],
            "content": letter.as_liquid(words["content"]),
            "html_content": letter.as_liquid(page),
        },
        "orders": [_rows_of(order) for order in orders],
    }
    path.write_text(json.dumps(given))


def _page_with_its_styles(store: Store, order: Order) -> str:
    """The page as Liquid makes it: what css-inline is given."""
    with store_scope(store.pk):
        revision = templates.current_revision(store=store, kind=KIND)
        assert revision is not None
        context = build_context(store=store, kind=KIND, order=order)
        program = environment.parse(revision.sources["nb"]["html"], escape=True)
    values = rendering.with_ours(context, revision.brand)
    return program.render(values, rendering.options_for(context, "nb")).text


def _named(text: str, order: Order) -> str:
    for name, value in _values(order).items():
        text = text.replace(value, f"{{{{ {name} }}}}")
    return text


def _rows_of(order: Order) -> dict[str, Any]:
    """The order as another shop's tables hold it."""
    same = ("name", "number", "email", "buyer_name", "discount_minor", "shipping_minor")
    subtotal = sum(quantity * price for _, _, quantity, price in LINES)
    return {
        "order": {
            **{name: getattr(order, name) for name in (*same, "tax_minor", "total_minor")},
            "subtotal_minor": subtotal,
            "discount_code": "HØST50",
            "shipping_title": order.shipping_title,
            "payment": "Visa •••• 4242",
        },
        "lines": [
            {
                "title": title,
                "variant": variant,
                "quantity": quantity,
                "price_minor": price,
                "image_url": f"https://cdn.shopify.com/s/files/1/0001/products/{place}.jpg"
                f"?v=17000{place}",
            }
            for place, (title, variant, quantity, price) in enumerate(LINES)
        ],
    }


def _lines() -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "variant": variant,
            "quantity": quantity,
            "amount": f"{price * quantity // 100},00 kr",
            "image": f"https://cdn.shopify.com/s/files/1/0001/products/{place}.jpg?v=17000{place}"
            "&width=160&height=160&crop=center",
        }
        for place, (title, variant, quantity, price) in enumerate(LINES)
    ]


def _values(order: Order) -> dict[str, str]:
    """Longest first, so that none is replaced within another."""
    buyer = {"buyer": order.buyer_name, "first_name": order.buyer_name.split()[0]}
    return {**buyer, "name": order.name, "number": str(order.number)}


def first_mail(store: Store) -> bytes:
    """The first order's mail as it was handed over."""
    from messaging.composing import recalled

    with store_scope(store.pk):
        body = MessageBody.objects.select_related("message").get(
            message__order=Order.objects.order_by("pk")[0]
        )
        return recalled(body, body.message, timezone.now()).envelope.as_bytes()
