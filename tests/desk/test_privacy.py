"""Pages of buyers' data, retention, changes and the look: what they show, and what they cost."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk import kinds
from intake.buyers import asking, erasing_shops, making
from intake.buyers.erasing import Asked, Somebody
from messaging.models import DeliveryMode
from orders.models import Order
from stores import looks
from stores.looks import Look, LookRefused
from stores.models import Agency, AskedBy, DataExport, ShopErasure, Store, Tombstone, User
from stores.roles import Role
from stores.scope import store_scope
from tests.factories.stores import make_member
from tests.factories.worlds import make_order

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def person(store: Store, owner: User) -> User:
    owner.set_password(PASSWORD)
    owner.save()
    cache.clear()
    return owner


@pytest.fixture
def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store, email="kari@example.com", buyer_name="Kari Nordmann")


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def test_a_copy_is_asked_for_made_and_handed_over_to_who_types_their_password(
    desk: Client, store: Store, order: Order
) -> None:
    said = {"store": store.pk, "whom": "kari@example.com"}
    shown = desk.post(url("buyers_data_ask"), said, follow=True)
    assert b"is being made" in shown.content
    assert making.make_due(now=timezone.now() + timedelta(seconds=1))
    with store_scope(store.pk):
        export = DataExport.objects.get()
    take = url("buyers_data_take", export.public_id)

    refused = desk.post(take, {"password": "wrong"}, follow=True)
    assert b"Type your own password" in refused.content

    answer = desk.post(take, {"password": PASSWORD})
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert b"Kari Nordmann" in archive.read("data.json")
    assert b"handed to" in desk.get(url("buyers_data_changelist")).content


def test_guesses_at_the_password_are_counted(desk: Client, store: Store, order: Order) -> None:
    with store_scope(store.pk):
        export = asking.ask_for_copy(
            store=store,
            somebody=Somebody(email="kari@example.com"),
            asked=Asked(AskedBy.STAFF, "Mina"),
            now=timezone.now(),
        )
    take = url("buyers_data_take", export.public_id)
    for _ in range(5):
        desk.post(take, {"password": "wrong"})

    paused = desk.post(take, {"password": PASSWORD}, follow=True)

    assert b"That was too often" in paused.content
    cache.clear()


def test_a_buyer_is_erased_when_named_twice(desk: Client, store: Store, order: Order) -> None:
    said = {"store": store.pk, "whom": "kari@example.com", "reason": "Asked by phone"}
    wrong = desk.post(url("buyers_data_erase"), {**said, "confirm": "ola@example.com"})
    assert wrong.status_code == 422
    assert b"once more" in wrong.content

    done = desk.post(url("buyers_data_erase"), {**said, "confirm": "kari@example.com"}, follow=True)

    assert b"Erased" in done.content
    assert b"Asked by phone" in done.content
    with store_scope(store.pk):
        order.refresh_from_db()
        assert order.email == ""
        assert Tombstone.objects.get().actor


def test_all_buyers_of_a_store_are_erased_when_its_address_is_typed(
    desk: Client, store: Store, order: Order
) -> None:
    said = {"store": store.pk, "reason": "The client closed the shop"}
    wrong = desk.post(url("buyers_data_erase_shop"), {**said, "confirm": store.name})
    assert wrong.status_code == 422
    assert b"Type the address of the shop" in wrong.content

    typed = {**said, "confirm": f" {store.shop_domain.upper()} "}
    asked = desk.post(url("buyers_data_erase_shop"), typed, follow=True)
    assert b"are being erased" in asked.content
    assert erasing_shops.erase_due(now=timezone.now() + timedelta(seconds=1))

    done = desk.get(url("buyers_data_changelist")).content
    assert b"All buyers of the store" in done
    assert b"The client closed the shop" in done
    assert b"are being erased" not in done
    with store_scope(store.pk):
        order.refresh_from_db()
        assert order.email == ""
        assert Tombstone.objects.get().public_id == ShopErasure.objects.get().public_id


def test_an_overdue_request_is_said(desk: Client, store: Store, order: Order) -> None:
    with store_scope(store.pk):
        asking.ask_for_copy(
            store=store,
            somebody=Somebody(email="kari@example.com"),
            asked=Asked(AskedBy.SHOPIFY),
            now=timezone.now() - timedelta(days=31),
        )

    assert b"1 requests are overdue" in desk.get(url("buyers_data_changelist")).content


def test_retention_is_chosen_and_its_bounds_are_said(desk: Client, store: Store) -> None:
    said = {"webhooks_days": 7, "words_days": "", "baskets_days": 30, "exports_days": 14}
    form = {**said, "orders_months": ""}
    page = url("retention_change", store.pk)

    assert b"Saved" in desk.post(page, form, follow=True).content
    assert b"It was so already" in desk.post(page, form, follow=True).content
    beyond = desk.post(page, {**form, "webhooks_days": 31}, follow=True)
    assert b"from 1 to 30" in beyond.content
    assert b'value="7"' in beyond.content


def test_what_was_changed_is_told_in_words(desk: Client, store: Store, person: User) -> None:
    with store_scope(store.pk):
        DeliveryMode.objects.update_or_create(
            store=store,
            kind="ORDER_CONFIRMATION",
            defaults={"mode": "WE_SEND", "changed_at": timezone.now()},
        )
        DeliveryMode.objects.filter(store=store).update(mode="OFF")

    page = desk.get(url("changes_changelist"), {"thing": "messaging_deliverymode"})

    words = page.content.decode()
    assert kinds.words("ORDER_CONFIRMATION") in words
    assert " → " in words
    assert "NotifyHub itself" in words


def test_the_list_is_narrowed_by_person_and_day(desk: Client, store: Store, person: User) -> None:
    form = {"webhooks_days": 7, "words_days": "", "baskets_days": 30, "exports_days": 14}
    desk.post(url("retention_change", store.pk), {**form, "orders_months": ""})
    today = timezone.localdate().isoformat()

    for query, count in (
        ({"who": f"user:{person.pk}", "day": today}, 1),
        ({"who": "user:999999"}, 0),
        ({"thing": "stores_retention", "day": "2020-01-01"}, 0),
        ({"day": "nonsense", "thing": "stores_retention"}, 1),
    ):
        shown = desk.get(url("changes_changelist"), query).content.decode()
        assert ("Shopify&#x27;s webhooks as they came" in shown) == bool(count), query


@pytest.mark.parametrize("count", [1, 120])
def test_each_page_costs_the_same_however_long_its_list(
    desk: Client, store: Store, order: Order, django_assert_max_num_queries: Any, count: int
) -> None:
    now = timezone.now()
    with store_scope(store.pk):
        DataExport.objects.bulk_create(
            DataExport(store=store, asked_by="STAFF", asked_at=now, due_at=now, run_after=now)
            for _ in range(count)
        )
        for number in range(count):
            Store.objects.filter(pk=store.pk).update(name=f"Name {number}")
    who_asks = 6
    for name, queries in (
        ("buyers_data_changelist", 3),
        ("buyers_data_erase", 0),
        ("buyers_data_erase_shop", 0),
        ("retention_changelist", 2),
        ("changes_changelist", 3),
        ("look_changelist", 2),
    ):
        with django_assert_max_num_queries(who_asks + queries):
            assert desk.get(url(name)).status_code == 200


def test_pages_of_the_list_meet_each_change_once(desk: Client, store: Store) -> None:
    with store_scope(store.pk):
        for number in range(120):
            Store.objects.filter(pk=store.pk).update(name=f"Name no. {number:03}.")
    seen: list[str] = []
    link = url("changes_changelist") + "?thing=stores_store"
    while link:
        words = desk.get(link).content.decode()
        seen += [f"{n:03}" for n in range(119, -1, -1) if f"→ <bdi>Name no. {n:03}." in words]
        older = words.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        has_older = 'rel="next"' in words
        link = url("changes_changelist") + older.replace("&amp;", "&") if has_older else ""

    assert seen == [f"{n:03}" for n in range(119, -1, -1)]


def test_the_desk_wears_the_agencys_look(desk: Client, agency: Agency, store: Store) -> None:
    form = {"name": "Nordlinje post", "has_accent": "on", "accent": "#7a2e11", "host": ""}
    assert b"Saved" in desk.post(url("look_changelist"), form, follow=True).content

    page = desk.get(url("index")).content.decode()
    assert "Nordlinje post" in page
    assert "/admin/look/7a2e11.css" in page
    sheet = Client().get("/admin/look/7a2e11.css")
    assert "--fjord-600:#7a2e11" in sheet.content.decode()
    assert Client().get("/admin/look/url(x).css").status_code == 404

    desk.post(url("look_changelist"), {"name": ""})
    page = desk.get(url("index")).content.decode()
    assert "NotifyHub" in page
    assert "/admin/look/7a2e11.css" not in page


def test_the_log_in_page_at_the_agencys_own_address_wears_it(
    desk: Client, agency: Agency, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    form = {"name": "Nordlinje post", "host": "post.nordlinje.example"}
    desk.post(url("look_changelist"), form)

    own = Client(headers={"host": "post.nordlinje.example"}).get(url("login")).content.decode()
    plain = Client(headers={"host": "other.example"}).get(url("login")).content.decode()

    assert "<h1>Nordlinje post</h1>" in own
    assert "<h1>NotifyHub</h1>" in plain


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look(accent="#ffee00"), "hard to read"),
        (Look(accent="red"), "Write the colour"),
        (Look(host="https://x.example"), "Write the address"),
        (Look(host="localhost"), "Write the address"),
        (Look(name="x" * 41), "at most 40"),
        (Look(logo_url="https://elsewhere.example/x.png"), "Choose a logo"),
    ],
)
def test_a_look_that_cannot_be_read_is_refused(agency: Agency, look: Look, words: str) -> None:
    with pytest.raises(LookRefused, match=words):
        looks.choose_look(agency=agency, look=look)


def test_every_colour_is_readable_on_dark_pages() -> None:
    for accent in ("#000000", "#11657a", "#7a2e11", "#0000ff", "#003300"):
        assert looks.contrast(looks.on_dark(accent), "#141b1e") >= looks.LEAST_CONTRAST


def test_only_who_sees_all_stores_chooses_the_look(agency: Agency, store: Store) -> None:
    member = make_member(agency, Role.MANAGER, stores=[store])
    client = Client()
    client.force_login(member)

    assert client.post(url("look_changelist"), {"name": "Mine"}).status_code == 403
