"""A shop that is open: it sells, sends off, cancels, writes news of it all, and drops our app.

sell(shop)                 # an order, told to who subscribed
seed(shop, 300)            # orders of the last days, told to nobody
"""

import copy
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.shopify.answers import Json
from tests.shopify.goods import Goods, Warehouse
from tests.shopify.graph_writer import order_node
from tests.shopify.news import News, tell
from tests.shopify.orders import Orders, number_of
from tests.shopify.shop import PlayedShop

FIRST: Final = 6_100_000_000_000
BUYERS: Final = (
    ("Ingrid Solheim", "ingrid.solheim@example.com"),
    ("Åse Ødegård", "aase.odegaard@example.com"),
    ("Jonas Berg", "jonas.berg@example.com"),
    ("Mina Dahl", "mina.dahl@example.com"),
    ("Łukasz Nowak", "lukasz.nowak@example.com"),
)
GOODS: Final = (("Ullgenser", "899.00"), ("Raggsokker", "149.00"), ("Strikkepinner", "79.00"))
# Our own writes, of which Shopify tells everybody, ourselves included.
OF_ORDERS: Final = ("AddTags", "RemoveTags", "ChangeAddress", "ChangeOrder")


@dataclass
class Business:
    """Orders as webhooks tell them, by number."""

    bodies: dict[int, Json] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(8))

    def newest(self, count: int = 50) -> list[Json]:
        return [self.bodies[number] for number in sorted(self.bodies, reverse=True)[:count]]


def sell(shop: PlayedShop, *, at: datetime | None = None, **fields: Any) -> Json:
    """One order, told to who subscribed; its body."""
    with shop.guard:
        body = _bought(shop, at or datetime.now(UTC), fields)
        tell(shop, "orders/create", body)
        return body


def seed(shop: PlayedShop, count: int, *, days: float = 30) -> None:
    """So many orders, evenly over the days until now, told to nobody."""
    now = datetime.now(UTC)
    with shop.guard:
        for number in range(count):
            _bought(shop, now - timedelta(days=days * (count - number) / count), {})


def send_off(shop: PlayedShop, number: int) -> Json:
    """All of an order, as a shop's own people would; the fulfilment's body."""
    with shop.guard:
        body, now = shop.room(Business).bodies[number], _now()
        made = 4_100_000_000_000 + number % 1_000_000_000
        parcel = str(370_722_150_000_000_000 + number % 1_000_000_000)
        fulfilment = {
            "id": made,
            "order_id": number,
            "name": f"{body['name']}.1",
            "status": "success",
            "created_at": now,
            "updated_at": now,
            "service": "manual",
            "shipment_status": None,
            "tracking_company": "Bring",
            "tracking_numbers": [parcel],
            "tracking_urls": [f"https://sporing.bring.no/sporing/{parcel}"],
            "line_items": body["line_items"],
        }
        body["fulfillments"], body["fulfillment_status"] = [fulfilment], "fulfilled"
        goods = shop.room(Warehouse).of[number]
        goods.left, goods.sent = {}, {made: [parcel]}
        _changed(shop, body)
        tell(shop, "fulfillments/create", fulfilment)
        tell(shop, "orders/fulfilled", body)
        tell(shop, "orders/updated", body)
        return fulfilment


def cancel(shop: PlayedShop, number: int) -> None:
    with shop.guard:
        body = shop.room(Business).bodies[number]
        body["cancelled_at"], body["cancel_reason"] = _now(), "customer"
        _changed(shop, body)
        tell(shop, "orders/cancelled", body)
        tell(shop, "orders/updated", body)


def change_note(shop: PlayedShop, number: int, text: str) -> None:
    """By the shop's own people."""
    with shop.guard:
        body = shop.room(Business).bodies[number]
        body["note"] = text or None
        _changed(shop, body)
        tell(shop, "orders/updated", body)


def uninstall(shop: PlayedShop) -> None:
    """The merchant removes our app: it is told so, and all it had is void."""
    with shop.guard:
        news = shop.room(News)
        about = {
            "id": 1,
            "name": shop.domain,
            "domain": shop.domain,
            "myshopify_domain": shop.domain,
        }
        tell(shop, "app/uninstalled", {**about, "currency": "NOK"})
        shop.tokens.clear()
        news.subscriptions.clear()


def echo(shop: PlayedShop, operation: str, variables: Json) -> None:
    """Tell of our own write of an order as Shopify does. For PlayedShop.listeners."""
    gid = variables.get("id") or variables.get("input", {}).get("id", "")
    number = number_of(gid) if "/Order/" in str(gid) else 0
    body = shop.room(Business).bodies.get(number)
    node = shop.room(Orders).nodes.get(number)
    if operation not in OF_ORDERS or body is None or node is None:
        return
    body.update(note=node["note"], email=node["email"], tags=", ".join(node["tags"]))
    if written := _last_address(shop.room(Orders).writes, gid):
        body["shipping_address"] = {**(body["shipping_address"] or {}), **written}
    body["updated_at"] = node["updatedAt"] = _now()
    tell(shop, "orders/updated", body)


def _last_address(writes: Iterable[Json], gid: str) -> Json | None:
    names = {"firstName": "first_name", "lastName": "last_name", "countryCode": "country_code"}
    for each in reversed(list(writes)):
        if each["id"] == gid and each.get("shippingAddress"):
            said = each["shippingAddress"]
            written = {names.get(name, name): value for name, value in said.items()}
            return {**written, "name": f"{said.get('firstName', '')} {said.get('lastName', '')}"}
    return None


def _bought(shop: PlayedShop, at: datetime, fields: Json) -> Json:
    business = shop.room(Business)
    place = len(business.bodies)
    number = FIRST + place
    body = _body(number, 1001 + place, at, business.chance) | copy.deepcopy(fields)
    business.bodies[number] = body
    line = body["line_items"][0]
    shop.room(Warehouse).of[number] = Goods(left={line["id"]: line["quantity"]})
    shop.room(Orders).nodes[number] = order_node(body)
    return body


def _changed(shop: PlayedShop, body: Json) -> None:
    body["updated_at"] = _now()
    shop.room(Orders).nodes[body["id"]] = order_node(body)


def _body(number: int, place: int, at: datetime, chance: random.Random) -> Json:
    (name, email), (title, price) = chance.choice(BUYERS), chance.choice(GOODS)
    first, last = name.split()
    quantity, when = chance.randint(1, 3), at.isoformat(timespec="seconds")
    total = f"{quantity * float(price) + 79:.2f}"
    buyer = {
        "id": 7_100_000_000_000 + BUYERS.index((name, email)),
        "email": email,
        "first_name": first,
        "last_name": last,
        "phone": None,
        "state": "enabled",
        "currency": "NOK",
        "updated_at": when,
        "tags": "",
    }
    address = {
        "first_name": first,
        "last_name": last,
        "name": name,
        "address1": f"Storgata {chance.randint(1, 90)}",
        "zip": "0155",
        "city": "Oslo",
        "country": "Norway",
        "country_code": "NO",
    }
    return {
        "id": number,
        "admin_graphql_api_id": f"gid://shopify/Order/{number}",
        "name": f"#{place}",
        "order_number": place,
        "email": email,
        "note": None,
        "created_at": when,
        "processed_at": when,
        "updated_at": when,
        "currency": "NOK",
        "presentment_currency": "NOK",
        "financial_status": "paid",
        "fulfillment_status": None,
        "subtotal_price": f"{quantity * float(price):.2f}",
        "total_tax": "0.00",
        "total_discounts": "0.00",
        "total_price": total,
        "total_outstanding": "0.00",
        "taxes_included": True,
        "customer_locale": "nb-NO",
        "order_status_url": f"https://shop.example/orders/{number}",
        "source_name": "web",
        "landing_site": "/",
        "tags": "",
        "test": False,
        "customer": buyer,
        "shipping_address": address,
        "billing_address": address,
        "line_items": [
            {
                "id": 9_100_000_000_000 + number % 1_000_000_000,
                "title": title,
                "variant_title": "M",
                "sku": title[:3].upper(),
                "quantity": quantity,
                "current_quantity": quantity,
                "price": price,
                "product_id": 1001,
                "variant_id": 2001,
                "requires_shipping": True,
                "properties": [],
                "discount_allocations": [],
            }
        ],
        "shipping_lines": [{"title": "Bring", "price": "79.00", "code": "bring"}],
        "payment_gateway_names": ["shopify_payments"],
        "fulfillments": [],
        "refunds": [],
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
