"""What is left on the agency's desk: notes and tags of staff, and webhooks that need a person."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

import orjson

from intake.models import Webhook, WebhookState
from notifyhub.demo.catalogue import PEOPLE
from notifyhub.demo.pouring import AT_ONCE, Poured
from notifyhub.demo.shop import Life, Told
from notifyhub.demo.world import Shop, dice
from orders import services as orders
from stores.models import Store, User

HEARD_SINCE = timedelta(hours=36)
API_VERSION = "2026-04"
TROUBLED = ("norrsken-cykel", "qinghe-tea")  # shops with webhooks that could not be read


def write_notes(shop: Shop, store: Store, poured: list[Poured]) -> None:
    """Notes and tags on some orders of the last weeks, by the verbs."""
    chance = dice("notes", shop.key, len(poured))
    recent = poured[-160:]
    for one in chance.sample(recent, min(6, len(recent))):
        person = chance.choice([one for one in PEOPLE if one.role in ("OWNER", "SUPPORT")])
        author = User.objects.get(email=person.email)
        at = one.last.placed_at + timedelta(minutes=chance.randint(20, 300))
        orders.add_note(
            order=one.order,
            author_id=author.pk,
            author_name=author.get_full_name(),
            text=chance.choice(shop.staff_notes),
            now=at,
        )
        if chance.random() < 0.6:
            orders.tag_order(
                order=one.order, tag=chance.choice(shop.tags), actor=author.get_full_name(), now=at
            )


def keep_webhooks(shop: Shop, store: Store, lives: Iterable[Life], now: datetime) -> None:
    """What Shopify said lately, as it was kept; and some of it that could not be read."""
    chance = dice("webhooks", shop.key)
    told = [one for life in lives for one in life.told if one.at > now - HEARD_SINCE]
    told.sort(key=lambda one: one.at)
    rows = [_row(store, one, chance) for one in told]
    if rows:
        rows += _odd_rows(shop, store, told[-1], now)
    Webhook.objects.bulk_create(rows, batch_size=AT_ONCE)


def _row(store: Store, told: Told, chance: Random) -> Webhook:
    body = orjson.dumps(told.body)
    received_at = told.at + timedelta(seconds=chance.uniform(0.1, 0.9))
    return Webhook(
        store=store,
        topic=told.topic,
        event_key=hashlib.sha256(body).hexdigest()[:32],
        body=body,
        body_hash=hashlib.sha256(body).digest(),
        api_version=API_VERSION,
        triggered_at=told.at,
        received_at=received_at,
        run_after=received_at,
        state=WebhookState.DONE,
        attempts=1,
        handled_at=received_at + timedelta(seconds=chance.uniform(0.05, 1.5)),
    )


def _odd_rows(shop: Shop, store: Store, told: Told, now: datetime) -> list[Webhook]:
    """One cut off on its way, one without its id, one that nobody asked for."""
    chance = dice("odd webhooks", shop.key)
    odd = []
    for state, reason, topic, body in (
        (
            WebhookState.QUARANTINED,
            "The body is not JSON: Expecting ',' delimiter",
            told.topic,
            orjson.dumps(told.body)[:400],
        ),
        (
            WebhookState.QUARANTINED,
            "The order has no id",
            "orders/updated",
            orjson.dumps({**told.body, "id": None, "admin_graphql_api_id": None}),
        ),
        (
            WebhookState.IGNORED,
            "NotifyHub does not know this topic: products/update",
            "products/update",
            orjson.dumps({"id": chance.randrange(10**12), "title": "…"}),
        ),
    ):
        at = now - timedelta(minutes=chance.randint(30, 1400))
        row = _row(store, told, chance)
        row.topic, row.body, row.state, row.reason = topic, body, state, reason
        row.body_hash = hashlib.sha256(body + store.shop_domain.encode()).digest()
        row.event_key = row.body_hash.hex()[:32]
        row.received_at = row.run_after = row.triggered_at = at
        row.handled_at = at + timedelta(seconds=1)
        odd.append(row)
    return odd if shop.key in TROUBLED else odd[2:]  # the stray topic comes to every shop
