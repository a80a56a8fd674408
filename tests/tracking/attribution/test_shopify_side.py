"""What Shopify is told and asked: tags from refs, and the visits before an order."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from messaging.models import Message
from messaging.refs import message_ref
from orders import services as orders
from orders.models import Activity, ActivityKind, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from stores.shopify.client import Lines
from tests.factories import payloads
from tests.factories.attribution import SECOND_ORDER, bought, clicked, credited, may, told
from tests.factories.stores import give_token
from tests.shopify.journeys import Journeys, journey, visit
from tests.shopify.orders import Orders
from tests.shopify.server import playing
from tests.shopify.shop import PlayedShop
from tests.shopify.tags import Tagging
from tracking.attribution import counting, journeys, tag_writing
from tracking.models import AttributionEvent, AttributionSettings, OrderSource, RefTag

NOW = may(4)


@pytest.fixture
def shop(settings: Any) -> Iterator[PlayedShop]:
    with playing(PlayedShop(Orders.tagged({SECOND_ORDER: ["vip"]}))) as shop:
        settings.NOTIFYHUB_SHOPIFY_URL = shop.url
        yield shop


def write_tags(now: datetime = NOW + timedelta(seconds=3)) -> int:
    with every_store(because="a test writes tags"), Lines() as lines:
        return tag_writing.write_due_tags(lines=lines, now=now)


def ask(now: datetime) -> int:
    with every_store(because="a test asks for journeys"), Lines() as lines:
        return journeys.ask_journeys(lines=lines, now=now)


def tagged(store: Store) -> list[str]:
    with store_scope(store.pk):
        return Order.objects.get(shopify_id=SECOND_ORDER).tags


def ref_tag(store: Store) -> RefTag:
    with store_scope(store.pk):
        return RefTag.objects.get()


def landing_at(message: Message) -> str:
    return f"https://shop.example/?ref=nh-{message_ref(message.store_id, message.pk)}"


def test_a_ref_becomes_a_tag_here_and_at_shopify(store: Store, shop: PlayedShop) -> None:
    give_token(store)

    bought(store, NOW, landing_site="/?ref=campaignX")
    assert tagged(store) == ["ref:campaignX"]
    assert write_tags() == 1

    assert shop.room(Orders).tags(SECOND_ORDER) == ["vip", "ref:campaignX"]
    assert (ref_tag(store).state, write_tags()) == ("DONE", 0)


def test_our_own_tag_comes_back_and_changes_nothing(store: Store, shop: PlayedShop) -> None:
    give_token(store)
    bought(store, NOW, landing_site="/?ref=campaignX")
    write_tags()

    for minute in (1, 2):
        at = NOW + timedelta(minutes=minute)
        said = {"updated_at": at.isoformat(), "tags": "vip, ref:campaignX"}
        bought(store, NOW, "orders/updated", landing_site="/?ref=campaignX", **said)

    assert tagged(store) == ["ref:campaignX", "vip"]
    assert (write_tags(NOW + timedelta(hours=1)), shop.room(Tagging).written) == (0, 1)
    with store_scope(store.pk):
        facts = Activity.objects.filter(kind=ActivityKind.TAGGED)
        told = sorted(fact.data["tag"] for fact in facts)
    # "vip" is the shop's; ours is told when it was made, and not again when it comes back.
    assert told == ["ref:campaignX", "vip"]


def test_a_tag_that_staff_took_away_stays_away(store: Store, shop: PlayedShop) -> None:
    order = bought(store, NOW, landing_site="/?ref=campaignX")
    with store_scope(store.pk):
        orders.untag_order(order=order, tag="ref:campaignX", actor="Kari", now=NOW)

    bought(
        store, NOW, "orders/updated", landing_site="/?ref=campaignX", updated_at=may(5).isoformat()
    )

    assert tagged(store) == []


def test_what_shopify_could_not_take_is_tried_again(store: Store, shop: PlayedShop) -> None:
    give_token(store)
    bought(store, NOW, landing_site="/?ref=campaignX")
    shop.manners.statuses = [503] * 4

    write_tags()
    waiting = ref_tag(store)
    write_tags(waiting.run_after)

    assert (waiting.state, "503" in waiting.detail) == ("DUE", True)
    assert waiting.run_after <= NOW + timedelta(seconds=10)
    assert ref_tag(store).state == "DONE"


def test_a_tag_that_shopify_refuses_is_given_up_and_says_why(
    store: Store, shop: PlayedShop
) -> None:
    give_token(store)
    bought(store, NOW, landing_site="/?ref=campaignX")
    shop.manners.user_errors = [{"field": ["tags"], "message": "Tags is too long"}]

    write_tags()

    row = ref_tag(store)
    assert (row.state, "too long" in row.detail) == ("REFUSED", True)


def test_a_store_without_a_token_keeps_its_tags_here(store: Store, shop: PlayedShop) -> None:
    bought(store, NOW, landing_site="/?ref=campaignX")

    write_tags()

    assert (ref_tag(store).state, shop.asked) == ("LOCAL", [])


@pytest.mark.parametrize(
    ("allowed", "ref", "is_tagged"),
    [
        ("*", "anything", True),
        ("", "anything", False),
        ("spring*", "Spring-26", True),
        ("spring*", "autumn", False),
        ("spring\nautumn", "autumn", True),
        ("spring", "spring-26", False),
        ("*", "x" * 36, True),
        ("*", "x" * 37, False),
    ],
)
def test_only_refs_that_the_store_names_become_tags(
    store: Store, allowed: str, ref: str, is_tagged: bool
) -> None:
    with store_scope(store.pk):
        AttributionSettings.objects.create(store=store, tagged_refs=allowed)

    bought(store, NOW, landing_site=f"/?ref={ref}")

    assert bool(tagged(store)) is is_tagged


@pytest.mark.parametrize("bad", [("a,b",), ("sp*ing",), ("x" * 38,), tuple(map(str, range(101)))])
def test_refs_that_cannot_be_tags_are_refused(store: Store, bad: tuple[str, ...]) -> None:
    choices = counting.Choices(7, False, False, False, bad)

    with store_scope(store.pk), pytest.raises(counting.NotCountable):
        counting.change_counting(store=store, choices=choices)


def test_a_journey_corrects_the_credit(store: Store, shop: PlayedShop) -> None:
    """Worked example 12, by way of Shopify."""
    give_token(store)
    likely, proven = clicked(store, may(1)), clicked(store, None)
    bought(store, NOW)
    shop.room(Journeys).of[SECOND_ORDER] = journey(is_ready=False)

    assert ask(NOW + timedelta(minutes=10)) == 0
    assert ask(NOW + timedelta(minutes=16)) == 1
    assert credited(store)["nh_last"] == likely.pk
    shop.room(Journeys).of[SECOND_ORDER] = journey(
        visit(may(3).isoformat(), landing_at(proven)), visit(may(3, 14).isoformat(), "/")
    )
    assert ask(NOW + timedelta(hours=1)) == 0
    assert ask(NOW + timedelta(hours=2, minutes=1)) == 1

    assert credited(store) == {
        "nh_last": proven.pk,
        "nh_first": likely.pk,
        "store_last": proven.pk,
    }
    assert ask(NOW + timedelta(hours=25)) == 0
    with store_scope(store.pk):
        assert OrderSource.objects.get().journey_ready_at
        moved = AttributionEvent.objects.filter(because="JOURNEY", attribution__model="nh_last")
        assert moved.count() == 2


def test_a_journey_is_asked_for_three_times_at_most(store: Store, shop: PlayedShop) -> None:
    give_token(store)
    bought(store, NOW)
    shop.room(Journeys).of[SECOND_ORDER] = journey(is_ready=False)

    asked = [ask(NOW + timedelta(minutes=minutes)) for minutes in range(0, 3 * 24 * 60, 7)]

    assert sum(asked) == 3


def test_a_shop_that_is_away_is_asked_again_later(store: Store, shop: PlayedShop) -> None:
    give_token(store)
    bought(store, NOW)
    shop.room(Journeys).of[SECOND_ORDER] = journey()
    shop.manners.errors = [{"message": "x", "extensions": {"code": "TIMEOUT"}}] * 4

    ask(NOW + timedelta(minutes=16))
    with store_scope(store.pk):
        waiting = OrderSource.objects.get().journey_due_at
    ask(NOW + timedelta(minutes=22))

    assert waiting is not None
    with store_scope(store.pk):
        assert OrderSource.objects.get().journey_ready_at


def test_without_a_token_nobody_is_asked(store: Store, shop: PlayedShop) -> None:
    bought(store, NOW)

    assert ask(NOW + timedelta(minutes=16)) == 1

    assert shop.asked == []
    with store_scope(store.pk):
        assert OrderSource.objects.get().journey_due_at is None


def test_many_orders_are_asked_for_ten_at_a_time(store: Store, shop: PlayedShop) -> None:
    give_token(store)
    for number in range(25):
        body = {"id": SECOND_ORDER + number + 1, "admin_graphql_api_id": None}
        bought_at = NOW + timedelta(seconds=number)
        when = {"created_at": bought_at.isoformat(), "processed_at": bought_at.isoformat()}
        told(store, "orders/create", payloads.order(**body, **when), NOW)

    ask(NOW + timedelta(minutes=20))

    asked = [len(each["variables"]["ids"]) for each in shop.asked]
    assert asked == [10, 10, 5]
