"""Workers shot while they fetch a shop's past, and while they look for what webhooks missed."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.utils import timezone

from intake import backfill_reading, backfill_steps, backfilling, finding, reconciling
from intake.models import Backfill, BackfillState, Find, FindState, Subject, Watermark
from intake.models.backfill import AT_WORK
from messaging.models import Message
from messaging.states import State
from orders.models import Activity, ActivityKind, LineItem, Order, Refund
from shipping.models import Parcel
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.chaos import shots
from tests.chaos.deeds import Say
from tests.chaos.rows import Row
from tests.chaos.shots import Shot
from tests.factories.histories import old_order
from tests.factories.messaging import make_words
from tests.factories.stores import give_token, make_store
from tests.shopify.changes import told
from tests.shopify.gathering import Bulks
from tests.shopify.graph_writer import order_node
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop

FETCHING = "fetching a shop's past"
LOOKING = "looking for what was missed"
ANSWERING = "carrying out answers about late orders"
ALL = [
    *((FETCHING, f"backfill.{step}") for step in ("claimed", "asked", "reading", "read")),
    (FETCHING, "backfill.completing"),
    *((LOOKING, f"reconciling.{step}") for step in ("claimed", "asked", "taking", "taken")),
    (LOOKING, "reconciling.moving"),
    (ANSWERING, "finding.answered"),
]
ORDERS: Final = 7  # of one death
REFUNDED: Final = 3  # of them, which the file does not tell whole
BATCH: Final = 2  # orders of one transaction
STEPS: Final = 400  # far more than it takes
# By step: of how many passings one is the last.
PASSINGS: Final = {
    "backfill.reading": 4,
    "backfill.read": 4,
    "backfill.completing": REFUNDED,
    "reconciling.asked": ORDERS,
    "reconciling.taking": ORDERS,
    "reconciling.taken": ORDERS,
    "finding.answered": ORDERS,
}


def shot_at(way: str, step: str, kills: int, chance: Random) -> Row:
    """So many processes die at a step of this way."""
    row = Row(way, step, tried=kills)
    shoot = {FETCHING: _shoot_fetching, LOOKING: _shoot_looking, ANSWERING: _shoot_answering}[way]
    with row.timed():
        for _kill in range(kills):
            shoot(row, f"{step}:{chance.randint(1, PASSINGS.get(step, 1))}")
    row.must(
        row.lost == row.duplicates == row.silent == 0,
        f"{row.lost} lost, {row.duplicates} twice, {row.silent} unfinished",
    )
    return row


def fetch(say: Say, store_id: int) -> None:
    """Go on with the back-fill; what is put off has its time."""
    backfill_reading.AT_ONCE = BATCH  # type: ignore[misc]  # smaller, so that few orders make many
    with Lines() as lines:
        for _step in range(STEPS):
            with store_scope(store_id):
                at_work = Backfill.objects.filter(state__in=AT_WORK)
                if not at_work.update(due_at=timezone.now()):
                    return
            backfill_steps.step_due(lines=lines, now=timezone.now())


def look(say: Say) -> None:
    """Look at each store that is due."""
    with Lines() as lines:
        while reconciling.reconcile_due(lines=lines, now=timezone.now()):
            pass


def answer(say: Say, store_id: int) -> None:
    """Do what staff said."""
    with store_scope(store_id):
        while finding.carry_out_answers(store_id=store_id, now=timezone.now()):
            pass


def _shoot_fetching(row: Row, kill: str) -> None:
    """The next worker goes on where the last batch was committed; Shopify gathers once."""
    store = _store()
    with playing(PlayedShop()) as shop:
        _open(shop, timezone.now() - timedelta(days=90), refunded=REFUNDED)
        with store_scope(store.pk):
            backfilling.start_backfill(store=store, since=None, actor="", now=timezone.now())
        deed = _at(shop, fetch, store.pk)
        (end,) = shots.fire([deed(kill)])
        row.must(end.is_killed, "not killed")
        shots.finish(deed(""))
        row.duplicates += len(shop.room(Bulks).asked) - 1
    _count_orders(row, store)
    with store_scope(store.pk):
        done = Backfill.objects.get()
        row.silent += done.state != BackfillState.DONE
        row.must((done.read_count, done.new_count) == (ORDERS, ORDERS), "counted wrongly")
        row.lost += sum(not each.lines for each in Refund.objects.all())
        row.must(not Message.objects.exists(), "somebody was told of the past")


def _shoot_looking(row: Row, kill: str) -> None:
    """The page is looked at again, once the claim of the dead has ended."""
    store = _store()
    now = timezone.now()
    with playing(PlayedShop()) as shop:
        # Sent a day after it was placed, so that it changed within the two days that are looked at.
        _open(shop, now - timedelta(days=2))
        _mark(store, now - timedelta(days=3))
        deed = _at(shop, look)
        (end,) = shots.fire([deed(kill)])
        row.must(end.is_killed, "not killed")
        with every_store(because="a test lets the claim of the dead end"):
            claimed = Watermark.objects.filter(store=store, claimed_until__isnull=False)
            row.must(claimed.update(due_at=timezone.now()) == 1, "no claim was left")
        shots.finish(deed(""))
    _count_orders(row, store)
    with store_scope(store.pk):
        mark = Watermark.objects.get(subject=Subject.ORDERS)
        row.silent += mark.run_id is not None or mark.at < now
        row.must(Find.objects.count() == ORDERS, "not each find is noted once")
        confirmations = Message.objects.filter(kind="ORDER_CONFIRMATION")
        row.must(confirmations.count() == ORDERS, f"{confirmations.count()} confirmations")
        held = confirmations.filter(state=State.HELD).count()
        row.must(held == ORDERS, f"{ORDERS - held} of the past were let go unasked")


def _shoot_answering(row: Row, kill: str) -> None:
    """It dies with none of its answers kept; the next carries out each once."""
    store = _store()
    now = timezone.now()
    with playing(PlayedShop()) as shop:
        _open(shop, now - timedelta(days=2))
        _mark(store, now - timedelta(days=3))
        shots.finish(_at(shop, look)(""))
    with store_scope(store.pk):
        count = finding.answer_finds(store=store, is_yes=True, actor="Mina", now=now)
        row.must(count == ORDERS, f"{count} were asked about")
    (end,) = shots.fire([Shot(answer, kill, (store.pk,))])
    row.must(end.is_killed, "not killed")
    with store_scope(store.pk):
        row.must(Find.objects.filter(state=FindState.YES).count() == ORDERS, "half was kept")
    shots.finish(Shot(answer, arguments=(store.pk,)))
    with store_scope(store.pk):
        row.silent += Find.objects.exclude(state=FindState.SENT).count()
        confirmations = Message.objects.filter(kind="ORDER_CONFIRMATION")
        row.lost += confirmations.filter(state=State.HELD).count()
        row.duplicates += confirmations.count() - ORDERS


def _count_orders(row: Row, store: Store) -> None:
    """Each order, line, parcel and fact is here once."""
    with store_scope(store.pk):
        placed = Activity.objects.filter(kind=ActivityKind.ORDER_PLACED)
        for rows, wanted in (
            (Order.objects.placed(), ORDERS),
            (LineItem.objects.all(), ORDERS * 2),
            (Parcel.objects.all(), ORDERS),
            (placed, ORDERS),
        ):
            count = rows.count()
            row.lost += max(wanted - count, 0)
            row.duplicates += max(count - wanted, 0)


def _store() -> Store:
    store = make_store()
    give_token(store)
    make_words(store)
    return store


def _open(shop: PlayedShop, at: datetime, *, refunded: int = 0) -> None:
    """A shop with its orders, some of them paid back in part."""
    for number in range(1, ORDERS + 1):
        placed = at.replace(microsecond=0) + timedelta(minutes=number)
        told(shop, order_node(old_order(number, at=placed, is_refunded=number <= refunded)))


def _mark(store: Store, at: datetime) -> None:
    """Its orders are known up to then; of nothing else it is looked at."""
    now = timezone.now()
    with store_scope(store.pk):
        for subject in Subject:
            due = now if subject == Subject.ORDERS else now + timedelta(days=9)
            Watermark.objects.create(store=store, subject=subject, at=at, due_at=due)


def _at(shop: PlayedShop, deed: Any, *arguments: Any) -> Any:
    """Shots of a deed that asks this shop, by where they die."""
    changed = {"NOTIFYHUB_SHOPIFY_URL": shop.url}
    return lambda kill: Shot(deed, kill, arguments, changed)
