"""Workers shot after Shopify made a basket's discount code: there is one code for each mail."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from messaging import basket_codes
from messaging.basket_rules import Step
from messaging.models import BasketCode, CodeState, Message
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.baskets import HOUR, TEN_PERCENT, let, make_basket, remind
from tests.factories.stores import give_token, make_store
from tests.shopify.discounts import Discounts
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

MAKING = "making discount codes"
ALL = [(MAKING, "baskets.code_made")]
BASKETS = 4  # of one death


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    with row.timed():
        for _kill in range(kills):
            _shoot_making(row, chance)
    return row


def settle_codes(say: Say) -> None:
    """Make the codes that are due."""
    with every_store(because="a test's worker"), Lines() as lines:
        while basket_codes.settle_codes(lines=lines, now=timezone.now()):
            pass


def _shoot_making(row: Row, chance: Random) -> None:
    store = make_store()
    give_token(store)
    let(store, Step(wait_minutes=60, discount=TEN_PERCENT))
    at = timezone.now()
    for number in range(BASKETS):
        basket = make_basket(
            store, email=f"b{number}@example.com", started_at=at - HOUR, changed_at=at - HOUR
        )
        remind(basket, at)
    _let_all_be_due(store)
    with playing(PlayedShop()) as shop:
        changed = {"NOTIFYHUB_SHOPIFY_URL": shop.url}
        kill = f"{row.step}:{chance.randint(1, BASKETS)}"
        (end,) = shots.fire([Shot(settle_codes, kill, settings=changed)])
        row.must(end.is_killed, "not killed")
        _let_all_be_due(store)
        shots.finish(Shot(settle_codes, settings=changed))
        row.duplicates += len(shop.room(Discounts).made) - BASKETS
    with store_scope(store.pk):
        row.lost += BASKETS - BasketCode.objects.filter(state=CodeState.MADE).count()
    row.must(row.lost == row.duplicates == 0, f"{row.lost} lost, {row.duplicates} twice")


def _let_all_be_due(store: Store) -> None:
    """Whatever the hour of the night; and leases of the dead have run out."""
    now = timezone.now() - timedelta(seconds=1)
    with store_scope(store.pk):
        Message.objects.update(run_after=now)
        BasketCode.objects.filter(state=CodeState.DUE).update(run_after=now)
