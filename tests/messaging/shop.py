"""What a shop does and tells: two buyers with an order each, in bodies as Shopify writes them.

Each thing that happens adds webhooks to the bag; they are delivered in any order, any number of
times, or never.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.factories import payloads
from tests.factories.payloads import Body


def canary(buyer: int) -> str:
    """What all that a buyer is known by has in it."""
    return f"canary{buyer}"


def addresses(buyer: int) -> tuple[str, ...]:
    names = (canary(buyer), f"{canary(buyer)}.new", f"{canary(buyer)}.third")
    return ("", *(f"{name}@example.com" for name in names))


@dataclass(frozen=True)
class Snapshot:
    """An order as it was at one moment."""

    buyer: int
    changed_at: datetime
    email: str
    placed_at: datetime
    cancelled_at: datetime | None = None
    refunded_at: datetime | None = None
    shipped_at: datetime | None = None


@dataclass(frozen=True)
class Webhook:
    topic: str
    body: Body
    snapshot: Snapshot | None = None
    buyer: int = 0
    at: datetime | None = None


@dataclass
class Shop:
    now: datetime
    bag: list[Webhook] = field(default_factory=list)
    orders: dict[int, Snapshot] = field(default_factory=dict)
    checkouts: dict[int, tuple[bool, datetime]] = field(default_factory=dict)

    def leaves_checkout(self, buyer: int, email: str, *, is_ticked: bool) -> None:
        is_ticked, began = self.checkouts.setdefault(buyer, (is_ticked, self.now))
        body = payloads.checkout(
            id=2_000 + buyer,
            token=token(buyer),
            email=email,
            created_at=began.isoformat(),
            updated_at=self.now.isoformat(),
            buyer_accepts_marketing=is_ticked,
            **self._person(buyer, email),
        )
        self.bag.append(Webhook("checkouts/update", body, buyer=buyer, at=self.now))

    def tells(self, topic: str, snapshot: Snapshot) -> None:
        """The order as it is now, under this topic."""
        self.orders[snapshot.buyer] = snapshot
        self.bag.append(Webhook(topic, self._order(snapshot), snapshot, snapshot.buyer))

    def ships(self, snapshot: Snapshot) -> None:
        body = self._fulfilment(snapshot)
        self.bag.append(Webhook("fulfillments/create", body, snapshot, snapshot.buyer))

    def pays_back(self, snapshot: Snapshot) -> None:
        body = self._refund(snapshot)
        self.bag.append(Webhook("refunds/create", body, snapshot, snapshot.buyer))

    def redaction(self, buyer: int) -> Body:
        return {
            "shop_domain": "",
            "customer": {"id": 7_000 + buyer, "email": self.orders[buyer].email or None},
            "orders_to_redact": [5_000 + buyer],
        }

    def _order(self, snapshot: Snapshot) -> Body:
        buyer = snapshot.buyer
        return payloads.order(
            id=5_000 + buyer,
            admin_graphql_api_id=f"gid://shopify/Order/{5_000 + buyer}",
            name=f"#{buyer}",
            order_number=buyer,
            email=snapshot.email,
            created_at=snapshot.placed_at.isoformat(),
            processed_at=snapshot.placed_at.isoformat(),
            updated_at=snapshot.changed_at.isoformat(),
            cancelled_at=snapshot.cancelled_at and snapshot.cancelled_at.isoformat(),
            checkout_token=token(buyer),
            note=f"For {canary(buyer)}",
            fulfillment_status="fulfilled" if snapshot.shipped_at else None,
            fulfillments=[self._fulfilment(snapshot)] if snapshot.shipped_at else [],
            refunds=[self._refund(snapshot)] if snapshot.refunded_at else [],
            line_items=[payloads.line(properties=[{"name": "To", "value": canary(buyer)}])],
            **self._person(buyer, snapshot.email),
        )

    def _person(self, buyer: int, email: str) -> dict[str, Any]:
        name = canary(buyer).capitalize()
        home = payloads.address(first_name=name, name=f"{name} Nordmann", address1=f"{name} 1")
        person = payloads.customer(
            id=7_000 + buyer, email=email, first_name=name, updated_at=self.now.isoformat()
        )
        return {"customer": person, "shipping_address": home, "billing_address": home}

    def _fulfilment(self, snapshot: Snapshot) -> Body:
        assert snapshot.shipped_at
        at = snapshot.shipped_at.isoformat()
        return payloads.fulfilment(
            id=4_000 + snapshot.buyer,
            order_id=5_000 + snapshot.buyer,
            created_at=at,
            updated_at=at,
        )

    def _refund(self, snapshot: Snapshot) -> Body:
        assert snapshot.refunded_at
        at = snapshot.refunded_at.isoformat()
        return payloads.refund(
            id=3_000 + snapshot.buyer,
            order_id=5_000 + snapshot.buyer,
            created_at=at,
            processed_at=at,
            note=f"{canary(snapshot.buyer)} was not content",
        )


def token(buyer: int) -> str:
    return f"c0ffee{buyer}"
