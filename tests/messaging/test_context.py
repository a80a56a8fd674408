"""What templates are told of an order: real bodies become plain values whose sums add up."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.parsing import buying
from intake.parsing.reading import Unparsable
from messaging import sending, tasks, words
from messaging.context import build_context
from messaging.models import Message
from messaging.states import Reason, State
from orders import services as orders
from orders.models import LineItem, Order
from stores.models import Store
from stores.scope import store_scope
from templates_app.context_spec import assert_plain
from tests.factories.messaging import KIND, fresh, make_order, make_words, plan

pytestmark = pytest.mark.django_db

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "webhooks"


def real_orders() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every stored body of a whole order."""
    manifest = CORPUS / "manifest.jsonl"
    if not manifest.exists():
        pytest.skip(f"There is no {CORPUS}")
    for entry in map(json.loads, manifest.read_text(encoding="utf-8").splitlines()):
        if entry["topic"].startswith("orders/"):
            body = json.loads((CORPUS / entry["file"]).read_bytes())
            if isinstance(body, dict) and "line_items" in body:
                yield entry["file"], body


def adds_up(body: dict[str, Any]) -> bool:
    """Many of Shopify's own samples do not: lines of 398.00 and a subtotal of 388.00."""
    goods = sum(
        Decimal(line["price"]) * line["quantity"]
        - sum(Decimal(each["amount"]) for each in line.get("discount_allocations") or [])
        for line in body["line_items"]
    )
    return bool(goods == Decimal(body.get("subtotal_price") or "nan"))


def test_the_context_is_plain_and_says_the_order(store: Store) -> None:
    order = make_order(store, currency="JPY", presentment_currency="JPY", subtotal_minor=29800)

    with store_scope(store.pk):
        context = build_context(order=order, store=store, kind=KIND)

    assert_plain(context)
    assert context["name"] == order.name
    assert context["subtotal_price"] == 2980000  # Shopify counts amounts × 100
    assert context["line_items"][0]["final_line_price"] == 2980000
    assert context["created_at"].endswith(("+01:00", "+02:00"))
    assert context["notifyhub"]["status_url"].endswith(f"/s/{order.token}")


@pytest.mark.parametrize("size", [1, 250])
def test_the_context_costs_three_queries_however_many_lines(store: Store, size: int) -> None:
    order = make_order(store)
    with store_scope(store.pk):
        LineItem.objects.bulk_create(
            LineItem(store=store, order=order, position=place + 1) for place in range(size)
        )
        order = Order.objects.select_related("customer", "store").get(pk=order.pk)

        with CaptureQueriesContext(connection) as queries:
            build_context(order=order, store=order.store, kind=KIND)

    assert len(queries) == 3


@pytest.mark.corpus
def test_every_real_order_can_be_told_and_its_rows_add_up(store: Store) -> None:
    now = timezone.now()
    make_words(store)
    told, added, wrong = 0, 0, []
    for name, body in real_orders():
        try:
            data = buying.parse_order(body)
        except Unparsable:
            continue
        with store_scope(store.pk):
            order = orders.record_order(store=store, data=data, now=now)
            order = Order.objects.select_related("customer").get(pk=order.pk)
            if not order.is_announceable:
                continue
            context = build_context(order=order, store=store, kind=KIND)
        assert_plain(context)
        told += 1
        if not adds_up(body):
            continue
        added += 1
        goods = sum(line["final_line_price"] for line in context["line_items"])
        cart = context["cart_level_discount_applications"]
        off = sum(
            each["total_allocated_amount"] for each in cart if each["target_type"] == "line_item"
        )
        # What the buyer saw in another currency was rounded line by line, by Shopify.
        unit = 100 * len(body["line_items"]) * (order.presentment_currency != order.currency)
        if goods - off != pytest.approx(context["subtotal_price"], abs=unit + 0.001):
            wrong.append((name, goods, off, context["subtotal_price"]))

    assert told > 40
    assert added > 20
    assert wrong == []


def test_the_bell_sends_until_nothing_is_due(store: Store) -> None:
    make_words(store)
    messages = [plan(make_order(store)) for _ in range(3)]

    assert tasks.send_due(later_argument=1) == 3

    assert {fresh(each).state for each in messages} == {State.SENT}
    assert sending.send_due(now=timezone.now()) == 0


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("reason", ["", *Reason.values])
def test_every_state_and_reason_has_words(state: str, reason: str) -> None:
    now = timezone.now()
    message = Message(state=state, reason=reason, run_after=now, sent_at=now, changed_at=now)

    sentence = words.sentence(message)

    assert sentence
    assert state not in sentence
    assert not reason or reason not in sentence
    assert words.tone(message) in ("mute", "warn", "bad", "good", "held", "unknown")
