"""Asking shops what changed: what webhooks missed is found once, late, and by turns."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from intake import finding, reconciling, taking
from intake.models import Find, FindState, Reconciliation, Subject, Watermark
from intake.parsing.buying import parse_order
from messaging.models import Message
from messaging.states import Reason, State
from orders.models import Checkout, Customer, Fulfilment, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories import stores as make
from tests.factories.messaging import make_words
from tests.factories.stores import give_token
from tests.shopify.changes import Baskets, Curiosity, People, told
from tests.shopify.graph_people import customer_node
from tests.shopify.graph_writer import order_node
from tests.shopify.server import playing, playing_many
from tests.shopify.shop import PlayedShop

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def shop(settings: Any, store: Store) -> Iterator[PlayedShop]:
    with playing(PlayedShop()) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        give_token(store)
        make_words(store)
        mark(store, NOW - timedelta(hours=8))
        yield shop


def mark(store: Store, at: datetime, *subjects: Subject) -> None:
    """Known up to then; only orders are looked at, unless others are named."""
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(sends_from_at=NOW - timedelta(days=90))
        for subject in Subject:
            due = NOW if subject in (subjects or (Subject.ORDERS,)) else NOW + timedelta(days=9)
            Watermark.objects.update_or_create(
                store=store, subject=subject, defaults={"at": at, "due_at": due}
            )


def body(number: int = 1, *, ago: timedelta = timedelta(hours=2), **fields: Any) -> dict[str, Any]:
    at = (NOW - ago).isoformat()
    said = {"created_at": at, "processed_at": at, "updated_at": at}
    return payloads.order(
        **{
            **said,
            "id": payloads.ORDER_ID + number,
            "admin_graphql_api_id": f"gid://shopify/Order/{payloads.ORDER_ID + number}",
            "name": f"#{1000 + number}",
            "customer": payloads.customer(updated_at=at),
            **fields,
        }
    )


def reconcile(now: datetime = NOW, *, most: int = 50) -> int:
    steps = 0
    with Lines() as lines:
        while steps < most and (taken := reconciling.reconcile_due(lines=lines, now=now)):
            steps += taken
    return steps


def take(store: Store, said: dict[str, Any], now: datetime = NOW) -> None:
    with store_scope(store.pk):
        taking.take_order(store=store, data=parse_order(said), now=now)


def test_an_order_that_no_webhook_brought_is_found_and_confirmed(
    store: Store, shop: PlayedShop
) -> None:
    told(shop, order_node(body()))

    reconcile()

    with store_scope(store.pk):
        assert Order.objects.get().name == "#1001"
        assert Message.objects.get().state == State.PLANNED
        run = Reconciliation.objects.get()
        assert (run.seen_count, run.missing_count, run.stale_count) == (1, 1, 0)
        assert Watermark.objects.get(subject=Subject.ORDERS).at == NOW


def test_what_is_known_is_not_asked_for_whole(store: Store, shop: PlayedShop) -> None:
    take(store, body())
    told(shop, order_node(body()))

    reconcile()

    assert shop.room(Curiosity).whole == []
    with store_scope(store.pk):
        run = Reconciliation.objects.get()
        assert (run.seen_count, run.found_count) == (1, 0)


def test_a_change_that_was_missed_is_made_up_for(store: Store, shop: PlayedShop) -> None:
    take(store, body())
    later = (NOW - timedelta(hours=1)).isoformat()
    sent = payloads.fulfilment(created_at=later, updated_at=later)
    told(
        shop,
        order_node(body(updated_at=later, fulfillment_status="fulfilled", fulfillments=[sent])),
    )

    reconcile()

    with store_scope(store.pk):
        assert Fulfilment.objects.get().lines
        assert Order.objects.get().fulfilment_state == "FULFILLED"
        assert Reconciliation.objects.get().stale_count == 1


def test_what_changed_a_moment_ago_is_left_to_its_webhook(store: Store, shop: PlayedShop) -> None:
    told(shop, order_node(body(ago=timedelta(seconds=30))))

    reconcile()
    with store_scope(store.pk):
        assert not Order.objects.exists()
    reconcile(NOW + timedelta(minutes=10))

    with store_scope(store.pk):
        assert Order.objects.count() == 1


def test_an_order_older_than_a_day_waits_for_a_yes(store: Store, shop: PlayedShop) -> None:
    mark(store, NOW - timedelta(days=3))
    for number in range(3):
        told(shop, order_node(body(number, ago=timedelta(hours=30 + number))))

    reconcile()

    with store_scope(store.pk):
        assert set(Message.objects.values_list("state", "reason")) == {(State.HELD, Reason.TOO_OLD)}
        question = finding.questions()[store.pk]
        assert question.count == 3
        assert finding.answer_finds(store=store, is_yes=True, actor="mina", now=NOW) == 3
        assert finding.answer_finds(store=store, is_yes=False, actor="tor", now=NOW) == 0
        while finding.carry_out_answers(store_id=store.pk, now=NOW, limit=2):
            pass
        assert set(Message.objects.values_list("state", flat=True)) == {State.PLANNED}
        assert set(Find.objects.values_list("state", "answered_by")) == {(FindState.SENT, "mina")}
        assert finding.questions() == {}


def test_a_no_leaves_them_unsent(store: Store, shop: PlayedShop) -> None:
    mark(store, NOW - timedelta(days=3))
    told(shop, order_node(body(ago=timedelta(hours=30))))
    reconcile()

    with store_scope(store.pk):
        finding.answer_finds(store=store, is_yes=False, actor="mina", now=NOW)
        finding.carry_out_answers(store_id=store.pk, now=NOW)

        message = Message.objects.get()
        assert (message.state, message.reason) == (State.NOT_SENT, Reason.CANCELLED)
        assert Find.objects.get().state == FindState.LEFT


def test_what_a_person_released_meanwhile_is_not_sent_again(store: Store, shop: PlayedShop) -> None:
    mark(store, NOW - timedelta(days=3))
    told(shop, order_node(body(ago=timedelta(hours=30))))
    reconcile()

    with store_scope(store.pk):
        Message.objects.update(state=State.SENT, reason="", sent_at=NOW)
        finding.answer_finds(store=store, is_yes=True, actor="mina", now=NOW)
        finding.carry_out_answers(store_id=store.pk, now=NOW)

        assert Message.objects.get().state == State.SENT


def test_an_order_of_before_the_store_sent_is_no_question(store: Store, shop: PlayedShop) -> None:
    mark(store, NOW - timedelta(days=3))
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(sends_from_at=NOW - timedelta(hours=1))
    told(shop, order_node(body(ago=timedelta(hours=30))))

    reconcile()

    with store_scope(store.pk):
        assert Message.objects.get().reason == Reason.BACKFILL
        assert finding.questions() == {}


def test_pages_are_gone_through_to_the_end(store: Store, shop: PlayedShop) -> None:
    for number in range(230):
        said = body(number, ago=timedelta(hours=7, seconds=-number), line_items=[])
        told(shop, order_node(said))
        if number % 5:
            take(store, said)

    reconcile()

    with store_scope(store.pk):
        assert Order.objects.count() == 230
        run = Reconciliation.objects.get()
        assert (run.seen_count, run.missing_count) == (230, 46)


def test_an_order_of_250_lines_comes_whole(store: Store, shop: PlayedShop) -> None:
    lines = [payloads.line(number) for number in range(250)]
    told(shop, order_node(body(line_items=lines)))

    reconcile()

    with store_scope(store.pk):
        assert Order.objects.get().lines.count() == 250


def test_an_order_that_changes_while_it_is_told_is_asked_for_anew(
    store: Store, shop: PlayedShop
) -> None:
    lines = [payloads.line(number) for number in range(60)]
    told(shop, order_node(body(line_items=lines)))
    shop.room(Curiosity).moves = [1]

    reconcile()

    assert len(shop.room(Curiosity).whole) == 2
    with store_scope(store.pk):
        assert Order.objects.get().lines.count() == 60


def test_a_throttled_store_waits_and_the_others_have_their_turns(
    store: Store, settings: Any
) -> None:
    other = make.make_store(store.agency, name="Other", shop_domain="other.myshopify.com")
    for each in (store, other):
        give_token(each)
        mark(each, NOW - timedelta(hours=8))
    busy, idle = PlayedShop(domain=store.shop_domain), PlayedShop(domain=other.shop_domain)
    busy.bucket.available, busy.bucket.refill = 0.0, 0.001
    told(busy, order_node(body()))
    told(idle, order_node(body()))
    with playing_many(busy, idle) as played:
        settings.NOTIFYHUB_SHOPIFY_URL = played.url
        reconcile()

        with store_scope(store.pk):
            waits = Watermark.objects.get(store=store, subject=Subject.ORDERS)
            assert waits.due_at > NOW
            assert waits.problem
            assert not Order.objects.exists()
        with store_scope(other.pk):
            assert Order.objects.count() == 1
        busy.bucket.available, busy.bucket.refill = 2000.0, 100.0
        cache.clear()  # where processes tell each other how full buckets are
        reconcile(NOW + timedelta(hours=2))
    with store_scope(store.pk):
        assert Order.objects.count() == 1


def test_big_stores_take_turns_with_small_ones(store: Store, shop: PlayedShop) -> None:
    """A pass of many pages is one page at a time, and whoever waited longest comes next."""
    other = make.make_store(store.agency, name="Small", shop_domain="small.myshopify.com")
    give_token(other)
    mark(other, NOW - timedelta(hours=8))
    for number in range(250):
        told(shop, order_node(body(number, ago=timedelta(hours=3, seconds=-number))))
        take(store, body(number, ago=timedelta(hours=3, seconds=-number)))
    for each, waits in ((store, 2), (other, 1)):
        with store_scope(each.pk):
            orders = Watermark.objects.filter(store=each, subject=Subject.ORDERS)
            orders.update(due_at=NOW - timedelta(seconds=waits))
    turns = []
    with Lines() as lines:
        for _turn in range(4):
            with every_store(because="a test looks who is next"):
                due = Watermark.objects.filter(due_at__lte=NOW).order_by("due_at", "id")
                turns.append(due.values_list("store_id", flat=True).first())
            reconciling.reconcile_due(lines=lines, now=NOW, limit=1)

    assert turns == [store.pk, other.pk, store.pk, store.pk]


def test_a_refused_page_is_begun_anew(store: Store, shop: PlayedShop) -> None:
    told(shop, order_node(body()))
    with store_scope(store.pk):
        Watermark.objects.update(cursor="long gone")
    shop.manners.errors = [{"message": "Invalid cursor", "extensions": {"code": "BAD"}}]

    reconcile()
    with store_scope(store.pk):
        held = Watermark.objects.get(subject=Subject.ORDERS)
        assert (held.cursor, held.failures_count) == ("", 1)
        assert "Invalid cursor" in held.problem
    reconcile(NOW + timedelta(hours=1))

    with store_scope(store.pk):
        assert Order.objects.count() == 1
        assert Watermark.objects.get(subject=Subject.ORDERS).problem == ""


def test_baskets_and_people_are_looked_at_too(store: Store, shop: PlayedShop) -> None:
    mark(store, NOW - timedelta(hours=8), Subject.CHECKOUTS, Subject.CUSTOMERS)
    at = (NOW - timedelta(hours=2)).isoformat()
    basket = checkout_node(at)
    shop.room(Baskets).nodes[77] = basket
    person = customer_node(payloads.customer(updated_at=at))
    assert person
    person["defaultEmailAddress"] |= {
        "marketingState": "UNSUBSCRIBED",
        "marketingUpdatedAt": at,
    }
    shop.room(People).nodes[payloads.CUSTOMER_ID] = person

    reconcile()
    reconcile(NOW + timedelta(minutes=11))

    with store_scope(store.pk):
        checkout = Checkout.objects.get()
        assert (checkout.token, checkout.shopify_id) == ("c0ffee123456", 77)
        assert checkout.recover_url
        assert Customer.objects.get().email == "kari@example.com"
        found = {run.subject: run.missing_count for run in Reconciliation.objects.order_by("pk")}
        assert set(found) == {Subject.CHECKOUTS, Subject.CUSTOMERS}


def checkout_node(at: str) -> dict[str, Any]:
    money = {"amount": "200.00", "currencyCode": "NOK"}
    bag = {"shopMoney": money, "presentmentMoney": money}
    return {
        "id": "gid://shopify/AbandonedCheckout/77",
        "__typename": "AbandonedCheckout",
        "name": "#77",
        "createdAt": at,
        "updatedAt": at,
        "completedAt": None,
        "abandonedCheckoutUrl": "https://fjell.example/1/checkouts/ac/c0ffee123456/recover?key=k",
        "note": "",
        "taxesIncluded": True,
        "discountCodes": [],
        "customAttributes": [],
        "subtotalPriceSet": bag,
        "totalDiscountSet": bag,
        "totalDutiesSet": None,
        "totalTaxSet": bag,
        "totalPriceSet": bag,
        "taxLines": [],
        "customer": customer_node(payloads.customer(updated_at=at)),
        "shippingAddress": None,
        "billingAddress": None,
        "lineItems": {
            "nodes": [
                {
                    "id": "gid://shopify/AbandonedCheckoutLineItem/1",
                    "title": "Ullgenser",
                    "variantTitle": None,
                    "sku": "ULL",
                    "quantity": 2,
                    "product": None,
                    "variant": None,
                    "image": None,
                    "customAttributes": [],
                    "originalUnitPriceSet": bag,
                    "discountedTotalPriceSet": bag,
                }
            ]
        },
    }


def test_a_disconnected_store_is_asked_nothing(store: Store, shop: PlayedShop) -> None:
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(state=Store.State.UNINSTALLED)

    reconcile()

    assert shop.asked == []


def test_each_connected_store_gets_its_watermarks_once(store: Store) -> None:
    with every_store(because="a test makes watermarks"):
        assert reconciling.watch_stores(now=NOW) == len(Subject)
        assert reconciling.watch_stores(now=NOW) == 0
    with store_scope(store.pk):
        assert reconciling.look_now(store=store, now=NOW) == len(Subject)


def test_old_passes_are_forgotten(store: Store, shop: PlayedShop) -> None:
    reconcile()
    with every_store(because="a test forgets"):
        assert reconciling.forget_old(now=NOW + timedelta(days=1)) == 0
        assert reconciling.forget_old(now=NOW + timedelta(days=3)) == 1
