"""Attribution shot at its steps: an order is credited once, its tag is at Shopify in the end."""

import json
from datetime import timedelta
from random import Random

from django.utils import timezone

from intake import services
from intake.models import Webhook, WebhookState
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories import payloads
from tests.factories.attribution import by_link, clicked
from tests.factories.intake import make_webhook
from tests.factories.stores import give_token, make_store
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tracking.attribution import tag_writing
from tracking.models import Attribution, AttributionEvent, RefTag, TagState

CREDITING, TAGGING = "crediting orders", "writing tags"
ALL = [(CREDITING, "attribution.credited"), (TAGGING, "attribution.tag_written")]
ORDERS = 4  # of one death


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            {CREDITING: _shoot_crediting, TAGGING: _shoot_tagging}[way](row, chance)
    return row


def handle(say: Say) -> None:
    """Handle what the shop told."""
    while services.handle_due(now=timezone.now(), limit=ORDERS):
        pass


def write_tags(say: Say) -> None:
    """Write tags to Shopify."""
    with every_store(because="a test's worker"), Lines() as lines:
        while tag_writing.write_due_tags(lines=lines, now=timezone.now()):
            pass


def _shoot_crediting(row: Row, chance: Random) -> None:
    store = make_store()
    message = clicked(store, timezone.now() - timedelta(hours=1))
    for number in range(ORDERS):
        body = _order(number, landing_site=by_link(message))
        make_webhook(store, json.dumps(body).encode(), topic="orders/create")
    (end,) = shots.fire([Shot(handle, f"{row.step}:{chance.randint(1, ORDERS)}")])
    row.must(end.is_killed, "not killed")
    with store_scope(store.pk):
        held = Webhook.objects.filter(state=WebhookState.RECEIVED)
        held.update(claimed_until=timezone.now() - timedelta(seconds=1), attempts=0)
    shots.finish(Shot(handle))
    with store_scope(store.pk):
        credited = Attribution.objects.filter(model="nh_last", orders_count=1)
        row.lost += ORDERS - credited.count()
        changes = AttributionEvent.objects.filter(attribution__model="nh_last").count()
        row.duplicates += changes - ORDERS
    row.must(row.lost == row.duplicates == 0, f"{row.lost} lost, {row.duplicates} twice")


def _shoot_tagging(row: Row, chance: Random) -> None:
    store = make_store()
    give_token(store)
    for number in range(ORDERS):
        body = _order(number, landing_site="/?ref=spring")
        make_webhook(store, json.dumps(body).encode(), topic="orders/create")
    shots.finish(Shot(handle))
    with playing(
        PlayedShop(Orders.tagged({_order(number)["id"]: [] for number in range(ORDERS)}))
    ) as shop:
        changed = {"NOTIFYHUB_SHOPIFY_URL": shop.url}
        kill = f"{row.step}:{chance.randint(1, ORDERS)}"
        (end,) = shots.fire([Shot(write_tags, kill, settings=changed)])
        row.must(end.is_killed, "not killed")
        _let_leases_run_out(store)
        shots.finish(Shot(write_tags, settings=changed))
        tagged = [each["tags"] for each in shop.room(Orders).nodes.values()]
        row.lost += sum(tags != ["ref:spring"] for tags in tagged)
    with store_scope(store.pk):
        row.silent += RefTag.objects.exclude(state=TagState.DONE).count()
    row.must(row.lost == row.silent == 0, f"{row.lost} lost, {row.silent} unfinished")


def _let_leases_run_out(store: Store) -> None:
    with store_scope(store.pk):
        due = RefTag.objects.filter(state=TagState.DUE)
        due.update(run_after=timezone.now() - timedelta(seconds=1))


def _order(number: int, **fields: str) -> payloads.Body:
    at = (timezone.now() - timedelta(minutes=5)).isoformat()
    known_as = payloads.ORDER_ID + 10_000 + number
    return payloads.order(
        id=known_as,
        admin_graphql_api_id=f"gid://shopify/Order/{known_as}",
        created_at=at,
        processed_at=at,
        updated_at=at,
        **fields,
    )
