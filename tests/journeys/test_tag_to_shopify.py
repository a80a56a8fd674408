"""From the link a buyer followed to the tag in Shopify, by way of web, broker and worker."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from notifyhub.demo.posting import Post
from stores.models import Store
from tests.factories.stores import give_token
from tests.journeys import house as journey
from tests.journeys.house import House
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tests.shopify.tags import Tagging

WITHIN = 10.0  # seconds; what we promise
# Of the ten, a machine that runs the whole suite beside it gets three times as many.
PATIENCE = 3 * WITHIN


@pytest.fixture
def shop(order_webhook: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders.tagged({order_webhook.order_id: ["vip"]}))) as shop:
        monkeypatch.setenv("NOTIFYHUB_SHOPIFY_URL", shop.url)
        yield shop


def test_an_order_from_a_campaign_is_tagged_at_shopify_within_seconds(
    transactional_db: None, store: Store, shop: PlayedShop, order_webhook: Post, tmp_path: Path
) -> None:
    give_token(store)
    placed = json.loads(order_webhook.body)
    placed["landing_site"] = "/?ref=campaignX&utm_source=letter"
    webhook = replace(order_webhook, body=json.dumps(placed).encode(), at=timezone.now())
    house = House(tmp_path)
    house.start_web()
    house.start_worker()
    house.start_beat()
    try:
        house.wait_for_web()
        began = time.monotonic()
        assert journey.post(journey.address_of(house, store), webhook).status_code == 200

        journey.eventually(
            lambda: "ref:campaignX" in shop.room(Orders).tags(order_webhook.order_id),
            house,
            what="Shopify has the tag",
            patience=PATIENCE,
        )
        print(f"tagged at Shopify after {time.monotonic() - began:.1f} s")
    finally:
        house.stop()

    assert shop.room(Orders).tags(order_webhook.order_id) == ["vip", "ref:campaignX"]
    assert shop.room(Tagging).written == 1
