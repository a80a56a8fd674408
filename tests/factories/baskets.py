"""Baskets that were left, and what their stores say of reminding."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from messaging import basket_rules, checkouts, reminding, sending
from messaging.basket_rules import Discount, Gives, Rules, Step
from messaging.models import Message
from orders.models import Checkout
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.services import ensure_default_template

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
HOUR = timedelta(hours=1)
BUYER = "kari@example.com"
_numbers = itertools.count(1)

THREE = (
    Step(wait_minutes=60),
    Step(wait_minutes=24 * 60),
    Step(wait_minutes=72 * 60),
)
TEN_PERCENT = Discount(gives=Gives.PERCENT, percent=10, days=7)


def make_basket(store: Store, **fields: Any) -> Checkout:
    """Left at noon by Kari in Oslo, who may be advertised to."""
    with every_store(because="a test publishes the default words"):
        ensure_default_template(agency=store.agency, kind=checkouts.KIND, now=NOON)
    with store_scope(store.pk):
        return Checkout.objects.create(
            **{
                "store": store,
                "token": f"token-{next(_numbers)}",
                "email": BUYER,
                "buyer_name": "Kari Nordmann",
                "locale": "nb-NO",
                "currency": "NOK",
                "subtotal_minor": 29800,
                "total_minor": 29800,
                "has_consent": True,
                "lines": [{"title": "Garn", "quantity": 1, "position": 0}],
                "shipping_address": {"country_code": "NO"},
                "recover_url": "https://shop.example/recover/c1f4?key=abc",
                "started_at": NOON,
                "changed_at": NOON,
                **fields,
            }
        )


def let(store: Store, *steps: Step, **rules: Any) -> Rules:
    """The store's choice from now on."""
    chosen = Rules(steps=steps or THREE, **rules)
    with store_scope(store.pk):
        basket_rules.change_rules(store=store, rules=chosen, actor="Mina", now=NOON)
    return chosen


def remind(checkout: Checkout, now: datetime = NOON) -> Message | None:
    """As the checkout's webhook does."""
    with store_scope(checkout.store_id):
        return checkouts.remind_of_checkout(checkout=checkout, now=now)


def pass_to(now: datetime) -> None:
    """The bells ring: what is due is planned, then what is due is sent."""
    reminding.remind_due(now=now)
    while sending.send_due(now=now):
        pass


def said_of(checkout: Checkout) -> list[tuple[str, str, str]]:
    """(about, state, reason) of each reminder, in order."""
    with store_scope(checkout.store_id):
        rows = Message.objects.filter(about__startswith=f"checkout:{checkout.pk}").order_by("id")
        return [(row.about.partition(":")[2], row.state, row.reason) for row in rows]


def steps_of(checkout: Checkout) -> list[tuple[str, str]]:
    """How far it is: ("1", "SENT"), ("2", "PLANNED") …"""
    return [
        (about.partition(":")[2] or "1", reason or state)
        for about, state, reason in said_of(checkout)
    ]
