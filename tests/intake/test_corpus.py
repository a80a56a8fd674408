"""Every body that we have seen of the topics we are sent: recorded, or left with a reason."""

import json
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from intake.topics import HANDLERS, IGNORED
from orders.models import Checkout, Customer, DraftOrder, Fulfilment, LineItem, Order, Refund
from shipping.models import Parcel, ParcelEvent
from stores.models import Store
from stores.scope import Scope

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "webhooks"
FAMILIES = (
    "orders/",
    "fulfillments/",
    "fulfillment_events/",
    "refunds/",
    "checkouts/",
    "draft_orders/",
    "app/uninstalled",
    "shop/",
    "customers",
)
KEPT = (Order, LineItem, Customer, Fulfilment, Refund, Checkout, DraftOrder, Parcel, ParcelEvent)
NOW = datetime(2026, 11, 21, tzinfo=UTC)

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not (CORPUS / "manifest.jsonl").exists(), reason=f"The corpus is not at {CORPUS}"
    ),
]


class _RollBack(Exception):
    pass


def entries() -> list[dict[str, Any]]:
    lines = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["topic"].startswith(FAMILIES)]


def outcome(store: Store, topic: str, raw: bytes) -> tuple[str, Counter[str]]:
    """Why it was left alone, or ""; and how many rows of what it made. Rolled back."""
    if topic in IGNORED:
        return IGNORED[topic], Counter()
    reason, rows = "", Counter[str]()
    try:
        with transaction.atomic():
            reason = HANDLERS[topic](store, json.loads(raw, parse_float=Decimal), NOW) or ""
            rows = Counter({model.__name__: model.objects.count() for model in KEPT})
            raise _RollBack
    except _RollBack:
        return reason, rows


def test_every_body_is_recorded_or_ignored_with_a_reason(
    store: Store, inside: Scope, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    silent = []
    for entry in entries():
        reason, rows = outcome(store, entry["topic"], (CORPUS / entry["file"]).read_bytes())
        outcomes[f"ignored: {reason}" if reason else "recorded"] += 1
        kept += rows
        about_the_store = entry["topic"] in ("shop/update", "app/uninstalled")
        if not reason and not about_the_store and not rows.total():
            silent.append(entry["file"])

    with capsys.disabled():
        print(f"\n{sum(outcomes.values())} bodies; rows: {dict(kept)}")
        for said, count in outcomes.most_common():
            print(f"  {count:4} {said}")
    assert not silent
    assert outcomes["recorded"] > 150
    assert kept["Order"] > 100


def test_the_sums_of_whole_orders_add_up(store: Store, inside: Scope) -> None:
    """The synthetic bodies are consistent, so what we keep of them must be, to the minor unit."""
    checked = 0
    for entry in entries():
        if "derived" not in entry["file"] or not entry["topic"].startswith("orders/"):
            continue
        body = json.loads((CORPUS / entry["file"]).read_bytes(), parse_float=Decimal)
        with transaction.atomic():
            HANDLERS[entry["topic"]](store, body, NOW)
            order = Order.objects.get(shopify_id=body["id"])
            parts = order.subtotal_minor + order.shipping_minor + order.tip_minor
            parts += 0 if order.is_tax_included else order.tax_minor
            lines = sum(line.total_minor for line in order.lines.all())
            assert (parts, lines) == (order.total_minor, order.subtotal_minor), entry["file"]
        checked += 1
    assert checked > 20
